//! Two drafts of one thing become one. What they say differently is a clash, and one of the two is kept.
//!
//! What the cloud answers counts more than what a `config.yaml` asks for, and both more than the manifest that was there
//! before. Between files of one kind nothing is guessed: that is an error, and the first is kept where the caller says that
//! it is none.

use super::draft::{
    AccountDraft, ArtifactDraft, ImageDraft, Names, RelationDraft, Said, ServiceDraft, TemplateDraft, VersionDraft,
};
use super::value::{Fact, Origin};
use crate::manifest::{Shared, SupportRegions, Text};
use crate::order;

/// How much what a file says counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The manifest that was there before.
    Before,
    /// What is to be, as somebody wrote it down.
    Wanted,
    /// What is, as the cloud answers it.
    Answered,
}

/// Two values for one fact.
pub(super) struct Clash {
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) field: &'static str,
    pub(super) first: (String, Origin),
    pub(super) second: (String, Origin),
    /// Whether the second is kept.
    pub(super) replaced: bool,
}

/// What a fact is about.
type About<'t> = (&'static str, &'t dyn Fn() -> String);

/// Joins drafts, and remembers what did not fit together.
pub(super) struct Merger<'s> {
    /// By file.
    pub(super) ranks: &'s [Rank],
    pub(super) clashes: Vec<Clash>,
    /// Artifacts that turned out to be one: a key that stands for an id, and the id.
    pub(super) same: Vec<(Text, Text)>,
    /// Keys that stand for ids.
    pub(super) derived: &'s Names,
}

