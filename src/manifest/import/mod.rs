//! Makes a manifest from what people have: the `config.yaml` of Compute Nest's command line tool, answers of the cloud's
//! interfaces, tables kept by hand, Packer's output.
//!
//! Every file adds facts to one draft, each with its place (`computenest`, `artifact`, `service`, `accounts`, `images`,
//! `mappings`, `packer`, `before`). `merge` says what counts where they differ, `link` which things of different files are
//! one, and `build` makes the manifest. Nothing is ever invented: what no file says is reported and left out. An id that no
//! file says is the file's name, `#`, and the keys on the way: `config.yaml#Artifact.EcsImage`.

mod accounts;
mod artifact;
mod before;
mod build;
mod computenest;
mod draft;
mod gather;
mod images;
mod link;
mod mappings;
mod merge;
mod packer;
mod path;
mod reader;
mod service;
mod source;
mod value;

pub use source::{Evidence, Kind};

use super::Manifest;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Override, Place};
use crate::limits::Limits;
use crate::source::Span;
use crate::syntax::{View, json, yaml};
use merge::Rank;
use reader::Session;
use value::{Layer, Trail, Value};

/// A file to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct File<'a> {
    /// What it is called: in findings, and in the ids that stand for those that no file says. With `/` between its steps.
    pub name: &'a str,
    /// Its bytes: UTF-8, YAML or JSON.
    pub text: &'a [u8],
    /// What it is; else its content says so.
    pub kind: Option<Kind>,
    /// The region of its images, for `DescribeImages`.
    pub region: Option<&'a str>,
    /// The service of its accounts, for `ListServiceSharedAccounts`.
    pub service: Option<&'a str>,
}

/// How to import.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The provider's account id.
    pub provider: Option<&'a str>,
    /// The status of versions whose files have none: those of tables, of Packer and of ECS.
    pub status: Option<&'a str>,
    /// The status of services whose files have none: a `config.yaml` says what a service is to be, not where it is.
    pub service_status: Option<&'a str>,
    /// The folder that the manifest will be in, absolute or from `root`: paths of templates are told from it.
    pub folder: &'a str,
    /// The folder that the files' names start from, absolute; empty where nobody says it, and then no folder above it can be
    /// named.
    pub root: &'a str,
    /// Ids that are known for keys that stand for them.
    pub bind: &'a [(&'a str, &'a str)],
    /// Whether to say where each fact comes from.
    pub explain: bool,
    /// The bounds; `manifest_bytes` is that of each file.
    pub limits: Limits,
    /// The caller's severities.
    pub overrides: &'a [(Code, Override)],
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The manifest; `None` where a finding is an error: whole or nothing.
    pub manifest: Option<Manifest>,
    /// What each file is, and what that was told by; `None` where nothing told it.
    pub sources: Vec<Option<(Kind, Evidence)>>,
    /// Where each fact comes from, if that was asked: a JSON Pointer into the manifest, and a [`Place::File`].
    pub facts: Vec<(String, Place)>,
    /// Everything that is to be said.
    pub diagnostics: Diagnostics,
}

