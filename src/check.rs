//! What will happen: a manifest and all of its templates, looked at before anybody deploys.
//!
//! Where [`Resolver::resolve`] answers one account in one region, this asks for every service, template, literal and
//! region at once, and for what a new manifest changes under stacks that run already.

mod change;
mod coverage;
mod shares;
mod sites;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role, Severity};
use crate::format::Format;
use crate::manifest::{Artifact, Manifest, Relation, Service, Template as Entry, Version, serve};
use crate::resolve::{Resolver, other_type, relation_place};
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
            manifest,
            templates: Vec::new(),
            coverage: Coverage::default(),
            steps: Some(STEPS),
        };
        let mut given = given.as_slice();
        for (at, service) in self.manifest.services.iter().enumerate() {
            let (own, others) = given.split_at(service.templates.len());
            // Of services with one id only the first is ever found.
            if self.manifest.services.position(&service.id) == Some(at) {
                check.service(service, own);
            }
            given = others;
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
    manifest: Diagnostics,
    templates: Vec<Checked>,
    coverage: Coverage,
    /// How many look-ups are left; `None` once there were too few.
    steps: Option<u32>,
}

impl<'a> Check<'a> {
    /// `given` says which text each of its templates has.
    fn service(&mut self, service: &'a Service, given: &[Option<usize>]) {
        let count = service.relations.len();
        let mut used = Used { by: vec![0; count], other_type: vec![false; count], template: 0, relations: Vec::new() };
        let all: Vec<usize> = (0..service.relations.len()).collect();
        let mut complete = !service.templates.is_empty();
        for ((at, entry), given) in service.templates.iter().enumerate().zip(given) {
            if service.templates.position(&entry.name) != Some(at) {
                continue;
            }
            used.next();
            let known = match given {
                Some(given) => self.template(service, entry, *given, &mut used),
                None => {
                    let place = Place::Manifest(entry_pointer(service, entry));
                    let args = [("template", &*entry.name), ("service", &*service.id)];
                    self.manifest.push(finding(Code::TemplateNotGiven, place, &args));
                    false
                }
            };
            complete &= known;
            // Relations serve all of a service's templates: one that is not known may ask for each of them.
            self.cover(service, entry, if known { &used.relations } else { &all });
        }
        if service.templates.is_empty() && !service.relations.is_empty() {
            let place = Place::Manifest(format!("/services/{}", service.position));
            self.manifest.push(finding(Code::ServiceWithoutTemplates, place, &[("service", &*service.id)]));
        }
        for ((relation, by), told) in service.relations.iter().zip(&used.by).zip(used.other_type) {
            self.serve(service, relation);
            if let Some(artifact) = self.resolver.manifest.artifact(&relation.artifact_id).filter(|_| !told)
                && let Some(found) = other_type(service, relation, artifact, relation_place(service, relation))
            {
                // No template of those that were given needs its image.
                self.manifest.push(Diagnostic { related: Vec::new(), ..found.severity(Severity::Warning) });
            }
            if complete && *by == 0 {
                let args = [("service", &*service.id), ("image", &*relation.literal)];
                let place = relation_place(service, relation);
                self.manifest.push(finding(Code::RelationNeverUsed, place, &args));
            }
        }
        self.shares(service);
        self.report_circles(service);
        if !complete {
            self.compare_relations(service);
        }
    }

    /// Looks at one text; whether all of it could be read.
    fn template(&mut self, service: &'a Service, entry: &'a Entry, given: usize, used: &mut Used) -> bool {
        let terms = &self.resolver.terms;
        let mut options = Options { profile: terms.profile, overrides: terms.overrides.clone(), ..Options::default() };
        options.filename = Some(entry.path.as_deref().unwrap_or(&entry.name).to_owned());
        options.sites.limits = terms.limits;
        let template = Template::read(self.texts[given].text, options);
        let mut diagnostics = template.diagnostics.clone();
        sites::check(&self.resolver.manifest, service, entry, &template, used, &mut diagnostics);
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
        sites::is_sound(&template)
    }

