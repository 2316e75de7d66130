//! When every file was read: which of the things that have no id are the ones that another file says an id of, and what the
//! images of ECS are part of.
//!
//! A key stands for an id where the caller says so, where both have the same name and nobody else has, or where the same
//! literal of one service is related to both. What is then left over is joined only if one key and one id are left: that is
//! a warning, for it is no more than the only way to put the files together.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{ArtifactDraft, EcsImage, Id, ImageDraft, Named, Said, ServiceDraft, Shelf};
use super::mappings::{ONLY, with_image};
use super::merge::{Merger, Rank};
use super::reader::Session;
use super::value::Origin;
use super::{images, value::Fact};
use crate::diagnostic::{Code, Diagnostic, Role};
use crate::manifest::Text;

pub(super) fn link(session: &mut Session<'_>) {
    let services = pairs(session, &summaries(&session.draft.services), "service");
    rename_services(session, &services);
    // Services that became one relate the same literals, which says more of the artifacts.
    let artifacts = pairs(session, &summaries(&session.draft.artifacts), "artifact");
    rename_artifacts(session, &artifacts);
    place_accounts(session);
    place_images(session);
}

/// What tells one thing from another.
struct Summary {
    key: Text,
    id: Id,
    name: Option<Text>,
    origin: Origin,
}

trait Summed: Named {
    fn summary(&self) -> Summary;
}

macro_rules! summed {
    ($($item:ident),*) => {$(
        impl Summed for $item {
            fn summary(&self) -> Summary {
                let name = self.name.as_ref().map(|said| said.value.clone());
                Summary { key: self.key.clone(), id: self.id, name, origin: self.origin.clone() }
            }
        }
    )*};
}

summed!(ArtifactDraft, ServiceDraft);

fn summaries<T: Summed>(shelf: &Shelf<T>) -> Vec<Summary> {
    shelf.items.iter().map(Summed::summary).collect()
}

/// Keys, each with the id that it stands for.
fn pairs(session: &mut Session<'_>, all: &[Summary], kind: &'static str) -> BTreeMap<Text, Text> {
    let mut pairs: BTreeMap<Text, Text> = BTreeMap::new();
    // Not collected: a map is collected by a sort of its own, which the wasm would carry for each type.
    let mut known: BTreeMap<&str, &Summary> = BTreeMap::new();
    for summary in all {
        known.insert(&summary.key, summary);
    }
    for (key, id) in session.options.bind {
        if known.get(*key).is_some_and(|summary| summary.id != Id::Said) {
            pairs.insert((*key).into(), (*id).into());
        }
    }
    if kind == "artifact" {
        for (key, id) in std::mem::take(&mut session.memory.same) {
            pairs.entry(key).or_insert(id);
        }
    }
    let open = |summary: &&Summary, pairs: &BTreeMap<Text, Text>| {
        summary.id == Id::Derived && !pairs.contains_key(&summary.key)
    };
    // By name, where a name is one thing's alone on either side.
    let mut named: BTreeMap<&str, (Vec<&Summary>, Vec<&Summary>)> = BTreeMap::new();
    for summary in all {
        let Some(name) = summary.name.as_deref() else { continue };
        let sides = named.entry(name).or_default();
        match summary.id {
            Id::Said => sides.1.push(summary),
            Id::Derived => sides.0.push(summary),
            Id::Made => {}
        }
    }
    for (keys, ids) in named.into_values() {
        if let ([key], [id]) = (&*keys, &*ids)
            && open(key, &pairs)
        {
            pairs.insert(key.key.clone(), id.key.clone());
        }
    }
    // What is left over.
    let mut taken: BTreeSet<&Text> = BTreeSet::new();
    for id in pairs.values() {
        taken.insert(id);
    }
    let related = related(session);
    let keys: Vec<&Summary> = all.iter().filter(|summary| open(summary, &pairs)).collect();
    let is_free =
        |summary: &&Summary| summary.id == Id::Said && !taken.contains(&summary.key) && !related.contains(&summary.key);
    let ids: Vec<&Summary> = all.iter().filter(is_free).collect();
    if let ([key], [id]) = (&*keys, &*ids)
        && !(key.name.is_some() && id.name.is_some())
    {
        let finding = Diagnostic::new(Code::ImportTakenAs, key.origin.place());
        let finding = finding.arg("kind", kind).arg("key", &*key.key).arg("id", &*id.key);
        session.diagnostics.push(finding.related(id.origin.place(), Role::First));
        pairs.insert(key.key.clone(), id.key.clone());
    }
    pairs
}

/// The ids that relations of files that are no answers name: what they stand for is settled.
fn related(session: &Session<'_>) -> BTreeSet<Text> {
    let relations = session.draft.services.items.iter().flat_map(|service| &service.relations.items);
    let said = relations.filter_map(|relation| relation.artifact.as_ref());
    let rank = |origin: &Origin| session.memory.ranks.get(origin.file as usize).copied();
    let mut related = BTreeSet::new();
    said.filter(|said| rank(&said.origin) != Some(Rank::Answered)).for_each(|said| {
        related.insert(said.value.clone());
    });
    related
}

fn rename_services(session: &mut Session<'_>, pairs: &BTreeMap<Text, Text>) {
    if pairs.is_empty() {
        return;
    }
    let old = std::mem::take(&mut session.draft.services);
    for mut service in old.items {
        if let Some(id) = pairs.get(&service.key) {
            (service.key, service.id) = (id.clone(), Id::Said);
        }
        session.add_service(service);
    }
}

