//! Texts that several places read, through aliases and merge keys: who reads one, and where it can be changed for one of
//! its readers alone.
//!
//! A reader is a place that ROS reads: anything under one of its sections, through aliases and merges. What stands under
//! another key at the top, such as `x-base`, is read where an alias brings it under a section, and nowhere else.

use std::sync::Arc;

use super::ros::SECTIONS;
use super::site::Site;
use crate::order;
use crate::source::Span;
use crate::syntax::scalar;
use crate::syntax::view::{Entry, View};
use crate::syntax::{Kind, NodeId};

/// How a site stands to a text that it does not read alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// The text: one for all sites that read it.
    pub text: Arc<SharedText>,
    /// The token that the site reads it by: an alias, or the text itself.
    pub token: Handle,
    /// Whether the token is an alias, at the site's span.
    pub is_alias: bool,
    /// A key of the site's own, where a merge key brings in the one that is read.
    pub own_key: Option<OwnKey>,
    /// The mappings between that one and the site, each of which merges the one before: what is written in one of them
    /// changes this site, too.
    pub merges: Vec<u32>,
    /// Those of the text's places that are the site itself.
    pub named: Vec<Span>,
}

impl Sharing {
    /// Whether all that reads the site's token is this site, or all that reads the text are sites.
    pub fn is_of_sites(&self) -> bool {
        (self.is_alias && self.token.readers == 1) || self.text.readers == self.text.sites
    }
}

/// A place where a change changes every place that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Which place it is, among those of one template.
    pub id: u32,
    /// How many places read it; [`u32::MAX`] for more than can be counted.
    pub readers: u32,
}

/// A key that can be inserted before those of a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnKey {
    /// The mapping.
    pub mapping: Handle,
    /// Where the key goes.
    pub at: u32,
    /// What is written before the value: the key.
    pub before: String,
    /// What is written after it: up to the key that follows.
    pub after: String,
}

/// A text that several places read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedText {
    /// How many places read it; [`u32::MAX`] for more than can be counted.
    pub readers: u32,
    /// How many sites read it.
    pub sites: u32,
    /// How many places read it where it stands, and not by an alias.
    pub own: u32,
    /// The tokens by which they do, in the order of the text: some of them, where there are many.
    pub places: Vec<Span>,
    /// The text with its anchor and tag, where it has an anchor.
    pub anchored: Option<Span>,
    /// Every alias of that anchor, in the order of the text, and whether the text can stand there as it is written.
    pub aliases: Vec<(Span, bool)>,
}

/// Where a site was found.
pub(super) struct Slot {
    /// Its position among the sites.
    pub(super) site: usize,
    /// The mapping that was asked for its key.
    pub(super) mapping: NodeId,
    /// What was found.
    pub(super) entry: Entry,
    /// The first alias on the way to it.
    pub(super) entered: Option<NodeId>,
}

/// How many places of one text are named.
const PLACES: usize = 16;

/// How many nodes are looked at to find them.
const LOOKS: usize = 64;

/// How far an inserted key may be indented: further than people do, and no more than can be written for each site.
const COLUMNS: usize = 256;

/// How long a text may be that becomes a key: less than YAML's 1,024 characters.
const KEY: usize = 1000;

const NONE: NodeId = NodeId::MAX;

/// Tells each of `sites` that reads a text with others how it stands to it.
pub(super) fn find(view: &View<'_>, slots: &[Slot], sites: &mut [Site]) {
    let document = view.document;
    if document.targets.is_empty() || sites.is_empty() {
        return;
    }
    let readers = Readers::count(view);
    let mut texts: Vec<(NodeId, usize, Option<&Slot>)> = Vec::with_capacity(sites.len());
    for slot in slots {
        texts.extend(document.target(slot.entry.value).map(|text| (text, slot.site, Some(slot))));
    }
    for (at, site) in sites.iter().enumerate().filter(|(_, site)| site.workspace.is_some()) {
        // The scalar that carries the file is the last node that starts at or before its text.
        let after = document.nodes.partition_point(|node| node.start <= site.scalar.start);
        texts.push((after.saturating_sub(1) as NodeId, at, None));
    }
    // Sites that read one entry of one mapping stand to its text in one way.
    let place =
        |&(text, _, slot): &(NodeId, usize, Option<&Slot>)| (text, slot.map(|slot| (slot.mapping, slot.entry.key)));
    order::sort(&mut texts, |one, other| place(one).cmp(&place(other)));
    let mut last: Option<Sharing> = None;
    for (at, &(text, site, slot)) in texts.iter().enumerate() {
        if readers.counts[text as usize] == 1 {
            continue;
        }
        let before = at.checked_sub(1).map(|before| place(&texts[before]));
        let known = last.filter(|_| before.is_some_and(|before| before.0 == text));
        let mut sharing = match known {
            Some(known) if before == Some(place(&texts[at])) => known,
            known => {
                let shared = known.map(|known| known.text).unwrap_or_else(|| {
                    let same = texts[at..].iter().take_while(|other| other.0 == text);
                    Arc::new(readers.text(text, same.count() as u32))
                });
                readers.sharing(text, shared, slot)
            }
        };
        if let Some(slot) = slot {
            let token = slot.entry.value;
            let outside = Some(token).filter(|&token| !readers.is_under_section(token));
            let named = [Some(slot.entered.unwrap_or(token)), outside].into_iter().flatten();
            sharing.named = named.map(|token| view.document.node(token).span()).collect();
        }
        sites[site].sharing = Some(Box::new(sharing.clone()));
        last = Some(sharing);
    }
}