impl Merger<'_> {
    pub(super) fn artifact(&mut self, into: &mut ArtifactDraft, from: ArtifactDraft) {
        let id = into.key.clone();
        let name = || id.to_string();
        let about: About<'_> = ("artifact", &name);
        self.said(&mut into.artifact_type, from.artifact_type, about, "artifactType");
        self.said(&mut into.name, from.name, about, "name");
        self.said(&mut into.description, from.description, about, "description");
        self.said(&mut into.resource_group_id, from.resource_group_id, about, "resourceGroupId");
        for (tag, value) in from.tags {
            match into.tags.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, known)) => self.fact(known, value, about, "tags"),
                None => into.tags.push((tag, value)),
            }
        }
        // Not a clash: it grows with every release.
        into.max_version = match (into.max_version.take(), from.max_version) {
            (Some(one), Some(other)) if number(&other.value) <= number(&one.value) => Some(one),
            (one, other) => other.or(one),
        };
        for version in from.versions.items {
            into.versions.put(version, &mut |into, from| self.version(&id, into, from));
        }
        into.unknown.extend(from.unknown);
    }

    fn version(&mut self, artifact: &str, into: &mut VersionDraft, from: VersionDraft) {
        let version = into.version.clone();
        let name = || format!("{artifact}/{version}");
        let about: About<'_> = ("version", &name);
        self.said(&mut into.name, from.name, about, "versionName");
        self.said(&mut into.status, from.status, about, "status");
        self.said(&mut into.source_type, from.source_type, about, "source.type");
        let shared = (&mut into.source_shared, from.source_shared);
        self.image_id(&mut into.image_id, from.image_id, shared, about, ["source.imageId", "source.shared"]);
        self.said(&mut into.region_id, from.region_id, about, "source.regionId");
        self.said(&mut into.commodity_code, from.commodity_code, about, "source.commodityCode");
        self.said(&mut into.commodity_version, from.commodity_version, about, "source.commodityVersion");
        into.source_unknown.extend(from.source_unknown);
        self.regions(&mut into.support_region_ids, from.support_region_ids, about, "supportRegionIds");
        for image in from.images.items {
            into.images.put(image, &mut |into, from| self.image(artifact, &version, into, from));
        }
        into.unknown.extend(from.unknown);
    }

    fn image(&mut self, artifact: &str, version: &str, into: &mut ImageDraft, from: ImageDraft) {
        let region = into.region.clone();
        let name = || format!("{artifact}/{version}/{region}");
        let about: About<'_> = ("image", &name);
        let shared = (&mut into.shared, from.shared);
        self.image_id(&mut into.image_id, from.image_id, shared, about, ["imageId", "shared"]);
        self.said(&mut into.status, from.status, about, "status");
        self.said(&mut into.progress, from.progress, about, "progress");
        into.unknown.extend(from.unknown);
    }

    /// The id of an image, and whom that very image is shared with: a record of another image is none of it.
    #[inline(never)]
    fn image_id(
        &mut self,
        into: &mut Said,
        from: Said,
        (known, said): (&mut Option<Fact<Shared>>, Option<Fact<Shared>>),
        about: About<'_>,
        [field, record]: [&'static str; 2],
    ) {
        let value = |said: &Said| said.as_ref().map(|said| said.value.clone());
        let (before, other) = (value(into), value(&from));
        self.said(into, from, about, field);
        let kept = value(into);
        if before.is_some() && before != kept {
            *known = None;
        }
        let Some(said) = said.filter(|said| said.value.is_known() && (other.is_none() || other == kept)) else {
            return;
        };
        match known.as_mut().filter(|known| known.value.is_known()) {
            Some(first) if first.value != said.value => {
                let (one, other) = (record_text(&first.value), record_text(&said.value));
                if self.clash(&one, &other, (&first.origin, &said.origin), about, record) {
                    *first = said;
                }
            }
            Some(_) => {}
            None => *known = Some(said),
        }
    }

    pub(super) fn service(&mut self, into: &mut ServiceDraft, from: ServiceDraft) {
        let id = into.key.clone();
        let name = || id.to_string();
        let about: About<'_> = ("service", &name);
        self.said(&mut into.name, from.name, about, "name");
        self.said(&mut into.status, from.status, about, "status");
        self.said(&mut into.share_type, from.share_type, about, "shareType");
        for account in from.accounts.items {
            into.accounts.put(account, &mut |into, from| self.account(&id, into, from));
        }
        for template in from.templates.items {
            into.templates.put(template, &mut |into, from| self.template(&id, into, from));
        }
        for relation in from.relations.items {
            into.relations.put(relation, &mut |into, from| self.relation(&id, into, from));
        }
        into.unknown.extend(from.unknown);
    }

    pub(super) fn account(&mut self, service: &str, into: &mut AccountDraft, from: AccountDraft) {
        let uid = into.uid.clone();
        let name = || format!("{service}/{uid}");
        self.said(&mut into.permission, from.permission, ("account", &name), "permission");
        into.unknown.extend(from.unknown);
    }

    fn template(&mut self, service: &str, into: &mut TemplateDraft, from: TemplateDraft) {
        let template = into.name.clone();
        let name = || format!("{service}/{template}");
        let about: About<'_> = ("template", &name);
        self.said(&mut into.path, from.path, about, "path");
        self.regions(&mut into.allowed_regions, from.allowed_regions, about, "allowedRegions");
        into.unknown.extend(from.unknown);
    }

    pub(super) fn relation(&mut self, service: &str, into: &mut RelationDraft, from: RelationDraft) {
        let literal = into.literal.clone();
        let name = || format!("{service}/{literal}");
        let about: About<'_> = ("relation", &name);
        match (&mut into.artifact, from.artifact) {
            // The same literal of the same service: the key stands for that very id.
            (Some(known), Some(said)) if self.derived.has(&known.value) && !self.derived.has(&said.value) => {
                self.same.push((std::mem::replace(&mut known.value, said.value.clone()), said.value));
                known.origin = said.origin;
            }
            (Some(known), Some(said)) if self.derived.has(&said.value) && !self.derived.has(&known.value) => {
                self.same.push((said.value, known.value.clone()));
            }
            (known, said) => self.said(known, said, about, "artifactId"),
        }
        if into.version.is_some() && from.follows.is_some() && from.version.is_none() {
            // What is said counts more than what is left to another tool.
        } else if from.version.is_some() && into.version.is_none() {
            (into.version, into.follows) = (from.version, None);
        } else {
            self.said(&mut into.version, from.version, about, "version");
            into.follows = into.follows.take().or(from.follows);
        }
        into.unknown.extend(from.unknown);
    }

    /// Of two values for one fact, keeps the one that counts.
    #[inline(never)]
    pub(super) fn said(&mut self, into: &mut Said, from: Said, about: About<'_>, field: &'static str) {
        match (into.as_mut(), from) {
            (Some(known), Some(said)) => self.fact(known, said, about, field),
            (None, said) => *into = said,
            (_, None) => {}
        }
    }

    #[inline(never)]
    fn fact(&mut self, known: &mut Fact<Text>, said: Fact<Text>, about: About<'_>, field: &'static str) {
        if known.value == said.value {
            // The one that counts more is the better witness.
            if self.rank(&said.origin) > self.rank(&known.origin) {
                known.origin = said.origin;
            }
            return;
        }
        let replaced = self.clash(&known.value, &said.value, (&known.origin, &said.origin), about, field);
        if replaced {
            *known = said;
        }
    }

    #[inline(never)]
    fn regions(
        &mut self,
        into: &mut Option<Fact<SupportRegions>>,
        from: Option<Fact<SupportRegions>>,
        about: About<'_>,
        field: &'static str,
    ) {
        match (into.as_mut(), from) {
            (Some(known), Some(said)) => {
                let (one, other) = (listed(&known.value), listed(&said.value));
                if one != other && self.clash(&one, &other, (&known.origin, &said.origin), about, field) {
                    *known = said;
                }
            }
            (None, said) => *into = said,
            (_, None) => {}
        }
    }

    #[inline(never)]
    fn clash(
        &mut self,
        known: &str,
        said: &str,
        (first, second): (&Origin, &Origin),
        (kind, id): About<'_>,
        field: &'static str,
    ) -> bool {
        let replaced = self.rank(second) > self.rank(first);
        // The tool adds the time to the name of each version that it makes.
        let wanted = if replaced { (known, said) } else { (said, known) };
        let stamped =
            field == "versionName" && wanted.1.strip_prefix(wanted.0).is_some_and(|time| time.starts_with('_'));
        if !stamped || self.rank(first) == self.rank(second) {
            self.clashes.push(Clash {
                kind,
                id: id(),
                field,
                first: (known.to_owned(), first.clone()),
                second: (said.to_owned(), second.clone()),
                replaced,
            });
        }
        replaced
    }

    pub(super) fn rank(&self, origin: &Origin) -> Rank {
        self.ranks.get(origin.file as usize).copied().unwrap_or(Rank::Answered)
    }
}

/// A record of shares for messages.
fn record_text(shared: &Shared) -> String {
    match shared {
        Shared::Unknown => Shared::UNKNOWN.to_owned(),
        Shared::Everyone => Shared::EVERYONE.to_owned(),
        Shared::Accounts(accounts) => accounts.join(", "),
    }
}

/// The regions in one order, for comparing and for messages.
fn listed(regions: &SupportRegions) -> String {
    match regions {
        SupportRegions::All => "all".to_owned(),
        SupportRegions::Listed(regions) => {
            let mut regions: Vec<&str> = regions.iter().map(|region| &**region).collect();
            order::sort(&mut regions, Ord::cmp);
            regions.dedup();
            regions.join(", ")
        }
    }
}

/// A decimal number, so that longer is more.
fn number(text: &str) -> (usize, &str) {
    let digits = text.trim_start_matches('0');
    (digits.len(), digits)
}