fn rename_artifacts(session: &mut Session<'_>, pairs: &BTreeMap<Text, Text>) {
    if pairs.is_empty() {
        return;
    }
    let old = std::mem::take(&mut session.draft.artifacts);
    for mut artifact in old.items {
        if let Some(id) = pairs.get(&artifact.key) {
            (artifact.key, artifact.id) = (id.clone(), Id::Said);
        }
        session.add_artifact(artifact);
    }
    let services = session.draft.services.items.iter_mut();
    for relation in services.flat_map(|service| &mut service.relations.items) {
        if let Some(said) = &mut relation.artifact
            && let Some(id) = pairs.get(&said.value)
        {
            said.value = id.clone();
        }
    }
}

/// Accounts whose file does not say the service belong to the only one that there is.
fn place_accounts(session: &mut Session<'_>) {
    let accounts = std::mem::take(&mut session.draft.accounts);
    let Some(first) = accounts.first() else { return };
    let [service] = &*session.draft.services.items else {
        let finding = Diagnostic::new(Code::ImportServiceUnnamed, first.origin.place());
        return session.diagnostics.push(finding);
    };
    let key = service.key.clone();
    for account in accounts {
        session.add_account(key.clone(), account);
    }
}

/// Images of ECS say how far the images of versions are. Those that no version names are the account's own artifacts, by
/// their name: `DescribeImages#NAME`, with one version, `1`.
fn place_images(session: &mut Session<'_>) {
    let described = std::mem::take(&mut session.draft.images);
    if described.is_empty() {
        return;
    }
    let mut known: BTreeMap<Text, Vec<(usize, usize, Option<usize>)>> = BTreeMap::new();
    for (at, artifact) in session.draft.artifacts.items.iter().enumerate() {
        for (number, version) in artifact.versions.items.iter().enumerate() {
            if let Some(said) = &version.image_id {
                known.entry(said.value.clone()).or_default().push((at, number, None));
            }
            for (region, image) in version.images.items.iter().enumerate() {
                if let Some(said) = &image.image_id {
                    known.entry(said.value.clone()).or_default().push((at, number, Some(region)));
                }
            }
        }
    }
    let mut others: BTreeMap<(Text, Text), Vec<EcsImage>> = BTreeMap::new();
    let mut passed_over = None;
    for image in described {
        match (known.get(&image.image_id.value), &image.name) {
            (Some(places), _) => places.iter().for_each(|place| describe(session, *place, &image)),
            (None, Some(name)) if image.own => {
                others.entry((name.value.clone(), image.region.value.clone())).or_default().push(image);
            }
            (None, _) => {
                passed_over.get_or_insert(image);
            }
        }
    }
    if let Some(image) = passed_over {
        let finding = Diagnostic::new(Code::ImportLeftOut, image.image_id.origin.place());
        let finding = finding.arg("name", &*image.image_id.value);
        session
            .diagnostics
            .push(finding.arg("reason", "an image that no artifact names, and that has no name or owner here"));
    }
    for ((name, region), mut images) in others {
        images.dedup_by(|one, other| one.image_id.value == other.image_id.value);
        let Some(image) = images.pop() else { continue };
        if let Some(first) = images.first() {
            let finding = Diagnostic::new(Code::ImportImageRepeated, image.image_id.origin.place());
            let finding = finding.arg("region", &*region).arg("name", &*name);
            session.diagnostics.push(finding.related(first.image_id.origin.place(), Role::First));
            continue;
        }
        let origin = image.image_id.origin.clone();
        let draft = ImageDraft {
            region,
            origin,
            image_id: Some(image.image_id),
            status: image.status.map(delivered),
            progress: image.progress,
            ..ImageDraft::default()
        };
        let mut artifact = with_image(format!("DescribeImages#{name}").into(), ONLY.into(), draft);
        artifact.name = image.name;
        session.add_artifact(artifact);
    }
}

/// What ECS says of an image that a version names.
fn describe(session: &mut Session<'_>, (at, number, region): (usize, usize, Option<usize>), image: &EcsImage) {
    let mut merger = Merger::new(&session.memory.ranks, &session.memory.derived);
    let artifact = &mut session.draft.artifacts.items[at];
    let key = artifact.key.clone();
    let version = &mut artifact.versions.items[number];
    let name = format!("{key}/{}", version.version);
    match region.map(|region| &mut version.images.items[region]) {
        None => {
            let id = || name.clone();
            merger.said(&mut version.region_id, Some(image.region.clone()), ("version", &id), "source.regionId");
        }
        Some(entry) => {
            let id = || format!("{name}/{}", entry.region);
            let mut listed: Said = Some(Fact { value: entry.region.clone(), origin: entry.origin.clone() });
            merger.said(&mut listed, Some(image.region.clone()), ("image", &id), "region");
            let mut status = entry.status.take();
            merger.said(&mut status, image.status.clone().map(delivered), ("image", &id), "status");
            let mut progress = entry.progress.take();
            merger.said(&mut progress, image.progress.clone(), ("image", &id), "progress");
            (entry.status, entry.progress) = (status, progress);
        }
    }
    let (clashes, same) = merger.finish();
    session.settle(clashes, same);
}

fn delivered(mut said: Fact<Text>) -> Fact<Text> {
    said.value = images::status(&said.value).into();
    said
}
