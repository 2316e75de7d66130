//! The main path: a template, a manifest and a request in; edits, or diagnostics that say why not, out.

mod access;
mod edits;
mod image;
pub(crate) mod near;
mod plan;
mod sharing;

pub(crate) use image::{other_type, relation_place};
pub(crate) use sharing::unshared_finding;

use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Override, Place};
use crate::limits::Limits;
use crate::manifest::{Findings, Manifest, Regions, Related, Service, serve};
use crate::splice::{self, Edit};
use crate::template::{Profile, Template};
use crate::visibility::{self, Action, Decision};

use plan::Plan;

pub use access::{Access, Subject};
pub use sharing::Sharing;

/// Who deploys what, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// The service's id.
    pub service: &'a str,
    /// The region that is deployed in.
    pub region: &'a str,
    /// The account that deploys.
    pub account: &'a str,
    /// The service's template, by name; its allowed regions then count.
    pub template: Option<&'a str>,
}

/// How a caller wants to be answered.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Which sites are substituted.
    pub profile: Profile,
    /// The caller's severities.
    pub overrides: Vec<(Code, Override)>,
    /// The bounds.
    pub limits: Limits,
    /// What an image is that ECS has not confirmed the account for.
    pub sharing: Sharing,
    /// Which regions are known.
    pub regions: Regions,
}

/// A manifest that was read once, and how it answers.
#[derive(Clone, Debug, Default)]
pub struct Resolver {
    /// The manifest.
    pub manifest: Manifest,
    /// What is wrong with it, by what it is about.
    pub findings: Findings,
    /// How to answer.
    pub terms: Terms,
    /// The services of each artifact, once somebody asked.
    related: OnceLock<Related>,
}

/// What became of a template for one request.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// What to replace, in the order of the text. Empty where a diagnostic is an error: whole or nothing.
    pub edits: Vec<PlannedEdit>,
    /// What became of each site, in the order of [`Template::sites`].
    pub outcomes: Vec<Outcome>,
    /// Everything that is to be said.
    pub diagnostics: Diagnostics,
}

/// An edit, and the sites that it is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedEdit {
    /// The replacement.
    pub edit: Edit,
    /// What it does for them.
    pub kind: EditKind,
    /// Positions in [`Template::sites`], ascending.
    pub sites: Vec<usize>,
}

/// What an edit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// It writes an image id.
    Image,
    /// It takes a text with its anchor, byte for byte, to another place that reads it.
    Anchor,
}

impl EditKind {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            EditKind::Image => "image",
            EditKind::Anchor => "anchor",
        }
    }
}

/// What became of one site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// The region's image stands there now.
    Replaced(Arc<Replacement>),
    /// No relation names the literal; it stays.
    Unassociated,
    /// It is no literal; it stays.
    NotLiteral,
    /// Images of this place are never substituted, or not under this profile; it stays.
    LeftAlone,
    /// An error stands in the way.
    #[default]
    Blocked,
}

/// The image that takes a literal's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Its id in the region asked for.
    pub image_id: String,
    /// The artifact that it comes from.
    pub artifact_id: String,
    /// The version that serves: `draft` or a number.
    pub version: String,
}

impl Resolver {
    /// Reads a manifest. Never fails: what is wrong is in [`Resolver::findings`], and blocks the requests it concerns.
    pub fn read(manifest: &[u8], mut terms: Terms) -> Self {
        terms.limits = terms.limits.bounded();
        let (manifest, findings) = Manifest::read_knowing(manifest, &terms.limits, &terms.regions);
        Resolver { manifest, findings, terms, related: OnceLock::new() }
    }

