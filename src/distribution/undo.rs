//! Copies that nothing in the manifest asks for. They are shown, and taken back only where that was asked for.

use super::content;
use super::observed::{Image, Region};
use super::version::Subject;
use super::{Action, Kind, Planner, among};
use crate::diagnostic::{Code, Place, Severity};
use crate::manifest::{Artifact, Manifest, Text, Version};

impl Planner<'_> {
    /// Copies that are not wanted: of artifacts and versions that are gone, in regions that are not meant, or failed where
    /// another one did not. Only what has all of the tags of a copy is one, and an image that the manifest names is none.
    pub(super) fn leftovers(&mut self, manifest: &Manifest) {
        let (observed, options) = (self.observed, self.options);
        let (nothing, nobody) = (Artifact::default(), Version::default());
        let subject = Subject { artifact: &nothing, version: &nobody, accounts: &[], in_order: &[], everyone: false };
        let asked = |region: &&Text| (options.undo.copies || options.leftovers) && among(&options.regions, region);
        for region in options.all_regions.iter().filter(asked) {
            let begin = self.plan.findings.len();
            // What is asked for does not depend on it.
            if self.look(&subject, region).is_err() {
                let findings = self.plan.findings.iter_mut().skip(begin);
                findings.for_each(|finding| finding.severity = Severity::Warning);
            }
        }
        for region in observed.regions.iter().filter(|region| among(&options.regions, &region.id)) {
            for image in region.images.iter().filter(|image| image.tags.iter().all(|tag| !tag.is_empty())) {
                let tag = &*image.tags[0];
                let tagged = |artifact: &&Artifact| *content::tag(&artifact.id) == *tag;
                let artifact = manifest.artifact(tag).filter(tagged);
                let artifact = artifact.or_else(|| manifest.artifacts.iter().find(tagged));
                let is_chosen = among(&options.artifacts, artifact.map_or(tag, |artifact| &artifact.id))
                    && among(&options.versions, &image.tags[1]);
                if is_chosen && !names(manifest, &region.id, &image.id) {
                    let gone = Artifact { id: tag.into(), ..Artifact::default() };
                    self.leftover(artifact.unwrap_or(&gone), region, image);
                }
            }
        }
    }

    fn leftover(&mut self, artifact: &Artifact, region: &Region, image: &Image) {
        let version =
            artifact.versions.iter().find(|version| content::tags(artifact, version).as_ref() == Some(&image.tags));
        let of = |version| Subject { artifact, version, accounts: &[], in_order: &[], everyone: false };
        let wanted = version.is_some_and(|version| of(version).wants(&self.options.all_regions, &region.id));
        let (undo, has_failed) = (self.options.undo, image.has_failed());
        let replaced = has_failed && region.images.iter().any(|other| other.tags == image.tags && other.is_available());
        let gone = Version { version: image.tags[1].clone(), ..Version::default() };
        let subject = of(version.unwrap_or(&gone));
        let asked = undo.copies || (has_failed && undo.failed);
        if wanted && !replaced && !(has_failed && asked && self.marks_available(&subject, &region.id)) {
            return;
        }
        let mut why = subject.image_why(Code::CopyUnasked, &region.id, image).arg("status", &*image.status);
        if version.is_none() {
            why.place = Place::Manifest(String::new());
        }
        if let Some(size) = image.size {
            why = why.arg("size", size);
        }
        if let Some(created) = image.created {
            why = why.arg("days", (self.now.saturating_sub(created) / 86_400_000) as u32);
        }
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
