//! What a new manifest changes under stacks that were made with the one before.
//!
//! An update of a service instance is an update of its stack: where an image differs, the system disk is replaced and
//! what is on it is lost.

use super::{Check, allowed, declared, finding, target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::manifest::serve::listed;
use crate::manifest::{Manifest, Service, Template as Entry, Version};
use crate::resolve::relation_place;
use crate::template::Template;
use crate::template::finding::is_substitutable;

impl Check<'_> {
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
        let substitutable = |site: &&_| is_substitutable(site, template.options.profile);
        for site in template.sites.iter().filter(substitutable).filter(|site| site.value.kind.is_literal()) {
            let Some(literal) = site.value.literal.as_deref() else { continue };
            let place = site.span.into();
            let Some(found) = self.compare((before, service), literal, &regions, Some(&site.resource), place) else {
                continue;
            };
            diagnostics.push(match service.relations.get(literal) {
                Some(relation) => declared(found, service, relation),
                None => found,
            });
        }
    }

    /// Reports each relation whose image is another one now, for templates that were not seen.
    pub(super) fn compare_relations(&mut self, service: &Service) {
        let Some(before) = self.previous.and_then(|previous| previous.service(&service.id)) else { return };
        for relation in service.relations.iter().filter(|relation| before.relations.get(&relation.literal).is_some()) {
            let place = relation_place(service, relation);
            if let Some(found) = self.compare((before, service), &relation.literal, &[], None, place) {
                self.manifest.push(found);
            }
        }
    }

    /// How the image of `literal` differs between a service before and now: in `regions`, or wherever there is one if none
    /// is listed.
    fn compare(
        &mut self,
        (before, now): (&Service, &Service),
        literal: &str,
        regions: &[&str],
        resource: Option<&str>,
        place: Place,
    ) -> Option<Diagnostic> {
        let (old, new) = (self.previous?, &self.resolver.manifest);
        if before.relations.get(literal).is_none() && now.relations.get(literal).is_none() {
            return None;
        }
        let versions = [version(old, before, literal), version(new, now, literal)];
        let images: usize = versions.iter().flatten().map(|version| version.images.len() + 1).sum();
        if !self.spend(if regions.is_empty() { images } else { regions.len() }) {
            return None;
        }
        let changes = |region: &&str| {
            let one = image(versions[0], before, literal, region);
            let other = image(versions[1], now, literal, region);
            matches!((one, other), (Some(one), Some(other)) if one != other)
        };
        let changed: Vec<&str> = match regions {
            [] => {
                let before: Vec<&str> = versions[0].map_or(Vec::new(), |version| version.regions().collect());
                let is_new = |region: &&str| versions[0].is_none_or(|version| version.image_in(region).is_err());
                let others = versions[1].into_iter().flat_map(Version::regions).filter(is_new);
                before.into_iter().chain(others).filter(changes).collect()
            }
            listed => listed.iter().copied().filter(changes).collect(),
        };
        let region = *changed.first()?;
        let regions = listed(changed.into_iter());
        let args = [
            ("regions", &*regions),
            ("region", region),
            ("before", image(versions[0], before, literal, region)?),
            ("image", image(versions[1], now, literal, region)?),
            ("resource", resource.unwrap_or_default()),
        ];
        let args = if resource.is_some() { &args[..] } else { &args[..4] };
        Some(finding(Code::ImageChanged, place, args))
    }
}

/// The image that a literal stands for in a region: itself without a relation, none where nothing can be deployed.
fn image<'t>(version: Option<&'t Version>, service: &Service, literal: &'t str, region: &str) -> Option<&'t str> {
    match version {
        Some(version) => version.image_in(region).ok(),
        None => service.relations.get(literal).is_none().then_some(literal),
    }
}

/// The version behind a literal.
fn version<'m>(manifest: &'m Manifest, service: &Service, literal: &str) -> Option<&'m Version> {
    Some(target(manifest, service.relations.get(literal)?)?.1)
}
