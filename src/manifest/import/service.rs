//! Services: the answers of `GetService` and `ListServices`, and the service that a `config.yaml` asks for, which is written
//! with the same fields.
//!
//! What a service deploys stands in `DeployMetadata`, which answers give as JSON in a string: the relations of its images,
//! for all of its templates, and the templates with the regions that they may be deployed in.

use super::draft::{Id, Names, RelationDraft, Said, ServiceDraft, TemplateDraft};
use super::path;
use super::reader::{Session, placeholder};
use super::value::{Fact, Shape, Value};

/// Reads an answer: one service.
pub(super) fn read(session: &mut Session<'_>, root: &Value<'_>) {
    if let Some((service, _)) = item(session, root, None) {
        session.add_service(service);
    }
}

/// Reads an answer: a list of services. Of several versions of one the default one counts, else the first.
pub(super) fn read_list(session: &mut Session<'_>, root: &Value<'_>) {
    let mut found: Vec<(ServiceDraft, bool)> = Vec::new();
    session.answered(root, (&["services"], &[]), &mut |session, _, value| found.extend(item(session, value, None)));
    let mut seen = Names::default();
    let (first, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, is_default)| *is_default);
    for (service, _) in first.into_iter().chain(other) {
        if seen.place(service.key.to_string(), 0).is_none() {
            session.add_service(service);
        }
    }
}

/// Reads one service, and whether it is its default version. Without an id it goes by `key`; without that, too, it is left
/// out.
pub(super) fn item(session: &mut Session<'_>, value: &Value<'_>, key: Option<&str>) -> Option<(ServiceDraft, bool)> {
    let mut service = ServiceDraft { origin: session.origin(value), ..ServiceDraft::default() };
    let mut id: Said = None;
    let (mut read, mut is_default) = (false, false);
    session.object(value, ("Service", "Service"), &mut |session, name, written, value| {
        read = true;
        match name {
            "serviceid" => id = session.word(value, written),
            "name" | "servicename" => service.name = session.text(value, written),
            "serviceinfo" | "serviceinfos" => {
                if let Some(said) = service_name(session, value) {
                    service.name = Some(said);
                }
            }
            "status" => service.status = session.word(value, written),
            "sharetype" => service.share_type = session.word(value, written),
            "defaultversion" => is_default = value.text() == "true",
            "deploymetadata" => deployed(session, &mut service, value),
            "supplieruid" | "supplieraliuid" => {
                let said = session.digits(value, written);
                session.add_provider(said);
            }
            _ => return false,
        }
        true
    });
    if !read {
        return None;
    }
    match (id, key) {
        (Some(id), _) => service.key = id.value,
        (None, Some(key)) => {
            service.key = key.into();
            service.id = Id::Derived;
        }
        (None, None) => {
            let name = service.name.as_ref().map_or("service", |said| &*said.value).to_owned();
            session.left_out(value, &name, ("field", "ServiceId"));
            return None;
        }
    }
    Some((service, is_default))
}

/// The first name, of a list with one entry a language.
fn service_name(session: &mut Session<'_>, value: &Value<'_>) -> Said {
    let mut found: Said = None;
    let mut entry = |session: &mut Session<'_>, value: &Value<'_>| {
        session.object(value, ("ServiceInfo", "ServiceInfo"), &mut |session, name, written, value| {
            if name == "name" && found.is_none() {
                found = session.text(value, written);
            }
            // Names in other languages are of one service, too.
            name == "name" || name == "locale"
        });
    };
    session.collection(value, "ServiceInfo", &mut |session, value| {
        if value.shape() == Shape::Object {
            entry(session, value)
        } else {
            session.list(value, "ServiceInfo", &mut entry)
        }
    });
    found
}

