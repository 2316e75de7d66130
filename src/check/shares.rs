//! Whether each image is shared with everyone who may deploy it, as far as ECS was asked.

use super::{Check, declared, target, version_pointer};
use crate::diagnostic::Place;
use crate::manifest::serve::listed;
use crate::manifest::{Artifact, Service, Shared, Version, pointer};
use crate::resolve::unshared_finding;
use crate::visibility;

impl Check<'_> {
    /// Reports the images that customers of `service` would get and that are not known to be shared with all of them: each
    /// with the accounts, where any template allows its region.
    pub(super) fn shares(&mut self, service: &Service) {
        let manifest = &self.resolver.manifest;
        let audience = visibility::audience(manifest, std::iter::once(service));
        let everyone = audience.public().is_some();
        let accounts: Vec<&str> = audience.members().map(|(account, _)| account).collect();
        if accounts.is_empty() && !everyone {
            return;
        }
        for relation in &service.relations {
            let Some((artifact, version)) = target(manifest, relation) else { continue };
            if !artifact.versions.observed() {
                continue;
            }
            for region in version.regions() {
                let deployed =
                    service.templates.is_empty() || service.templates.iter().any(|entry| entry.allows(region));
                let record = version.shared_in(region);
                let Some(severity) = self.resolver.unconfirmed(artifact, version, record).filter(|_| deployed) else {
                    continue;
                };
                let record = record.unwrap_or(&Shared::Unknown);
                if !self.spend(accounts.len() + record.len() + 1) {
                    return;
                }
                let lacking = record.lacking(&accounts);
                let names = match everyone && *record != Shared::Everyone {
                    true => Shared::EVERYONE.to_owned(),
                    false if lacking.is_empty() => continue,
                    false => listed(lacking.into_iter().map(|at| accounts[at])),
                };
                let place = Place::Manifest(image_pointer(artifact, version, region));
                let found = unshared_finding(place, (artifact, version, region), &names).severity(severity);
                self.manifest.push(declared(found, service, relation));
            }
        }
    }
}

/// Where the image that a version has in a region stands.
pub(super) fn image_pointer(artifact: &Artifact, version: &Version, region: &str) -> String {
    let here = version_pointer(artifact, version);
    let delivered = version.images.get(region).and_then(|image| image.image_id.as_deref());
    match version.image_in(region).is_ok_and(|image_id| delivered == Some(image_id)) {
        true => pointer::join(here + "/images", [region.into()]),
        false => here + "/source/imageId",
    }
}
