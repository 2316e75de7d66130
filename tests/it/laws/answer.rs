//! What holds for every answer of `resolve`, whatever was asked: laws 1 to 6 and 9.

use ecs_image_resolver::diagnostic::{Place, Severity};
use ecs_image_resolver::resolve::{Outcome, PlannedEdit, Request, Resolution, Resolver, Terms};
use ecs_image_resolver::splice;
use ecs_image_resolver::template::{Options, Template};
use serde_json::Value;

use super::manifest::{Asked, entry, image_for, may_deploy, region_of};
use super::reading;

/// A question: a manifest that was made by `laws::manifest`, and a request.
pub struct Question<'a> {
    pub manifest: &'a Value,
    pub asked: &'a Asked,
    /// As the template and the manifest are read.
    pub options: Options,
}

/// What was seen of an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub ok: bool,
    pub edits: usize,
    /// Whether another parser read the output.
    pub reread: bool,
}

/// The answer as it comes.
pub struct Answer {
    pub template: Template,
    pub resolution: Resolution,
}

impl Question<'_> {
    pub fn request(&self) -> Request<'_> {
        let Asked { service, region, account, template } = self.asked;
        Request { service, region, account, template: template.as_deref() }
    }

    fn terms(&self) -> Terms {
        let Options { profile, overrides, sites, .. } = self.options.clone();
        Terms { profile, overrides, limits: sites.limits, ..Terms::default() }
    }

    pub fn answer(&self, text: &[u8]) -> Answer {
        let template = Template::read(text, self.options.clone());
        let resolver = Resolver::read(self.manifest.to_string().as_bytes(), self.terms());
        let resolution = resolver.resolve(&template, text, &self.request());
        Answer { template, resolution }
    }

    fn service(&self) -> Option<&Value> {
        entry(&self.manifest["services"], "serviceId", &self.asked.service)
    }
}

/// Asks, and holds the answer against the laws.
pub fn hold(text: &[u8], question: &Question<'_>) -> Seen {
    let answer = question.answer(text);
    hold_bounds(text, question, &answer);
    let resolution = &answer.resolution;
    let allowed =
        question.service().is_some_and(|service| may_deploy(question.manifest, service, &question.asked.account));
    if !allowed {
        hold_denial(text, question, resolution);
    }
    let errors = resolution.diagnostics.kept().iter().filter(|finding| finding.severity == Severity::Error).count();
    assert!(resolution.ok() || errors > 0 || resolution.diagnostics.dropped() > 0, "refused without an error");
    let Some(output) = resolution.output(text) else {
        assert!(!resolution.ok() && resolution.edits.is_empty(), "whole or nothing");
        assert!(!resolution.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Replaced(_))), "whole or nothing");
        return Seen::default();
    };
    assert!(allowed && resolution.ok() && errors == 0, "law 6: {:?}", question.asked);
    hold_splices(text, &output, &resolution.edits);
    hold_images(question, &answer);
    hold_again(&output, question, &answer);
    let reread = reading::hold(text, &output, &answer);
    Seen { ok: true, edits: resolution.edits.len(), reread }
}

/// Law 9, and every place is one of the text's.
fn hold_bounds(text: &[u8], question: &Question<'_>, Answer { template, resolution }: &Answer) {
    let limits = question.options.sites.limits;
    assert!(
        template.sites.len() <= limits.sites as usize && resolution.outcomes.len() == template.sites.len(),
        "law 9"
    );
    for diagnostics in [&template.diagnostics, &resolution.diagnostics] {
        assert!(diagnostics.kept().len() <= limits.diagnostics as usize, "law 9");
        for finding in diagnostics.kept() {
            let related = finding.related.iter().map(|related| &related.place);
            for place in related.chain([&finding.place]) {
                let Place::Template(span) = place else { continue };
                let inside = span.start <= span.end && span.end as usize <= text.len();
                assert!(inside || text.len() > limits.template_bytes as usize, "{finding:?}");
            }
            assert!(!finding.message().contains(['\n', '\r']), "a message is one line: {finding:?}");
        }
    }
    for site in &template.sites {
        assert!(site.span.end as usize <= text.len() && site.inner.end as usize <= text.len());
    }
    if text.len() > limits.template_bytes as usize {
        assert!(template.sites.is_empty() && template.diagnostics.kept().len() <= 1, "law 9: read all the same");
    }
}

