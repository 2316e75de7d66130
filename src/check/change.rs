//! What a new manifest changes under stacks that were made with the one before.
//!
//! An update of a service instance is an update of its stack: where an image differs, the system disk is replaced and
//! what is on it is lost.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Declared, allowed, target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::manifest::serve::listed;
use crate::manifest::{Manifest, Service, Template as Entry, Version};
use crate::resolve::relation_place;
use crate::template::Template;
use crate::template::finding::is_substitutable;

/// How the image of one literal differs.
#[derive(Clone)]
struct Change {
    /// The regions, for a message.
    regions: String,
    /// The first of them, the id before and the id now.
    first: (String, String, String),
}

impl Change {
    fn finding(&self, place: impl Into<Place>, resource: Option<&str>) -> Diagnostic {
        let finding = Diagnostic::new(Code::ImageChanged, place);
        let finding = match resource {
            Some(resource) => finding.arg("resource", resource),
            None => finding,
        };
        let (region, before, image) = &self.first;
        let finding = finding.arg("regions", self.regions.as_str()).arg("region", region.as_str());
        finding.arg("before", before.as_str()).arg("image", image.as_str())
    }
}

impl<'a> Check<'a> {
    /// Reports each site of a template whose image is another one now.
    pub(super) fn compare_sites(
        &mut self,
        service: &Service,
        entry: &Entry,
        template: &Template,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(before) = self.previous.and_then(|previous| previous.service(&service.id)) else { return };
        let regions = allowed(entry);
        let mut changes: BTreeMap<&str, Option<Change>> = BTreeMap::new();
        let profile = self.resolver.terms.profile;
        for site in template.sites.iter().filter(|site| is_substitutable(site, profile)) {
            let Some(literal) = site.value.literal.as_deref().filter(|_| site.value.kind.is_literal()) else {
                continue;
            };
            let change = match changes.get(literal) {
                Some(known) => known.clone(),
                None => {
                    let change = self.compare(before, service, literal, &regions);
                    changes.insert(literal, change.clone());
                    change
                }
            };
            let Some(change) = change else { continue };
            let finding = change.finding(site.span, Some(&site.resource));
            diagnostics.push(match service.relations.get(literal) {
                Some(relation) => finding.declared(service, relation),
                None => finding,
            });
        }
    }

    /// Reports each relation whose image is another one now, for templates that were not seen.
    pub(super) fn compare_relations(&mut self, service: &Service) {
        let Some(before) = self.previous.and_then(|previous| previous.service(&service.id)) else { return };
        for relation in service.relations.iter().filter(|relation| before.relations.get(&relation.literal).is_some()) {
            if let Some(change) = self.compare(before, service, &relation.literal, &[]) {
                self.manifest.push(change.finding(relation_place(service, relation), None));
            }
        }
    }

    /// How the image of `literal` differs in `regions`, or wherever there is one if none is listed.
    fn compare(&mut self, before: &Service, now: &Service, literal: &str, regions: &[&str]) -> Option<Change> {
        let previous = self.previous?;
        if before.relations.get(literal).is_none() && now.relations.get(literal).is_none() {
            return None;
        }
        let versions = [version(previous, before, literal), version(&self.resolver.manifest, now, literal)];
        let images: usize = versions.iter().flatten().map(|version| version.images.len()).sum();
        if !self.spend(if regions.is_empty() { images } else { regions.len() } + 1) {
            return None;
        }
        let everywhere: Vec<&str> = match regions {
            [] => versions.iter().flatten().flat_map(|version| version.regions()).collect(),
            listed => listed.to_vec(),
        };
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for region in everywhere.into_iter().filter(|region| seen.insert(*region)) {
            let image = |manifest, service| image(manifest, service, literal, region);
            let (Some(one), Some(other)) = (image(previous, before), image(&self.resolver.manifest, now)) else {
                continue;
            };
            if one != other {
                found.push((region, one, other));
            }
        }
        let &(region, one, other) = found.first()?;
        let first = (region.to_owned(), one.to_owned(), other.to_owned());
        Some(Change { regions: listed(found.iter().map(|(region, ..)| *region)), first })
    }
}

/// The image that a literal stood for in a region: itself without a relation, none where nothing could be deployed.
fn image<'t>(manifest: &'t Manifest, service: &Service, literal: &'t str, region: &str) -> Option<&'t str> {
    let Some(relation) = service.relations.get(literal) else { return Some(literal) };
    target(manifest, relation)?.1.image_in(region).ok()
}

/// The version behind a literal.
fn version<'m>(manifest: &'m Manifest, service: &Service, literal: &str) -> Option<&'m Version> {
    Some(target(manifest, service.relations.get(literal)?)?.1)
}
