//! Who may deploy: the whole finite domain against the rule as written.

use ecs_image_resolver::manifest::{
    AccountType, Grant, Keyed, Manifest, Permission, Relation, Service, ServiceStatus, ShareType, SharedAccounts,
};
use ecs_image_resolver::visibility::{self, Action, Allowed, Decision, Denied};

pub const PROVIDER: &str = "1000000000000001";
pub const SHARED: &str = "1000000000000002";
pub const ACCOUNTS: [&str; 9] = [
    PROVIDER,
    SHARED,
    "1000000000000003",
    "",
    " ",
    " 1000000000000002",
    "1000000000000002\n",
    "01000000000000002",
    "１０００００００００００００００２",
];

/// Every known word, some that are nearly one, a new one, and none.
fn or_none<W: for<'w> From<&'w str>>(known: &[&str]) -> Vec<Option<W>> {
    let others = ["online", "BETA", "public", "deployable", "Deployable ", "", "Neu"];
    known.iter().chain(&others).map(|word| Some(W::from(word))).chain([None]).collect()
}

fn grant(permission: Option<Permission>, account_type: Option<AccountType>) -> Grant {
    Grant { permission, account_type, unknown: Vec::new() }
}

/// Design §3.5 up to the visibility of artifacts, word for word; to see is what deploying allows, and what `Accessible`
/// and an authorized reseller have beside it.
pub fn may(
    action: Action,
    provider: Option<&str>,
    status: Option<&str>,
    share_type: Option<&str>,
    shared: &[(&str, Option<&str>)],
    account: &str,
) -> bool {
    let permissions = || shared.iter().filter(|(uid, _)| *uid == account).filter_map(|(_, permission)| *permission);
    let (online, beta): (&[&str], &[&str]) = match action {
        Action::Deploy => (&["Deployable", "DeployableIncludeBeta"], &["DeployableIncludeBeta"]),
        Action::View => (
            &["Deployable", "DeployableIncludeBeta", "Accessible", "AccessibleIncludeBeta", "Authorized"],
            &["DeployableIncludeBeta", "AccessibleIncludeBeta"],
        ),
    };
    let deployable = permissions().any(|word| online.contains(&word));
    let in_beta = permissions().any(|word| beta.contains(&word));
    if account.is_empty() {
        return false;
    }
    provider == Some(account)
        || match (status, share_type) {
            (Some("Online"), Some("Public")) => true,
            (Some("Online"), _) => deployable,
            (Some("Beta"), _) => in_beta,
            _ => false,
        }
}

#[test]
fn the_whole_domain() {
    let statuses: Vec<Option<ServiceStatus>> = or_none(ServiceStatus::KNOWN);
    let share_types: Vec<Option<ShareType>> = or_none(ShareType::KNOWN);
    let permissions: Vec<Option<Permission>> = or_none(Permission::KNOWN);
    let account_types: Vec<Option<AccountType>> = or_none(AccountType::KNOWN);
    let mut lists: Vec<Vec<Grant>> = vec![Vec::new()];
    for permission in &permissions {
        lists.extend(account_types.iter().map(|kind| vec![grant(permission.clone(), kind.clone())]));
        // Two entries for the account, in either order.
        lists.extend(
            permissions
                .iter()
                .map(|other| vec![grant(permission.clone(), None), grant(other.clone(), Some(AccountType::Reseller))]),
        );
    }
    let mut allowed = 0_u32;
    let mut decided = 0_u32;
    for status in &statuses {
        for share_type in &share_types {
            for grants in &lists {
                // An entry with an empty uid is nobody's, whatever it grants.
                let open = grant(Some(Permission::DeployableIncludeBeta), None);
                let entries = grants.iter().map(|grant| (SHARED, grant.clone())).chain([("", open)]);
                let service = Service {
                    id: "service-1".into(),
                    status: status.clone(),
                    share_type: share_type.clone(),
                    shared_accounts: SharedAccounts::new(entries.clone()),
                    ..Service::default()
                };
                let entries: Vec<_> = entries.collect();
                let shared: Vec<_> = entries
                    .iter()
                    .map(|(uid, grant)| (*uid, grant.permission.as_ref().map(Permission::as_str)))
                    .collect();
                for provider in [None, Some(""), Some(PROVIDER)] {
                    let manifest = Manifest { provider: provider.map(Into::into), ..Manifest::default() };
                    for (account, action) in asked() {
                        let decision = visibility::decide(&manifest, &service, account, action);
                        let status = status.as_ref().map(ServiceStatus::as_str);
                        let share_type = share_type.as_ref().map(ShareType::as_str);
                        let expected = may(action, provider, status, share_type, &shared, account);
                        assert_eq!(decision.is_allowed(), expected, "{provider:?} {account:?} {action:?} {service:?}");
                        assert_reason(&decision, &service, account, action, provider);
                        allowed += u32::from(decision.is_allowed());
                        decided += 1;
                    }
                }
            }
        }
    }
    assert!(decided > 1_000_000 && allowed > 10_000, "{allowed} of {decided}");
}

