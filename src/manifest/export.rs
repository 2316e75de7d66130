//! Tables of a manifest's images, for templates that look them up themselves: `Mappings` of ROS, `locals` of Terraform.
//!
//! ```yaml
//! Mappings:
//!   Images:
//!     cn-beijing:
//!       ImageId: m-2ze…
//! ```
//!
//! By region, then by name: the literal of a relation, or `ImageId` for one artifact. Only images that would be served stand
//! in a table, so it says no more than `resolve` does.

use super::region::with_near;
use super::serve::image_for;
use super::{Artifact, Manifest, Version, pointer};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::order;
use crate::syntax::Kind;
use crate::syntax::scalar::{Form, Style, write};

/// What to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// The images of one artifact, by its id: of this version, or of the newest that serves.
    Artifact(&'a str, Option<&'a str>),
    /// The images behind all relations of a service, by its id.
    Service(&'a str),
}

/// The languages of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A `Mappings` section of a ROS template, in YAML.
    RosMappings,
    /// A `locals` block of Terraform, in HCL.
    HclLocals,
}

impl Format {
    /// The format of a name that crosses from JavaScript.
    pub fn named(name: &str) -> Option<Format> {
        match name {
            "ros-mappings" => Some(Format::RosMappings),
            "hcl-locals" => Some(Format::HclLocals),
            _ => None,
        }
    }

    /// What a table is called where nobody says it, as each language writes its names.
    pub fn table(self) -> &'static str {
        match self {
            Format::RosMappings => "Images",
            Format::HclLocals => "images",
        }
    }

    /// Whether a table can have this name: in HCL it must be an identifier.
    pub fn takes(self, table: &str) -> bool {
        let identifier = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
        match self {
            Format::RosMappings => !table.is_empty(),
            Format::HclLocals => table.starts_with(char::is_alphabetic) && table.chars().all(identifier),
        }
    }
}

/// Writes a table of `manifest`; `None` where a finding is an error. Regions and names are sorted, so that the same images
/// always give the same text.
pub fn export(
    manifest: &Manifest,
    scope: Scope<'_>,
    format: Format,
    table: &str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let mut rows = match scope {
        Scope::Artifact(id, version) => artifact_rows(manifest, id, version, diagnostics),
        Scope::Service(id) => service_rows(manifest, id, diagnostics),
    };
    order::sort(&mut rows, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    let single = matches!(scope, Scope::Artifact(..));
    diagnostics.ok().then(|| match format {
        Format::RosMappings => mappings(table, &rows),
        Format::HclLocals => locals(table, &rows, single),
    })
}

/// Region, name, and the image's id.
type Rows<'m> = Vec<(&'m str, &'m str, &'m str)>;

fn artifact_rows<'m>(
    manifest: &'m Manifest,
    id: &str,
    version: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Rows<'m> {
    let mut rows = Rows::new();
    let whole = || Place::Manifest(String::new());
    let Some(artifact) = manifest.artifact(id) else {
        let finding = Diagnostic::new(Code::ArtifactUnknown, whole()).arg("artifact", id);
        diagnostics.push(with_near(finding, id, &mut manifest.artifacts.iter().map(|artifact| &*artifact.id)));
        return rows;
    };
    if let Some(version) = version.filter(|version| artifact.versions.get(version).is_none()) {
        let place = Place::Manifest(format!("/artifacts/{}/versions", artifact.position));
        let finding = Diagnostic::new(Code::VersionUnknown, place).arg("artifact", id).arg("version", version);
        let names = &mut artifact.versions.iter().map(|version| &*version.version);
        diagnostics.push(with_near(finding, version, names));
        return rows;
    }
    let place = Place::Manifest(format!("/artifacts/{}", artifact.position));
    fill(&mut rows, artifact, found(artifact, version), version, "ImageId", place, diagnostics);
    rows
}

fn service_rows<'m>(manifest: &'m Manifest, id: &str, diagnostics: &mut Diagnostics) -> Rows<'m> {
    let mut rows = Rows::new();
    let Some(service) = manifest.service(id) else {
        diagnostics.push(Diagnostic::new(Code::ServiceUnknown, Place::Request("service")).arg("service", id));
        return rows;
    };
    for relation in &service.relations {
        let list = format!("/services/{}/relations", service.position);
        let place = Place::Manifest(pointer::join(list, [relation.literal.as_ref().into()]));
        let Some(artifact) = manifest.artifact(&relation.artifact_id) else {
            diagnostics.push(Diagnostic::new(Code::ArtifactUnknown, place).arg("artifact", &*relation.artifact_id));
            continue;
        };
        let version = relation.version.as_deref();
        fill(&mut rows, artifact, found(artifact, version), version, &relation.literal, place, diagnostics);
    }
    rows
}

/// The version that serves, whichever region it is asked for.
fn found<'m>(artifact: &'m Artifact, version: Option<&str>) -> Option<&'m Version> {
    match version {
        Some(name) => artifact.versions.get(name),
        None => artifact.versions.newest(),
    }
}

fn fill<'m>(
    rows: &mut Rows<'m>,
    artifact: &'m Artifact,
    version: Option<&'m Version>,
    asked: Option<&str>,
    name: &'m str,
    place: Place,
    diagnostics: &mut Diagnostics,
) {
    let mut served = 0_usize;
    for region in version.into_iter().flat_map(Version::regions) {
        let number = version.map(|version| &*version.version);
        if let Ok(image) = image_for(artifact, number, region) {
            rows.push((region, name, image.image_id));
            served += 1;
        }
    }
    if served == 0 {
        let finding = Diagnostic::new(Code::ExportNoImages, place).arg("artifact", &*artifact.id);
        diagnostics.push(match asked {
            Some(version) => finding.arg("version", version),
            None => finding,
        });
    }
}

fn mappings(table: &str, rows: &Rows<'_>) -> String {
    let text = |text: &str| write(text, Style::of(Kind::Plain)).unwrap_or_default();
    let mut yaml = format!("Mappings:\n  {}:{}\n", text(table), if rows.is_empty() { " {}" } else { "" });
    for (region, images) in by_region(rows) {
        yaml += &format!("    {}:\n", text(region));
        for (_, name, image) in images {
            yaml += &format!("      {}: {}\n", text(name), text(image));
        }
    }
    yaml
}

/// One artifact's images need no name between the region and the id.
fn locals(table: &str, rows: &Rows<'_>, single: bool) -> String {
    let text = |text: &str| write(text, Style { form: Form::HclQuoted, carrier: None }).unwrap_or_default();
    let aligned = |rows: Vec<(String, &str)>, indent: &str| {
        let width = rows.iter().map(|(key, _)| key.chars().count()).max().unwrap_or_default();
        let line = |(key, image): (String, &str)| format!("{indent}{key:width$} = {}\n", text(image));
        rows.into_iter().map(line).collect::<String>()
    };
    let mut hcl = format!("locals {{\n  {table} = {{\n");
    if single {
        hcl += &aligned(rows.iter().map(|(region, _, image)| (text(region), *image)).collect(), "    ");
    } else {
        for (region, images) in by_region(rows) {
            hcl += &format!("    {} = {{\n", text(region));
            hcl += &aligned(images.iter().map(|(_, name, image)| (text(name), *image)).collect(), "      ");
            hcl += "    }\n";
        }
    }
    hcl + "  }\n}\n"
}

fn by_region<'r, 'm>(rows: &'r Rows<'m>) -> impl Iterator<Item = (&'m str, &'r [(&'m str, &'m str, &'m str)])> {
    rows.chunk_by(|one, other| one.0 == other.0).map(|images| (images[0].0, images))
}
