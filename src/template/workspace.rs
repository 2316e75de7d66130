//! ROS documents that carry Terraform: every `.tf` text of `Workspace`, read where it stands.

use super::terraform::{self, File};
use super::{Found, SiteOptions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::syntax::scalar::{self, Mapped};
use crate::syntax::view::{Entry, View};
use crate::syntax::{Kind, NodeId};

/// How the transforms that read `Workspace` start. Matched by prefix, as versions are added.
const TRANSFORMS: [&str; 2] = ["Aliyun::Terraform-", "Aliyun::OpenTofu-"];

/// One entry of `Workspace`, decoded.
struct Text {
    name: String,
    mapped: Mapped,
    carrier: Kind,
}

/// Finds the sites in the `Workspace` of a document whose `Transform` names Terraform or OpenTofu.
pub fn read(
    view: &View<'_>,
    transform: Option<NodeId>,
    workspace: Option<Entry>,
    options: &SiteOptions,
    diagnostics: &mut Diagnostics,
    found: &mut Found,
) {
    let terraform = transform.is_some_and(|transform| names_terraform(view, transform));
    let workspace = match (terraform, workspace) {
        (true, Some(entry)) => entry,
        (true, None) => {
            let place = transform.map_or_else(Default::default, |transform| view.token(transform));
            return diagnostics.push(Diagnostic::new(Code::WorkspaceMissing, place));
        }
        (false, Some(entry)) => {
            return diagnostics.push(Diagnostic::new(Code::WorkspaceIgnored, view.token(entry.key)));
        }
        (false, None) => return,
    };
    let Some(mapping) = view.follow(workspace.value) else { return };
    if !view.document.node(mapping).kind.is_mapping() {
        let place = view.token(mapping);
        return diagnostics.push(
            Diagnostic::new(Code::WrongType, place)
                .arg("name", "Workspace")
                .arg("expected", "a mapping of file names to texts"),
        );
    }
    let texts: Vec<Text> =
        view.entries(mapping).into_iter().filter_map(|entry| text(view, entry, diagnostics)).collect();
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|text| File {
            name: &text.name,
            text: &text.mapped.text,
            workspace: Some(&text.name),
            outer: Some((&text.mapped, text.carrier)),
        })
        .collect();
    terraform::sites(&files, options, diagnostics, found);
}

fn names_terraform(view: &View<'_>, transform: NodeId) -> bool {
    let names =
        |id: NodeId| view.string(id).is_some_and(|name| TRANSFORMS.iter().any(|prefix| name.starts_with(prefix)));
    names(transform) || view.items(transform).any(names)
}

/// The text of an entry that Terraform reads; every other entry is nobody's resource.
fn text(view: &View<'_>, entry: Entry, diagnostics: &mut Diagnostics) -> Option<Text> {
    let name = view.text_of(entry.key).into_owned();
    if !terraform::is_file_name(&name) {
        return None;
    }
    let value = view.follow(entry.value)?;
    if view.string(value).is_none() {
        let place = view.token(entry.value);
        diagnostics
            .push(Diagnostic::new(Code::WrongType, place).arg("name", name).arg("expected", "the text of a file"));
        return None;
    }
    let mapped = scalar::decode_mapped(view.text, view.document, value);
    Some(Text { name, mapped, carrier: view.document.node(value).kind })
}