fn asked() -> impl Iterator<Item = (&'static str, Action)> {
    ACCOUNTS.into_iter().flat_map(|account| [(account, Action::Deploy), (account, Action::View)])
}

/// The reason that goes with an answer is true of the service and the account.
fn assert_reason(decision: &Decision<'_>, service: &Service, account: &str, action: Action, provider: Option<&str>) {
    let online = service.status == Some(ServiceStatus::Online);
    let beta = service.status == Some(ServiceStatus::Beta);
    let listed = service.shared_accounts.grants(account).next().is_some();
    let public = service.share_type == Some(ShareType::Public);
    let holds = match decision {
        Decision::Allow(Allowed::Provider) => provider == Some(account),
        Decision::Allow(Allowed::Public) => online && public,
        Decision::Allow(Allowed::Shared) => online && !public && listed,
        Decision::Allow(Allowed::Beta) => beta && listed,
        Decision::Deny(Denied::NoAccount) => account.is_empty(),
        Decision::Deny(Denied::NotOnline(status)) => !online && !beta && *status == service.status.as_ref(),
        Decision::Deny(Denied::NotShared) => (online || beta) && !listed,
        Decision::Deny(Denied::CannotDeploy(_)) => online && listed && action == Action::Deploy,
        Decision::Deny(Denied::CannotView(_)) => online && listed && action == Action::View,
        Decision::Deny(Denied::NotInBeta) => beta && listed,
    };
    assert!(holds, "{decision:?} for {account:?}: {service:?}");
}

/// Whoever says nothing of itself is nobody, also where a manifest says nothing of its provider.
#[test]
fn nobody_is_the_provider() {
    for provider in [None, Some("")] {
        let manifest = Manifest { provider: provider.map(Into::into), ..Manifest::default() };
        assert!(!visibility::is_provider(&manifest, ""));
    }
    let manifest = Manifest { provider: Some("1".into()), ..Manifest::default() };
    assert!(visibility::is_provider(&manifest, "1") && !visibility::is_provider(&manifest, ""));
}

