//! Whether each image is where its templates may be deployed: artifact by artifact, for one that reaches a region does
//! not make up for another that does not.

use super::shares::image_pointer;
use super::{Check, allowed, declared, entry_pointer, finding, target, version_pointer};
use crate::diagnostic::{Code, Place, Role};
use crate::manifest::serve::{Reason, listed};
use crate::manifest::{Artifact, Relation, Service, Template as Entry, Version, VersionStatus};
use crate::resolve::relation_place;

/// What is known of versions, by the positions of artifact and version: many relations name few of them.
#[derive(Default)]
pub(super) struct Coverage {
    versions: Vec<Vec<Known>>,
}

#[derive(Clone, Default)]
struct Known {
    /// The regions that it serves, for a message; `None` where it serves none, and before that is known.
    served: Option<Option<String>>,
    /// The service whose literals its images were last compared with, counted from 1.
    compared: u32,
}

impl Coverage {
    fn of(&mut self, artifact: &Artifact, version: &Version) -> &mut Known {
        let (artifact, version) = (artifact.position as usize, version.position as usize);
        if self.versions.len() <= artifact {
            self.versions.resize(artifact + 1, Vec::new());
        }
        let versions = &mut self.versions[artifact];
        if versions.len() <= version {
            versions.resize(version + 1, Known::default());
        }
        &mut versions[version]
    }

    /// The regions that a version serves, for a message; `None` where it serves none.
    fn served(&mut self, artifact: &Artifact, version: &Version) -> Option<&str> {
        let known = self.of(artifact, version);
        let served = known.served.get_or_insert_with(|| {
            version.regions().next()?;
            Some(listed(version.regions()))
        });
        served.as_deref()
    }
}

impl Check<'_> {
    /// Reports the regions that the template allows and the images behind `relations` do not reach.
    pub(super) fn cover(&mut self, service: &Service, entry: &Entry, relations: &[usize]) {
        let regions = allowed(entry);
        for relation in relations.iter().map(|&at| &service.relations[at]) {
            let Some((artifact, version)) = target(&self.resolver.manifest, relation) else { continue };
            if !self.spend(regions.len() + 1) {
                return;
            }
            // A version that serves nothing is one finding, not one a template.
            let Some(served) = self.coverage.served(artifact, version) else { continue };
            let missing = |region: &&str| version.image_in(region).is_err();
            let pending = |region: &&str| version.image_in(region) == Err(Reason::NotReady);
            let names = |which: &dyn Fn(&&str) -> bool| listed(regions.iter().copied().filter(which));
            let first = entry.allowed_regions.iter().position(|region| missing(&&**region));
            let (code, field, list) = match first {
                Some(first) => (Code::RegionsNotCovered, format!("/allowedRegions/{first}"), names(&missing)),
                None if regions.is_empty() => (Code::TemplateUnrestricted, String::new(), served.to_owned()),
                None => continue,
            };
            let waiting = names(&pending);
            let args = [
                ("template", &*entry.name),
                ("version", &*version.version),
                ("artifact", &*artifact.id),
                ("literal", &*relation.literal),
                ("regions", &*list),
                ("pending", &*waiting),
            ];
            let args = if regions.iter().any(pending) { &args[..] } else { &args[..5] };
            let found = finding(code, Place::Manifest(entry_pointer(service, entry) + &field), args);
            let version = Place::Manifest(version_pointer(artifact, version));
            self.manifest.push(declared(found, service, relation).related(version, Role::Declared));
        }
    }

    /// Reports a relation whose version is not named, serves nothing, or is still being copied.
    pub(super) fn serve(&mut self, service: &Service, relation: &Relation) {
        let Some(artifact) = self.resolver.manifest.artifact(&relation.artifact_id) else { return };
        let place = || relation_place(service, relation);
        let mut args = vec![("literal", &*relation.literal), ("artifact", &*artifact.id)];
        let Some((_, version)) = target(&self.resolver.manifest, relation) else {
            // A version that is named and does not exist is an error of the manifest already.
            if relation.version.is_none() {
                args.push(("missing", "released version that can be deployed"));
                self.manifest.push(finding(Code::VersionServesNothing, place(), &args));
            }
            return;
        };
        args.push(("version", &*version.version));
        if relation.version.is_none() {
            self.manifest.push(finding(Code::VersionUnspecified, place(), &args));
        }
        let serves = self.coverage.served(artifact, version).is_some();
        let status = version.status.as_ref().map(VersionStatus::as_str);
        let code = match serves {
            true if version.status == Some(VersionStatus::Delivering) => Code::VersionDelivering,
            true => return,
            false => Code::VersionServesNothing,
        };
        args.push(match version.image_in("") {
            Err(Reason::Status) if status.is_none() => ("missing", "status"),
            Err(Reason::NotANumber) => ("missing", "number or `draft` as its name"),
            Err(Reason::DraftWithoutSource) => ("missing", "custom image as its source"),
            Err(Reason::NotInRegion | Reason::NotReady) if !serves => ("missing", "image that can be used"),
            _ => ("status", status.unwrap_or_default()),
        });
        let found = finding(code, place(), &args);
        self.manifest.push(found.related(Place::Manifest(version_pointer(artifact, version)), Role::Declared));
    }

    /// Reports images that are literals of the same service, where another image would take their place if an output were
    /// resolved again.
    pub(super) fn report_circles(&mut self, service: &Service) {
        for relation in &service.relations {
            let Some((artifact, version)) = target(&self.resolver.manifest, relation) else { continue };
            let known = self.coverage.of(artifact, version);
            if std::mem::replace(&mut known.compared, service.position + 1) == service.position + 1 {
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
                let image = image_pointer(artifact, version, region);
                let args = [("image", image_id), ("literal", &*relation.literal), ("region", region)];
                let found = finding(Code::ImageIsRelation, Place::Manifest(image), &args);
                self.manifest.push(declared(declared(found, service, relation), service, next));
            }
        }
    }
}
