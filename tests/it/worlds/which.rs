//! Which image a region gets: two versions, a number and either another number or a draft, each with every status that is told
//! apart, every kind of source, and every state of three regions; asked by each of them, by the newest and by one that is not there.

use ecs_image_resolver::resolve::Request;
use serde_json::{Map, Value, json};

use super::{REGIONS, Site, large, resolver};
use crate::laws::manifest::image_for;

const PROVIDER: &str = "1000000000000001";

/// `Scanning` stands for every status that serves nothing: each alone is walked in `manifest_serve`.
const STATUSES: [&str; 4] = ["Available", "Delivering", "Created", "Scanning"];

/// What a region has of a version: nothing, an image, or one that is not there yet.
const STATES: [&str; 3] = ["", "Available", "Delivering"];

/// Every version of this name; of the second only some states of the regions, unless there is time.
fn versions(name: &str, all: bool) -> Vec<Value> {
    let mut found = Vec::new();
    let combinations = STATES.len().pow(3);
    for status in STATUSES {
        for custom in [true, false] {
            for at in 0..combinations {
                let states = [STATES[at % 3], STATES[at / 3 % 3], STATES[at / 9]];
                // By symmetry of the two regions that are nobody's home, one order of their states will do.
                if !all && states[1] > states[2] {
                    continue;
                }
                let images = REGIONS.iter().zip(states).filter(|(_, state)| !state.is_empty());
                let image =
                    |region: &str, state: &str| json!({"imageId": format!("m-{name}-{region}"), "status": state});
                let images: Map<String, Value> =
                    images.map(|(region, state)| ((*region).to_owned(), image(region, state))).collect();
                let source = match custom {
                    true => json!({"type": "custom", "imageId": format!("m-{name}-source"), "regionId": REGIONS[0]}),
                    false => json!({"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"}),
                };
                found.push(json!({"version": name, "status": status, "source": source, "images": images}));
            }
        }
    }
    found
}

#[test]
fn every_pair_of_versions_serves_what_the_rules_say() {
    const ASKED: [(&str, Option<&str>); 4] =
        [("first", Some("9")), ("second", None), ("newest", None), ("unknown", Some("7"))];
    let sites = ASKED.map(|(literal, _)| Site::of(literal));
    let other = json!({"artifactId": "artifact-1", "versions": [{"version": "9", "status": "Available",
        "source": {"type": "custom", "imageId": "m-other", "regionId": REGIONS[2]}, "images": {}}]});
    let (mut worlds, mut requests, mut served) = (0_u64, 0_u64, 0_u64);
    for second in ["10", "draft"] {
        let (ones, others) = (versions("9", true), versions(second, large()));
        let relation = |version: Option<&str>| match version {
            Some(version) => json!({"artifactId": "artifact-0", "version": version}),
            None => json!({"artifactId": "artifact-0"}),
        };
        let relations: Map<String, Value> = ASKED
            .iter()
            .map(|(literal, version)| {
                ((*literal).to_owned(), relation(if *literal == "second" { Some(second) } else { *version }))
            })
            .collect();
        // A relation that leads nowhere is an error of its service: it has one of its own.
        let service = |id: &str, literals: &[&str]| {
            let relations: Map<String, Value> =
                literals.iter().map(|literal| ((*literal).to_owned(), relations[*literal].clone())).collect();
            json!({"serviceId": id, "status": "Online", "shareType": "Public", "relations": relations})
        };
        let services = [service("service-0", &["first", "second", "newest"]), service("service-1", &["unknown"])];
        for one in &ones {
            for two in &others {
                // The order of versions in the document is none of their numbers.
                let versions = if worlds % 2 == 0 { json!([one, two]) } else { json!([two, one]) };
                let manifest = json!({"manifestVersion": 1, "provider": PROVIDER,
                    "artifacts": [{"artifactId": "artifact-0", "versions": versions}, other], "services": services});
                let resolver = resolver(&manifest);
                worlds += 1;
                for site in &sites {
                    let literal = site.template.sites[0].value.literal.as_deref().unwrap();
                    for region in REGIONS {
                        let service = if literal == "unknown" { "service-1" } else { "service-0" };
                        let request = Request { service, region, account: "2", template: None };
                        let found = site.resolved(&resolver, &request);
                        // A version that is not there, or that does not serve, is an error of whoever asks for it.
                        let expected = image_for(&manifest, &relations[literal], region);
                        assert_eq!(found.as_deref(), expected, "{literal} {region}\n{manifest}");
                        requests += 1;
                        served += u64::from(found.is_some());
                    }
                }
            }
        }
    }
    println!("which: {worlds} manifests, {requests} requests, {served} served");
    assert!(served > worlds);
}
