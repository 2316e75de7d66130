//! Who may, asked of a resolver: the same answers that `resolve` goes by.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Role};
use crate::manifest::serve::listed;
use crate::manifest::{Artifact, Grant, Permission, Related, Service, SharedAccounts};
use crate::visibility::{self, Action, Allowed, ArtifactDecision, Audience, Decision, Needs};

/// What somebody asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A service, by id.
    Service(&'a str),
    /// An artifact, by id.
    Artifact(&'a str),
}

/// Whether an account may, why, and what would change it.
#[derive(Clone, Debug, Default)]
pub struct Access<'m> {
    /// Why it may; `None` where it may not.
    pub allowed: Option<Allowed>,
    /// The service through which it may use an artifact.
    pub through: Option<&'m Service>,
    /// What would let it: for each service that could.
    pub needs: Vec<(&'m Service, Needs)>,
    /// Why it may not: errors. Empty where it may.
    pub diagnostics: Diagnostics,
}

/// Of the services that are in the way of an artifact so many are named.
const MOST: usize = 20;

impl Resolver {
    /// Whether `account` may deploy a service or use an artifact's images, or see it.
    ///
    /// What is wrong with the manifest, or with a service, denies as it does in [`Resolver::resolve`]. An artifact is asked
    /// for by itself; what is wrong with one of its versions is no matter of who.
    pub fn decide(&self, subject: Subject<'_>, account: &str, action: Action) -> Access<'_> {
        let mut access = Access { diagnostics: self.empty(), ..Access::default() };
        self.findings.of_manifest().for_each(|finding| access.diagnostics.push_error(finding));
        if !access.diagnostics.ok() {
            return access;
        }
        match subject {
            Subject::Service(id) => self.decide_service(id, account, action, &mut access),
            Subject::Artifact(id) => self.decide_artifact(id, account, action, &mut access),
        }
        access
    }

    /// Does `work` as if `service` were shared with `account` alone, with one entry for each of `permissions`; `None` is an
    /// entry without one. An unknown service changes nothing.
    ///
    /// For a caller that keeps shared accounts elsewhere and has looked this one's up itself: what it says is believed. By
    /// law an answer depends on no other account's entries, so it is the one that the whole list would give.
    pub fn sharing<T>(
        &mut self,
        service: &str,
        account: &str,
        permissions: &[Option<Permission>],
        work: impl FnOnce(&Self) -> T,
    ) -> T {
        let grant = |permission: &Option<Permission>| Grant { permission: permission.clone(), ..Grant::default() };
        let alone = SharedAccounts::new(permissions.iter().map(|permission| (account, grant(permission))));
        let position = self.manifest.services.position(service);
        let listed = position.and_then(|at| self.share(at, alone));
        let done = work(self);
        if let (Some(at), Some(listed)) = (position, listed) {
            self.share(at, listed);
        }
        done
    }

    /// Puts `accounts` in the place of a service's, which are given back.
    fn share(&mut self, at: usize, accounts: SharedAccounts) -> Option<SharedAccounts> {
        let service = self.manifest.services.at_mut(at)?;
        Some(std::mem::replace(&mut service.shared_accounts, accounts))
    }

    fn decide_service<'m>(&'m self, id: &str, account: &str, action: Action, access: &mut Access<'m>) {
        let Some(service) = self.manifest.service(id) else {
            return access.diagnostics.push(unknown(Code::ServiceUnknown, "service", id));
        };
        match visibility::decide(&self.manifest, service, account, action) {
            Decision::Deny(denied) => {
                access.diagnostics.push(denied.diagnostic(service, account, action));
                if !account.is_empty() {
                    access.needs.push((service, visibility::needs(service, account, action)));
                }
            }
            Decision::Allow(allowed) => {
                self.findings.of_service(service).for_each(|finding| access.diagnostics.push_error(finding));
                access.allowed = Some(allowed).filter(|_| access.diagnostics.ok());
            }
        }
    }

    fn decide_artifact<'m>(&'m self, id: &str, account: &str, action: Action, access: &mut Access<'m>) {
        let Some(artifact) = self.manifest.artifact(id) else {
            return access.diagnostics.push(unknown(Code::ArtifactUnknown, "artifact", id));
        };
        match visibility::decide_artifact(&self.manifest, self.counting(id), account, action) {
            ArtifactDecision::Allow(allowed, through) => {
                access.allowed = Some(allowed);
                access.through = through;
            }
            ArtifactDecision::Deny(denied) => {
                let mut services = denied.iter().map(|(service, _)| *service);
                access.diagnostics.push(refusal(artifact, account, &mut services));
                for (service, reason) in denied.iter().take(MOST) {
                    access.diagnostics.push(reason.diagnostic(service, account, action));
                    access.needs.push((service, visibility::needs(service, account, action)));
                }
            }
        }
    }

    /// Whom an artifact is open to; errors where there is none of that id, or the manifest cannot be read.
    pub fn audience(&self, artifact_id: &str) -> Result<Audience<'_>, Diagnostics> {
        let mut diagnostics = self.empty();
        self.findings.of_manifest().for_each(|finding| diagnostics.push_error(finding));
        if diagnostics.ok() && self.manifest.artifact(artifact_id).is_none() {
            diagnostics.push(unknown(Code::ArtifactUnknown, "artifact", artifact_id));
        }
        if diagnostics.ok() {
            Ok(visibility::audience(&self.manifest, self.counting(artifact_id)))
        } else {
            Err(diagnostics)
        }
    }

    /// The services that are related to an artifact, in the order of the document.
    pub fn related<'m>(&'m self, artifact_id: &str) -> impl Iterator<Item = &'m Service> {
        self.related.get_or_init(|| Related::new(&self.manifest)).services(&self.manifest, artifact_id)
    }

    /// Those of them that can be deployed at all: what is wrong with a service takes nobody in.
    fn counting<'m>(&'m self, artifact_id: &str) -> impl Iterator<Item = &'m Service> {
        self.related(artifact_id).filter(|service| {
            let mut diagnostics = self.empty();
            self.findings.of_service(service).for_each(|finding| diagnostics.push_error(finding));
            diagnostics.ok()
        })
    }
}

fn unknown(code: Code, name: &'static str, id: &str) -> Diagnostic {
    Diagnostic::new(code, Place::Request(name)).arg(name, id)
}

fn refusal<'m>(
    artifact: &Artifact,
    account: &str,
    services: &mut (dyn Iterator<Item = &'m Service> + '_),
) -> Diagnostic {
    let services: Vec<&Service> = services.collect();
    let code = match () {
        () if account.is_empty() => Code::AccountEmpty,
        () if services.is_empty() => Code::ArtifactPrivate,
        () => Code::ArtifactClosed,
    };
    let mut finding = Diagnostic::new(code, Place::Request("account"));
    finding = finding.arg("artifact", &*artifact.id).arg("account", account);
    if !services.is_empty() {
        finding = finding.arg("services", listed(services.iter().map(|service| &*service.id)));
    }
    for service in services.iter().take(MOST) {
        finding = finding.related(Place::Manifest(format!("/services/{}", service.position)), Role::Declared);
    }
    finding
}
