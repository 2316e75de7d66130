//! A service: its templates, its accounts, and where its relations lead.

use std::borrow::Cow;

use super::{at, check_regions, finding, repeated, twice};
use crate::diagnostic::{Code, Place, Role, deceptive};
use crate::manifest::serve::DRAFT;
use crate::manifest::{Findings, Manifest, Regions, Relation, Scope, Service, ServiceStatus, shape};

pub(super) fn check(manifest: &Manifest, service: &Service, known: &Regions, findings: &mut Findings) {
    let scope = Scope::Service(service.position);
    let here = format!("/services/{}", service.position);
    let list = format!("{here}/templates");
    for (at, first) in service.templates.repeated() {
        let (second, first) = (&service.templates[at], &service.templates[first]);
        let code = Code::ManifestDuplicateTemplate;
        findings.push(scope, code, &|| {
            twice(code, &list, second.position, first.position, "/name").arg("template", &*second.name)
        });
    }
    for template in &service.templates {
        check_regions(
            &template.allowed_regions,
            &format!("{list}/{}/allowedRegions", template.position),
            known,
            scope,
            findings,
        );
    }
    check_accounts(service, &format!("{here}/sharedAccounts"), scope, findings);
    for relation in &service.relations {
        check_relation(manifest, service, relation, &here, findings);
    }
    check_near(service, &here, findings);
}

fn check_accounts(service: &Service, list: &str, scope: Scope, findings: &mut Findings) {
    for (second, first) in service.shared_accounts.repeated() {
        let code = Code::ManifestDuplicateAccount;
        findings.push(scope, code, &|| {
            let diagnostic = twice(code, list, second as u32, first as u32, "/uid");
            diagnostic.arg("account", service.shared_accounts.uid(second))
        });
    }
    for (at, (uid, _)) in service.shared_accounts.iter().enumerate() {
        if !uid.is_empty() && !shape::is_account(uid) {
            let code = Code::ManifestAccountShape;
            findings.push(scope, code, &|| finding(code, &[list, &at.to_string(), "uid"]).arg("account", uid));
        }
    }
}

fn check_relation(manifest: &Manifest, service: &Service, relation: &Relation, here: &str, findings: &mut Findings) {
    let scope = Scope::Service(service.position);
    let named = |code, field| {
        let diagnostic = finding(code, &[here, "relations", &relation.literal, field]);
        diagnostic.arg("literal", &*relation.literal).arg("artifact", &*relation.artifact_id)
    };
    if let Some(found) = deceptive(&relation.literal, || at(&[here, "relations", &relation.literal])) {
        findings.push(scope, found.code, &|| found.clone());
    }
    let Some(artifact) = manifest.artifact(&relation.artifact_id) else {
        let code = Code::ManifestArtifactUnknown;
        return findings.push(scope, code, &|| named(code, "artifactId"));
    };
    let Some(version) = relation.version.as_deref() else { return };
    if artifact.versions.get(version).is_none() {
        let code = Code::ManifestVersionUnknown;
        findings.push(scope, code, &|| {
            let declared = Place::Manifest(format!("/artifacts/{}/versions", artifact.position));
            named(code, "version").arg("version", version).related(declared, Role::Declared)
        });
    } else if version == DRAFT && service.status == Some(ServiceStatus::Online) {
        let code = Code::ManifestDraftOnline;
        findings.push(scope, code, &|| named(code, "version").related(at(&[here, "status"]), Role::Declared));
    }
}

/// Two literals that people would read as one: a template's meets the one that it equals to the byte, or neither.
fn check_near(service: &Service, here: &str, findings: &mut Findings) {
    let relations = &service.relations;
    let key = |at: usize| Cow::Owned(shape::folded(&relations[at].literal));
    repeated(relations.len(), &key, &mut |second, first| {
        let (second, first) = (&relations[second].literal, &relations[first].literal);
        let code = Code::ManifestRelationNear;
        findings.push(Scope::Service(service.position), code, &|| {
            let place = |literal: &str| at(&[here, "relations", literal]);
            let diagnostic = finding(code, &[here, "relations", second]).related(place(first), Role::First);
            diagnostic.arg("literal", &**second).arg("near", &**first)
        });
    });
}
