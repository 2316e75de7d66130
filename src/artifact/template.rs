//! The templates of a service: which there are, where their files are, where they may be deployed.

use super::service::editable;
use super::{Refusal, reason};
use crate::diagnostic::{Code, Place, Role};
use crate::manifest::{Keyed, Manifest, Template, Text};

pub(super) fn add(manifest: &mut Manifest, id: &str, template: &Template) -> Result<(), Refusal> {
    let at = editable(manifest, id)?;
    free(manifest, at, &template.name)?;
    edit(manifest, at, &mut |templates| templates.push(template.clone()));
    Ok(())
}

/// What replaces.
pub(super) struct Changed<'c> {
    pub(super) name: Option<&'c Text>,
    /// Empty where there is to be none.
    pub(super) path: Option<&'c Text>,
    pub(super) regions: Option<&'c Vec<Text>>,
}

pub(super) fn update(manifest: &mut Manifest, id: &str, template: &str, changed: &Changed<'_>) -> Result<(), Refusal> {
    let (at, found) = template_at(manifest, id, template)?;
    if let Some(name) = changed.name.filter(|name| ***name != *template) {
        free(manifest, at, name)?;
    }
    edit(manifest, at, &mut |templates| {
        let template = &mut templates[found];
        if let Some(name) = changed.name {
            template.name = name.clone();
        }
        if let Some(path) = changed.path {
            template.path = Some(path.clone()).filter(|path| !path.is_empty());
        }
        if let Some(regions) = changed.regions {
            template.allowed_regions = regions.clone();
        }
    });
    Ok(())
}

/// Its relations stay: they serve all of the service's templates, and another one may name them.
pub(super) fn remove(manifest: &mut Manifest, id: &str, template: &str) -> Result<(), Refusal> {
    let (at, found) = template_at(manifest, id, template)?;
    edit(manifest, at, &mut |templates| drop(templates.remove(found)));
    Ok(())
}

/// Where a service and one of its templates stand.
fn template_at(manifest: &Manifest, id: &str, template: &str) -> Result<(usize, usize), Refusal> {
    let at = editable(manifest, id)?;
    match manifest.services[at].templates.position(template) {
        Some(found) => Ok((at, found)),
        None => {
            let finding = reason(Code::TemplateUnknown, "/template").arg("service", id);
            Err(vec![finding.arg("template", template)])
        }
    }
}

/// No other template of the service has this name.
fn free(manifest: &Manifest, at: usize, name: &str) -> Result<(), Refusal> {
    let service = &manifest.services[at];
    if name.is_empty() {
        return Err(vec![reason(Code::ManifestEmptyId, "/name").arg("field", "name")]);
    }
    let Some(other) = service.templates.get(name) else { return Ok(()) };
    let declared = Place::Manifest(format!("/services/{}/templates/{}", service.position, other.position));
    let finding = reason(Code::ManifestDuplicateTemplate, "/name").arg("template", name);
    Err(vec![finding.related(declared, Role::Declared)])
}

fn edit(manifest: &mut Manifest, at: usize, change: &mut dyn FnMut(&mut Vec<Template>)) {
    let Some(service) = manifest.services.at_mut(at) else { return };
    let mut templates = std::mem::take(&mut service.templates).into_items();
    change(&mut templates);
    for (position, template) in templates.iter_mut().enumerate() {
        template.position = position as u32;
    }
    service.templates = Keyed::new(templates);
}
