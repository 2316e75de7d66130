//! What will happen: a manifest and all of its templates, looked at before anybody deploys.
//!
//! Where [`Resolver::resolve`] answers one account in one region, this asks for every service, template, literal and
//! region at once, and for what a new manifest changes under stacks that run already.

mod change;
mod coverage;
mod sites;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role};
use crate::format::Format;
use crate::manifest::{Artifact, Manifest, Relation, Service, Template as Entry, Version};
use crate::resolve::{Resolver, relation_place};
use crate::template::{Options, Template};

use coverage::Coverage;

/// What to look at beside the manifest.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// The texts of the services' templates.
    pub templates: &'a [Given<'a>],
    /// The manifest that was in use before: JSON.
    pub previous: Option<&'a [u8]>,
}

/// The text of one template.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// `service/template`: the service's id and the name that the template has in it. Both may hold a `/`, too.
    pub key: &'a str,
    /// Its bytes.
    pub text: &'a [u8],
}

/// What was found, each place in a text that the caller knows by its name.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is wrong with the manifest and with what was asked.
    pub manifest: Diagnostics,
    /// The templates whose texts were given, in the order of the manifest.
    pub templates: Vec<Checked>,
}

/// One template.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its position in [`Question::templates`].
    pub given: usize,
    /// The service's id.
    pub service: String,
    /// Its name in the service.
    pub name: String,
    /// Its `path`, as the manifest writes it.
    pub path: Option<String>,
    /// What it is written in.
    pub format: Format,
    /// What is wrong with it. Its template places are in its own text.
    pub diagnostics: Diagnostics,
}

impl Report {
    /// Whether nothing is an error, in the manifest and in every template.
    pub fn ok(&self) -> bool {
        self.manifest.ok() && self.templates.iter().all(|checked| checked.diagnostics.ok())
    }
}

impl Resolver {
    /// Checks the manifest with all of its services and templates.
    pub fn check(&self, question: &Question<'_>) -> Report {
        let mut manifest = self.diagnostics();
        let mut unreadable = self.empty();
        self.findings.of_manifest().for_each(|finding| unreadable.push_error(finding));
        if !unreadable.ok() {
            return Report { manifest, templates: Vec::new() };
        }
        let given = named(&self.manifest, question.templates, &mut manifest);
        let previous = question.previous.and_then(|text| read_previous(self, text, &mut manifest));
        let mut check = Check {
            resolver: self,
            previous: previous.as_ref(),
            texts: question.templates,
            given,
            manifest,
            templates: Vec::new(),
            coverage: Coverage::default(),
            steps: Some(STEPS),
        };
        for (at, service) in self.manifest.services.iter().enumerate() {
            // Of services with one id only the first is ever found.
            if self.manifest.services.position(&service.id) == Some(at) {
                check.service(service);
            }
        }
        let Check { mut manifest, templates, steps, .. } = check;
        if steps.is_none() {
            manifest.push(Diagnostic::new(Code::CheckLimit, Place::Manifest(String::new())).arg("limit", STEPS));
        }
        Report { manifest, templates }
    }
}

/// How often an image is looked up at most: lists of regions, relations and images multiply.
const STEPS: u32 = 4_000_000;

/// A check under way.
struct Check<'a> {
    resolver: &'a Resolver,
    previous: Option<&'a Manifest>,
    texts: &'a [Given<'a>],
    /// Which text each template has, by service and name.
    given: BTreeMap<(&'a str, &'a str), usize>,
    manifest: Diagnostics,
    templates: Vec<Checked>,
    coverage: Coverage,
    /// How many look-ups are left; `None` once there were too few.
    steps: Option<u32>,
}

impl<'a> Check<'a> {
    fn service(&mut self, service: &'a Service) {
        let mut used = BTreeSet::new();
        let mut complete = !service.templates.is_empty();
        for (at, entry) in service.templates.iter().enumerate() {
            if service.templates.position(&entry.name) != Some(at) {
                continue;
            }
            let uses = match self.given.get(&(&*service.id, &*entry.name)).copied() {
                Some(given) => self.template(service, entry, given),
                None => {
                    self.report_not_given(service, entry);
                    None
                }
            };
            match uses {
                Some(relations) => {
                    self.cover(service, entry, relations.iter().copied());
                    used.extend(relations);
                }
                // Relations serve all of a service's templates: whatever this one may say, each of them can be asked for.
                None => {
                    complete = false;
                    self.cover(service, entry, 0..service.relations.len());
                }
            }
        }
        if service.templates.is_empty() && !service.relations.is_empty() {
            let place = Place::Manifest(format!("/services/{}", service.position));
            let finding = Diagnostic::new(Code::ServiceWithoutTemplates, place);
            self.manifest.push(finding.arg("service", &*service.id));
        }
        for (at, relation) in service.relations.iter().enumerate() {
            self.serve(service, relation);
            if complete && !used.contains(&at) {
                let finding = Diagnostic::new(Code::RelationNeverUsed, relation_place(service, relation));
                self.manifest.push(finding.arg("service", &*service.id).arg("image", &*relation.literal));
            }
        }
        self.report_circles(service);
        if !complete {
            self.compare_relations(service);
        }
    }

