//! All regions, accounts and versions of a service at once: which image each gets, or the code that says why not.
//!
//! Whether an account may deploy does not depend on the region, and which image a region gets does not depend on the
//! account: each is found out once, and nothing is stored for a pair of the two.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::manifest::{Artifact, Keyed, Relation, Service, Version, serve};
use crate::resolve::{Request, Resolver};
use crate::template::Template;
use crate::template::finding::is_substitutable;
use crate::visibility::{self, Action, Allowed, ArtifactDecision, Decision, Denied};

/// What a matrix is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A service, by its id.
    Service(&'a str),
    /// An artifact, by its id.
    Artifact(&'a str),
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// The service's template, by name; its allowed regions then count.
    pub template: Option<&'a str>,
    /// A template that was read, and its bytes: the rows are then the relations that it uses.
    pub text: Option<(&'a Template, &'a [u8])>,
    /// The regions; without them those that the template named allows, else all that are known or have an image.
    pub regions: Option<&'a [String]>,
    /// The accounts.
    pub accounts: &'a [String],
    /// The versions, asked as if every relation named them; without them a relation's own, or all of an artifact's.
    pub versions: Option<&'a [String]>,
}

/// The answers, as positions in [`Matrix::strings`]; 0 is the empty text, which stands for none.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The regions asked for, each once.
    pub regions: Vec<String>,
    /// The versions asked for; `None` is the one that a relation names, or the newest where it names none.
    pub versions: Vec<Option<String>>,
    /// What has an image.
    pub rows: Vec<Row>,
    /// What each site of the template reads, in the order of [`Template::sites`]. Empty without a text.
    pub sites: Vec<Reads>,
    /// Every text that the lists below name, the empty one first.
    pub strings: Vec<String>,
    /// The image id, by version, row and region: at `(version * rows + row) * regions + region`.
    pub images: Vec<u32>,
    /// The code that says why there is no image, in the same order.
    pub codes: Vec<u32>,
    /// The version that serves, by version and row: at `version * rows + row`.
    pub serving: Vec<u32>,
    /// The code of an error that is in the way of the whole template, by version and region: at
    /// `version * regions + region`.
    pub blocked: Vec<u32>,
    /// Why the account may deploy (`provider`, `public`, `shared` or `beta`), by account.
    pub granted: Vec<u32>,
    /// The code that says why it may not, by account.
    pub denied: Vec<u32>,
    /// Which accounts ECS has not confirmed for which images, as far as it was asked about any image of the artifact: the
    /// position of the image in [`Matrix::images`], that of the account, and 1 where that is an error of the account's
    /// request, 0 where it is a warning. Sorted; whether an account may deploy at all is another matter.
    pub unshared: Vec<[u32; 3]>,
    /// Why there is no matrix. Whatever stands in the way of an account, a region or a row is no error of the matrix.
    pub diagnostics: Diagnostics,
}

/// A relation that leads to images, or the artifact asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The relation's literal; `None` for an artifact.
    pub literal: Option<String>,
    /// The artifact's id.
    pub artifact: String,
    /// The version that the relation names.
    pub version: Option<String>,
}

/// What a site reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The image of this row.
    Row(usize),
    /// A literal without a relation; it stays.
    Unassociated,
    /// No literal; it stays.
    NotLiteral,
    /// Nothing: images of this place are never substituted, or not under this profile.
    Nothing,
}

/// How many cells a matrix may have, how many sites may be looked at for all of them, and how many services for all
/// accounts.
const CELLS: usize = 1_000_000;

impl Resolver {
    /// Answers for every region, account and version at once.
    ///
    /// With a service and a text a cell agrees with [`Resolver::resolve`]: an account that is not denied gets an output in
    /// a region that is not blocked, with the row's image at each site; else `resolve` reports the code that stands here.
    pub fn matrix(&self, question: &Question<'_>) -> Matrix {
        let mut diagnostics = self.empty();
        self.findings.of_manifest().for_each(|finding| diagnostics.push_error(finding));
        let found = diagnostics.ok().then(|| self.subject(question, &mut diagnostics)).flatten();
        let Some((service, artifact)) = found else { return Matrix { diagnostics, ..Matrix::default() } };
        Builder::new(self, question, service, artifact, diagnostics).build()
    }

