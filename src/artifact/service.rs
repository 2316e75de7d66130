//! Services: what their literals stand for, whom they are open to, how far they have come.

use std::collections::BTreeSet;

use super::{Refusal, accepted, artifact_at, note, reason, relation_place, service_at};
use crate::diagnostic::{Code, Diagnostic, Place, Role};
use crate::manifest::serve::listed;
use crate::manifest::{
    AccountType, Grant, Keyed, Manifest, Permission, Relation, Service, ServiceStatus, ShareType, SharedAccounts,
    Template, Text, shape,
};
use crate::order;

pub(super) fn create(
    manifest: &mut Manifest,
    id: &str,
    name: Option<Text>,
    share_type: Option<ShareType>,
    templates: &[Template],
) -> Result<(), Refusal> {
    let mut refusal: Refusal = Vec::new();
    if id.is_empty() {
        refusal.push(reason(Code::ManifestEmptyId, "/serviceId").arg("field", "serviceId"));
    } else if let Some(existing) = manifest.service(id) {
        let declared = Place::Manifest(format!("/services/{}", existing.position));
        let taken = reason(Code::IdTaken, "/serviceId").arg("kind", "service").arg("id", id);
        refusal.push(taken.related(declared, Role::Declared));
    }
    note(&mut refusal, share_type.as_ref().and_then(unknown_share_type));
    let templates = Keyed::new(templates.to_vec());
    for (at, _) in templates.repeated() {
        let finding = reason(Code::ManifestDuplicateTemplate, &format!("/templates/{at}/name"));
        refusal.push(finding.arg("template", &*templates[at].name));
    }
    accepted(refusal)?;
    let mut services = std::mem::take(&mut manifest.services).into_items();
    services.push(Service {
        position: services.len() as u32,
        id: id.into(),
        name,
        status: Some(ServiceStatus::Draft),
        share_type,
        templates,
        ..Service::default()
    });
    manifest.services = Keyed::new(services);
    Ok(())
}

/// Says what stands behind a literal, whether something did before or not.
pub(super) fn relate(
    manifest: &mut Manifest,
    id: &str,
    literal: &str,
    artifact: &str,
    version: Option<&str>,
) -> Result<(), Refusal> {
    let at = editable(manifest, id);
    let mut refusal: Refusal = at.clone().err().unwrap_or_default();
    if literal.is_empty() {
        refusal.push(reason(Code::ManifestEmptyId, "/literal").arg("field", "literal"));
    }
    match artifact_at(manifest, artifact) {
        Err(mut reasons) => refusal.append(&mut reasons),
        Ok(found) => {
            let unknown = |version: &&str| manifest.artifacts[found].versions.get(version).is_none();
            if let Some(version) = version.filter(unknown) {
                let finding = reason(Code::VersionUnknown, "/version").arg("artifact", artifact);
                refusal.push(finding.arg("version", version));
            }
        }
    }
    accepted(refusal)?;
    edit_relations(manifest, at?, &mut |relations| {
        let known = relations.iter().position(|relation| *relation.literal == *literal);
        let known = known.unwrap_or_else(|| {
            relations.push(Relation { literal: literal.into(), ..Relation::default() });
            relations.len() - 1
        });
        relations[known].artifact_id = artifact.into();
        relations[known].version = version.map(Into::into);
    });
    Ok(())
}

pub(super) fn unrelate(manifest: &mut Manifest, id: &str, literal: &str) -> Result<(), Refusal> {
    let at = editable(manifest, id)?;
    let service = &manifest.services[at];
    let Some(found) = service.relations.position(literal) else {
        let finding = reason(Code::RelationMissing, "/literal").arg("service", id).arg("literal", literal);
        let folded = shape::folded(literal);
        let near = service.relations.iter().find(|relation| shape::folded(&relation.literal) == folded);
        return Err(vec![match near {
            Some(near) => finding
                .arg("near", &*near.literal)
                .related(relation_place(service.position, &near.literal), Role::Declared),
            None => finding,
        }]);
    };
    edit_relations(manifest, at, &mut |relations| drop(relations.remove(found)));
    Ok(())
}

fn edit_relations(manifest: &mut Manifest, at: usize, change: &mut dyn FnMut(&mut Vec<Relation>)) {
    let Some(service) = manifest.services.at_mut(at) else { return };
    let mut relations = std::mem::take(&mut service.relations).into_items();
    change(&mut relations);
    service.relations = Keyed::new(relations);
}

