//! Whether each image is where its templates may be deployed: artifact by artifact, for one that reaches a region does
//! not make up for another that does not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Declared, allowed, entry_pointer, target, version_place};
use crate::diagnostic::{Code, Diagnostic, Place, Role};
use crate::manifest::serve::{Reason, listed};
use crate::manifest::{Artifact, Relation, Service, Template as Entry, Version, VersionStatus, pointer};
use crate::resolve::relation_place;

/// What is known of versions: many relations name few of them.
#[derive(Default)]
pub(super) struct Coverage {
    /// The regions that each serves, for a message; `None` where it serves none.
    served: BTreeMap<(u32, u32), Option<String>>,
}

impl<'a> Check<'a> {
    /// Reports the regions that the template allows and the images behind `relations` do not reach.
    pub(super) fn cover(&mut self, service: &Service, entry: &Entry, relations: impl Iterator<Item = usize>) {
        let regions = allowed(entry);
        for relation in relations.map(|at| &service.relations[at]) {
            let Some((artifact, version)) = target(&self.resolver.manifest, relation) else { continue };
            // A version that serves nothing is one finding, not one a template.
            let Some(served) = self.served(artifact, version) else { continue };
            if !self.spend(regions.len() + 1) {
                return;
            }
            let finding = if regions.is_empty() {
                let place = Place::Manifest(entry_pointer(service, entry));
                Diagnostic::new(Code::TemplateUnrestricted, place).arg("regions", served)
            } else {
                let missing = |region: &&str| version.image_in(region).is_err();
                let pending = |region: &&str| version.image_in(region) == Err(Reason::NotReady);
                let list = listed(regions.iter().copied().filter(missing));
                if !regions.iter().any(missing) {
                    continue;
                }
                let place = Place::Manifest(format!("{}/allowedRegions", entry_pointer(service, entry)));
                let finding = Diagnostic::new(Code::RegionsNotCovered, place).arg("regions", list);
                match regions.iter().any(pending) {
                    true => finding.arg("pending", listed(regions.iter().copied().filter(pending))),
                    false => finding,
                }
            };
            let finding = finding.arg("template", &*entry.name).arg("version", &*version.version);
            let finding = finding.arg("artifact", &*artifact.id).arg("literal", &*relation.literal);
            self.manifest
                .push(finding.declared(service, relation).related(version_place(artifact, version), Role::Declared));
        }
    }

    /// Reports a relation whose version serves nothing, or is still being copied.
    pub(super) fn serve(&mut self, service: &Service, relation: &Relation) {
        let Some(artifact) = self.resolver.manifest.artifact(&relation.artifact_id) else { return };
        let finding = |code| {
            let finding = Diagnostic::new(code, relation_place(service, relation));
            finding.arg("literal", &*relation.literal).arg("artifact", &*artifact.id)
        };
        let Some((_, version)) = target(&self.resolver.manifest, relation) else {
            // A version that is named and does not exist is an error of the manifest already.
            if relation.version.is_none() {
                let missing = "released version that can be deployed";
                self.manifest.push(finding(Code::VersionServesNothing).arg("missing", missing));
            }
            return;
        };
        let place = version_place(artifact, version);
        let served = self.served(artifact, version);
        if relation.version.is_none() {
            self.manifest.push(finding(Code::VersionUnspecified).arg("version", &*version.version));
        }
        let finding = |code| finding(code).arg("version", &*version.version);
        let finding = match (served, &version.status) {
            (None, status) => {
                let nothing = finding(Code::VersionServesNothing);
                match (version.image_in(""), status) {
                    (Err(Reason::Status), Some(status)) => nothing.arg("status", status.as_str()),
                    (Err(Reason::Status), None) => nothing.arg("missing", "status"),
                    (Err(Reason::NotANumber), _) => nothing.arg("missing", "number or `draft` as its name"),
                    (Err(Reason::DraftWithoutSource), _) => nothing.arg("missing", "custom image as its source"),
                    _ => nothing.arg("missing", "image that can be used"),
                }
            }
            (Some(_), Some(status @ VersionStatus::Delivering)) => {
                finding(Code::VersionDelivering).arg("status", status.as_str())
            }
            (Some(_), _) => return,
        };
        self.manifest.push(finding.related(place, Role::Declared));
    }

    /// Reports images that are literals of the same service, where another image would take their place if an output were
    /// resolved again.
    pub(super) fn report_circles(&mut self, service: &Service) {
        let mut seen = BTreeSet::new();
        for relation in &service.relations {
            let Some((artifact, version)) = target(&self.resolver.manifest, relation) else { continue };
            if !seen.insert((artifact.position, version.position)) {
                continue;
            }
            if !self.spend(version.images.len() + 1) {
                return;
            }
            for region in version.regions() {
                let Ok(image_id) = version.image_in(region) else { continue };
                let Some(next) = service.relations.get(image_id) else { continue };
                let again = target(&self.resolver.manifest, next).map(|(_, version)| version.image_in(region));
                if again == Some(Ok(image_id)) {
                    continue;
                }
                let list = format!("/artifacts/{}/versions/{}", artifact.position, version.position);
                let image = match version.images.get(region) {
                    Some(image) if image.image_id.as_deref() == Some(image_id) => {
                        pointer::join(format!("{list}/images"), [region.into()])
                    }
                    _ => format!("{list}/source/imageId"),
                };
                let finding = Diagnostic::new(Code::ImageIsRelation, Place::Manifest(image)).arg("image", image_id);
                let finding = finding.arg("literal", &*relation.literal).arg("region", region);
                self.manifest.push(finding.declared(service, relation).declared(service, next));
            }
        }
    }

    /// The regions that a version serves, for a message; `None` where it serves none.
    fn served(&mut self, artifact: &Artifact, version: &Version) -> Option<String> {
        let key = (artifact.position, version.position);
        let served = self.coverage.served.entry(key).or_insert_with(|| {
            version.regions().next()?;
            Some(listed(version.regions()))
        });
        served.clone()
    }
}