    /// The service or the artifact asked about. An artifact is related by a service of its own, without a name.
    fn subject(
        &self,
        question: &Question<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Cow<'_, Service>, Option<&Artifact>)> {
        match question.subject {
            Subject::Service(id) => {
                let Some(service) = self.manifest.service(id) else {
                    let finding = Diagnostic::new(Code::ServiceUnknown, Place::Request("service"));
                    diagnostics.push(finding.arg("service", id));
                    return None;
                };
                if let Some(name) = question.template.filter(|name| service.templates.get(name).is_none()) {
                    let finding = Diagnostic::new(Code::TemplateUnknown, Place::Request("template"));
                    diagnostics.push(finding.arg("template", name).arg("service", id));
                    return None;
                }
                Some((Cow::Borrowed(service), None))
            }
            Subject::Artifact(id) => {
                let Some(artifact) = self.manifest.artifact(id) else {
                    let finding = Diagnostic::new(Code::ArtifactUnknown, Place::Request("artifact"));
                    diagnostics.push(finding.arg("artifact", id));
                    return None;
                };
                let relations = Keyed::new(vec![Relation { artifact_id: id.into(), ..Relation::default() }]);
                Some((Cow::Owned(Service { relations, ..Service::default() }), Some(artifact)))
            }
        }
    }
}

/// A matrix being made.
struct Builder<'a> {
    resolver: &'a Resolver,
    question: &'a Question<'a>,
    service: Cow<'a, Service>,
    artifact: Option<&'a Artifact>,
    matrix: Matrix,
    known: BTreeMap<String, u32>,
}

impl<'a> Builder<'a> {
    fn new(
        resolver: &'a Resolver,
        question: &'a Question<'a>,
        service: Cow<'a, Service>,
        artifact: Option<&'a Artifact>,
        diagnostics: Diagnostics,
    ) -> Self {
        let matrix = Matrix { diagnostics, ..Matrix::default() };
        let mut builder = Builder { resolver, question, service, artifact, matrix, known: BTreeMap::new() };
        builder.intern("");
        builder
    }

    fn build(mut self) -> Matrix {
        let relations = self.rows();
        self.matrix.versions = self.versions();
        self.matrix.regions = self.regions(&relations);
        let columns = self.matrix.versions.len() * self.matrix.regions.len();
        let work = match self.text() {
            Some((template, _)) => relations.len().max(template.sites.len()),
            None => relations.len(),
        };
        let related = self.artifact.map(|artifact| self.resolver.related(&artifact.id).collect());
        let related: Vec<&Service> = related.unwrap_or_default();
        let accounts = self.question.accounts.len();
        // Each record that is looked at is looked at for each account.
        let recorded: usize = relations.iter().map(|&at| self.recorded(at)).sum();
        let shares = recorded.saturating_mul(accounts).saturating_mul(self.matrix.versions.len());
        let count = columns.saturating_mul(work.max(1)).max(accounts.saturating_mul(related.len())).max(shares);
        if count > CELLS {
            let finding = Diagnostic::new(Code::MatrixLimit, Place::Request("regions"));
            let mut diagnostics = self.matrix.diagnostics;
            diagnostics.push(finding.arg("count", count).arg("limit", CELLS));
            return Matrix { diagnostics, ..Matrix::default() };
        }
        let versions = std::mem::take(&mut self.matrix.versions);
        let regions = std::mem::take(&mut self.matrix.regions);
        for version in &versions {
            for &relation in &relations {
                self.row(relation, version.as_deref(), &regions);
            }
            self.columns(version.as_deref(), &regions);
        }
        for account in self.question.accounts {
            self.account(account, &related);
        }
        self.shares(&relations, &versions, &regions);
        Matrix { versions, regions, ..self.matrix }
    }

    /// Lists the rows, and gives the positions of their relations.
    fn rows(&mut self) -> Vec<usize> {
        let relations = match self.text() {
            None => (0..self.service.relations.len()).collect(),
            Some((template, _)) => self.read_sites(template),
        };
        let row = |relation: &Relation| Row {
            literal: self.artifact.is_none().then(|| relation.literal.to_string()),
            artifact: relation.artifact_id.to_string(),
            version: relation.version.as_ref().map(ToString::to_string),
        };
        self.matrix.rows = relations.iter().map(|&at| row(&self.service.relations[at])).collect();
        relations
    }

    /// What each site reads, and the relations that are named, in the order of the text.
    fn read_sites(&mut self, template: &Template) -> Vec<usize> {
        let mut relations = Vec::new();
        let mut rows = vec![None; self.service.relations.len()];
        let profile = self.resolver.terms.profile;
        for site in &template.sites {
            let literal = site.value.literal.as_deref().filter(|_| site.value.kind.is_literal());
            let relation = literal.and_then(|literal| self.service.relations.position(literal));
            let reads = match (literal, relation) {
                _ if !is_substitutable(site, profile) => Reads::Nothing,
                (None, _) => Reads::NotLiteral,
                (_, None) => Reads::Unassociated,
                (_, Some(relation)) => Reads::Row(*rows[relation].get_or_insert_with(|| {
                    relations.push(relation);
                    relations.len() - 1
                })),
            };
            self.matrix.sites.push(reads);
        }
        relations
    }

