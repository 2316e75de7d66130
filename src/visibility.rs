//! Who may deploy (design §3.5): total, pure, deny by default.
//!
//! Compute Nest's documents leave room; each reading that is taken here is a function of its own, with its reason.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::manifest::{Grant, Manifest, Permission, Service, ServiceStatus, ShareType};

/// Whether an account may deploy a service, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'m> {
    /// It may.
    Allow(Allowed),
    /// It may not.
    Deny(Denied<'m>),
}

/// Why an account may deploy a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// It is the provider's.
    Provider,
    /// The service is online and public.
    Public,
    /// The service is online and shared with it.
    Shared,
    /// The service is in beta, and it takes part.
    Beta,
}

/// Why an account may not deploy a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied<'m> {
    /// No account was given.
    NoAccount,
    /// The service is neither online nor in beta; `None` where it has no status.
    NotOnline(Option<&'m ServiceStatus>),
    /// The service is not shared with it.
    NotShared,
    /// The service is shared with it, but not for deploying; `None` where the entry has no permission.
    CannotDeploy(Option<&'m Permission>),
    /// The service is in beta, and no permission of the account includes that.
    NotInBeta,
}

impl Decision<'_> {
    /// Whether it may.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allow(_))
    }
}

/// Whether `account` may deploy `service`.
///
/// Account ids compare byte for byte and are never trimmed: an id that needs mending is not the one that was meant.
pub fn decide<'m>(manifest: &'m Manifest, service: &'m Service, account: &str) -> Decision<'m> {
    if account.is_empty() {
        return Decision::Deny(Denied::NoAccount);
    }
    if is_provider(manifest, account) {
        return Decision::Allow(Allowed::Provider);
    }
    match &service.status {
        Some(ServiceStatus::Online) => decide_online(service, account),
        Some(ServiceStatus::Beta) => decide_beta(service, account),
        other => Decision::Deny(Denied::NotOnline(other.as_ref())),
    }
}

/// The provider may always deploy, draft or not: trying a service before anyone else sees it is what drafts are for
/// (`reference/domain.md` §1.7). A manifest without a provider has none, and an empty account is never it.
pub fn is_provider(manifest: &Manifest, account: &str) -> bool {
    !account.is_empty() && manifest.provider.as_deref() == Some(account)
}

fn decide_online<'m>(service: &'m Service, account: &str) -> Decision<'m> {
    if is_public(service) {
        return Decision::Allow(Allowed::Public);
    }
    decide_shared(service, account, Allowed::Shared, deploys_online, Denied::CannotDeploy)
}

fn decide_beta<'m>(service: &'m Service, account: &str) -> Decision<'m> {
    decide_shared(service, account, Allowed::Beta, deploys_beta, |_| Denied::NotInBeta)
}

/// An account may stand in the list more than once, as a customer and as a reseller; each entry is a grant of its own,
/// as the API keeps one list for each, and one that permits is enough.
fn decide_shared<'m>(
    service: &'m Service,
    account: &str,
    allowed: Allowed,
    permits: fn(&Grant) -> bool,
    refused: fn(Option<&'m Permission>) -> Denied<'m>,
) -> Decision<'m> {
    let mut denied = Denied::NotShared;
    for grant in service.shared_accounts.grants(account) {
        if permits(grant) {
            return Decision::Allow(allowed);
        }
        denied = refused(grant.permission.as_ref());
    }
    Decision::Deny(denied)
}

/// Only `Public` opens a service to everyone.
///
/// `OnlyFormalRestricted` and `OnlyTrialRestricted` leave one of two kinds of deployment open, and a template does not
/// say which kind it is deployed as; `Hidden` takes no requests (§2.3). None of them is plainly public, so all of them,
/// an unknown word and no word go by the shared accounts (§8, question 6).
pub fn is_public(service: &Service) -> bool {
    service.share_type == Some(ShareType::Public)
}

/// To see a service is not to deploy it, so `Accessible` does not count; nor do a reseller's `Authorized` and
/// `Unauthorized`, which are about selling (§2.3; §8, question 9).
pub fn deploys_online(grant: &Grant) -> bool {
    matches!(grant.permission, Some(Permission::Deployable | Permission::DeployableIncludeBeta))
}

/// A beta version is for those whose permission says so, and whose permission is to deploy: `AccessibleIncludeBeta`
/// only shows it. A share type of `Public` will count once the service is online (§8, question 7).
pub fn deploys_beta(grant: &Grant) -> bool {
    grant.permission == Some(Permission::DeployableIncludeBeta)
}

/// How far an artifact is open, as it follows from the services that are related to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Visibility<'m> {
    /// To its provider, and to the accounts of [`audience`].
    Private,
    /// To everyone, because of this service.
    Public(&'m Service),
}

/// The visibility of an artifact.
///
/// One public service opens it to everyone, whatever other services say: a whitelist beside it takes nothing away
/// (§2.4; §8, question 8).
pub fn visibility<'m>(manifest: &'m Manifest, artifact_id: &str) -> Visibility<'m> {
    let mut public = related(manifest, artifact_id).filter(|service| opens_to_everyone(service));
    public.next().map_or(Visibility::Private, Visibility::Public)
}

/// The accounts that an artifact is open to beside its provider's, with the service that opens it to each: the union
/// over all related services, so an account comes once for each of them (§8, question 9).
pub fn audience<'m>(manifest: &'m Manifest, artifact_id: &str) -> impl Iterator<Item = (&'m Service, &'m str)> {
    related(manifest, artifact_id).flat_map(|service| {
        let deploys = match &service.status {
            Some(ServiceStatus::Online) => deploys_online,
            Some(ServiceStatus::Beta) => deploys_beta,
            _ => |_: &Grant| false,
        };
        let accounts = service.shared_accounts.iter().filter(move |(uid, grant)| !uid.is_empty() && deploys(grant));
        accounts.map(move |(uid, _)| (service, uid))
    })
}

/// A service counts for an artifact when any of its relations names it, whichever version.
pub fn related<'m>(manifest: &'m Manifest, artifact_id: &str) -> impl Iterator<Item = &'m Service> {
    let relates = move |service: &&Service| {
        !artifact_id.is_empty() && service.relations.iter().any(|relation| &*relation.artifact_id == artifact_id)
    };
    manifest.services.iter().filter(relates)
}

/// Only a service that is online makes its artifacts public: a draft that will be public is not (§8, question 7).
fn opens_to_everyone(service: &Service) -> bool {
    service.status == Some(ServiceStatus::Online) && is_public(service)
}

impl Denied<'_> {
    /// As a finding. What the account may hear of it is for the caller to decide.
    pub fn diagnostic(&self, service: &Service, account: &str) -> Diagnostic {
        let diagnostic = |code| {
            let diagnostic = Diagnostic::new(code, Place::Request("account"));
            diagnostic.arg("service", &*service.id).arg("account", account)
        };
        match self {
            Denied::NoAccount => diagnostic(Code::AccountEmpty),
            Denied::NotOnline(Some(status)) => diagnostic(Code::ServiceNotOnline).arg("status", status.as_str()),
            Denied::NotOnline(None) => diagnostic(Code::ServiceNotOnline).arg("missing", "status"),
            Denied::NotShared => diagnostic(Code::AccountDenied),
            Denied::CannotDeploy(Some(permission)) => {
                diagnostic(Code::AccountCannotDeploy).arg("permission", permission.as_str())
            }
            Denied::CannotDeploy(None) => diagnostic(Code::AccountCannotDeploy).arg("missing", "permission"),
            Denied::NotInBeta => diagnostic(Code::AccountNotInBeta),
        }
    }
}