/// Law 6: whoever is denied has no output, and learns nothing of what is in the template.
fn hold_denial(text: &[u8], question: &Question<'_>, resolution: &Resolution) {
    assert!(resolution.output(text).is_none(), "law 6: {:?}", question.asked);
    let other = question.answer(b"ROSTemplateFormatVersion: '2015-09-01'\nResources: {}\n").resolution;
    let said = |resolution: &Resolution| format!("{:?}", resolution.diagnostics);
    assert_eq!(said(resolution), said(&other), "law 6: a denial depends on the template");
}

/// Law 2, and half of law 3: outside the edits nothing changed, and undoing them restores the input.
fn hold_splices(text: &[u8], output: &[u8], edits: &[PlannedEdit]) {
    let mut expected = Vec::new();
    let mut from = 0;
    for PlannedEdit { edit, .. } in edits {
        assert_eq!(&text[edit.span.start as usize..edit.span.end as usize], edit.old.as_bytes(), "law 2");
        expected.extend_from_slice(&text[from..edit.span.start as usize]);
        expected.extend_from_slice(edit.new.as_bytes());
        from = edit.span.end as usize;
    }
    expected.extend_from_slice(&text[from..]);
    assert!(expected == output, "law 2");
    let edits: Vec<_> = edits.iter().map(|planned| planned.edit.clone()).collect();
    assert_eq!(splice::apply(output, &splice::inverse(&edits)).as_deref(), Ok(text), "law 3");
}

/// Law 5: what was put anywhere is the manifest's image for this region; and what has a relation was replaced.
fn hold_images(question: &Question<'_>, Answer { template, resolution }: &Answer) {
    let relations = &question.service().expect("an output has a service")["relations"];
    for (site, outcome) in template.sites.iter().zip(&resolution.outcomes) {
        let literal = site.value.literal.as_deref().unwrap_or_default();
        match outcome {
            Outcome::Replaced(replacement) => {
                let image = image_for(question.manifest, &relations[literal], &question.asked.region);
                assert_eq!(image, Some(&*replacement.image_id), "law 5: {literal:?}");
                if let Some(region) = region_of(&replacement.image_id) {
                    assert_eq!(region, question.asked.region, "law 5");
                }
            }
            Outcome::Unassociated => assert!(relations.get(literal).is_none(), "{literal:?} has a relation"),
            Outcome::NotLiteral => assert!(!site.value.kind.is_literal()),
            Outcome::LeftAlone => {}
            Outcome::Blocked => panic!("an output with a blocked site: {site:?}"),
        }
    }
}

/// The other half of law 3: once more changes nothing, unless a new id has a relation itself.
fn hold_again(output: &[u8], question: &Question<'_>, Answer { resolution, .. }: &Answer) {
    let relations = &question.service().expect("an output has a service")["relations"];
    let new = resolution.outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Replaced(replacement) => relations.get(&replacement.image_id),
        _ => None,
    });
    // Ids may be longer than what they replace.
    if new.count() > 0 || output.len() > question.options.sites.limits.template_bytes as usize {
        return;
    }
    let again = question.answer(output).resolution;
    let errors = again.diagnostics.kept().iter().filter(|finding| finding.severity == Severity::Error);
    let (same, output) = (again.output(output).as_deref() == Some(output), String::from_utf8_lossy(output));
    assert!(same, "law 3: {:?}\n{output}", errors.collect::<Vec<_>>());
}
