//! What `matrix` asks and answers.

use serde::{Deserialize, Serialize};

use super::{DiagnosticShape, Locator, SiteShape, Unit, diagnostic_shapes, manifest_locator, site_shape, write};
use crate::matrix::{Matrix, Question, Reads, Row, Subject};
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
    let sites = text.zip(locator.as_ref()).map_or(Vec::new(), |((template, ..), locator)| {
        let sites = template.sites.iter().zip(&matrix.sites);
        sites.map(|(site, reads)| ReadingShape::new(site_shape(site, locator), *reads)).collect()
    });
    answer.extend(write(&MatrixReport {
        strings: &matrix.strings,
        regions: &matrix.regions,
        versions: &matrix.versions,
        rows: matrix.rows.iter().map(RowShape::new).collect(),
        sites,
        diagnostics: diagnostic_shapes(&matrix.diagnostics, locator.as_ref(), places.as_ref()),
        dropped: matrix.diagnostics.dropped(),
    }));
    answer
}

#[derive(Serialize)]
struct MatrixReport<'a> {
    strings: &'a [String],
    regions: &'a [String],
    versions: &'a [Option<String>],
    rows: Vec<RowShape<'a>>,
    sites: Vec<ReadingShape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RowShape<'a> {
    literal: Option<&'a str>,
    artifact_id: &'a str,
    version: Option<&'a str>,
}

impl<'a> RowShape<'a> {
    fn new(row: &'a Row) -> Self {
        RowShape { literal: row.literal.as_deref(), artifact_id: &row.artifact, version: row.version.as_deref() }
    }
}

#[derive(Serialize)]
struct ReadingShape<'a> {
    #[serde(flatten)]
    site: SiteShape<'a>,
    reads: &'static str,
    row: Option<usize>,
}

impl<'a> ReadingShape<'a> {
    fn new(site: SiteShape<'a>, reads: Reads) -> Self {
        let (reads, row) = match reads {
            Reads::Row(row) => ("image", Some(row)),
            Reads::Unassociated => ("unassociated", None),
            Reads::NotLiteral => ("not-literal", None),
            Reads::Nothing => ("left-alone", None),
        };
        ReadingShape { site, reads, row }
    }
}