/// An account has one permission as a customer and one as a reseller. Each that is given takes the place of the one there
/// was, or of several: as every entry counts, one that stayed would still permit what it did.
pub(super) fn share(manifest: &mut Manifest, id: &str, accounts: &SharedAccounts) -> Result<(), Refusal> {
    let at = service_at(manifest, id);
    let mut refusal: Refusal = at.clone().err().unwrap_or_default();
    for (entry, (uid, grant)) in accounts.iter().enumerate() {
        note(&mut refusal, unknown_grant(uid, grant, &format!("/accounts/{entry}")));
    }
    accepted(refusal)?;
    let Some(service) = manifest.services.at_mut(at?) else { return Ok(()) };
    // Of several for one account in one capacity the last is meant: `given` has each account and capacity once.
    let mut given: Vec<(&str, &str, usize)> =
        accounts.iter().enumerate().map(|(entry, (uid, grant))| (uid, capacity(grant), entry)).collect();
    order::sort(&mut given, |one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    given.dedup_by(|later, first| {
        let same = (later.0, later.1) == (first.0, first.1);
        if same {
            first.2 = later.2;
        }
        same
    });
    let mut placed = vec![false; given.len()];
    let mut list: Vec<(&str, Grant)> = Vec::new();
    for (uid, grant) in service.shared_accounts.iter() {
        let found = given.binary_search_by(|probe| (probe.0, probe.1).cmp(&(uid, capacity(grant))));
        let Ok(found) = found else {
            list.push((uid, grant.clone()));
            continue;
        };
        if !std::mem::replace(&mut placed[found], true) {
            let permission = accounts.grant(given[found].2).permission.clone();
            list.push((uid, Grant { permission, ..grant.clone() }));
        }
    }
    let mut new: Vec<usize> =
        given.iter().zip(placed).filter(|(_, placed)| !placed).map(|(given, _)| given.2).collect();
    order::sort(&mut new, |one, other| one.cmp(other));
    list.extend(new.into_iter().map(|entry| (accounts.uid(entry), accounts.grant(entry).clone())));
    service.shared_accounts = SharedAccounts::new(list);
    Ok(())
}

/// The API's default is a customer's.
fn capacity(grant: &Grant) -> &str {
    grant.account_type.as_ref().unwrap_or(&AccountType::SharedAccount).as_str()
}

fn unknown_grant(uid: &str, grant: &Grant, place: &str) -> Option<Diagnostic> {
    if uid.is_empty() {
        return Some(reason(Code::ManifestEmptyId, &format!("{place}/uid")).arg("field", "uid"));
    }
    if !shape::is_account(uid) {
        return Some(reason(Code::ManifestAccountShape, &format!("{place}/uid")).arg("account", uid));
    }
    let unknown = |field: &str, word: &str, known: &[&str]| {
        let finding = reason(Code::ManifestUnknownWord, &format!("{place}/{field}"));
        Some(finding.arg("word", word).arg("known", known.join(", ")))
    };
    match (&grant.permission, &grant.account_type) {
        (None, _) => Some(reason(Code::ManifestMissingField, place).arg("field", "permission")),
        (Some(Permission::Other(word)), _) => unknown("permission", word, Permission::KNOWN),
        (_, Some(AccountType::Other(word))) => unknown("type", word, AccountType::KNOWN),
        _ => None,
    }
}

pub(super) fn unshare(
    manifest: &mut Manifest,
    id: &str,
    uids: &[Text],
    account_type: Option<&AccountType>,
) -> Result<(), Refusal> {
    let at = service_at(manifest, id)?;
    let accounts = &manifest.services[at].shared_accounts;
    let meant = |grant: &Grant| account_type.is_none_or(|meant| capacity(grant) == meant.as_str());
    let mut refusal: Refusal = Vec::new();
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    for (entry, uid) in uids.iter().enumerate() {
        if gone.insert(uid) && !accounts.grants(uid).any(meant) {
            let finding =
                reason(Code::ShareMissing, &format!("/uids/{entry}")).arg("service", id).arg("account", &**uid);
            refusal.push(match account_type {
                Some(capacity) => finding.arg("type", capacity.as_str()),
                None => finding,
            });
        }
    }
    accepted(refusal)?;
    let kept = accounts.iter().filter(|(uid, grant)| !(gone.contains(uid) && meant(grant)));
    let kept = SharedAccounts::new(kept.map(|(uid, grant)| (uid, grant.clone())));
    if let Some(service) = manifest.services.at_mut(at) {
        service.shared_accounts = kept;
    }
    Ok(())
}

pub(super) fn rename(manifest: &mut Manifest, id: &str, name: &Text) -> Result<(), Refusal> {
    let at = editable(manifest, id)?;
    if name.is_empty() {
        return Err(vec![reason(Code::ManifestEmptyId, "/name").arg("field", "name")]);
    }
    if let Some(service) = manifest.services.at_mut(at) {
        service.name = Some(name.clone());
    }
    Ok(())
}

pub(super) fn set_share_type(manifest: &mut Manifest, id: &str, share_type: &ShareType) -> Result<(), Refusal> {
    let at = service_at(manifest, id)?;
    accepted(unknown_share_type(share_type).into_iter().collect())?;
    if let Some(service) = manifest.services.at_mut(at) {
        service.share_type = Some(share_type.clone());
    }
    Ok(())
}

fn unknown_share_type(share_type: &ShareType) -> Option<Diagnostic> {
    let ShareType::Other(word) = share_type else { return None };
    let finding = reason(Code::ManifestUnknownWord, "/shareType");
    Some(finding.arg("word", &**word).arg("known", ShareType::KNOWN.join(", ")))
}

pub(super) fn set_status(manifest: &mut Manifest, id: &str, status: &ServiceStatus) -> Result<(), Refusal> {
    let at = service_at(manifest, id)?;
    let service = &manifest.services[at];
    let next = next(service.status.as_ref());
    if !next.contains(status) {
        let finding = reason(Code::ServiceStatusForbids, "/status").arg("service", id).arg("to", status.as_str());
        let finding = match &service.status {
            Some(from) => finding.arg("from", from.as_str()),
            None => finding.arg("missing", "status"),
        };
        let declared = Place::Manifest(format!("/services/{}/status", service.position));
        let next = listed(next.iter().map(ServiceStatus::as_str));
        return Err(vec![finding.arg("next", next).related(declared, Role::Declared)]);
    }
    // There is nothing to review where nothing is deployed, or none of its images replaced.
    let parts = [("templates", service.templates.is_empty()), ("relations", service.relations.is_empty())];
    let empty = parts.iter().filter(|(_, empty)| *empty && *status == ServiceStatus::Submitted);
    accepted(
        empty
            .map(|(part, _)| reason(Code::ServiceEmpty, "/serviceId").arg("service", id).arg("missing", *part))
            .collect(),
    )?;
    if let Some(service) = manifest.services.at_mut(at) {
        service.status = Some(status.clone());
    }
    Ok(())
}

/// Where a service stands whose content can be changed: not while it is reviewed, on its way online or being worked on, for
/// what is reviewed is what customers get. Whom it is shared with is no part of its content.
pub(super) fn editable(manifest: &Manifest, id: &str) -> Result<usize, Refusal> {
    let at = service_at(manifest, id)?;
    match &manifest.services[at].status {
        Some(status) if is_under_way(status) => Err(vec![held(manifest, at, Code::ServiceNotEditable, status)]),
        _ => Ok(at),
    }
}

/// Whether a service is in the cloud's hands: of review, of launch, of work in progress.
pub(super) fn is_under_way(status: &ServiceStatus) -> bool {
    use ServiceStatus::{Approved, Creating, Launching, Submitted, Updating};
    matches!(status, Submitted | Approved | Launching | Creating | Updating)
}

/// That the status of a service stands against a change, and which ones it can have next.
pub(super) fn held(manifest: &Manifest, at: usize, code: Code, status: &ServiceStatus) -> Diagnostic {
    let service = &manifest.services[at];
    let declared = Place::Manifest(format!("/services/{}/status", service.position));
    let finding = reason(code, "/serviceId").arg("service", &*service.id).arg("status", status.as_str());
    finding.arg("next", listed(next(Some(status)).iter().map(ServiceStatus::as_str))).related(declared, Role::Declared)
}

/// Where a service can go from a status.
///
/// A draft is tested in beta or handed in for review; the review lets it through or sends it back; what is through goes
/// online, which takes the cloud a while; what is online is taken back; what is offline starts over as a draft. The
/// statuses of work in progress end in a draft, too. What a manifest never said may be said.
fn next(from: Option<&ServiceStatus>) -> &'static [ServiceStatus] {
    use ServiceStatus::{Approved, Beta, Draft, Launching, Offline, Online, Submitted};
    match from {
        None => &[Draft, Beta, Submitted, Approved, Online, Offline],
        Some(Draft) => &[Beta, Submitted],
        Some(Beta) => &[Draft, Submitted],
        Some(Submitted) => &[Draft, Approved],
        Some(Approved) => &[Draft, Launching, Online],
        Some(Launching) => &[Online],
        Some(Online) => &[Offline],
        Some(_) => &[Draft],
    }
}
