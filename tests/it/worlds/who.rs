//! Who may have what: two services, each with every status that is told apart, every way to be shared, and every permission of two
//! accounts, and each related in every way to two artifacts.

use ecs_image_resolver::resolve::{Request, Subject};
use ecs_image_resolver::visibility::Action;
use serde_json::{Value, json};

use super::{REGIONS, Site, large, resolver};
use crate::laws::manifest::{entry, image_for, may_deploy};

const PROVIDER: &str = "1000000000000001";
const CUSTOMERS: [&str; 2] = ["1000000000000002", "1000000000000003"];

/// `Draft` stands for every status that is neither of the others, `Restricted` for every share type but `Public`: the domain of
/// each alone is walked in `visibility`.
const STATUSES: [&str; 3] = ["Online", "Beta", "Draft"];
const SHARES: [&str; 2] = ["Public", "Restricted"];
const PERMISSIONS: [&str; 4] = ["", "Deployable", "DeployableIncludeBeta", "Accessible"];

/// What the literal stands for: nothing, a version, the newest, a draft.
const RELATIONS: [&str; 4] = ["none", "released", "newest", "draft"];

fn artifacts() -> Value {
    let version = |name: &str, status: &str, artifact: usize| {
        let image = |region: &str| json!({"imageId": format!("m-{artifact}-{name}-{region}"), "status": "Available"});
        json!({"version": name, "status": status,
            "source": {"type": "custom", "imageId": format!("m-{artifact}-{name}-source"), "regionId": REGIONS[0]},
            "images": {REGIONS[1]: image(REGIONS[1])}})
    };
    let artifact = |at| {
        json!({"artifactId": format!("artifact-{at}"), "artifactType": "EcsImage",
            "versions": [version("1", "Available", at), version("draft", "Created", at)]})
    };
    json!([artifact(0), artifact(1)])
}

fn services(id: &str, relations: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for status in STATUSES {
        for share in SHARES {
            for one in PERMISSIONS {
                for other in PERMISSIONS {
                    let accounts = CUSTOMERS.iter().zip([one, other]).filter(|(_, permission)| !permission.is_empty());
                    let accounts: Vec<Value> =
                        accounts.map(|(uid, permission)| json!({"uid": uid, "permission": permission})).collect();
                    for relation in relations {
                        let related = match *relation {
                            "none" => json!({}),
                            "released" => json!({"web": {"artifactId": "artifact-0", "version": "1"}}),
                            "newest" => json!({"web": {"artifactId": "artifact-1"}}),
                            _ => json!({"web": {"artifactId": "artifact-0", "version": "draft"}}),
                        };
                        all.push(json!({"serviceId": id, "status": status, "shareType": share,
                            "sharedAccounts": accounts, "relations": related}));
                    }
                }
            }
        }
    }
    all
}

#[test]
fn every_pair_of_services_lets_in_whom_the_rules_let_in() {
    let artifacts = artifacts();
    let site = Site::of("web");
    let (ones, others) =
        (services("service-0", &RELATIONS), services("service-1", if large() { &RELATIONS } else { &RELATIONS[2..3] }));
    let (mut worlds, mut requests, mut granted) = (0_u64, 0_u64, 0_u64);
    for one in &ones {
        for other in &others {
            let manifest =
                json!({"manifestVersion": 1, "provider": PROVIDER, "artifacts": artifacts, "services": [one, other]});
            let resolver = resolver(&manifest);
            worlds += 1;
            for account in [PROVIDER, CUSTOMERS[0], CUSTOMERS[1]] {
                for service in [one, other] {
                    let id = service["serviceId"].as_str().unwrap();
                    let allowed = may_deploy(&manifest, service, account);
                    let access = resolver.decide(Subject::Service(id), account, Action::Deploy);
                    assert_eq!(access.allowed.is_some(), allowed, "{account}: {service}");
                    for region in REGIONS {
                        let expected = match service["relations"].get("web") {
                            None => Some("web"),
                            Some(relation) => image_for(&manifest, relation, region),
                        };
                        let request = Request { service: id, region, account, template: None };
                        let found = site.resolved(&resolver, &request);
                        assert_eq!(found.as_deref(), expected.filter(|_| allowed), "{request:?}\n{manifest}");
                        requests += 1;
                        granted += u64::from(found.is_some());
                    }
                }
                for artifact in ["artifact-0", "artifact-1"] {
                    let uses = |service: &&&Value| service["relations"]["web"]["artifactId"] == artifact;
                    let through =
                        [one, other].iter().filter(uses).any(|service| may_deploy(&manifest, service, account));
                    let access = resolver.decide(Subject::Artifact(artifact), account, Action::Deploy);
                    assert_eq!(
                        access.allowed.is_some(),
                        account == PROVIDER || through,
                        "{account} {artifact}\n{manifest}"
                    );
                    requests += 1;
                }
            }
            for artifact in ["artifact-0", "artifact-1"] {
                hold_audience(&resolver, &manifest, artifact);
            }
        }
    }
    println!("who: {worlds} manifests, {requests} requests, {granted} granted");
    assert!(entry(&artifacts, "artifactId", "artifact-0").is_some() && granted > worlds);
}

/// An artifact is public where a public service is online, else open to whom the related services let in, else private.
fn hold_audience(resolver: &ecs_image_resolver::resolve::Resolver, manifest: &Value, artifact: &str) {
    let uses = |service: &&Value| service["relations"]["web"]["artifactId"] == artifact;
    let related: Vec<&Value> = manifest["services"].as_array().unwrap().iter().filter(uses).collect();
    let public = related.iter().any(|service| service["status"] == "Online" && service["shareType"] == "Public");
    let open = |account: &&str| related.iter().any(|service| may_deploy(&json!({}), service, account));
    let audience = resolver.audience(artifact).unwrap();
    assert_eq!(audience.public().is_some(), public, "{artifact}\n{manifest}");
    if !public {
        let members: Vec<&str> = audience.members().map(|(uid, _)| uid).collect();
        let expected: Vec<&str> = CUSTOMERS.into_iter().filter(|account| open(account)).collect();
        assert_eq!(members, expected, "{artifact}\n{manifest}");
    }
}