    /// Looks at one text. Gives the relations that it uses, if all of it could be read.
    fn template(&mut self, service: &'a Service, entry: &'a Entry, given: usize) -> Option<BTreeSet<usize>> {
        let text = self.texts[given].text;
        let terms = &self.resolver.terms;
        let mut options = Options { profile: terms.profile, overrides: terms.overrides.clone(), ..Options::default() };
        options.filename = Some(entry.path.as_deref().unwrap_or(&entry.name).to_owned());
        options.sites.limits = terms.limits;
        let template = Template::read(text, options);
        let mut diagnostics = template.diagnostics.clone();
        let used = sites::check(terms.profile, service, entry, &template, &mut diagnostics);
        self.compare_sites(service, entry, &template, &mut diagnostics);
        diagnostics.sort();
        self.templates.push(Checked {
            given,
            service: service.id.to_string(),
            name: entry.name.to_string(),
            path: entry.path.as_ref().map(ToString::to_string),
            format: template.format,
            diagnostics,
        });
        sites::is_sound(&template).then_some(used)
    }

    fn report_not_given(&mut self, service: &Service, entry: &Entry) {
        let place = Place::Manifest(entry_pointer(service, entry));
        let finding = Diagnostic::new(Code::TemplateNotGiven, place).arg("template", &*entry.name);
        self.manifest.push(finding.arg("service", &*service.id));
    }

    /// Takes `count` look-ups from what is left; whether there were as many.
    fn spend(&mut self, count: usize) -> bool {
        self.steps = self.steps.and_then(|left| left.checked_sub(u32::try_from(count).ok()?));
        self.steps.is_some()
    }
}

/// The artifact and version behind a relation; `None` where one of them does not exist.
fn target<'m>(manifest: &'m Manifest, relation: &Relation) -> Option<(&'m Artifact, &'m Version)> {
    let artifact = manifest.artifact(&relation.artifact_id)?;
    let version = match relation.version.as_deref() {
        Some(name) => artifact.versions.get(name),
        None => artifact.versions.newest(),
    };
    Some((artifact, version?))
}

fn entry_pointer(service: &Service, entry: &Entry) -> String {
    format!("/services/{}/templates/{}", service.position, entry.position)
}

fn version_place(artifact: &Artifact, version: &Version) -> Place {
    Place::Manifest(format!("/artifacts/{}/versions/{}", artifact.position, version.position))
}

/// The regions that a template lists, each once.
fn allowed(entry: &Entry) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    entry.allowed_regions.iter().map(|region| &**region).filter(|region| seen.insert(*region)).collect()
}

/// Which text each template of the manifest has; keys that name none are reported.
fn named<'a>(
    manifest: &'a Manifest,
    texts: &'a [Given<'a>],
    diagnostics: &mut Diagnostics,
) -> BTreeMap<(&'a str, &'a str), usize> {
    let mut given = BTreeMap::new();
    for (at, Given { key, .. }) in texts.iter().enumerate() {
        let splits = key.match_indices('/').map(|(slash, _)| (&key[..slash], &key[slash + 1..]));
        let known = |(id, name): &(&str, &str)| {
            manifest.service(id).is_some_and(|service| service.templates.get(name).is_some())
        };
        if let Some(named) = splits.clone().find(known) {
            given.entry(named).or_insert(at);
            continue;
        }
        let (id, name) = splits
            .clone()
            .find(|(id, _)| manifest.service(id).is_some())
            .or(splits.clone().next())
            .unwrap_or((key, ""));
        diagnostics.push(match manifest.service(id) {
            Some(_) => {
                let finding = Diagnostic::new(Code::TemplateUnknown, Place::Request("template"));
                finding.arg("template", name).arg("service", id)
            }
            None => Diagnostic::new(Code::ServiceUnknown, Place::Request("service")).arg("service", id),
        });
    }
    given
}

/// The manifest that was in use before; whatever is wrong in a part of it is not asked about here.
fn read_previous(resolver: &Resolver, text: &[u8], diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let (previous, findings) = Manifest::read(text, &resolver.terms.limits);
    let mut unreadable = Diagnostics::new(1, &[]);
    findings.of_manifest().for_each(|finding| unreadable.push_error(finding));
    if let Some(finding) = unreadable.kept().first() {
        let code = finding.code.name();
        diagnostics.push(Diagnostic::new(Code::PreviousUnreadable, Place::Request("previous")).arg("code", code));
        return None;
    }
    Some(previous)
}

/// The relation of a finding that is about something else.
trait Declared {
    fn declared(self, service: &Service, relation: &Relation) -> Self;
}

impl Declared for Diagnostic {
    fn declared(self, service: &Service, relation: &Relation) -> Self {
        self.related(relation_place(service, relation), Role::Declared)
    }
}
