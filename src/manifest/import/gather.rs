//! Takes in what the files say, one thing at a time, and reports what does not fit together.

use super::accounts;
use super::draft::{AccountDraft, ArtifactDraft, Id, ImageDraft, Names, Said, ServiceDraft};
use super::mappings;
use super::merge::{Clash, Merger, Rank};
use super::reader::Session;
use super::value::{Origin, Shape, Value};
use crate::diagnostic::{Code, Diagnostic, Role, Severity};
use crate::manifest::Text;

/// What is remembered from file to file, beside the draft.
#[derive(Default)]
pub(super) struct Memory {
    /// By file.
    pub(super) ranks: Vec<Rank>,
    /// Keys that stand for ids that no file said.
    pub(super) derived: Names,
    /// Keys that turned out to stand for an id, and the id.
    pub(super) same: Vec<(Text, Text)>,
    /// Kinds of objects and names of their fields that nothing reads, each reported.
    pub(super) unread: Names,
    /// Entries of an answer that was cut into pages: how many there are of each kind, how many were read, in which file.
    pub(super) pages: Vec<(&'static str, u64, u64, u32)>,
}

/// What the caller says of a file.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told<'s> {
    pub(super) region: Option<&'s str>,
    pub(super) service: Option<&'s str>,
}

impl<'s> Session<'s> {
    pub(super) fn told(&self) -> Told<'s> {
        let file = self.files.get(self.file as usize);
        file.map_or(Told::default(), |file| Told { region: file.region, service: file.service })
    }

    #[inline(never)]
    pub(super) fn add_artifact(&mut self, artifact: ArtifactDraft) {
        self.taken += 1;
        if artifact.id == Id::Derived {
            self.memory.derived.set(&artifact.key, 0);
        }
        let derived = &self.memory.derived;
        let mut merger = Merger::new(&self.memory.ranks, derived);
        self.draft.artifacts.put(artifact, &mut |into, from| merger.artifact(into, from));
        let (clashes, same) = merger.finish();
        self.settle(clashes, same);
    }

    #[inline(never)]
    pub(super) fn add_service(&mut self, service: ServiceDraft) {
        self.taken += 1;
        if service.id == Id::Derived {
            self.memory.derived.set(&service.key, 0);
        }
        let mut merger = Merger::new(&self.memory.ranks, &self.memory.derived);
        self.draft.services.put(service, &mut |into, from| merger.service(into, from));
        let (clashes, same) = merger.finish();
        self.settle(clashes, same);
    }

    /// An account of a service of which the file says only the id.
    pub(super) fn add_account(&mut self, service: Text, account: AccountDraft) {
        let mut stub = accounts::stub(service, &account);
        stub.accounts.add(account);
        self.add_service(stub);
    }

    /// An image of an artifact that has no id where it comes from.
    pub(super) fn add_image(&mut self, artifact: Text, version: Text, image: ImageDraft) {
        self.add_artifact(mappings::with_image(artifact, version, image));
    }

    pub(super) fn add_provider(&mut self, said: Said) {
        let mut merger = Merger::new(&self.memory.ranks, &self.memory.derived);
        merger.said(&mut self.draft.provider, said, ("manifest", &|| "manifest".to_owned()), "provider");
        let (clashes, same) = merger.finish();
        self.settle(clashes, same);
    }

    /// Reports what did not fit together.
    #[inline(never)]
    pub(super) fn settle(&mut self, clashes: Vec<Clash>, same: Vec<(Text, Text)>) {
        self.memory.same.extend(same);
        for clash in clashes {
            let rank = |file: u32| self.memory.ranks.get(file as usize).copied().unwrap_or(Rank::Answered);
            let (first, second) = (rank(clash.first.1.file), rank(clash.second.1.file));
            let (old, new) = (clash.first.0.as_str(), clash.second.0.as_str());
            if clash.replaced && first == Rank::Before {
                let finding = Diagnostic::new(Code::ImportReplaced, clash.second.1.place());
                let finding = finding.arg("field", clash.field).arg("kind", clash.kind).arg("id", clash.id);
                let finding = finding.related(clash.first.1.place(), Role::First);
                self.diagnostics.push(finding.arg("old", old).arg("value", new));
                continue;
            }
            let same_file = clash.first.1.file == clash.second.1.file;
            let settled = first != second || same_file;
            let file = self.files.get(clash.first.1.file as usize).map_or("", |file| file.name);
            let finding = Diagnostic::new(Code::ImportConflict, clash.second.1.place());
            let finding = finding.arg("field", clash.field).arg("kind", clash.kind).arg("id", clash.id);
            let finding = finding.arg("value", new).arg("other", old).arg("file", file);
            let finding = if settled { finding.arg("kept", if clash.replaced { new } else { old }) } else { finding };
            let finding = finding.related(clash.first.1.place(), Role::First);
            self.diagnostics.push(if settled { finding.severity(Severity::Warning) } else { finding });
        }
    }

    /// Reports something that is not taken in.
    #[inline(never)]
    pub(super) fn left_out(&mut self, value: &Value<'_>, name: &str, reason: (&'static str, &str)) {
        self.report(Code::ImportLeftOut, value, &|finding| finding.arg("name", name).arg(reason.0, reason.1));
    }

    /// The key of the artifact that the same file describes and that `${Artifact.KEY.field}` is about.
    pub(super) fn described(&self, placeholder: &str, field: &str) -> Option<String> {
        let key = placeholder.strip_prefix("Artifact.")?.strip_suffix(field)?.strip_suffix('.')?;
        self.described.get(key).map(|described| described.said.value.to_string())
    }

    /// The entries of an answer: of its list in one of `fields`, or of the list that the answer is. A list in an object of
    /// its own (`Images: {Image: […]}`) is one, too. Says when the answer is one page of several. What is `read_beside` the
    /// list was read by the caller.
    pub(super) fn answered(
        &mut self,
        root: &Value<'_>,
        (fields, read_beside): (&[&'static str], &[&str]),
        each: &mut dyn FnMut(&mut Self, &str, &Value<'_>),
    ) {
        let kind = fields.first().copied().unwrap_or_default();
        let mut count = 0_u64;
        if root.shape() == Shape::List {
            return self.list(root, kind, &mut |session, value| each(session, kind, value));
        }
        let mut total: Option<u64> = None;
        self.object(root, ("answer", kind), &mut |session, name, written, value| {
            if name == "totalcount" {
                total = session.digits(value, written).and_then(|said| said.value.parse().ok());
            }
            if !fields.contains(&name) {
                return read_beside.contains(&name);
            }
            let inner = if value.shape() == Shape::Object { list_in(value) } else { None };
            session.list(inner.as_ref().unwrap_or(value), written, &mut |session, value| {
                count += 1;
                each(session, written, value);
            });
            true
        });
        if let Some(total) = total {
            let file = self.file;
            match self.memory.pages.iter_mut().find(|pages| pages.0 == kind) {
                Some(pages) => *pages = (kind, pages.1.max(total), pages.2 + count, file),
                None => self.memory.pages.push((kind, total, count, file)),
            }
        }
    }

    /// Reports answers of which pages are missing.
    pub(super) fn report_pages(&mut self) {
        for (_, total, count, file) in std::mem::take(&mut self.memory.pages) {
            if count < total {
                let name = self.files.get(file as usize).map_or("", |file| file.name);
                let place = Origin { file, ..Default::default() }.place();
                let finding = Diagnostic::new(Code::ImportMorePages, place).arg("file", name);
                self.diagnostics.push(finding.arg("count", count as usize).arg("total", total as usize));
            }
        }
    }

    /// Reports a fact that no file says.
    #[inline(never)]
    pub(super) fn missing(&mut self, kind: &'static str, id: &str, field: &str, at: &Origin) {
        let finding = Diagnostic::new(Code::ImportMissing, at.place());
        self.diagnostics.push(finding.arg("field", field).arg("kind", kind).arg("id", id));
    }
}

fn list_in<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    value.entries().into_iter().map(|(.., value)| value).find(|value| value.shape() == Shape::List)
}

impl<'s> Merger<'s> {
    pub(super) fn new(ranks: &'s [Rank], derived: &'s Names) -> Self {
        Merger { ranks, derived, clashes: Vec::new(), same: Vec::new() }
    }

    pub(super) fn finish(self) -> (Vec<Clash>, Vec<(Text, Text)>) {
        (self.clashes, self.same)
    }
}