fn deployed(session: &mut Session<'_>, service: &mut ServiceDraft, value: &Value<'_>) {
    // What customers deploy counts; what only the supplier's side says is added to it, such as the files of a managed
    // service's templates.
    let mut supplied: Vec<TemplateDraft> = Vec::new();
    session.object(value, ("DeployMetadata", "DeployMetadata"), &mut |session, name, written, value| {
        match name {
            "templateconfigs" => {
                let found = templates(session, value, written);
                found.into_iter().for_each(|template| service.templates.add(template));
            }
            "artifactrelation" => relations(session, service, value),
            "supplierdeploymetadata" => {
                session.object(value, ("SupplierDeployMetadata", written), &mut |session, name, written, value| {
                    match name {
                        "artifactrelation" => relations(session, service, value),
                        "suppliertemplateconfigs" => supplied.extend(templates(session, value, written)),
                        _ => return false,
                    }
                    true
                });
            }
            _ => return false,
        }
        true
    });
    for template in supplied {
        service.templates.put(template, &mut |into, from| {
            into.path = into.path.take().or(from.path);
            into.allowed_regions = into.allowed_regions.take().or(from.allowed_regions);
        });
    }
}

/// `{literal: {ArtifactId, ArtifactVersion}}`, or a list of such objects.
fn relations(session: &mut Session<'_>, service: &mut ServiceDraft, value: &Value<'_>) {
    let mut table = |session: &mut Session<'_>, value: &Value<'_>| {
        session.object(value, ("ArtifactRelation", "ArtifactRelation"), &mut |session, _, literal, value| {
            let relation = relation(session, literal, value);
            service.relations.add(relation);
            true
        });
    };
    session.collection(value, "ArtifactRelation", &mut |session, value| {
        if value.shape() == Shape::Object {
            table(session, value);
        } else {
            session.list(value, "ArtifactRelation", &mut table);
        }
    });
}

fn relation(session: &mut Session<'_>, literal: &str, value: &Value<'_>) -> RelationDraft {
    let mut relation =
        RelationDraft { literal: literal.into(), origin: session.origin(value), ..RelationDraft::default() };
    session.object(value, ("relation", literal), &mut |session, name, written, value| {
        match name {
            "artifactid" => {
                let Some(mut said) = session.scalar(value, written, false) else { return true };
                if let Some(placeholder) = placeholder(&said.value).map(str::to_owned) {
                    let meaning = session.described(&placeholder, "ArtifactId");
                    session.placeholder(value, &placeholder, meaning.as_deref(), None);
                    if let Some(meaning) = meaning {
                        said.value = meaning.into();
                    }
                }
                relation.artifact = Some(said);
            }
            "artifactversion" => {
                let Some(said) = session.scalar(value, written, true) else { return true };
                match placeholder(&said.value).map(str::to_owned) {
                    Some(placeholder) if session.described(&placeholder, "ArtifactVersion").is_some() => {
                        relation.follows = Some(Fact { value: placeholder.into(), origin: said.origin });
                    }
                    placeholder => {
                        if let Some(placeholder) = placeholder {
                            session.placeholder(value, &placeholder, None, None);
                        }
                        relation.version = Some(said);
                    }
                }
            }
            _ => return false,
        }
        true
    });
    relation
}

fn templates(session: &mut Session<'_>, value: &Value<'_>, field: &str) -> Vec<TemplateDraft> {
    let mut found = Vec::new();
    session.list(value, field, &mut |session, value| {
        let mut template = TemplateDraft { origin: session.origin(value), ..TemplateDraft::default() };
        let mut name: Said = None;
        session.object(value, ("template", field), &mut |session, key, written, value| {
            match key {
                "name" => name = session.text(value, written),
                "url" => {
                    let said = session.text(value, written);
                    if let Some(url) = said.as_ref().filter(|said| !path::is_file(&said.value)) {
                        // A template of the service's own is fetched by its id; a manifest names files.
                        if placeholder(&url.value).is_none() {
                            session.unread("template", "url", written, value);
                        }
                    }
                    let said = said.filter(|said| path::is_file(&said.value));
                    template.path =
                        said.map(|said| Fact { value: session.path(&said.value).into(), origin: said.origin });
                }
                "allowedregions" => template.allowed_regions = session.regions(value, written),
                _ => return false,
            }
            true
        });
        match name {
            Some(name) => {
                template.name = name.value;
                found.push(template);
            }
            None if value.shape() == Shape::Object => session.left_out(value, "template", ("field", "Name")),
            None => {}
        }
    });
    found
}