    fn versions(&self) -> Vec<Option<String>> {
        match (self.question.versions, self.artifact) {
            (Some(versions), _) => versions.iter().map(|version| Some(version.clone())).collect(),
            (None, Some(artifact)) => {
                artifact.versions.iter().map(|version| Some(version.version.to_string())).collect()
            }
            (None, None) => vec![None],
        }
    }

    /// The regions asked for; else those that the template lists; else every known one, and whatever else has an image.
    fn regions(&self, relations: &[usize]) -> Vec<String> {
        let listed = self.question.template.and_then(|name| self.service.templates.get(name));
        let mut names: Vec<&str> = match (self.question.regions, listed) {
            (Some(regions), _) => regions.iter().map(|region| &**region).collect(),
            (None, Some(template)) => template.allowed_regions.iter().map(|region| &**region).collect(),
            (None, None) => Vec::new(),
        };
        if names.is_empty() && self.question.regions.is_none() {
            names = self.resolver.terms.regions.all();
            let mut seen = vec![false; self.resolver.manifest.artifacts.len()];
            let artifacts = &self.resolver.manifest.artifacts;
            for relation in relations.iter().map(|&at| &self.service.relations[at]) {
                let Some(at) = artifacts.position(&relation.artifact_id) else { continue };
                if !std::mem::replace(&mut seen[at], true) {
                    let regions = artifacts[at].versions.iter().flat_map(Version::regions);
                    names.extend(regions.filter(|region| !self.resolver.terms.regions.is_known(region)));
                }
            }
        }
        serve::distinct(&mut names.into_iter()).into_iter().map(ToOwned::to_owned).collect()
    }

    /// The cells of one row: the image in each region.
    fn row(&mut self, relation: usize, version: Option<&str>, regions: &[String]) {
        let resolver = self.resolver;
        let relation = &self.service.relations[relation];
        let asked = version.or(relation.version.as_deref());
        let found = find(resolver, &relation.artifact_id, asked);
        // What is wrong with an artifact or a version blocks whoever needs it, but only where there is an image at all.
        let flaw = resolver.manifest.artifact(&relation.artifact_id).and_then(|artifact| {
            let named = asked.and_then(|name| artifact.versions.get(name));
            first_error(resolver, resolver.findings.of_artifact(artifact, named))
        });
        let artifact = resolver.manifest.artifact(&relation.artifact_id).filter(|_| self.artifact.is_none());
        let other_type = artifact.is_some_and(|artifact| artifact.other_type().is_some());
        let serving = found.map_or(0, |version| self.intern(&version.version));
        self.matrix.serving.push(serving);
        for region in regions {
            let image = found.and_then(|version| version.image_in(region).map_err(|reason| reason.code()));
            let image = if other_type { Err(Code::ArtifactType) } else { image };
            let (image, code) = match (image, flaw) {
                (Ok(image), None) => (self.intern(image), 0),
                (Ok(_), Some(code)) | (Err(code), _) => (0, self.intern(code.name())),
            };
            self.matrix.images.push(image);
            self.matrix.codes.push(code);
        }
    }

    /// How many records a relation's artifact has, and how many accounts they name, together.
    fn recorded(&self, relation: usize) -> usize {
        let artifact = self.resolver.manifest.artifact(&self.service.relations[relation].artifact_id);
        artifact.map_or(0, |artifact| artifact.versions.recorded())
    }

    /// Which of the accounts an image is not known to be shared with, whether they may deploy or not.
    fn shares(&mut self, relations: &[usize], versions: &[Option<String>], regions: &[String]) {
        let resolver = self.resolver;
        let mut cell = 0;
        for version in versions {
            for &relation in relations {
                let relation = &self.service.relations[relation];
                let artifact = resolver.manifest.artifact(&relation.artifact_id);
                let artifact = artifact.filter(|artifact| artifact.versions.recorded() > 0);
                let asked = version.as_deref().or(relation.version.as_deref());
                for region in regions {
                    let image = self.matrix.images[cell as usize] > 0;
                    if let (Some(artifact), Ok(version)) = (artifact, find(resolver, &relation.artifact_id, asked))
                        && image
                    {
                        for (at, account) in self.question.accounts.iter().enumerate() {
                            if let Some(severity) = resolver.unshared(artifact, version, region, account) {
                                let error = u32::from(severity == Severity::Error);
                                self.matrix.unshared.push([cell, at as u32, error]);
                            }
                        }
                    }
                    cell += 1;
                }
            }
        }
    }

