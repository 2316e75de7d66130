//! What becomes of each site, and the edits that do it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::near::Near;
use super::{Outcome, PlannedEdit, Replacement, Request, Resolver, image};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role};
use crate::manifest::{Relation, Service};
use crate::order;
use crate::rules::Tier;
use crate::source::Span;
use crate::splice::{self, Edit};
use crate::syntax::scalar;
use crate::template::Template;
use crate::template::finding::{is_substitutable, report_not_literal, report_place};
use crate::template::origin::{Chains, Reach};
use crate::template::site::Site;
use crate::template::unread;

/// One request being answered: the service's relations against a template's sites.
pub(super) struct Plan<'a> {
    resolver: &'a Resolver,
    service: &'a Service,
    request: &'a Request<'a>,
    template: &'a Template,
    text: &'a [u8],
    near: Near<'a>,
    /// What references refer to that relations name.
    reach: Reach,
    chains: Chains<'a>,
    /// What each relation gave when it was first looked up, by its position: many sites read few relations.
    images: Vec<Option<Option<Arc<Replacement>>>>,
    /// Literals that were said to be related to nothing.
    unassociated: BTreeSet<&'a str>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        resolver: &'a Resolver,
        service: &'a Service,
        request: &'a Request<'a>,
        template: &'a Template,
        text: &'a [u8],
    ) -> Self {
        Plan {
            resolver,
            service,
            request,
            template,
            text,
            near: Near::new(&service.relations),
            reach: template.origins.reach(&|literal| service.relations.get(literal).is_some()),
            chains: template.origins.chains(),
            images: vec![None; service.relations.len()],
            unassociated: BTreeSet::new(),
        }
    }

    /// Decides one site.
    pub(super) fn site(&mut self, site: &'a Site, diagnostics: &mut Diagnostics) -> Outcome {
        report_place(site, diagnostics);
        if !is_substitutable(site, self.resolver.terms.profile) {
            return Outcome::LeftAlone;
        }
        let literal = match &site.value.literal {
            Some(literal) if site.value.kind.is_literal() => literal.as_str(),
            _ => {
                let origins = &self.template.origins;
                let meant = |origin| origins.reached(&self.reach, origin).cloned();
                report_not_literal(site, &mut self.chains, Some(&meant), diagnostics);
                return Outcome::NotLiteral;
            }
        };
        let Some(relation) = self.service.relations.position(literal) else {
            self.report_unassociated(site, literal, diagnostics);
            return Outcome::Unassociated;
        };
        match self.image(relation, site, diagnostics) {
            Some(replacement) => {
                if site.tier == Tier::Extended && diagnostics.wants(Code::SiteNotDocumented) {
                    let finding = Diagnostic::new(Code::SiteNotDocumented, site.span);
                    diagnostics.push(finding.arg("type", site.resource_type.as_str()));
                }
                Outcome::Replaced(replacement)
            }
            None => Outcome::Blocked,
        }
    }

    /// Reports what is handed to what is not read.
    pub(super) fn report_unread(&self, diagnostics: &mut Diagnostics) {
        unread::report(self.template, &self.reach, diagnostics);
    }

    /// Reports each relation that no literal of the template uses: relations serve all of a service's templates.
    pub(super) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        if !diagnostics.wants(Code::RelationUnused) {
            return;
        }
        let mut used = vec![false; self.service.relations.len()];
        let literals = self.template.sites.iter().filter_map(|site| site.value.literal.as_deref());
        for position in literals.filter_map(|literal| self.service.relations.position(literal)) {
            used[position] = true;
        }
        self.template.referred(&mut |literal| {
            if let Some(position) = self.service.relations.position(literal) {
                used[position] = true;
            }
        });
        for (relation, used) in self.service.relations.iter().zip(used) {
            if !used {
                let finding = Diagnostic::new(Code::RelationUnused, self.place(relation));
                diagnostics.push(finding.arg("image", &*relation.literal));
            }
        }
    }

    /// The edits of all sites that are replaced, one a text: sites that read one text through an alias share it.
    pub(super) fn edits(&self, outcomes: &[Outcome], diagnostics: &mut Diagnostics) -> Vec<PlannedEdit> {
        let scalar = |index: u32| self.template.sites[index as usize].scalar;
        let sorted = order::positions(outcomes.len(), &|one, other| scalar(one).cmp(&scalar(other)));
        let mut edits: Vec<PlannedEdit> = Vec::with_capacity(sorted.len());
        for sites in sorted.chunk_by(|&one, &other| scalar(one) == scalar(other)) {
            let wanted = |site: u32| image_of(&outcomes[site as usize]);
            if sites.iter().any(|&site| wanted(site) != wanted(sites[0])) {
                self.report_conflict(sites, diagnostics);
            } else if let Some(image_id) = wanted(sites[0]) {
                edits.extend(self.edit(image_id, sites, diagnostics));
            }
        }
        if splice::check(self.text, edits.iter().map(|planned| &planned.edit)).is_err() {
            // The template was not read from this text, or two sites overlap: nothing can be written.
            diagnostics.push(Diagnostic::new(Code::EditConflict, Span::at(0)).arg("image", "…"));
        }
        edits
    }

    fn edit(&self, image_id: &str, sites: &[u32], diagnostics: &mut Diagnostics) -> Option<PlannedEdit> {
        let site = &self.template.sites[sites[0] as usize];
        let literal = site.value.literal.as_deref()?;
        if literal == image_id {
            return None;
        }
        // ROS would look `{{resolve:…}}` up when it deploys: no id has braces.
        let written = if image_id.contains("{{") { None } else { scalar::encode(image_id, literal, site.style) };
        let Some(replacement) = written else {
            diagnostics.push(Diagnostic::new(Code::ImageNotWritable, site.span).arg("image", image_id));
            return None;
        };
        let span = if replacement.whole { site.scalar } else { site.inner };
        let old = String::from_utf8_lossy(span.of(self.text)).into_owned();
        let sites = sites.iter().map(|&site| site as usize).collect();
        Some(PlannedEdit { edit: Edit { span, old, new: replacement.text }, sites })
    }

    /// The image behind a relation. What stands in the way is reported once, at the first site that asks.
    fn image(&mut self, relation: usize, site: &Site, diagnostics: &mut Diagnostics) -> Option<Arc<Replacement>> {
        if let Some(known) = &self.images[relation] {
            return known.clone();
        }
        let found = image::of(self.resolver, self.service, relation, self.request, site, diagnostics);
        self.images[relation].insert(found.map(Arc::new)).clone()
    }

    fn report_unassociated(&mut self, site: &'a Site, literal: &'a str, diagnostics: &mut Diagnostics) {
        if !diagnostics.wants(Code::ImageUnassociated) {
            return;
        }
        let mut finding = Diagnostic::new(Code::ImageUnassociated, site.span).arg("image", literal);
        if self.unassociated.insert(literal)
            && let Some(near) = self.near.to(literal)
        {
            finding = finding.arg("near", &*near.literal).related(self.place(near), Role::Declared);
        }
        diagnostics.push(finding);
    }

    fn report_conflict(&self, sites: &[u32], diagnostics: &mut Diagnostics) {
        let first = &self.template.sites[sites[0] as usize];
        let text = first.value.literal.as_deref().unwrap_or_default();
        let mut finding = Diagnostic::new(Code::EditConflict, first.span).arg("image", text);
        for &other in &sites[1..] {
            finding = finding.related(self.template.sites[other as usize].span, Role::SharedWith);
        }
        diagnostics.push(finding.related(first.scalar, Role::Anchor));
    }

    fn place(&self, relation: &Relation) -> Place {
        image::relation_place(self.service, relation)
    }
}

fn image_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Replaced(replacement) => Some(&replacement.image_id),
        _ => None,
    }
}
