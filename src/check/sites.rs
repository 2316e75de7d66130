//! What the image sites of one template say, against the relations of its service.

use std::collections::BTreeSet;

use super::{Used, allowed, declared, finding};
use crate::diagnostic::{Code, Diagnostics};
use crate::manifest::{Manifest, Service, Template as Entry, region, serve};
use crate::resolve::near::Near;
use crate::resolve::other_type;
use crate::rules::Tier;
use crate::template::finding::{is_substitutable, report_not_literal, report_place};
use crate::template::site::{Site, ValueKind};
use crate::template::{Template, unread};

/// Reports what is wrong at each site, and marks the relations that the template names.
///
/// A relation is named by a literal, wherever it stands, and by a literal that a reference can end in: what is wrong
/// with such a place is said there.
pub(super) fn check(
    manifest: &Manifest,
    service: &Service,
    entry: &Entry,
    template: &Template,
    used: &mut Used,
    diagnostics: &mut Diagnostics,
) {
    let mut near = Near::new(&service.relations);
    let mut unassociated = BTreeSet::new();
    let sound = is_sound(template);
    let reach = template.origins.reach(&|literal| service.relations.get(literal).is_some());
    let mut chains = template.origins.chains();
    template.referred(&mut |literal| {
        if let Some(relation) = service.relations.position(literal) {
            used.mark(relation);
        }
    });
    unread::report(template, &reach, diagnostics);
    for site in &template.sites {
        report_place(site, diagnostics);
        let literal = site.value.literal.as_deref();
        let named = literal.and_then(|literal| service.relations.position(literal));
        named.into_iter().for_each(|relation| used.mark(relation));
        let relation = named.map(|at| &service.relations[at]);
        let literal = literal.filter(|_| site.value.kind.is_literal());
        if !is_substitutable(site, template.options.profile) {
            if let (Some(literal), Some(relation), false) = (literal, relation, site.elsewhere) {
                let args = [("resource", &*site.resource), ("image", literal)];
                let found = finding(Code::SiteNotReplaced, site.span.into(), &args);
                diagnostics.push(declared(found, service, relation));
            }
            continue;
        }
        let artifact = relation.and_then(|relation| manifest.artifact(&relation.artifact_id));
        if let (Some(at), Some(relation), Some(artifact)) = (named, relation, artifact)
            && let Some(found) = other_type(service, relation, artifact, site.span.into())
        {
            used.other_type[at] = true;
            diagnostics.push(found);
            continue;
        }
        match (literal, relation) {
            (Some(_), Some(_)) if site.tier == Tier::Extended => {
                let args = [("type", &*site.resource_type)];
                diagnostics.push(finding(Code::SiteNotDocumented, site.span.into(), &args));
            }
            (Some(_), Some(_)) => {}
            (Some(literal), None) => {
                let args = [("image", literal)];
                let mut found = finding(Code::ImageUnassociated, site.span.into(), &args);
                if unassociated.insert(literal)
                    && let Some(near) = near.to(literal)
                {
                    found = declared(found.arg("near", &*near.literal), service, near);
                }
                diagnostics.push(found);
                report_region_bound(site, literal, entry, diagnostics);
            }
            // In a text that could not be read whole, what looks like no literal may well be one.
            (None, _) if sound || site.value.kind != ValueKind::Other => {
                let meant = |origin| template.origins.reached(&reach, origin).cloned();
                report_not_literal(site, &mut chains, Some(&meant), diagnostics);
            }
            (None, _) => {}
        }
    }
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
    let args =
        [("image", literal), ("template", &*entry.name), ("regions", &*regions), ("home", home.unwrap_or_default())];
    let known = if home.is_some() { &args[..] } else { &args[..3] };
    diagnostics.push(finding(Code::ImageRegionBound, site.span.into(), known));
}
