//! Copies that nothing in the manifest asks for. They are shown, and taken back only where that was asked for.

use super::content;
use super::observed::{Image, Region};
use super::version::Subject;
use super::{Action, Kind, Planner, among};
use crate::diagnostic::Code;
use crate::manifest::{Artifact, Manifest, Version};

impl Planner<'_> {
    /// The copies of an artifact that are not wanted: of versions that are gone, in regions that are not meant, or failed
    /// where another one did not. Their tags name the artifact; an image that the manifest names is never among them.
    pub(super) fn leftovers(&mut self, manifest: &Manifest, artifact: &Artifact) {
        let (observed, options) = (self.observed, self.options);
        if options.undo.copies {
            let nobody = Version::default();
            let subject = Subject { artifact, version: &nobody, accounts: &[], everyone: false };
            for region in options.all_regions.iter().filter(|region| among(&options.regions, region)) {
                self.look(&subject, region);
            }
        }
        let tag = content::tag(&artifact.id);
        for region in observed.regions.iter().filter(|region| among(&options.regions, &region.id)) {
            for image in region.images.iter().filter(|image| image.tags[0] == tag) {
                if among(&options.versions, &image.tags[1]) && !names(manifest, &region.id, &image.id) {
                    self.leftover(artifact, region, image);
                }
            }
        }
    }

    fn leftover(&mut self, artifact: &Artifact, region: &Region, image: &Image) {
        let version =
            artifact.versions.iter().find(|version| content::tags(artifact, version).as_ref() == Some(&image.tags));
        let wanted = version.is_some_and(|version| {
            let subject = Subject { artifact, version, accounts: &[], everyone: false };
            subject.wants(&self.options.all_regions, &region.id)
        });
        let (undo, has_failed) = (self.options.undo, image.has_failed());
        let replaced = has_failed && region.images.iter().any(|other| other.tags == image.tags && other.is_available());
        let gone = Version { version: image.tags[1].clone(), ..Version::default() };
        let subject = Subject { artifact, version: version.unwrap_or(&gone), accounts: &[], everyone: false };
        let asked = undo.copies || (has_failed && undo.failed);
        if wanted && !replaced && !(has_failed && asked && self.marks_available(&subject, &region.id)) {
            return;
        }
        let why = subject.image_why(Code::CopyUnasked, &region.id, image).arg("status", &*image.status);
        if !asked {
            return self.left(why);
        }
        let kind = if image.runs() { Kind::CancelCopy } else { Kind::DeleteImage };
        let action = subject.action(kind, &region.id, &image.id, why);
        self.step(Action { image: Some(image.id.clone()), ready: replaced || !wanted, ..action });
    }
}

/// Whether the manifest names an image: as a source, or as that of a region.
fn names(manifest: &Manifest, region: &str, id: &str) -> bool {
    let mut versions = manifest.artifacts.iter().flat_map(|artifact| artifact.versions.iter());
    versions.any(|version| {
        let source = version.source.as_ref().and_then(|source| source.image_id.as_deref());
        let image = version.images.get(region).and_then(|image| image.image_id.as_deref());
        source == Some(id) || image == Some(id)
    })
}
