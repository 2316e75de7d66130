//! Keys that are written twice. ROS lets the last one win; where an image depends on it that is too much of a guess.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role};
use crate::rules;
use crate::syntax::NodeId;
use crate::syntax::view::{Repeated, View};

/// Reports every key that an earlier key of the same mapping equals.
pub fn report(view: &View<'_>, diagnostics: &mut Diagnostics) {
    if view.repeated.is_empty() {
        return;
    }
    let places = Places::of(view);
    for &Repeated { mapping, first, second } in &view.repeated {
        let code = if places.decides(view, mapping, second) { Code::DuplicateSiteKey } else { Code::DuplicateKey };
        diagnostics.push(
            Diagnostic::new(code, view.token(second))
                .arg("key", view.text_of(second).as_ref())
                .related(view.token(first), Role::First),
        );
    }
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