/// Imports files into one manifest. Never fails: what is wrong is in [`Import::diagnostics`].
pub fn import(files: &[File<'_>], options: &Options<'_>) -> Import {
    let options = Options { limits: options.limits.bounded(), ..*options };
    let mut session = Session::new(files, &options);
    let mut sources = Vec::with_capacity(files.len());
    for (at, file) in files.iter().enumerate() {
        session.file = at as u32;
        sources.push(read(&mut session, file));
    }
    // What could not be read is missing from what follows, which would have much to say of it.
    if session.diagnostics.ok() {
        session.report_pages();
        link::link(&mut session);
    }
    let made = if session.diagnostics.ok() { Some(build::build(&mut session)) } else { None };
    let mut diagnostics = session.diagnostics;
    diagnostics.sort();
    let (manifest, facts) = made.filter(|_| diagnostics.ok()).unzip();
    let facts = facts.into_iter().flatten().map(|(pointer, origin)| (pointer, origin.place()));
    Import { manifest, sources, facts: facts.collect(), diagnostics }
}

fn read(session: &mut Session<'_>, file: &File<'_>) -> Option<(Kind, Evidence)> {
    session.memory.ranks.push(Rank::Answered);
    let limits = session.options.limits;
    let refusal = |code, span| Diagnostic::new(code, Place::File(session.file, span, String::new()));
    if file.text.len() > limits.manifest_bytes as usize {
        let finding = refusal(Code::ImportFileTooLarge, Span::at(0)).arg("file", file.name);
        session.diagnostics.push(finding.arg("bytes", file.text.len()).arg("limit", limits.manifest_bytes));
        return None;
    }
    let text = match super::read::decoded_text(file.text) {
        Ok(text) => text,
        Err(finding) => {
            let span = if let Place::ManifestText(span, _) = finding.place { span } else { Span::at(0) };
            let place = Place::File(session.file, span, String::new());
            session.diagnostics.push(Diagnostic { place, ..finding });
            return None;
        }
    };
    let is_json = is_json(file.name, text);
    let mut found = Diagnostics::new(limits.diagnostics.min(100), &[]);
    let document =
        if is_json { json::parse(text, &limits, &mut found) } else { yaml::parse(text, &limits, &mut found) };
    let layer = Layer { view: View::new(text, &document, is_json, &limits), outer: None };
    session.fuel = u64::from(limits.aliases) + 64 * document.nodes.len() as u64 + 1024;
    let whole = Value { layer: &layer, node: 0, trail: Trail::default() };
    session.syntax(&found, &layer, &whole);
    if !found.ok() {
        return None;
    }
    let mut kind = None;
    for (at, root) in document.roots.iter().enumerate() {
        let root = Value { layer: &layer, node: root.node, trail: Trail::default() };
        unwrapped(session, &root, &mut |session, root| kind = kind.or(document_of(session, file, root, at + 1)));
    }
    if document.roots.is_empty() {
        unknown(session, file, Span::at(0));
    }
    if session.fuel == 0 || layer.view.exhausted() {
        let finding = Diagnostic::new(Code::ImportTooMuchWork, Place::File(session.file, Span::at(0), String::new()));
        session.diagnostics.push(finding.arg("file", file.name));
    }
    kind
}

/// JSON by its name, else by how it starts: `{"`, `[` or `"`.
fn is_json(name: &str, text: &str) -> bool {
    let ends = |end: &str| {
        name.len() >= end.len() && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    if ends(".yaml") || ends(".yml") {
        return false;
    }
    let body = text.trim_start_matches('\u{FEFF}').trim_start();
    let inside = body.strip_prefix('{').map(str::trim_start);
    ends(".json") || inside.is_some_and(|inside| inside.starts_with(['"', '}'])) || body.starts_with(['[', '"'])
}

/// An answer as a client keeps it, with status and headers: what counts is its `body`, which may be JSON in a string. So may
/// a whole file be.
fn unwrapped(session: &mut Session<'_>, root: &Value<'_>, work: &mut dyn FnMut(&mut Session<'_>, &Value<'_>)) {
    let is_object = root.shape() == value::Shape::Object;
    let body = if is_object && source::recognise(root).is_none() { root.get("body") } else { None };
    let inner = body.as_ref().unwrap_or(root);
    if inner.shape() == value::Shape::Text && inner.text().trim_start().starts_with(['{', '[']) {
        return session.embedded(inner, work);
    }
    work(session, inner);
}

fn document_of(
    session: &mut Session<'_>,
    file: &File<'_>,
    root: &Value<'_>,
    number: usize,
) -> Option<(Kind, Evidence)> {
    // A document of a stream with nothing in it.
    if root.shape() == value::Shape::Null && number > 1 {
        return None;
    }
    let told = match file.kind {
        Some(kind) if source::fits(kind, root) => (kind, Evidence::Stated),
        Some(kind) => {
            let fields: Vec<String> = kind.fields().iter().map(|field| format!("`{field}`")).collect();
            session.report(Code::ImportOtherSource, root, &|finding| {
                finding.arg("file", file.name).arg("kind", kind.name()).arg("fields", fields.join(", "))
            });
            return Some((kind, Evidence::Stated));
        }
        None => match source::recognise(root) {
            Some(kind) => (kind, Evidence::Content),
            None => {
                unknown(session, file, root.span());
                return None;
            }
        },
    };
    let rank = match told.0 {
        Kind::Computenest => Rank::Wanted,
        Kind::Manifest => Rank::Before,
        _ => Rank::Answered,
    };
    if let Some(last) = session.memory.ranks.last_mut() {
        *last = rank;
    }
    let before = session.taken;
    match told.0 {
        Kind::Computenest => computenest::read(session, root, number),
        Kind::GetArtifact => artifact::read(session, root),
        Kind::ListArtifacts | Kind::ListArtifactVersions => artifact::read_list(session, root),
        Kind::GetService => service::read(session, root),
        Kind::ListServices => service::read_list(session, root),
        Kind::SharedAccounts => accounts::read(session, root),
        Kind::DescribeImages => images::read(session, root),
        Kind::Mappings => mappings::read(session, root),
        Kind::Packer => packer::read(session, root),
        Kind::Manifest => before::read(session, root, file.text),
    }
    if session.taken == before && session.diagnostics.ok() {
        session.report(Code::ImportNothing, root, &|finding| finding.arg("file", file.name));
    }
    Some(told)
}

fn unknown(session: &mut Session<'_>, file: &File<'_>, span: Span) {
    let finding = Diagnostic::new(Code::ImportUnknownSource, Place::File(session.file, span, String::new()));
    session.diagnostics.push(finding.arg("file", file.name));
}
