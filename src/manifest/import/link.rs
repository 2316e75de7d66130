//! When every file was read: which of the things that have no id are the ones that another file says an id of, and what the
//! images of ECS are part of.
//!
//! A key stands for an id where the caller says so, where both have the same name and nobody else has, or where the same
//! literal of one service is related to both. What is then left over is joined only if one key and one id are left: that is
//! a warning, for it is no more than the only way to put the files together.

use super::draft::{ArtifactDraft, EcsImage, Id, ImageDraft, Named, Names, Said, ServiceDraft, Shelf};
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
fn pairs(session: &mut Session<'_>, all: &[Summary], kind: &'static str) -> Shelf<Pair> {
    let mut pairs: Shelf<Pair> = Shelf::default();
    let mut add = |key: &str, id: &str| pairs.add(Pair { key: key.into(), id: id.into() });
    for (key, id) in session.options.bind {
        if all.iter().any(|summary| &*summary.key == *key && summary.id != Id::Said) {
            add(key, id);
        }
    }
    if kind == "artifact" {
        for (key, id) in std::mem::take(&mut session.memory.same) {
            add(&key, &id);
        }
    }
    // By name, where a name is one thing's alone on either side.
    let (keys, ids) = (alone(all, Id::Derived), alone(all, Id::Said));
    for (at, summary) in all.iter().enumerate() {
        let Some(name) = &summary.name else { continue };
        if let (Some(key), Some(id)) = (keys.get(name), ids.get(name))
            && key == at
            && id != SEVERAL
        {
            add(&summary.key, &all[id].key);
        }
    }
    // What is left over.
    let mut taken = related(session);
    pairs.items.iter().for_each(|pair| taken.set(&pair.id, 0));
    let mut keys = all.iter().filter(|summary| summary.id == Id::Derived && pairs.get(&summary.key).is_none());
    let mut ids = all.iter().filter(|summary| summary.id == Id::Said && !taken.has(&summary.key));
    if let (Some(key), None, Some(id), None) = (keys.next(), keys.next(), ids.next(), ids.next())
        && !(key.name.is_some() && id.name.is_some())
    {
        let finding = Diagnostic::new(Code::ImportTakenAs, key.origin.place());
        let finding = finding.arg("kind", kind).arg("key", &*key.key).arg("id", &*id.key);
        session.diagnostics.push(finding.related(id.origin.place(), Role::First));
        pairs.add(Pair { key: key.key.clone(), id: id.key.clone() });
    }
    pairs
}

/// A key, and the id that it stands for.
struct Pair {
    key: Text,
    id: Text,
}

impl Named for Pair {
    fn name(&self) -> String {
        self.key.to_string()
    }
}

/// Stands for the position of what there is more than one of.
const SEVERAL: usize = usize::MAX;

/// By name, the position of the one thing that is called so, among those whose ids came about in one way.
fn alone(all: &[Summary], id: Id) -> Names {
    let mut names = Names::default();
    for (at, summary) in all.iter().enumerate().filter(|(_, summary)| summary.id == id) {
        if let Some(name) = &summary.name
            && names.place(name.to_string(), at).is_some()
        {
            names.set(name, SEVERAL);
        }
    }
    names
}

/// The ids that relations of files that are no answers name: what they stand for is settled.
fn related(session: &Session<'_>) -> Names {
    let mut names = Names::default();
    let relations = session.draft.services.items.iter().flat_map(|service| &service.relations.items);
    for said in relations.filter_map(|relation| relation.artifact.as_ref()) {
        if session.memory.ranks.get(said.origin.file as usize) != Some(&Rank::Answered) {
            names.set(&said.value, 0);
        }
    }
    names
}

fn rename_services(session: &mut Session<'_>, pairs: &Shelf<Pair>) {
    if pairs.items.is_empty() {
        return;
    }
    let old = std::mem::take(&mut session.draft.services);
    for mut service in old.items {
        if let Some(pair) = pairs.get(&service.key) {
            (service.key, service.id) = (pair.id.clone(), Id::Said);
        }
        session.add_service(service);
    }
}

fn rename_artifacts(session: &mut Session<'_>, pairs: &Shelf<Pair>) {
    if pairs.items.is_empty() {
        return;
    }
    let old = std::mem::take(&mut session.draft.artifacts);
    for mut artifact in old.items {
        if let Some(pair) = pairs.get(&artifact.key) {
            (artifact.key, artifact.id) = (pair.id.clone(), Id::Said);
        }
        session.add_artifact(artifact);
    }
    let services = session.draft.services.items.iter_mut();
    for said in services.flat_map(|service| &mut service.relations.items).filter_map(|one| one.artifact.as_mut()) {
        if let Some(pair) = pairs.get(&said.value) {
            said.value = pair.id.clone();
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
    let (mut known, mut places) = (Names::default(), Vec::new());
    let mut place = |id: &str, place: Place| match known.place(id.to_owned(), places.len()) {
        Some(at) => {
            let list: &mut Vec<Place> = &mut places[at];
            list.push(place);
        }
        None => places.push(vec![place]),
    };
    for (at, artifact) in session.draft.artifacts.items.iter().enumerate() {
        for (number, version) in artifact.versions.items.iter().enumerate() {
            if let Some(said) = &version.image_id {
                place(&said.value, (at, number, None));
            }
            for (region, image) in version.images.items.iter().enumerate() {
                if let Some(said) = &image.image_id {
                    place(&said.value, (at, number, Some(region)));
                }
            }
        }
    }
    let (mut names, mut others) = (Names::default(), Vec::new());
    let mut passed_over = None;
    for image in described {
        match (known.get(&image.image_id.value), &image.name) {
            (Some(at), _) => places[at].iter().for_each(|place| describe(session, *place, &image)),
            (None, Some(name)) if image.own => {
                let name = format!("{}\n{}", image.region.value, name.value);
                match names.place(name, others.len()) {
                    Some(at) => {
                        let list: &mut Vec<EcsImage> = &mut others[at];
                        list.push(image);
                    }
                    None => others.push(vec![image]),
                }
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
    for mut images in others {
        images.dedup_by(|one, other| one.image_id.value == other.image_id.value);
        let Some(image) = images.pop() else { continue };
        let (name, region) = (image.name.as_ref().map_or("", |name| &name.value).to_owned(), image.region.value);
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

/// An artifact's position, a version's in it, and an image's in that; none for the source.
type Place = (usize, usize, Option<usize>);

/// What ECS says of an image that a version names.
fn describe(session: &mut Session<'_>, (at, number, region): Place, image: &EcsImage) {
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