/// How often each node of a document is read.
struct Readers<'a, 'v> {
    view: &'v View<'a>,
    /// What is above each node: above a value its key, above a key or an item its collection.
    above: Vec<NodeId>,
    /// How many readers a node has; an alias those that read it by this alias.
    counts: Vec<u32>,
    /// Each alias behind what it names, ascending.
    aliases: Vec<(NodeId, NodeId)>,
}

impl<'a, 'v> Readers<'a, 'v> {
    fn count(view: &'v View<'a>) -> Self {
        let document = view.document;
        let mut aliases: Vec<_> = document.targets.iter().map(|&(alias, target)| (target, alias)).collect();
        order::sort(&mut aliases, Ord::cmp);
        let nodes = document.nodes.len();
        let mut readers = Readers { view, above: vec![NONE; nodes], counts: vec![0; nodes], aliases };
        for &(alias, target) in &document.targets {
            // What holds itself has no end.
            if alias < document.node(target).next {
                readers.counts[target as usize] = u32::MAX;
            }
        }
        for root in &document.roots {
            readers.walk(root.node);
        }
        readers
    }

    /// Visits parents before their children, the last child first. Whatever reads a node is visited before it then: what
    /// it stands in, and the aliases that name it, which stand behind it.
    fn walk(&mut self, root: NodeId) {
        let document = self.view.document;
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            let count = self.counts[id as usize];
            let kind = document.node(id).kind;
            if kind.is_mapping() {
                for (key, value) in document.entries(id) {
                    self.above[key as usize] = id;
                    self.above[value as usize] = key;
                    // A key is no image, wherever it stands.
                    self.add(key, count.max(1));
                    stack.extend([key, value]);
                }
                if count == 0 && id != root {
                    continue;
                }
                for entry in self.view.entries(id) {
                    let count = if id == root { u32::from(self.is_section(entry.key)) } else { count };
                    self.add(entry.value, count);
                    if entry.merge.is_some() {
                        self.add(entry.key, count);
                    }
                }
            } else if let Some(target) = document.target(id) {
                if target != id {
                    self.add(target, count);
                }
                for item in document.children(id) {
                    self.above[item as usize] = id;
                    self.add(item, count);
                    stack.push(item);
                }
            }
        }
    }

    fn add(&mut self, id: NodeId, count: u32) {
        let sum = &mut self.counts[id as usize];
        *sum = sum.saturating_add(count);
    }

    fn is_section(&self, key: NodeId) -> bool {
        SECTIONS.iter().any(|section| self.view.is_text(key, section))
    }

    /// How a site in `slot` stands to its text.
    fn sharing(&self, text: NodeId, shared: Arc<SharedText>, slot: Option<&Slot>) -> Sharing {
        // What stands inside a text can be changed for all who read it, or for nobody.
        let own = Handle { id: text, readers: if slot.is_some() { shared.own } else { u32::MAX } };
        let mut sharing =
            Sharing { text: shared, token: own, is_alias: false, own_key: None, merges: Vec::new(), named: Vec::new() };
        let Some(&Slot { mapping, entry, .. }) = slot else { return sharing };
        if entry.value != text {
            sharing.token = Handle { id: entry.value, readers: self.counts[entry.value as usize] };
            sharing.is_alias = true;
        }
        if let Some(mut merge) = entry.merge {
            let name = self.view.text_of(entry.key);
            sharing.own_key = self.own_key(mapping, &name);
            sharing.merges.push(mapping);
            while let Some(source) = self.view.follow(merge) {
                let Some(Entry { merge: Some(next), .. }) = self.view.get(source, &name) else { break };
                sharing.merges.push(source);
                merge = next;
            }
        }
        sharing
    }

    fn text(&self, text: NodeId, sites: u32) -> SharedText {
        let document = self.view.document;
        let node = document.node(text).span();
        let name = document.anchor(text).filter(|_| self.kind(text).is_scalar() && !node.is_empty());
        let anchored = name.map(|name| {
            let start = document.tag(text).map_or(name.start, |tag| tag.start);
            Span::new(start.min(name.start - 1), node.end)
        });
        let readers = self.counts[text as usize];
        let by_alias = self.aliases_of(text).map(|alias| self.counts[alias as usize]);
        let own = by_alias.fold(readers, u32::saturating_sub);
        let aliases = anchored.map_or_else(Vec::new, |anchored| self.moves(text, anchored));
        SharedText { readers, sites, own, places: self.places(text, own > 0), anchored, aliases }
    }

    fn own_key(&self, mapping: NodeId, name: &str) -> Option<OwnKey> {
        let node = self.view.document.node(mapping);
        let text = self.view.text;
        let mut at = node.start;
        let (gap, after) = if node.kind == Kind::BlockMapping {
            let lead = self.lead(mapping);
            let above = text.strip_suffix(&text[at as usize - lead.len()..]).unwrap_or_default();
            let end = if above.ends_with("\r\n") { 2 } else { 1 };
            // Tabs have no width.
            if lead.contains('\t') || lead.len() > COLUMNS || above.len() < end {
                return None;
            }
            ("", format!("{}{:2$}", &above[above.len() - end..], "", lead.len()))
        } else {
            // A pair in a list has no brackets.
            let inside = text[at as usize..].strip_prefix('{')?;
            at += 1;
            let gap = &inside[..inside.len() - inside.trim_start_matches([' ', '\t', '\n', '\r']).len()];
            let gap = if gap.len() > COLUMNS { " " } else { gap };
            (gap, if gap.is_empty() { ", " } else { "," }.to_owned())
        };
        let readers = self.readers_of_key(mapping, name);
        Some(OwnKey { mapping: Handle { id: mapping, readers }, at, before: format!("{gap}{name}: "), after })
    }

    /// How many places would read a key of its own that a mapping merges now: those that read the mapping, and the
    /// mappings that take the key from it.
    fn readers_of_key(&self, mapping: NodeId, name: &str) -> u32 {
        let mut count = self.counts[mapping as usize];
        // What holds itself is read without end.
        if count == u32::MAX {
            return count;
        }
        for slot in self.slots(mapping) {
            for outer in self.mergers(slot, name) {
                count = count.saturating_add(self.readers_of_key(outer, name));
            }
        }
        count
    }

    /// The mappings that take the key `name` from what stands in `slot`, a part of their merge key.
    fn mergers(&self, slot: NodeId, name: &str) -> Vec<NodeId> {
        if self.view.exhausted() {
            return Vec::new();
        }
        let merges = |slot: NodeId| self.key_of(slot).filter(|&key| self.view.is_merge(key));
        let above = self.above[slot as usize];
        let lists = self.slots(above).filter(|_| above != NONE && self.kind(above).is_sequence());
        let keys = lists.filter_map(merges).chain(merges(slot));
        let outer = keys.map(|key| self.above[key as usize]);
        let takes = |&outer: &NodeId| self.view.get(outer, name).is_some_and(|entry| entry.merge == Some(slot));
        outer.filter(takes).collect()
    }

    fn kind(&self, id: NodeId) -> Kind {
        self.view.document.node(id).kind
    }

    /// The key of a value.
    fn key_of(&self, id: NodeId) -> Option<NodeId> {
        let above = self.above[id as usize];
        (above != NONE && self.view.document.node(above).next <= id).then_some(above)
    }

    /// What a node stands in, and the key that it has there; none for an item and for a key.
    fn outer(&self, id: NodeId) -> (NodeId, NodeId) {
        match self.key_of(id) {
            Some(key) => (self.above[key as usize], key),
            None => (self.above[id as usize], NONE),
        }
    }

    fn aliases_of(&self, target: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let start = self.aliases.partition_point(|entry| entry.0 < target);
        self.aliases[start..].iter().take_while(move |entry| entry.0 == target).map(|entry| entry.1)
    }

    /// Where a node is written: as itself, and by each alias.
    fn slots(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::once(id).chain(self.aliases_of(id))
    }

    /// Whether a node stands under a section, be it read there or not.
    fn is_under_section(&self, id: NodeId) -> bool {
        let mut id = id;
        while self.above[id as usize] != NONE {
            let above = self.above[id as usize];
            if self.above[above as usize] == NONE {
                return self.is_section(id);
            }
            id = above;
        }
        false
    }

    /// The tokens by which a text is read: itself, its aliases, and under sections the aliases of what it stands in.
    fn places(&self, text: NodeId, is_read: bool) -> Vec<Span> {
        let mut places = Vec::new();
        let mut seen = vec![(text, NONE)];
        let mut looks = 0;
        let mut at = 0;
        while let Some(&(id, key)) = seen.get(at) {
            at += 1;
            let name = if key == NONE { Default::default() } else { self.view.text_of(key) };
            for slot in self.slots(id) {
                looks += 1;
                if looks > LOOKS {
                    break;
                }
                let merging = self.mergers(slot, &name);
                let is_alias = slot != id;
                let counted = if is_alias { self.counts[slot as usize] > 0 } else { id != text || is_read };
                if merging.is_empty() && !counted {
                    continue;
                }
                if id == text || (is_alias && self.is_under_section(slot)) {
                    places.push(self.view.document.node(slot).span());
                }
                let outer = merging.into_iter().map(|outer| (outer, key)).chain([self.outer(slot)]);
                for next in outer.filter(|next| next.0 != NONE) {
                    if !seen.contains(&next) {
                        seen.push(next);
                    }
                }
            }
        }
        order::sort(&mut places, |one, other| one.start.cmp(&other.start));
        places.truncate(PLACES);
        places
    }

    /// Every alias of a text, and whether the text can stand there as it is written, from its anchor on.
    fn moves(&self, text: NodeId, anchored: Span) -> Vec<(Span, bool)> {
        let (document, source) = (self.view.document, self.view.text);
        let written = anchored.text(source);
        let node = document.node(text);
        let is_block = matches!(node.kind, Kind::Literal | Kind::Folded);
        let has_lines = written.contains(['\n', '\r']);
        let ends_in_flow = node.kind == Kind::Plain && written.contains([',', '[', ']', '{', '}']);
        // Of a block scalar some lines, or the columns before them, belong to the place where it stands.
        let header = node.span().text(source).lines().next().unwrap_or_default();
        let is_bound = is_block && (document.indent(text).is_some() || header.contains('+'));
        let indent = if is_block { column_of(source, scalar::inner(source, document, text).start) } else { 0 };
        let from = self.block(text).map(|outer| self.lead(outer).len());
        let fits = |alias: NodeId| {
            let is_key = self.outer(alias).1 == NONE && self.kind(self.above[alias as usize]).is_mapping();
            let into = self.block(alias);
            if !has_lines {
                return (into.is_some() || !ends_in_flow) && (!is_key || written.len() < KEY);
            }
            let rest = &source[document.node(alias).end as usize..];
            let column = into.map(|outer| self.lead(outer).len());
            let indented = !is_key && !is_bound && column.is_some() && column <= from;
            indented && (!is_block || ends_text(rest, indent))
        };
        self.aliases_of(text).map(|alias| (document.node(alias).span(), fits(alias))).collect()
    }

    /// The collection that a node stands in, unless that has brackets.
    fn block(&self, id: NodeId) -> Option<NodeId> {
        let outer = self.outer(id).0;
        matches!(self.kind(outer), Kind::BlockMapping | Kind::BlockSequence).then_some(outer)
    }

    /// What stands before a node on its line.
    fn lead(&self, id: NodeId) -> &'a str {
        let start = self.view.document.node(id).start;
        let text: &'a str = self.view.text;
        &text[start as usize - column_of(text, start)..start as usize]
    }
}

/// How many bytes of its line stand before an offset.
fn column_of(text: &str, at: u32) -> usize {
    let before = &text[..at as usize];
    before.len() - before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Whether a block scalar whose text is indented by `indent` would end here: behind a line break and empty lines follows
/// a line that is indented less, or nothing.
fn ends_text(rest: &str, indent: usize) -> bool {
    let mut rest = rest;
    while let Some(line) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])) {
        rest = line.trim_start_matches(' ');
        if line.len() - rest.len() >= indent || rest.starts_with('\t') {
            return false;
        }
        if !rest.starts_with(['\n', '\r']) {
            return true;
        }
    }
    false
}
