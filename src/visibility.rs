//! Who may deploy and who may see: total, pure, deny by default.
//!
//! Compute Nest's documents leave room; each reading that is taken here is a function of its own, with its reason.

mod audience;
mod needs;

pub use audience::{Audience, Contribution, audience, opens_to_everyone};
pub use needs::{Needs, needs};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::manifest::{Grant, Manifest, Permission, Service, ServiceStatus, ShareType};

/// What an account wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To deploy a service, or to use an artifact's images.
    Deploy,
    /// To see that it is there.
    View,
}

/// Whether an account may, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'m> {
    /// It may.
    Allow(Allowed),
    /// It may not.
    Deny(Denied<'m>),
}

/// Why an account may.
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

/// Why an account may not.
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
    /// The service is shared with it, but not for seeing it; `None` where the entry has no permission.
    CannotView(Option<&'m Permission>),
    /// The service is in beta, and no permission of the account includes that.
    NotInBeta,
}

impl Decision<'_> {
    /// Whether it may.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allow(_))
    }
}

/// Whether `account` may deploy `service`, or see it.
///
/// Account ids compare byte for byte and are never trimmed: an id that needs mending is not the one that was meant.
pub fn decide<'m>(manifest: &'m Manifest, service: &'m Service, account: &str, action: Action) -> Decision<'m> {
    if account.is_empty() {
        return Decision::Deny(Denied::NoAccount);
    }
    if is_provider(manifest, account) {
        return Decision::Allow(Allowed::Provider);
    }
    match &service.status {
        Some(ServiceStatus::Online) => decide_online(service, account, action),
        Some(ServiceStatus::Beta) => decide_beta(service, account, action),
        other => Decision::Deny(Denied::NotOnline(other.as_ref())),
    }
}

/// The provider may always deploy, draft or not: trying a service before anyone else sees it is what drafts are
/// for. A manifest without a provider has none, and an empty account is never it.
pub fn is_provider(manifest: &Manifest, account: &str) -> bool {
    !account.is_empty() && manifest.provider.as_deref() == Some(account)
}

fn decide_online<'m>(service: &'m Service, account: &str, action: Action) -> Decision<'m> {
    if is_public(service) {
        return Decision::Allow(Allowed::Public);
    }
    match action {
        Action::Deploy => decide_shared(service, account, Allowed::Shared, deploys_online, Denied::CannotDeploy),
        Action::View => decide_shared(service, account, Allowed::Shared, views_online, Denied::CannotView),
    }
}

fn decide_beta<'m>(service: &'m Service, account: &str, action: Action) -> Decision<'m> {
    let permits = match action {
        Action::Deploy => deploys_beta,
        Action::View => views_beta,
    };
    decide_shared(service, account, Allowed::Beta, permits, |_| Denied::NotInBeta)
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
/// say which kind it is deployed as; `Hidden` takes no requests. None of them is plainly public, so all of them,
/// an unknown word and no word go by the shared accounts.
pub fn is_public(service: &Service) -> bool {
    service.share_type == Some(ShareType::Public)
}

/// To see a service is not to deploy it, so `Accessible` does not count; nor do a reseller's `Authorized` and
/// `Unauthorized`, which are about selling.
pub fn deploys_online(grant: &Grant) -> bool {
    matches!(grant.permission, Some(Permission::Deployable | Permission::DeployableIncludeBeta))
}

/// A beta version is for those whose permission says so, and whose permission is to deploy: `AccessibleIncludeBeta`
/// only shows it. A share type of `Public` will count once the service is online.
pub fn deploys_beta(grant: &Grant) -> bool {
    grant.permission == Some(Permission::DeployableIncludeBeta)
}

/// Whoever may deploy sees what it deploys. Of the others `Accessible` is there for seeing, with or without the beta; and
/// to sell a service is to show it, so an authorized reseller sees it, an unauthorized one does not.
pub fn views_online(grant: &Grant) -> bool {
    use Permission::{Accessible, AccessibleIncludeBeta, Authorized};
    deploys_online(grant) || matches!(grant.permission, Some(Accessible | AccessibleIncludeBeta | Authorized))
}

/// Of a beta version too only those permissions speak that name it: a reseller's does not.
pub fn views_beta(grant: &Grant) -> bool {
    deploys_beta(grant) || grant.permission == Some(Permission::AccessibleIncludeBeta)
}

/// Whether an account may use an artifact's images, or see it: through which of the services that are `related` to it,
/// or why through none of them.
///
/// The provider may; anyone else by the services alone. Of several services one that permits is enough: what a service
/// gives, another that gives nothing does not take away.
pub fn decide_artifact<'m>(
    manifest: &'m Manifest,
    related: impl Iterator<Item = &'m Service>,
    account: &str,
    action: Action,
) -> ArtifactDecision<'m> {
    if account.is_empty() {
        return ArtifactDecision::Deny(Vec::new());
    }
    if is_provider(manifest, account) {
        return ArtifactDecision::Allow(Allowed::Provider, None);
    }
    let mut denied = Vec::new();
    for service in related {
        match decide(manifest, service, account, action) {
            Decision::Allow(allowed) => return ArtifactDecision::Allow(allowed, Some(service)),
            Decision::Deny(reason) => denied.push((service, reason)),
        }
    }
    ArtifactDecision::Deny(denied)
}

/// Whether an account may use or see an artifact, and why.
#[derive(Clone, Debug, PartialEq)]
pub enum ArtifactDecision<'m> {
    /// It may, through this service; `None` for the provider.
    Allow(Allowed, Option<&'m Service>),
    /// It may not: what each related service says. None of them where the artifact is its provider's alone.
    Deny(Vec<(&'m Service, Denied<'m>)>),
}

impl Denied<'_> {
    /// As a finding; its argument `needs` says what would let the account, as [`needs()`] finds it. What the account may hear
    /// of it is for the caller to decide.
    pub fn diagnostic(&self, service: &Service, account: &str, action: Action) -> Diagnostic {
        let diagnostic = |code| {
            let diagnostic = Diagnostic::new(code, Place::Request("account"));
            diagnostic.arg("service", &*service.id).arg("account", account)
        };
        let named = |code, name, value: Option<&str>| match value {
            Some(value) => diagnostic(code).arg(name, value),
            None => diagnostic(code).arg("missing", name),
        };
        let finding = match self {
            Denied::NoAccount => return diagnostic(Code::AccountEmpty),
            Denied::NotOnline(status) => {
                let status = status.map(ServiceStatus::as_str);
                match action {
                    Action::Deploy => named(Code::ServiceNotOnline, "status", status),
                    Action::View => named(Code::ServiceNotShown, "status", status),
                }
            }
            Denied::NotShared => diagnostic(Code::AccountDenied),
            Denied::CannotDeploy(permission) => {
                named(Code::AccountCannotDeploy, "permission", permission.map(Permission::as_str))
            }
            Denied::CannotView(permission) => {
                named(Code::AccountCannotView, "permission", permission.map(Permission::as_str))
            }
            Denied::NotInBeta => diagnostic(Code::AccountNotInBeta),
        };
        finding.arg("needs", needs(service, account, action).to_string())
    }
}
