//! What is wrong with a manifest, and whom it concerns.

use std::collections::BTreeSet;

use super::{Artifact, Service, Version};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::order;

/// What a finding is about, and so which requests it blocks where it is an error.
///
/// A request for a service reaches [`Scope::Manifest`] and [`Scope::Service`]; for each literal that a relation of the
/// service names it reaches the artifact and the version, or all versions of the artifact where the relation names
/// none. One broken service or artifact so never takes the others down.
///
/// Positions count from 0 in the document's lists; of two services or artifacts with one id, or versions with one name,
/// the first stands for both, since it is the one that is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// All of it: text that is not JSON, a wrong type at the top, an unknown `manifestVersion`.
    Manifest,
    /// The artifact at this position.
    Artifact(u32),
    /// The version at the second position of the artifact at the first; [`Scope::UNNAMED`] for all versions without a
    /// name, which only the choice of the newest reaches.
    Version(u32, u32),
    /// The service at this position, its relations, templates and accounts.
    Service(u32),
    /// Artifacts and services without an id, which no request reaches.
    Unnamed,
}

impl Scope {
    /// Stands for the position of what has no name.
    pub const UNNAMED: u32 = u32::MAX;
}

/// The findings of one manifest, by scope.
///
/// They carry each code's own severity: a request applies its caller's when it takes them in. At most `limit` are kept,
/// but always the first of each code in each scope, so that nothing wrong is ever forgotten.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<(Scope, Diagnostic)>,
    seen: BTreeSet<(Scope, Code)>,
    limit: usize,
    dropped: usize,
    whole: bool,
}

impl Findings {
    pub(crate) fn new(limit: u32) -> Self {
        Findings { limit: limit as usize, ..Findings::default() }
    }

    /// Takes a finding of `code` in, which is made only if there is room for it.
    pub(crate) fn push(&mut self, scope: Scope, code: Code, make: &dyn Fn() -> Diagnostic) {
        if self.seen.insert((scope, code)) || self.kept.len() < self.limit {
            self.kept.push((scope, make()));
        } else {
            self.dropped += 1;
        }
    }

    /// Notes, after the fields were read and before they are compared, whether all of them are in the model.
    pub(crate) fn note_whole(&mut self) {
        self.whole = self.ok();
    }

    /// Whether the model holds all that the text says: nothing is of a wrong type, nothing lacks its id. Only then can
    /// the manifest be written again without losing anything.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Puts the findings of a scope side by side; within one they stay in the order in which they were found.
    pub(crate) fn sort(&mut self) {
        order::sort(&mut self.kept, |one, other| one.0.cmp(&other.0));
    }

    /// All that were kept, scope by scope.
    pub fn iter(&self) -> impl Iterator<Item = (Scope, &Diagnostic)> {
        self.kept.iter().map(|(scope, diagnostic)| (*scope, diagnostic))
    }

    /// How many were past the limit.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Whether none is an error by its code's own severity.
    pub fn ok(&self) -> bool {
        self.kept.iter().all(|(_, diagnostic)| diagnostic.severity < Severity::Error)
    }

    /// Those about the manifest as a whole, which every request reaches.
    pub fn of_manifest(&self) -> impl Iterator<Item = &Diagnostic> {
        self.between(Scope::Manifest, Scope::Manifest)
    }

    /// Those about a service.
    pub fn of_service(&self, service: &Service) -> impl Iterator<Item = &Diagnostic> {
        let scope = Scope::Service(service.position);
        self.between(scope, scope)
    }

    /// Those about an artifact and one of its versions: all of its versions without one, for the choice of the newest
    /// looks at each.
    pub fn of_artifact(&self, artifact: &Artifact, version: Option<&Version>) -> impl Iterator<Item = &Diagnostic> {
        let artifact = artifact.position;
        let versions = version.map_or((0, u32::MAX), |version| (version.position, version.position));
        self.between(Scope::Artifact(artifact), Scope::Artifact(artifact))
            .chain(self.between(Scope::Version(artifact, versions.0), Scope::Version(artifact, versions.1)))
    }

    fn between(&self, first: Scope, last: Scope) -> impl Iterator<Item = &Diagnostic> {
        let from = self.kept.partition_point(|(scope, _)| *scope < first);
        self.kept[from..].iter().take_while(move |(scope, _)| *scope <= last).map(|(_, diagnostic)| diagnostic)
    }
}
