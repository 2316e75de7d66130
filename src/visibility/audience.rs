//! Whom an artifact is open to, as it follows from the services that are related to it.

use super::{deploys_beta, deploys_online, is_provider, is_public};
use crate::manifest::{Grant, Manifest, Service, ServiceStatus};
use crate::order;

/// Whom an artifact is open to, beside its provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audience<'m> {
    /// What each related service adds, in the order of the document.
    pub services: Vec<Contribution<'m>>,
    /// Every account that a service is open to, with the position of that service in [`Audience::services`]: sorted, each
    /// pair once.
    pub accounts: Vec<(&'m str, u32)>,
}

/// What one service adds to the audience of an artifact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution<'m> {
    /// The service.
    pub service: &'m Service,
    /// Whether it opens the artifact to everyone.
    pub everyone: bool,
    /// How many accounts it opens it to.
    pub accounts: usize,
}

impl<'m> Audience<'m> {
    /// The first service that opens it to everyone. A whitelist beside it takes nothing away: one public service is
    /// enough, whatever the others say.
    pub fn public(&self) -> Option<&'m Service> {
        self.services.iter().find(|contribution| contribution.everyone).map(|contribution| contribution.service)
    }

    /// Each account once, with the positions of the services that it has it from.
    pub fn members(&self) -> impl Iterator<Item = (&'m str, impl Iterator<Item = u32>)> {
        let same = self.accounts.chunk_by(|one, other| one.0 == other.0);
        same.filter_map(|chunk| Some((chunk.first()?.0, chunk.iter().map(|(_, service)| *service))))
    }
}

/// The union over all `related` services of the accounts that may deploy each.
///
/// Only services that are online or in beta count, and only one that is online makes an artifact public. The provider is
/// not counted where it stands among the accounts of a service of its own: it may anyway.
pub fn audience<'m>(manifest: &'m Manifest, mut related: impl Iterator<Item = &'m Service>) -> Audience<'m> {
    gathered(manifest, &mut related)
}

fn gathered<'m>(manifest: &'m Manifest, related: &mut dyn Iterator<Item = &'m Service>) -> Audience<'m> {
    let mut audience = Audience::default();
    for service in related {
        let position = audience.services.len() as u32;
        let deploys = match &service.status {
            Some(ServiceStatus::Online) => deploys_online,
            Some(ServiceStatus::Beta) => deploys_beta,
            _ => |_: &Grant| false,
        };
        let other = |uid: &str| !uid.is_empty() && !is_provider(manifest, uid);
        let shared = service.shared_accounts.iter().filter(|(uid, grant)| other(uid) && deploys(grant));
        let mut accounts: Vec<(&str, u32)> = shared.map(|(uid, _)| (uid, position)).collect();
        sort(&mut accounts);
        audience.services.push(Contribution {
            service,
            everyone: opens_to_everyone(service),
            accounts: accounts.len(),
        });
        audience.accounts.append(&mut accounts);
    }
    sort(&mut audience.accounts);
    audience
}

/// By account, then by service; each pair once: an account may be a customer and a reseller of one service.
fn sort(accounts: &mut Vec<(&str, u32)>) {
    order::sort(accounts, |one, other| one.cmp(other));
    accounts.dedup();
}

/// Only a service that is online makes its artifacts public: a draft that will be public is not.
pub fn opens_to_everyone(service: &Service) -> bool {
    service.status == Some(ServiceStatus::Online) && is_public(service)
}
