//! What Packer's `alicloud-ecs` builder made: the manifest of its post-processor, or the text of one `artifact_id`,
//! `cn-beijing:m-2ze…,cn-hangzhou:m-bp1…`.
//!
//! Each build is a version of the artifact `FILE#NAME`, numbered in the order of the file. Which of its regions the others
//! were copied from is not said.

use super::draft::{ImageDraft, Names, Said};
use super::reader::Session;
use super::source::is_artifact_text;
use super::value::{Fact, Shape, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::Text;
use crate::source::Span;

/// Reads a manifest of Packer's, or one text.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    if root.shape() == Shape::Text {
        let said = Fact { value: root.text().as_ref().into(), origin: session.origin(root) };
        return add(session, &said, "artifact_id", 1);
    }
    let mut builds = Names::default();
    session.answered(root, (&["builds"], &["last_run_uuid"]), &mut |session, _, value| {
        let (mut name, mut builder, mut images): (Said, Said, Said) = (None, None, None);
        session.object(value, ("build", "builds"), &mut |session, key, written, value| {
            match key {
                "name" => name = session.text(value, written),
                "builder_type" => builder = session.text(value, written),
                "artifact_id" => images = session.word(value, written),
                // When and in which run it was built, and files that it left behind, which this builder has none of.
                "build_time" | "files" | "packer_run_uuid" => {}
                _ => return false,
            }
            true
        });
        let name = name.as_ref().map_or("build", |said| &said.value);
        if let Some(builder) = builder.filter(|said| !said.value.contains("alicloud")) {
            return session.left_out(value, name, ("builder", &builder.value));
        }
        let Some(images) = images else {
            if value.shape() == Shape::Object {
                session.left_out(value, name, ("field", "artifact_id"));
            }
            return;
        };
        let count = builds.get(name).unwrap_or_default() + 1;
        builds.set(name, count);
        add(session, &images, name, count);
    });
}

fn add(session: &mut Session<'_>, images: &Fact<Text>, name: &str, number: usize) {
    if !is_artifact_text(&images.value) {
        let finding = Diagnostic::new(Code::ImportArtifactText, images.origin.place());
        return session.diagnostics.push(finding.arg("text", &*images.value));
    }
    let mut at = 0;
    for pair in images.value.split(',') {
        let Some((region, image)) = pair.trim().split_once(':') else { continue };
        let mut origin = images.origin.clone();
        // The pair itself, where the text stands as it is written.
        let written = origin.span.len() as usize;
        let quotes = written.saturating_sub(images.value.len()) / 2;
        if written == images.value.len() + 2 * quotes {
            let start = origin.span.start + (quotes + at) as u32;
            origin.span = Span::new(start, start + pair.len() as u32);
        }
        at += pair.len() + 1;
        let image_id = Some(Fact { value: image.into(), origin: origin.clone() });
        let image = ImageDraft { region: region.into(), image_id, origin, ..ImageDraft::default() };
        let key = format!("{}#{name}", session.name());
        session.add_image(key.into(), number.to_string().into(), image);
    }
}