#[test]
fn refusals_are_told() {
    let told = |status: &str, share_type, permission, account, action| {
        let service = service("s", status, share_type, "a", &[(SHARED, permission)]);
        match visibility::decide(&Manifest::default(), &service, account, action) {
            Decision::Deny(denied) => {
                let diagnostic = denied.diagnostic(&service, account, action);
                format!("{}: {}", diagnostic.code, diagnostic.message())
            }
            Decision::Allow(allowed) => format!("{allowed:?}"),
        }
    };
    for (status, permission, account, expected) in [
        ("Online", "Deployable", "", "account-empty: the account is empty"),
        ("Online", "Deployable", "3", "account-denied: service `s` is not shared with account `3`"),
        (
            "Online",
            "Accessible",
            SHARED,
            "account-cannot-deploy: account `1000000000000002` has the permission `Accessible` for service `s`: it may not deploy it",
        ),
        (
            "Beta",
            "Deployable",
            SHARED,
            "account-not-in-beta: service `s` is in beta, and account `1000000000000002` has no permission that includes it",
        ),
        (
            "Offline",
            "Deployable",
            SHARED,
            "service-not-online: service `s` has the status `Offline`: only its provider may deploy it",
        ),
    ] {
        assert_eq!(told(status, "Restricted", permission, account, Action::Deploy), expected);
    }
    for (status, permission, expected) in [
        (
            "Online",
            "Unauthorized",
            "account-cannot-view: account `1000000000000002` has the permission `Unauthorized` for service `s`: it may not see it",
        ),
        ("Draft", "Deployable", "service-not-shown: service `s` has the status `Draft`: only its provider sees it"),
        (
            "Beta",
            "Deployable",
            "account-not-in-beta: service `s` is in beta, and account `1000000000000002` has no permission that includes it",
        ),
    ] {
        assert_eq!(told(status, "Restricted", permission, SHARED, Action::View), expected);
    }
    let mut service = service("s", "Online", "Restricted", "a", &[]);
    service.shared_accounts = SharedAccounts::new([("3", Grant::default())]);
    let manifest = Manifest::default();
    let message = |service: &Service| match visibility::decide(&manifest, service, "3", Action::Deploy) {
        Decision::Deny(denied) => denied.diagnostic(service, "3", Action::Deploy).message(),
        Decision::Allow(allowed) => format!("{allowed:?}"),
    };
    assert_eq!(message(&service), "account `3` has no permission for service `s`: it may not deploy it");
    service.status = None;
    assert_eq!(message(&service), "service `s` has no status: only its provider may deploy it");
}

pub fn service(id: &str, status: &str, share_type: &str, artifact: &str, shared: &[(&str, &str)]) -> Service {
    let relation = Relation { literal: "image".into(), artifact_id: artifact.into(), ..Relation::default() };
    Service {
        id: id.into(),
        status: Some(status.into()),
        share_type: Some(share_type.into()),
        shared_accounts: SharedAccounts::new(
            shared.iter().map(|(uid, permission)| (*uid, grant(Some((*permission).into()), None))),
        ),
        relations: Keyed::new(vec![relation]),
        ..Service::default()
    }
}

/// Whatever is said to be needed is enough, and nothing less is.
#[test]
fn what_is_needed_is_enough() {
    let mut denied = 0;
    for status in ServiceStatus::KNOWN {
        for share_type in ShareType::KNOWN {
            for permission in Permission::KNOWN {
                for (account, action) in asked().filter(|(account, _)| !account.is_empty()) {
                    let before = service("s", status, share_type, "a", &[(SHARED, permission)]);
                    let allowed = |service: &Service| {
                        visibility::decide(&Manifest::default(), service, account, action).is_allowed()
                    };
                    if allowed(&before) {
                        continue;
                    }
                    denied += 1;
                    let needs = visibility::needs(&before, account, action);
                    let mut with_status = before.clone();
                    with_status.status = needs.status.clone().or(before.status.clone());
                    let entries: Vec<(&str, Grant)> =
                        before.shared_accounts.iter().map(|(uid, grant)| (uid, grant.clone())).collect();
                    let new = needs.permission.clone().map(|permission| (account, grant(Some(permission), None)));
                    let shared = SharedAccounts::new(entries.into_iter().chain(new));
                    let with_permission = Service { shared_accounts: shared.clone(), ..before.clone() };
                    let with_both = Service { shared_accounts: shared, ..with_status.clone() };
                    assert!(allowed(&with_both), "{account:?} {action:?} {before:?}: {needs}");
                    assert!(needs.status.is_none() || !allowed(&with_permission), "{needs}");
                    assert!(needs.permission.is_none() || !allowed(&with_status), "{needs}");
                }
            }
        }
    }
    assert!(denied > 1_000);
}
