//! What `matrix` asks and answers.

use serde::Deserialize;

use super::pen::Pen;
use super::{Locator, Unit, manifest_locator, write_findings, write_site};
use crate::matrix::{Matrix, Question, Reads, Subject};
use crate::resolve::Resolver;
use crate::template::Template;

/// What is asked, as it comes from JavaScript. Of `service` and `artifact` there is one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MatrixShape {
    service: Option<String>,
    artifact: Option<String>,
    template: Option<String>,
    regions: Option<Vec<String>>,
    accounts: Vec<String>,
    versions: Option<Vec<String>>,
}

impl MatrixShape {
    /// The question, with the text that goes with it.
    pub fn question<'a>(&'a self, text: Option<(&'a Template, &'a [u8])>) -> Question<'a> {
        let subject = match &self.artifact {
            Some(artifact) => Subject::Artifact(artifact),
            None => Subject::Service(self.service.as_deref().unwrap_or_default()),
        };
        Question {
            subject,
            template: self.template.as_deref(),
            text,
            regions: self.regions.as_deref(),
            accounts: &self.accounts,
            versions: self.versions.as_deref(),
        }
    }
}

/// A matrix: first, as little-endian 32-bit words, whether there is one, how many versions, rows, regions and accounts it
/// has, and its lists in the order of [`Matrix`]; then the rest, as UTF-8 JSON.
pub fn matrix_report(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    text: Option<(&Template, &[u8], Unit)>,
    matrix: &Matrix,
) -> Vec<u8> {
    let counts = [matrix.versions.len(), matrix.rows.len(), matrix.regions.len(), matrix.granted.len()];
    let head = [u32::from(matrix.diagnostics.ok())].into_iter().chain(counts.map(|count| count as u32));
    let lists = [&matrix.images, &matrix.codes, &matrix.blocked, &matrix.serving, &matrix.granted, &matrix.denied];
    let words = head.chain(lists.into_iter().flatten().copied());
    let mut answer: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
    let locator = text.map(|(_, text, unit)| Locator::new(text, unit));
    let places = manifest_locator(resolver, &matrix.diagnostics, manifest.0, manifest.1);
    answer.extend(Pen::report(&mut |pen| {
        pen.texts("strings", &mut matrix.strings.iter().map(String::as_str));
        pen.texts("regions", &mut matrix.regions.iter().map(String::as_str));
        pen.list("versions", &mut |pen| {
            matrix.versions.iter().for_each(|version| match version {
                Some(version) => pen.item(version),
                None => pen.number_item(None),
            });
        });
        pen.list("rows", &mut |pen| {
            for row in &matrix.rows {
                pen.object(&mut |pen| {
                    pen.nullable("literal", row.literal.as_deref());
                    pen.text("artifactId", &row.artifact);
                    pen.nullable("version", row.version.as_deref());
                });
            }
        });
        pen.list("sites", &mut |pen| {
            let Some(((template, ..), locator)) = text.zip(locator.as_ref()) else { return };
            let mut chains = template.origins.chains();
            for (site, reads) in template.sites.iter().zip(&matrix.sites) {
                pen.object(&mut |pen| {
                    write_site(pen, site, &mut chains, locator);
                    write_reading(pen, *reads);
                });
            }
        });
        pen.list("unshared", &mut |pen| {
            matrix.unshared.iter().flatten().for_each(|number| pen.number_item(Some(u64::from(*number))));
        });
        write_findings(pen, &matrix.diagnostics, locator.as_ref(), places.as_ref());
    }));
    answer
}

fn write_reading(pen: &mut Pen, reads: Reads) {
    let name = match reads {
        Reads::Row(row) => {
            pen.text("reads", "image");
            return pen.number("row", row as u64);
        }
        Reads::Unassociated => "unassociated",
        Reads::NotLiteral => "not-literal",
        Reads::Nothing => "left-alone",
    };
    pen.text("reads", name);
    pen.nullable("row", None);
}
