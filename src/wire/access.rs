//! What `decide` and `audience` answer.

use serde::Serialize;

use super::{DiagnosticShape, Unit, diagnostic_shapes, manifest_locator, write};
use crate::diagnostic::Diagnostics;
use crate::manifest::{Permission, ServiceStatus, ShareType};
use crate::resolve::{Access, Resolver};
use crate::visibility::{Allowed, Audience};

/// Whether an account may, as UTF-8 JSON.
pub fn access_report(resolver: &Resolver, manifest: (&[u8], Option<Unit>), access: &Access<'_>) -> Vec<u8> {
    let findings = &access.diagnostics;
    let places = manifest_locator(resolver, findings, manifest.0, manifest.1);
    let needs = access.needs.iter().map(|(service, needs)| NeedsShape {
        service: &service.id,
        status: needs.status.as_ref().map(ServiceStatus::as_str),
        permission: needs.permission.as_ref().map(Permission::as_str),
    });
    write(&AccessReport {
        ok: access.allowed.is_some(),
        because: access.allowed.map(|allowed| match allowed {
            Allowed::Provider => "provider",
            Allowed::Public => "public",
            Allowed::Shared => "shared",
            Allowed::Beta => "beta",
        }),
        through: access.through.map(|service| &*service.id),
        needs: needs.collect(),
        diagnostics: diagnostic_shapes(findings, None, places.as_ref()),
        dropped: findings.dropped(),
    })
}

/// Whom an artifact is open to, as UTF-8 JSON; its accounts only where they are `wanted`.
pub fn audience_report(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    audience: &Result<Audience<'_>, Diagnostics>,
    wanted: bool,
) -> Vec<u8> {
    let audience = match audience {
        Ok(audience) => audience,
        // Nothing is known, so nobody is let in.
        Err(findings) => {
            let places = manifest_locator(resolver, findings, manifest.0, manifest.1);
            let diagnostics = diagnostic_shapes(findings, None, places.as_ref());
            let dropped = findings.dropped();
            return write(&AudienceReport { visibility: "private", diagnostics, dropped, ..AudienceReport::default() });
        }
    };
    let member = |(uid, services): (_, &mut dyn Iterator<Item = u32>)| MemberShape {
        uid,
        services: services.filter_map(|at| Some(&*audience.services.get(at as usize)?.service.id)).collect(),
    };
    write(&AudienceReport {
        ok: true,
        visibility: match (audience.public(), audience.accounts.is_empty()) {
            (Some(_), _) => "public",
            (None, false) => "shared",
            (None, true) => "private",
        },
        services: audience
            .services
            .iter()
            .map(|contribution| ContributionShape {
                service: &contribution.service.id,
                status: contribution.service.status.as_ref().map(ServiceStatus::as_str),
                share_type: contribution.service.share_type.as_ref().map(ShareType::as_str),
                everyone: contribution.everyone,
                accounts: contribution.accounts,
            })
            .collect(),
        account_count: audience.members().count(),
        accounts: wanted.then(|| audience.members().map(|(uid, mut services)| member((uid, &mut services))).collect()),
        ..AudienceReport::default()
    })
}

#[derive(Serialize)]
struct AccessReport<'a> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    through: Option<&'a str>,
    needs: Vec<NeedsShape<'a>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
struct NeedsShape<'a> {
    service: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permission: Option<&'a str>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct AudienceReport<'a> {
    ok: bool,
    visibility: &'static str,
    services: Vec<ContributionShape<'a>>,
    account_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<MemberShape<'a>>>,
    diagnostics: Vec<DiagnosticShape<'a>>,
    dropped: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContributionShape<'a> {
    service: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share_type: Option<&'a str>,
    everyone: bool,
    accounts: usize,
}

#[derive(Serialize)]
struct MemberShape<'a> {
    uid: &'a str,
    services: Vec<&'a str>,
}
