//! What `decide` and `audience` answer.

use super::pen::Pen;
use super::{Unit, manifest_locator, write_findings};
use crate::diagnostic::Diagnostics;
use crate::manifest::{Permission, ServiceStatus, ShareType};
use crate::resolve::{Access, Resolver};
use crate::visibility::{Allowed, Audience};

/// Whether an account may, as UTF-8 JSON.
pub fn access_report(resolver: &Resolver, manifest: (&[u8], Option<Unit>), access: &Access<'_>) -> Vec<u8> {
    let findings = &access.diagnostics;
    let places = manifest_locator(resolver, findings, manifest.0, manifest.1);
    Pen::report(&mut |pen| {
        pen.flag("ok", access.allowed.is_some());
        let because = access.allowed.map(|allowed| match allowed {
            Allowed::Provider => "provider",
            Allowed::Public => "public",
            Allowed::Shared => "shared",
            Allowed::Beta => "beta",
        });
        pen.optional("because", because);
        pen.optional("through", access.through.map(|service| &*service.id));
        pen.list("needs", &mut |pen| {
            for (service, needs) in &access.needs {
                pen.object(&mut |pen| {
                    pen.text("service", &service.id);
                    pen.optional("status", needs.status.as_ref().map(ServiceStatus::as_str));
                    pen.optional("permission", needs.permission.as_ref().map(Permission::as_str));
                });
            }
        });
        write_findings(pen, findings, None, places.as_ref());
    })
}

/// Whom an artifact is open to, as UTF-8 JSON; its accounts only where they are `wanted`.
pub fn audience_report(
    resolver: &Resolver,
    manifest: (&[u8], Option<Unit>),
    audience: &Result<Audience<'_>, Diagnostics>,
    wanted: bool,
) -> Vec<u8> {
    let findings = audience.as_ref().err();
    let audience = audience.as_ref().ok();
    let places = findings.and_then(|findings| manifest_locator(resolver, findings, manifest.0, manifest.1));
    Pen::report(&mut |pen| {
        pen.flag("ok", audience.is_some());
        let visibility = match audience.map(|audience| (audience.public(), audience.accounts.is_empty())) {
            Some((Some(_), _)) => "public",
            Some((None, false)) => "shared",
            // Where nothing is known, nobody is let in.
            Some((None, true)) | None => "private",
        };
        pen.text("visibility", visibility);
        pen.list("services", &mut |pen| {
            for contribution in audience.iter().flat_map(|audience| &audience.services) {
                pen.object(&mut |pen| {
                    pen.text("service", &contribution.service.id);
                    pen.optional("status", contribution.service.status.as_ref().map(ServiceStatus::as_str));
                    pen.optional("shareType", contribution.service.share_type.as_ref().map(ShareType::as_str));
                    pen.flag("everyone", contribution.everyone);
                    pen.number("accounts", contribution.accounts as u64);
                });
            }
        });
        pen.number("accountCount", audience.map_or(0, |audience| audience.members().count()) as u64);
        if let Some(audience) = audience.filter(|_| wanted) {
            write_members(pen, audience);
        }
        write_findings(pen, findings.unwrap_or(&Diagnostics::default()), None, places.as_ref());
    })
}

fn write_members(pen: &mut Pen, audience: &Audience<'_>) {
    pen.list("accounts", &mut |pen| {
        for (uid, mut services) in audience.members() {
            pen.object(&mut |pen| {
                pen.text("uid", uid);
                let ids = |at: u32| Some(&*audience.services.get(at as usize)?.service.id);
                pen.texts("services", &mut services.by_ref().filter_map(ids));
            });
        }
    });
}
