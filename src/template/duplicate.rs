//! Keys that are written twice. ROS lets the last one win; where an image depends on it that is too much of a guess.

use super::SiteOptions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::rules;
use crate::syntax::view::View;
use crate::syntax::{Kind, NodeId};

/// Reports every key of every mapping that an earlier key of the same mapping equals.
pub fn report(view: &View<'_>, _options: &SiteOptions, diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    for id in 0..view.document.nodes.len() as NodeId {
        if view.document.node(id).kind.is_mapping() {
            find(view, id, &mut found);
        }
    }
    if found.is_empty() {
        return;
    }
    let places = Places::of(view);
    for (mapping, first, second) in found {
        let code = if places.decides(view, mapping, second) { Code::DuplicateSiteKey } else { Code::DuplicateKey };
        diagnostics.push(
            Diagnostic::new(code, view.token(second))
                .arg("key", view.text_of(second).as_ref())
                .related(view.token(first), Role::First),
        );
    }
}

/// Pairs each key of `mapping` with the one before it that has the same text.
fn find(view: &View<'_>, mapping: NodeId, found: &mut Vec<(NodeId, NodeId, NodeId)>) {
    // Most mappings have few keys, and most keys differ in length or first bytes: comparing those is all there is to do.
    const FEW: usize = 24;
    let mut few = [(0_u64, 0 as NodeId); FEW];
    for (count, (key, _)) in view.document.entries(mapping).enumerate() {
        if count == FEW {
            return find_many(view, mapping, found);
        }
        let print = fingerprint(view, key);
        if let Some((_, first)) =
            few[..count].iter().rev().find(|(other, first)| *other == print && equal(view, *first, key))
        {
            found.push((mapping, *first, key));
        }
        few[count] = (print, key);
    }
}

fn find_many(view: &View<'_>, mapping: NodeId, found: &mut Vec<(NodeId, NodeId, NodeId)>) {
    found.retain(|(other, ..)| *other != mapping);
    let scalars = view.document.entries(mapping).filter(|(key, _)| is_compared(view, *key));
    let mut keys: Vec<_> = scalars.map(|(key, _)| (view.text_of(key), key)).collect();
    keys.sort();
    for pair in keys.windows(2) {
        if pair[0].0 == pair[1].0 {
            found.push((mapping, pair[0].1, pair[1].1));
        }
    }
}

/// Length and first bytes of a key as it is written; 0 where escapes or an alias leave that open.
fn fingerprint(view: &View<'_>, key: NodeId) -> u64 {
    let node = view.document.node(key);
    let bytes = match node.kind {
        Kind::Plain => node.span(),
        Kind::SingleQuoted | Kind::DoubleQuoted | Kind::JsonString => {
            crate::syntax::scalar::inner(view.text, view.document, key)
        }
        _ => return 0,
    }
    .of(view.text.as_bytes());
    if bytes.contains(&b'\\') || bytes.contains(&b'\'') {
        return 0;
    }
    bytes.iter().take(7).fold(bytes.len() as u64 + 1, |print, &byte| print << 8 | u64::from(byte))
}

fn equal(view: &View<'_>, first: NodeId, second: NodeId) -> bool {
    is_compared(view, first) && is_compared(view, second) && view.text_of(first) == view.text_of(second)
}

/// A collection as a key is nobody's image, and a merge key may be written twice.
fn is_compared(view: &View<'_>, key: NodeId) -> bool {
    let kind = view.document.node(key).kind;
    (kind.is_scalar() || kind == Kind::Alias) && !view.is_merge(key)
}

/// The mappings whose keys decide which image is meant.
struct Places {
    roots: Vec<NodeId>,
    resources: Vec<NodeId>,
    workspaces: Vec<NodeId>,
}

impl Places {
    fn of(view: &View<'_>) -> Self {
        let mut places = Places { roots: Vec::new(), resources: Vec::new(), workspaces: Vec::new() };
        places.roots = view.document.roots.iter().filter_map(|root| view.follow(root.node)).collect();
        let sections = |name: &str, roots: &[NodeId]| -> Vec<NodeId> {
            let entries = roots.iter().flat_map(|&root| view.document.entries(root));
            entries.filter(|(key, _)| view.is_text(*key, name)).filter_map(|(_, value)| view.follow(value)).collect()
        };
        places.resources = sections("Resources", &places.roots);
        places.workspaces = sections("Workspace", &places.roots);
        places
    }

    fn decides(&self, view: &View<'_>, mapping: NodeId, key: NodeId) -> bool {
        if self.roots.contains(&mapping) {
            return view.is_text(key, "Resources") || view.is_text(key, "Workspace");
        }
        if self.resources.contains(&mapping) || self.workspaces.contains(&mapping) {
            return true;
        }
        let mut bodies = self.resources.iter().flat_map(|&resources| view.document.entries(resources));
        bodies.any(|(_, body)| view.follow(body).is_some_and(|body| decides_in_resource(view, body, mapping, key)))
    }
}

/// `Type` and `Properties` of a resource, and what a rule's path names below them.
fn decides_in_resource(view: &View<'_>, body: NodeId, mapping: NodeId, key: NodeId) -> bool {
    if body == mapping {
        return view.is_text(key, "Type") || view.is_text(key, "Properties");
    }
    let inside = view.document.node(body);
    if !(body < mapping && mapping < inside.next) {
        return false;
    }
    let resource_type = view.value(body, "Type").and_then(|id| view.string(id)).unwrap_or_default();
    let names = rules::ros(resource_type.as_bytes()).iter().flat_map(|rule| rule.path.split('.'));
    names.map(|name| name.trim_end_matches("[]")).any(|name| view.is_text(key, name))
}
