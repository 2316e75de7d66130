//! What the image sites of one template say, against the relations of its service.

use std::collections::BTreeSet;

use super::{Declared, allowed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::manifest::{Service, Template as Entry, region, serve};
use crate::resolve::near::Near;
use crate::rules::Tier;
use crate::template::finding::{is_substitutable, report_not_literal, report_place};
use crate::template::site::{Site, ValueKind};
use crate::template::{Profile, Template};

/// Reports what is wrong at each site, and gives the relations that the template names.
///
/// A relation is named by a literal, wherever it stands, and by a literal that a reference can end in: what is wrong
/// with such a place is said there.
pub(super) fn check(
    profile: Profile,
    service: &Service,
    entry: &Entry,
    template: &Template,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<usize> {
    let mut near = Near::new(&service.relations);
    let mut unassociated = BTreeSet::new();
    let mut used = BTreeSet::new();
    let sound = is_sound(template);
    for site in &template.sites {
        report_place(site, diagnostics);
        let literal = site.value.literal.as_deref();
        let named = literal.and_then(|literal| service.relations.position(literal));
        used.extend(named);
        used.extend(site.value.reference.ends.iter().filter_map(|end| service.relations.position(&end.literal)));
        let relation = named.map(|at| &service.relations[at]);
        if !is_substitutable(site, profile) {
            if let Some(relation) = relation.filter(|_| site.value.kind.is_literal() && !site.elsewhere) {
                let finding = Diagnostic::new(Code::SiteNotReplaced, site.span);
                let finding = finding.arg("resource", site.resource.as_str()).arg("image", &*relation.literal);
                diagnostics.push(finding.declared(service, relation));
            }
            continue;
        }
        match (literal.filter(|_| site.value.kind.is_literal()), relation) {
            (Some(_), Some(_)) if site.tier == Tier::Extended => {
                let finding = Diagnostic::new(Code::SiteNotDocumented, site.span);
                diagnostics.push(finding.arg("type", site.resource_type.as_str()));
            }
            (Some(_), Some(_)) => {}
            (Some(literal), None) => {
                let mut finding = Diagnostic::new(Code::ImageUnassociated, site.span).arg("image", literal);
                if unassociated.insert(literal)
                    && let Some(near) = near.to(literal)
                {
                    finding = finding.arg("near", &*near.literal).declared(service, near);
                }
                diagnostics.push(finding);
                report_region_bound(site, literal, entry, diagnostics);
            }
            // In a text that could not be read whole, what looks like no literal may well be one.
            (None, _) if sound || site.value.kind != ValueKind::Other => {
                let meant = |literal: &str| service.relations.get(literal).is_some();
                report_not_literal(site, Some(&meant), diagnostics);
            }
            (None, _) => {}
        }
    }
    used
}

/// Whether all of the template could be read.
pub(super) fn is_sound(template: &Template) -> bool {
    template.diagnostics.dropped() == 0 && !template.diagnostics.kept().iter().any(|finding| finding.code.is_fixed())
}

/// Custom images are of one region: a literal `m-…` that stays as it is can be deployed in no other.
fn report_region_bound(site: &Site, literal: &str, entry: &Entry, diagnostics: &mut Diagnostics) {
    if !literal.starts_with("m-") {
        return;
    }
    let home = region::of_image(literal);
    let allowed = allowed(entry);
    if let [only] = allowed[..]
        && home.is_none_or(|home| home == only)
    {
        return;
    }
    let regions = match allowed[..] {
        [] => "every region".to_owned(),
        _ => serve::listed(allowed.into_iter()),
    };
    let mut finding = Diagnostic::new(Code::ImageRegionBound, site.span).arg("image", literal);
    if let Some(home) = home {
        finding = finding.arg("home", home);
    }
    diagnostics.push(finding.arg("template", &*entry.name).arg("regions", regions));
}