    /// Takes `count` look-ups from what is left; whether there were as many.
    fn spend(&mut self, count: usize) -> bool {
        self.steps = self.steps.and_then(|left| left.checked_sub(u32::try_from(count).ok()?));
        self.steps.is_some()
    }
}

/// Which relations of a service its templates use.
struct Used {
    /// The last template that used each relation, counted from 1.
    by: Vec<u32>,
    /// Whether it was said of each that its artifact is of another type.
    other_type: Vec<bool>,
    /// The template that is looked at.
    template: u32,
    /// The relations that it uses, each once.
    relations: Vec<usize>,
}

impl Used {
    fn next(&mut self) {
        self.template += 1;
        self.relations.clear();
    }

    fn mark(&mut self, relation: usize) {
        if self.by[relation] != self.template {
            self.by[relation] = self.template;
            self.relations.push(relation);
        }
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

/// A finding with texts as arguments. (One function, not inlined: the many findings here would take half of the room.)
#[inline(never)]
fn finding(code: Code, place: Place, args: &[(&'static str, &str)]) -> Diagnostic {
    args.iter().fold(Diagnostic::new(code, place), |finding, (name, text)| finding.arg(name, *text))
}

/// Adds the relation that a finding comes from.
#[inline(never)]
fn declared(finding: Diagnostic, service: &Service, relation: &Relation) -> Diagnostic {
    finding.related(relation_place(service, relation), Role::Declared)
}

fn entry_pointer(service: &Service, entry: &Entry) -> String {
    format!("/services/{}/templates/{}", service.position, entry.position)
}

fn version_pointer(artifact: &Artifact, version: &Version) -> String {
    format!("/artifacts/{}/versions/{}", artifact.position, version.position)
}

/// The regions that a template lists, each once.
fn allowed(entry: &Entry) -> Vec<&str> {
    serve::distinct(&mut entry.allowed_regions.iter().map(|region| &**region))
}

/// Which text each template of the manifest has, service by service; keys that name none are reported.
fn named(manifest: &Manifest, texts: &[Given<'_>], diagnostics: &mut Diagnostics) -> Vec<Option<usize>> {
    let mut first = Vec::new();
    let mut count = 0;
    for service in &manifest.services {
        first.push(count);
        count += service.templates.len();
    }
    let mut given = vec![None; count];
    for (at, Given { key, .. }) in texts.iter().enumerate() {
        let mut unknown = (*key, "");
        let mut found = false;
        for (slash, _) in key.match_indices('/') {
            let (id, name) = (&key[..slash], &key[slash + 1..]);
            let service = manifest.services.position(id);
            let template = service.and_then(|service| manifest.services[service].templates.position(name));
            if let Some((service, template)) = service.zip(template) {
                given[first[service] + template].get_or_insert(at);
                found = true;
                break;
            }
            if unknown.0.len() == key.len() || (service.is_some() && manifest.service(unknown.0).is_none()) {
                unknown = (id, name);
            }
        }
        if found {
            continue;
        }
        let (id, name) = unknown;
        diagnostics.push(match manifest.service(id) {
            Some(_) => {
                finding(Code::TemplateUnknown, Place::Request("template"), &[("template", name), ("service", id)])
            }
            None => finding(Code::ServiceUnknown, Place::Request("service"), &[("service", id)]),
        });
    }
    given
}

/// The manifest that was in use before; whatever is wrong in a part of it is not asked about here.
fn read_previous(resolver: &Resolver, text: &[u8], diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let (previous, findings) = Manifest::read(text, &resolver.terms.limits);
    let mut unreadable = Diagnostics::new(1, &[]);
    findings.of_manifest().for_each(|finding| unreadable.push_error(finding));
    if let Some(error) = unreadable.kept().first() {
        let args = [("code", error.code.name())];
        diagnostics.push(finding(Code::PreviousUnreadable, Place::Request("previous"), &args));
        return None;
    }
    Some(previous)
}
