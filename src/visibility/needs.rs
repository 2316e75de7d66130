//! What would have to change for an account that is denied.

use std::fmt;

use super::{Action, deploys_online, is_public, views_online};
use crate::manifest::{Permission, Service, ServiceStatus};

/// What a service and its shared accounts would have to say, so that the account may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The status that the service needs.
    pub status: Option<ServiceStatus>,
    /// The permission that the account needs, as a customer.
    pub permission: Option<Permission>,
}

/// The least that would let `account`, who is denied: for a service in beta the permission that includes it, for any
/// other that it is online, and the permission where the account has none that is enough then.
pub fn needs(service: &Service, account: &str, action: Action) -> Needs {
    let (official, beta) = match action {
        Action::Deploy => (Permission::Deployable, Permission::DeployableIncludeBeta),
        Action::View => (Permission::Accessible, Permission::AccessibleIncludeBeta),
    };
    let permits = match action {
        Action::Deploy => deploys_online,
        Action::View => views_online,
    };
    if service.status == Some(ServiceStatus::Beta) {
        return Needs { status: None, permission: Some(beta) };
    }
    let open = is_public(service) || service.shared_accounts.grants(account).any(permits);
    let status = (service.status != Some(ServiceStatus::Online)).then_some(ServiceStatus::Online);
    Needs { status, permission: (!open).then_some(official) }
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status.as_ref().map_or("", ServiceStatus::as_str);
        let permission = self.permission.as_ref().map_or("", Permission::as_str);
        let between = if status.is_empty() || permission.is_empty() { "" } else { ", " };
        write!(f, "{status}{between}{permission}")
    }
}
