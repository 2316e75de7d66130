//! Whom an artifact is open to: two services over the whole finite domain, against the rule as written.

use std::collections::BTreeSet;

use ecs_image_resolver::diagnostic::Code;
use ecs_image_resolver::manifest::{
    Grant, Keyed, Manifest, Permission, Related, Relation, Service, ServiceStatus, ShareType, SharedAccounts,
};
use ecs_image_resolver::resolve::{Resolver, Subject, Terms};
use ecs_image_resolver::visibility::{self, Action, ArtifactDecision};
use serde_json::{Value, json};

use crate::pace;
use crate::visibility::{ACCOUNTS, PROVIDER, SHARED, may, service};

/// A service in a few words: status, share type, what `SHARED` may do, and whether it is related to the artifact.
type Words = (&'static str, &'static str, &'static str, bool);

fn domain() -> Vec<Words> {
    let mut domain = Vec::new();
    for status in ["Online", "Beta", "Draft", "Offline", "online"] {
        for share_type in ["Public", "Restricted", "Hidden"] {
            for permission in Permission::KNOWN.iter().chain(&["Other"]) {
                domain.extend([true, false].map(|related| (status, share_type, *permission, related)));
            }
        }
    }
    domain
}

fn made(id: &str, (status, share_type, permission, related): Words) -> Service {
    service(id, status, share_type, if related { "a" } else { "b" }, &[(SHARED, permission), ("9", "Deployable")])
}

/// The rule: none → private; at least one public → public; otherwise open to the union of the deployable accounts. Only
/// services that are online or in beta count.
fn open_to(services: &[Words], action: Action, account: &str) -> bool {
    if account.is_empty() {
        return false;
    }
    account == PROVIDER
        || services.iter().filter(|(.., related)| *related).any(|(status, share_type, permission, _)| {
            let shared = [(SHARED, Some(*permission)), ("9", Some("Deployable"))];
            may(action, None, Some(status), Some(share_type), &shared, account)
        })
}

#[test]
fn two_services_over_the_whole_domain() {
    let domain = domain();
    let mut seen = 0;
    for &one in &domain {
        for &other in &domain {
            let services = vec![made("s", one), made("t", other)];
            let manifest =
                Manifest { provider: Some(PROVIDER.into()), services: Keyed::new(services), ..Manifest::default() };
            let related = Related::new(&manifest);
            let audience = visibility::audience(&manifest, related.services(&manifest, "a"));
            let public = [one, other]
                .iter()
                .any(|(status, share_type, _, related)| *related && *status == "Online" && *share_type == "Public");
            assert_eq!(audience.public().is_some(), public);
            let members: BTreeSet<&str> = audience.members().map(|(uid, _)| uid).collect();
            for account in ACCOUNTS.into_iter().chain(["9"]) {
                for action in [Action::Deploy, Action::View] {
                    let services = related.services(&manifest, "a");
                    let decision = visibility::decide_artifact(&manifest, services, account, action);
                    let allowed = matches!(decision, ArtifactDecision::Allow(..));
                    assert_eq!(
                        allowed,
                        open_to(&[one, other], action, account),
                        "{account:?} {action:?} {one:?} {other:?}"
                    );
                    if let ArtifactDecision::Deny(reasons) = decision
                        && !account.is_empty()
                    {
                        assert_eq!(reasons.len(), [one, other].iter().filter(|words| words.3).count());
                    }
                    if action == Action::Deploy && !account.is_empty() && account != PROVIDER && !public {
                        assert_eq!(members.contains(account), allowed, "{account:?} {one:?} {other:?}");
                    }
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 500_000, "{seen}");
}

/// Who has it from whom is exactly what deciding service by service says.
#[test]
fn every_account_is_there_with_the_services_that_it_has_it_from() {
    let grant = |word: &str| Grant { permission: Some(word.into()), ..Grant::default() };
    let mut services = Vec::new();
    for (at, status) in ServiceStatus::KNOWN.iter().enumerate() {
        for (more, share_type) in ShareType::KNOWN.iter().enumerate() {
            let mut service = service(&format!("s{at}-{more}"), status, share_type, "a", &[]);
            let accounts = Permission::KNOWN.iter().enumerate();
            let accounts = accounts.map(|(uid, word)| ((uid + more).to_string(), grant(word)));
            // An empty uid is nobody; one account stands there twice.
            let twice = [(String::new(), grant("Deployable")), ("0".to_owned(), grant("DeployableIncludeBeta"))];
            service.shared_accounts = SharedAccounts::new(accounts.chain(twice));
            services.push(service);
        }
    }
    let manifest = Manifest { services: Keyed::new(services), ..Manifest::default() };
    let related = Related::new(&manifest);
    let audience = visibility::audience(&manifest, related.services(&manifest, "a"));
    assert_eq!(audience.services.len(), manifest.services.len());
    let members: Vec<(&str, Vec<u32>)> = audience.members().map(|(uid, services)| (uid, services.collect())).collect();
    assert!(members.is_sorted_by(|one, other| one.0 < other.0));
    for uid in (0..15).map(|uid: u32| uid.to_string()) {
        let found = members.iter().find(|(member, _)| *member == uid).map(|(_, services)| services.clone());
        let expected: Vec<u32> = manifest
            .services
            .iter()
            .enumerate()
            .filter(|(_, service)| {
                // Public is no account's own; the list says who would have it without.
                let restricted = Service { share_type: Some(ShareType::Restricted), ..(*service).clone() };
                visibility::decide(&manifest, &restricted, &uid, Action::Deploy).is_allowed()
            })
            .map(|(at, _)| at as u32)
            .collect();
        assert_eq!(found.unwrap_or_default(), expected, "{uid}");
    }
    let counted: usize = audience.services.iter().map(|contribution| contribution.accounts).sum();
    assert_eq!(counted, audience.accounts.len());
}

#[test]
fn the_index_finds_what_a_walk_finds() {
    let relation = |literal: usize, artifact: &str| Relation {
        literal: literal.to_string().into(),
        artifact_id: artifact.into(),
        ..Relation::default()
    };
    let services: Vec<Service> = (0..50)
        .map(|at| Service {
            id: at.to_string().into(),
            relations: Keyed::new((0..at % 7).map(|one| relation(one, &format!("a{}", (at * one) % 11))).collect()),
            ..Service::default()
        })
        .collect();
    let manifest = Manifest { services: Keyed::new(services), ..Manifest::default() };
    let related = Related::new(&manifest);
    for artifact in (0..12).map(|at| format!("a{at}")).chain([String::new()]) {
        let walk = manifest
            .services
            .iter()
            .filter(|service| service.relations.iter().any(|relation| *relation.artifact_id == *artifact));
        let walk: Vec<&str> = walk.map(|service| &*service.id).collect();
        let found: Vec<&str> = related.services(&manifest, &artifact).map(|service| &*service.id).collect();
        assert_eq!(found, walk, "{artifact}");
    }
}

fn resolver(services: Value) -> Resolver {
    let manifest = json!({
        "manifestVersion": 1, "provider": PROVIDER,
        "artifacts": [{"artifactId": "a"}, {"artifactId": "lonely"}], "services": services,
    });
    Resolver::read(manifest.to_string().as_bytes(), Terms::default())
}

#[test]
fn a_resolver_is_asked_by_id() {
    let relations = json!({"x": {"artifactId": "a"}});
    let resolver = resolver(json!([
        {"serviceId": "s", "status": "Online", "shareType": "Restricted", "relations": relations,
         "sharedAccounts": [{"uid": SHARED, "permission": "Accessible"}]},
        {"serviceId": "t", "status": "Draft", "shareType": "Public", "relations": relations},
        {"serviceId": "broken", "status": "Online", "shareType": "Public", "relations": relations, "templates": 7}
    ]));
    let answer = |subject, account, action| {
        let access = resolver.decide(subject, account, action);
        let findings: Vec<String> = access
            .diagnostics
            .kept()
            .iter()
            .map(|finding| {
                let needs =
                    finding.args.iter().find(|(name, _)| *name == "needs").map(|(_, value)| format!(" ({value})"));
                format!("{}{}", finding.code, needs.unwrap_or_default())
            })
            .collect();
        let through = access.through.map_or(String::new(), |service| format!(" through {}", service.id));
        assert_eq!(access.allowed.is_some(), findings.is_empty());
        access.allowed.map_or(findings.join(" "), |allowed| format!("{allowed:?}{through}"))
    };
    let (deploy, view) = (Action::Deploy, Action::View);
    for (subject, account, action, expected) in [
        (Subject::Service("s"), SHARED, view, "Shared"),
        (Subject::Service("s"), SHARED, deploy, "account-cannot-deploy (Deployable)"),
        (Subject::Service("s"), "3", view, "account-denied (Accessible)"),
        (Subject::Service("s"), "", deploy, "account-empty"),
        (Subject::Service("t"), "3", deploy, "service-not-online (Online)"),
        (Subject::Service("u"), "3", deploy, "service-unknown"),
        (Subject::Service("broken"), "3", deploy, "manifest-wrong-type"),
        (Subject::Artifact("a"), SHARED, view, "Shared through s"),
        (
            Subject::Artifact("a"),
            SHARED,
            deploy,
            "artifact-closed account-cannot-deploy (Deployable) service-not-online (Online)",
        ),
        (Subject::Artifact("a"), PROVIDER, deploy, "Provider"),
        (Subject::Artifact("lonely"), "3", view, "artifact-private"),
        (Subject::Artifact("lonely"), PROVIDER, view, "Provider"),
        (Subject::Artifact("a"), "", view, "account-empty"),
        (Subject::Artifact("none"), "3", view, "artifact-unknown"),
    ] {
        assert_eq!(answer(subject, account, action), expected, "{subject:?} {account:?} {action:?}");
    }
    // What would let it in is said to whoever it is, and to nobody nothing.
    let needs = |subject, account| resolver.decide(subject, account, deploy).needs.len();
    let (service, artifact) = (Subject::Service("s"), Subject::Artifact("a"));
    let counts = [needs(service, SHARED), needs(service, ""), needs(artifact, SHARED), needs(artifact, "")];
    assert_eq!(counts, [1, 0, 2, 0]);
    let names_services = |subject, account| {
        let access = resolver.decide(subject, account, deploy);
        access.diagnostics.kept()[0].args.iter().any(|(name, _)| *name == "services")
    };
    assert!(names_services(artifact, SHARED) && !names_services(Subject::Artifact("lonely"), "3"));
    assert!(resolver.audience("a").unwrap().accounts.is_empty());
    assert!(resolver.audience("a").unwrap().public().is_none(), "what is wrong with a service takes nobody in");
    assert_eq!(resolver.audience("none").unwrap_err().kept()[0].code, Code::ArtifactUnknown);
    let unreadable = Resolver::read(b"{", Terms::default());
    assert!(unreadable.decide(Subject::Service("s"), PROVIDER, deploy).allowed.is_none());
    assert!(unreadable.audience("a").is_err());
}

/// Each decision is a look-up: as many as there are accounts cost four times as much for four times as many accounts, and
/// not sixteen times.
#[test]
fn a_decision_does_not_walk() {
    let made = |n: usize| {
        let accounts: Vec<Value> =
            (0..n).map(|uid| json!({"uid": uid.to_string(), "permission": "Deployable"})).collect();
        let mut services = vec![json!({
            "serviceId": "s", "status": "Online", "shareType": "Restricted", "sharedAccounts": accounts,
            "relations": {"x": {"artifactId": "a"}}
        })];
        services.extend(
            (0..n / 5).map(|at| json!({"serviceId": format!("t{at}"), "relations": {"x": {"artifactId": "lonely"}}})),
        );
        (resolver(json!(services)), n)
    };
    pace::assert_linear("as many decisions as accounts", 5_000, made, |(resolver, n)| {
        for uid in 0..2 * n {
            let access = resolver.decide(Subject::Artifact("a"), &uid.to_string(), Action::Deploy);
            assert_eq!(access.allowed.is_some(), uid < *n);
        }
    });
    let (resolver, n) = made(100_000);
    assert_eq!(resolver.audience("a").unwrap().members().count(), n);
}

#[test]
fn told_one_accounts_permissions_it_answers_as_with_the_whole_list_and_forgets_them() {
    let accounts = json!([
        {"uid": "2", "permission": "Accessible"}, {"uid": "2", "permission": "Deployable"},
        {"uid": "3", "permission": "DeployableIncludeBeta"}, {"uid": "4"}, {"uid": "5", "permission": "Odd"}
    ]);
    for status in ["Online", "Beta", "Draft"] {
        let with = |accounts| json!([{"serviceId": "s", "status": status, "shareType": "Restricted", "sharedAccounts": accounts}]);
        let whole = resolver(with(accounts.clone()));
        let mut bare = resolver(with(json!([])));
        for account in [PROVIDER, "2", "3", "4", "5", "6", ""] {
            for action in [Action::Deploy, Action::View] {
                let asked = |resolver: &Resolver| {
                    format!("{:?}", resolver.decide(Subject::Service("s"), account, action).diagnostics)
                };
                let grants = whole.manifest.services[0].shared_accounts.grants(account);
                let permissions: Vec<_> = grants.map(|grant| grant.permission.clone()).collect();
                let before = asked(&bare);
                assert_eq!(
                    bare.sharing("s", account, &permissions, asked),
                    asked(&whole),
                    "{status} {account:?} {action:?}"
                );
                assert_eq!(asked(&bare), before);
                assert_eq!(
                    bare.sharing("t", account, &permissions, asked),
                    before,
                    "another service's are not this one's"
                );
            }
        }
    }
}
