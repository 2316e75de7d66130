//! The lifecycle: every sequence of these changes, up to a length, from a manifest that holds nothing.
//!
//! Sequences that lead to the same manifest go on alike, so each manifest is gone on from once.

use std::collections::BTreeMap;

use ecs_image_resolver::artifact;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Findings, Manifest, Regions};
use serde_json::{Value, json};

use super::{REGIONS, large};
use crate::artifact_model::State;
use crate::artifact_walk::state;

fn changes() -> Vec<Value> {
    let create = |id: &str, source: Value, regions: Value| {
        json!({"change": "create-artifact", "artifactId": id, "name": "web_server", "versionName": "v_1",
            "description": "ten letters or more", "source": source, "supportRegionIds": regions})
    };
    let custom = json!({"type": "custom", "imageId": "m-source", "regionId": REGIONS[0]});
    let market = json!({"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"});
    let mark = |id: &str, version: &str, region: &str, status: &str| {
        json!({"change": "mark-delivery", "artifactId": id, "version": version, "regionId": region, "status": status,
            "imageId": format!("m-{version}-{region}")})
    };
    let of = |change: &str, id: &str| json!({"change": change, "artifactId": id});
    let delete = |id: &str, version: &str| json!({"change": "delete-version", "artifactId": id, "version": version});
    let relate = |version: Option<&str>| {
        let mut change = json!({"change": "relate", "serviceId": "s", "literal": "web", "artifactId": "a"});
        if let Some(version) = version {
            change["version"] = version.into();
        }
        change
    };
    let set = |status: &str| json!({"change": "set-status", "serviceId": "s", "status": status});
    vec![
        create("a", custom, json!([REGIONS[0], REGIONS[1]])),
        create("b", market, json!("all")),
        json!({"change": "update-draft", "artifactId": "a", "supportRegionIds": [REGIONS[2]]}),
        of("release", "a"),
        of("release", "b"),
        json!({"change": "open-draft", "artifactId": "a", "versionName": "v_2"}),
        mark("a", "1", REGIONS[1], "Available"),
        mark("a", "1", REGIONS[1], "CreateFailed"),
        mark("a", "2", REGIONS[1], "Available"),
        mark("b", "1", REGIONS[1], "Available"),
        json!({"change": "mark-delivery", "artifactId": "b", "version": "1", "status": "Available"}),
        delete("a", "draft"),
        delete("a", "1"),
        delete("b", "1"),
        of("delete-artifact", "a"),
        json!({"change": "create-service", "serviceId": "s", "shareType": "Restricted", "templates": [{"name": "single"}]}),
        relate(Some("draft")),
        relate(Some("1")),
        relate(None),
        json!({"change": "unrelate", "serviceId": "s", "literal": "web"}),
        json!({"change": "share", "serviceId": "s", "accounts": [{"uid": "2", "permission": "Deployable"}]}),
        set("Submitted"),
        set("Approved"),
        set("Online"),
        set("Offline"),
        set("Draft"),
        json!({"change": "delete-service", "serviceId": "s"}),
    ]
}

#[test]
fn every_sequence_of_changes_goes_as_the_rules_say() {
    let depth = if large() { 15 } else { 11 };
    let limits = Limits::default();
    let changes = changes();
    let read: Vec<_> =
        changes.iter().map(|change| artifact::read(change.to_string().as_bytes(), &limits).unwrap().0).collect();
    let mut known: BTreeMap<String, ()> = BTreeMap::new();
    let mut open = vec![(Manifest::default(), State::default())];
    let (mut steps, mut made) = (0_u64, 0_u64);
    for length in 1..=depth {
        let mut next = Vec::new();
        for (manifest, expected) in &open {
            for (change, read) in changes.iter().zip(&read) {
                steps += 1;
                let found =
                    artifact::apply_all(manifest.clone(), &Findings::default(), read, &limits, &Regions::default());
                match (found, expected.after(change)) {
                    (Err((_, refusal)), None) => assert!(!refusal.is_empty(), "{change}"),
                    (Ok((changed, _)), Some(after)) => {
                        assert_eq!(state(&changed), after, "{change}\n{}", manifest.write());
                        hold_step(manifest, &changed, change);
                        made += 1;
                        if length < depth && known.insert(changed.write(), ()).is_none() {
                            next.push((changed, after));
                        }
                    }
                    (Ok(_), None) => panic!("{change} was made, against the rules\n{}", manifest.write()),
                    (Err((_, refusal)), Some(_)) => {
                        panic!("{change} was refused: {}\n{}", refusal[0], manifest.write())
                    }
                }
            }
        }
        open = next;
    }
    let sequences = (changes.len() as f64).powi(depth);
    println!(
        "life: {} manifests, {steps} steps, {made} made, which are all {sequences:.1e} sequences of {depth} of {} changes",
        known.len() + 1,
        changes.len()
    );
    assert!(known.len() > 1_000 && made > 1_000);
}

/// Whatever a released version gave a region, it gives for as long as it is there; nothing that is related is gone.
fn hold_step(before: &Manifest, after: &Manifest, change: &Value) {
    for artifact in before.artifacts.iter() {
        let Some(now) = after.artifact(&artifact.id) else { continue };
        for version in artifact.versions.iter().filter(|version| version.is_numbered()) {
            let Some(kept) = now.versions.get(&version.version) else { continue };
            assert_eq!((&kept.source, &kept.version_name), (&version.source, &version.version_name), "{change}");
            for region in version.regions() {
                assert_eq!(kept.image_in(region), version.image_in(region), "{change}");
            }
        }
    }
    for relation in after.services.iter().flat_map(|service| service.relations.iter()) {
        let artifact =
            after.artifact(&relation.artifact_id).unwrap_or_else(|| panic!("{change}: an artifact in use is gone"));
        let there = relation.version.as_deref().is_none_or(|version| artifact.versions.get(version).is_some());
        assert!(there, "{change}: a version in use is gone");
    }
}