    /// Everything that is wrong with the manifest, under the caller's severities.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut diagnostics = self.empty();
        self.findings.iter().for_each(|(_, finding)| diagnostics.push(finding.clone()));
        diagnostics
    }

    /// Resolves `template`, which was read from `text`, for `request`.
    pub fn resolve(&self, template: &Template, text: &[u8], request: &Request<'_>) -> Resolution {
        self.resolved(template, text, request, self.empty())
    }

    /// The same edits, with only the errors said: for whoever wants the output alone, most of whom ask again and again.
    pub fn edits(&self, template: &Template, text: &[u8], request: &Request<'_>) -> Resolution {
        self.resolved(template, text, request, self.empty().errors_only())
    }

    fn resolved(
        &self,
        template: &Template,
        text: &[u8],
        request: &Request<'_>,
        mut diagnostics: Diagnostics,
    ) -> Resolution {
        let blocked = |diagnostics| Resolution {
            edits: Vec::new(),
            outcomes: vec![Outcome::Blocked; template.sites.len()],
            diagnostics,
        };
        // Who comes first: whoever is denied is told nothing else.
        let Some(service) = self.admit(request, &mut diagnostics) else { return blocked(diagnostics) };
        let mut answer = self.answer(service, template, text, request, diagnostics);
        if !answer.ok() {
            let replaced = answer.outcomes.iter_mut().filter(|outcome| matches!(outcome, Outcome::Replaced(_)));
            replaced.for_each(|outcome| *outcome = Outcome::Blocked);
            answer.edits.clear();
        }
        answer
    }

    /// The answer to an account that may deploy `service`, each site for itself: what can be replaced is, although
    /// another site may be in the way of the whole.
    pub(crate) fn answer(
        &self,
        service: &Service,
        template: &Template,
        text: &[u8],
        request: &Request<'_>,
        mut diagnostics: Diagnostics,
    ) -> Resolution {
        self.check_region(service, request, &mut diagnostics);
        diagnostics.append(&template.diagnostics);
        let mut plan = Plan::new(self, service, request, template);
        let outcomes: Vec<Outcome> = template.sites.iter().map(|site| plan.site(site, &mut diagnostics)).collect();
        plan.report_unread(&mut diagnostics);
        plan.report_unused(&mut diagnostics);
        let edits = edits::all(template, text, &outcomes, &mut diagnostics);
        diagnostics.sort();
        Resolution { edits, outcomes, diagnostics }
    }

    /// The service, if the account may deploy it and nothing is wrong with it.
    fn admit(&self, request: &Request<'_>, diagnostics: &mut Diagnostics) -> Option<&Service> {
        self.findings.of_manifest().for_each(|finding| diagnostics.push_error(finding));
        if !diagnostics.ok() {
            return None;
        }
        let Some(service) = self.manifest.service(request.service) else {
            let finding = Diagnostic::new(Code::ServiceUnknown, Place::Request("service"));
            diagnostics.push(finding.arg("service", request.service));
            return None;
        };
        if let Decision::Deny(denied) = visibility::decide(&self.manifest, service, request.account, Action::Deploy) {
            diagnostics.push(denied.diagnostic(service, request.account, Action::Deploy));
            return None;
        }
        self.findings.of_service(service).for_each(|finding| diagnostics.push_error(finding));
        diagnostics.ok().then_some(service)
    }

    /// The region itself, and the allowed regions of the template that the request names; without a name they are not
    /// consulted.
    pub(crate) fn check_region(&self, service: &Service, request: &Request<'_>, diagnostics: &mut Diagnostics) {
        let region = request.region;
        let known = &self.terms.regions;
        if !known.is_known(region) {
            let finding = Diagnostic::new(Code::RegionUnknown, Place::Request("region")).arg("region", region);
            diagnostics.push(match known.nearest(region) {
                Some(nearest) => finding.arg("nearest", nearest),
                None => finding,
            });
        }
        let Some(name) = request.template else { return };
        let Some(template) = service.templates.get(name) else {
            let finding = Diagnostic::new(Code::TemplateUnknown, Place::Request("template"));
            return diagnostics.push(finding.arg("template", name).arg("service", request.service));
        };
        if !template.allows(region) {
            let finding = Diagnostic::new(Code::RegionNotAllowed, Place::Request("region"));
            let regions = serve::listed(template.allowed_regions.iter().map(|region| &**region));
            diagnostics.push(finding.arg("region", region).arg("template", name).arg("regions", regions));
        }
    }

    pub(crate) fn empty(&self) -> Diagnostics {
        Diagnostics::new(self.terms.limits.diagnostics, &self.terms.overrides)
    }
}

impl Resolution {
    /// Whether there is an output: no diagnostic is an error.
    pub fn ok(&self) -> bool {
        self.diagnostics.ok()
    }

    /// The bytes of the resolved template; `None` where there is none, or where `text` is not what was resolved.
    pub fn output(&self, text: &[u8]) -> Option<Vec<u8>> {
        let edits: Vec<Edit> = self.edits.iter().map(|planned| planned.edit.clone()).collect();
        if self.ok() { splice::apply(text, &edits).ok() } else { None }
    }
}
