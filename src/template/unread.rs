//! Values that are handed to what is not read here: a module of a registry, a custom resource, a stack elsewhere. No image
//! is replaced there.

use super::Template;
use super::origin::{OriginId, Reach};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role, Severity};
use crate::source::Span;

/// One value that is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The logical id; `module.name` in Terraform.
    pub resource: String,
    /// The property or argument, with those around it: `Parameters.ImageId`.
    pub property: String,
    /// The value's token.
    pub span: Span,
    /// Whether its name is that of an image; else it counts only where a relation names it.
    pub named: bool,
    /// Everything that it refers to.
    pub origin: OriginId,
}

/// What the name of a property or an argument says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// It is an image, or a list of them: `ImageId`, `base_image`, `image_ids`.
    Image,
    /// It is a text for people: `name`, `Description`, `tags`. An artifact's literal may be a plain word (`linux`).
    Label,
    /// Nothing.
    Other,
}

impl Name {
    /// What `name` says, whatever the case and the separators.
    pub fn of(name: &str) -> Self {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let plain = plain.to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| plain.ends_with(ending));
        match () {
            () if ends(&["image", "images", "imageid", "imageids"]) => Name::Image,
            () if plain.contains("image") => Name::Other,
            () if ends(&["name", "names", "description", "tag", "tags", "label", "labels", "prefix", "key"]) => {
                Name::Label
            }
            () => Name::Other,
        }
    }
}

/// Reports each value that looks like an image, and each that refers to a literal that `reach` was asked for: an error, for
/// its author meant it to be replaced.
pub fn report(template: &Template, reach: &Reach, diagnostics: &mut Diagnostics) {
    for unread in &template.unread {
        let meant = template.origins.reached(reach, Some(unread.origin));
        if !unread.named && meant.is_none() {
            continue;
        }
        let mut finding = Diagnostic::new(Code::ModuleNotRead, unread.span)
            .arg("resource", unread.resource.as_str())
            .arg("property", unread.property.as_str());
        if let Some(end) = meant {
            finding = finding.severity(Severity::Error).arg("image", &*end.literal);
            if !unread.span.contains(end.span) {
                finding = finding.related(end.span, Role::EndsHere);
            }
        }
        diagnostics.push(finding);
    }
}
