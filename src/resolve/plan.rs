//! What becomes of each site, and the edits that do it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::near::Near;
use super::{Outcome, Replacement, Request, Resolver, image};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role};
use crate::manifest::{Relation, Service};
use crate::rules::Tier;
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
    ) -> Self {
        Plan {
            resolver,
            service,
            request,
            template,
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

    fn place(&self, relation: &Relation) -> Place {
        image::relation_place(self.service, relation)
    }
}