    /// What is in the way of the whole in each region, as `resolve` finds it.
    fn columns(&mut self, version: Option<&str>, regions: &[String]) {
        let service = match version {
            None => Cow::Borrowed(&*self.service),
            Some(version) => Cow::Owned(at_version(&self.service, version)),
        };
        let flaw = first_error(self.resolver, self.resolver.findings.of_service(&service));
        let flaw = flaw.filter(|_| self.artifact.is_none()).map(Code::name);
        let blocked = regions.iter().map(|region| flaw.or_else(|| self.obstacle(&service, region)));
        for code in blocked.collect::<Vec<_>>() {
            let code = self.intern(code.unwrap_or_default());
            self.matrix.blocked.push(code);
        }
    }

    /// The code of an error that `resolve` finds in `region`, whoever asks.
    fn obstacle(&self, service: &Service, region: &str) -> Option<&'static str> {
        let request = Request { service: &service.id, region, account: "", template: self.question.template };
        let mut diagnostics = self.resolver.empty();
        match self.text() {
            Some((template, text)) => {
                diagnostics = self.resolver.answer(service, template, text, &request, diagnostics).diagnostics;
            }
            None => self.resolver.check_region(service, &request, &mut diagnostics),
        }
        // A limit of no diagnostics at all keeps not even the first error.
        let error = diagnostics.kept().iter().find(|finding| finding.severity == Severity::Error);
        (!diagnostics.ok()).then(|| error.map_or("unknown", |finding| finding.code.name()))
    }

    /// A text says nothing about an artifact.
    fn text(&self) -> Option<(&'a Template, &'a [u8])> {
        self.question.text.filter(|_| self.artifact.is_none())
    }

    /// Whether an account may deploy the service, or any of those that are related to the artifact.
    fn account(&mut self, account: &str, related: &[&Service]) {
        let manifest = &self.resolver.manifest;
        let code = |denied: &Denied<'_>, service| denied.diagnostic(service, account, Action::Deploy).code;
        let decision = match self.artifact {
            None => match visibility::decide(manifest, &self.service, account, Action::Deploy) {
                Decision::Allow(allowed) => Ok(allowed),
                Decision::Deny(denied) => Err(code(&denied, &*self.service)),
            },
            Some(_) => {
                let related = related.iter().copied();
                match visibility::decide_artifact(manifest, related, account, Action::Deploy) {
                    ArtifactDecision::Allow(allowed, _) => Ok(allowed),
                    ArtifactDecision::Deny(_) if account.is_empty() => Err(Code::AccountEmpty),
                    // Of several services the first says why; without any the artifact is its provider's alone.
                    ArtifactDecision::Deny(denied) => {
                        Err(denied.first().map_or(Code::AccountDenied, |(service, denied)| code(denied, service)))
                    }
                }
            }
        };
        let (granted, denied) = match decision {
            Ok(allowed) => (self.intern(reason(allowed)), 0),
            Err(code) => (0, self.intern(code.name())),
        };
        self.matrix.granted.push(granted);
        self.matrix.denied.push(denied);
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = self.matrix.strings.len() as u32;
        self.matrix.strings.push(text.to_owned());
        self.known.insert(text.to_owned(), at);
        at
    }
}

/// The version that a relation leads to.
fn find<'m>(resolver: &'m Resolver, artifact: &str, version: Option<&str>) -> Result<&'m Version, Code> {
    let artifact = resolver.manifest.artifact(artifact).ok_or(Code::ArtifactUnknown)?;
    match version {
        Some(name) => artifact.versions.get(name).ok_or(Code::VersionUnknown),
        None => artifact.versions.newest().ok_or(Code::VersionNoneServes),
    }
}

/// The first of the findings that is an error under the caller's severities.
fn first_error<'m>(resolver: &Resolver, findings: impl Iterator<Item = &'m Diagnostic>) -> Option<Code> {
    let mut errors = Diagnostics::new(1, &resolver.terms.overrides);
    findings.for_each(|finding| errors.push_error(finding));
    errors.kept().first().map(|finding| finding.code)
}

/// The service as if each of its relations named `version`. Its accounts are not needed, and may be many.
fn at_version(service: &Service, version: &str) -> Service {
    let named = |relation: &Relation| Relation { version: Some(version.into()), ..relation.clone() };
    Service {
        position: service.position,
        id: service.id.clone(),
        templates: service.templates.clone(),
        relations: Keyed::new(service.relations.iter().map(named).collect()),
        ..Service::default()
    }
}

fn reason(allowed: Allowed) -> &'static str {
    match allowed {
        Allowed::Provider => "provider",
        Allowed::Public => "public",
        Allowed::Shared => "shared",
        Allowed::Beta => "beta",
    }
}
