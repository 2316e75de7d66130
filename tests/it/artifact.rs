//! The lifecycle, case by case; the walk over all of it is in `artifact_walk`.

use ecs_image_resolver::artifact::{self, CHANGES_MAX};
use ecs_image_resolver::diagnostic::{Diagnostic, Place};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Findings, Manifest, Regions};
use ecs_image_resolver::resolve::{Resolver, Terms};
use ecs_image_resolver::wire;
use serde_json::{Value, json};

use crate::pace;

fn read(manifest: &Value) -> Manifest {
    Manifest::read(manifest.to_string().as_bytes(), &Limits::default()).0
}

/// The manifest after the changes, or a line for each reason against them.
fn apply(manifest: &Manifest, changes: &Value) -> Result<Manifest, Vec<String>> {
    let line = |finding: &Diagnostic| match &finding.place {
        Place::Change(pointer) => format!("{pointer} {}: {}", finding.code, finding.message()),
        other => panic!("{other:?}"),
    };
    let lines = |findings: &[Diagnostic]| findings.iter().map(line).collect::<Vec<_>>();
    let text = changes.to_string();
    match artifact::read(text.as_bytes(), &Limits::default()) {
        Err(diagnostics) => Err(lines(diagnostics.kept())),
        Ok((changes, _)) => {
            match artifact::apply_all(
                manifest.clone(),
                &Findings::default(),
                &changes,
                &Limits::default(),
                &Regions::default(),
            ) {
                Ok((manifest, _)) => Ok(manifest),
                Err((at, refusal)) => Err(lines(&artifact::within(refusal, at))),
            }
        }
    }
}

fn create() -> Value {
    json!({
        "change": "create-artifact", "artifactId": "artifact-1", "name": "web_server", "versionName": "v1_0",
        "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
        "supportRegionIds": ["cn-hangzhou", "cn-beijing"]
    })
}

#[test]
fn from_nothing_to_a_service_that_deploys() {
    let changes = json!([
        create(),
        {"change": "create-service", "serviceId": "service-1", "shareType": "Restricted", "templates": [{"name": "single"}]},
        {"change": "relate", "serviceId": "service-1", "literal": "web", "artifactId": "artifact-1", "version": "draft"},
        {"change": "release", "artifactId": "artifact-1"},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "Delivering", "progress": 40},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "Available", "imageId": "m-2zeaaaaaaaaaaaaaaaaa"},
        {"change": "share", "serviceId": "service-1", "accounts": [{"uid": "2", "permission": "Deployable"}]},
        {"change": "set-status", "serviceId": "service-1", "status": "Submitted"},
        {"change": "set-status", "serviceId": "service-1", "status": "Approved"},
        {"change": "set-status", "serviceId": "service-1", "status": "Online"}
    ]);
    let manifest = apply(&Manifest::default(), &changes).unwrap();
    let expected = json!({
        "manifestVersion": 1,
        "artifacts": [{
            "artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server",
            "versions": [{
                "version": "1", "versionName": "v1_0", "status": "Available",
                "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                "supportRegionIds": ["cn-hangzhou", "cn-beijing"],
                "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available", "progress": 100}}
            }]
        }],
        "services": [{
            "serviceId": "service-1", "status": "Online", "shareType": "Restricted",
            "sharedAccounts": [{"uid": "2", "permission": "Deployable"}],
            "templates": [{"name": "single"}],
            "relations": {"web": {"artifactId": "artifact-1", "version": "1"}}
        }]
    });
    assert_eq!(serde_json::from_str::<Value>(&manifest.write()).unwrap(), expected);
    assert_eq!(manifest, read(&expected));
}

#[test]
fn a_number_is_never_given_twice() {
    let source = json!({"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"});
    let version = |number: &str| json!({"version": number, "status": "Available", "source": source, "supportRegionIds": ["cn-hangzhou"]});
    let manifest = json!({"manifestVersion": 1, "artifacts": [
        {"artifactId": "artifact-1", "maxVersion": "7", "versions": [version("9"), version("010")]}
    ]});
    let delete = |number: &str| json!({"change": "delete-version", "artifactId": "artifact-1", "version": number});
    let open = json!({"change": "open-draft", "artifactId": "artifact-1", "versionName": "v_next"});
    let release = json!({"change": "release", "artifactId": "artifact-1"});
    let manifest = apply(&read(&manifest), &json!([delete("010"), open.clone(), release.clone()])).unwrap();
    let versions: Vec<&str> = manifest.artifacts[0].versions.iter().map(|version| &*version.version).collect();
    assert_eq!(versions, ["9", "11"]);
    // `010` is remembered until a version shows a higher number.
    assert_eq!(manifest.artifacts[0].max_version.as_deref(), Some("010"));
    let manifest = apply(&manifest, &delete("9")).unwrap();
    assert_eq!(manifest.artifacts[0].max_version, None);
    assert!(apply(&manifest, &delete("11")).unwrap().artifacts.is_empty());

    // What is no number was never given.
    let manifest = json!({"manifestVersion": 1, "artifacts": [
        {"artifactId": "artifact-1", "maxVersion": "next", "versions": [version("1"), version("beta")]}
    ]});
    let manifest = apply(&read(&manifest), &json!([open, release])).unwrap();
    assert!(manifest.artifacts[0].versions.position("2").is_some());
}

#[test]
fn refusals_say_what_is_in_the_way() {
    let start = json!({
        "manifestVersion": 1,
        "artifacts": [
            {"artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server", "versions": [
                {"version": "1", "status": "Available",
                 "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                 "supportRegionIds": ["cn-hangzhou", "cn-beijing"],
                 "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available"}}},
                {"version": "2", "status": "Delivering", "supportRegionIds": "all",
                 "source": {"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"},
                 "images": {"cn-beijing": {"status": "Delivering"}}},
                {"version": "3", "status": "ScanFailed"},
                {"version": "draft", "status": "Scanning"}
            ]},
            {"artifactId": "artifact-2", "versions": [{"version": "draft", "status": "CreateFailed"}]},
            {"artifactId": "twice"}, {"artifactId": "twice"}, {"artifactId": "artifact-3", "versions": [{"version": "1"}]},
            {"artifactId": "double", "versions": [{"version": "1"}, {"version": "1"}]}
        ],
        "services": [
            {"serviceId": "service-1", "status": "Online", "relations": {
                "web": {"artifactId": "artifact-1", "version": "1"}, "newest": {"artifactId": "artifact-1"}}},
            {"serviceId": "service-2", "sharedAccounts": [{"uid": "2", "permission": "Deployable"}],
             "templates": [{"name": "single"}, {"name": "cluster", "path": "cluster.json", "note": 1}]},
            {"serviceId": "service-3", "status": "Submitted", "templates": [{"name": "single"}],
             "relations": {"web": {"artifactId": "artifact-1", "version": "1"}}}
        ]
    });
    let manifest = read(&start);
    for (change, expected) in [
        (json!({"change": "release"}), vec!["/0 manifest-missing-field: `artifactId` is missing"]),
        (
            json!({"change": "publish", "x": 1}),
            vec![
                "/0/change change-unknown: `publish` is none of the changes that there are: create-artifact, update-draft, release, open-draft, mark-delivery, delete-version, delete-artifact, create-service, relate, unrelate, share, unshare, set-share-type, rename-service, add-template, update-template, remove-template, delete-service, set-status",
            ],
        ),
        (json!({"artifactId": "a"}), vec!["/0 manifest-missing-field: `change` is missing"]),
        (json!(7), vec!["/0 manifest-wrong-type: an object must stand here, not a number"]),
        (
            json!({"change": "release", "artifactId": 7, "version": "1"}),
            vec![
                "/0/artifactId manifest-number-for-id: `artifactId` must be a string, as every id and version: a number cannot hold all 16-digit ids",
                "/0/version change-unknown-field: `release` takes no field `version`, only: artifactId",
            ],
        ),
        (
            json!({"change": "release", "artifactId": "artifact-9"}),
            vec!["/0/artifactId artifact-unknown: the manifest has no artifact `artifact-9`"],
        ),
        (
            json!({"change": "release", "artifactId": "artifact-3"}),
            vec!["/0/artifactId draft-missing: artifact `artifact-3` has no draft"],
        ),
        (
            json!({"change": "release", "artifactId": "twice"}),
            vec!["/0/artifactId manifest-duplicate-id: another artifact has the id `twice`, too"],
        ),
        (
            json!({"change": "delete-version", "artifactId": "double", "version": "1"}),
            vec!["/0/artifactId manifest-duplicate-version: another version of this artifact is called `1`, too"],
        ),
        (
            json!({"change": "release", "artifactId": "artifact-1"}),
            vec![
                "/0/artifactId draft-not-releasable: the draft of artifact `artifact-1` has the status `Scanning`: only one that is `Created` can be released",
                "/0/artifactId manifest-missing-field: `source` is missing",
                "/0/artifactId manifest-no-regions: the list of distribution regions is empty",
            ],
        ),
        (
            json!({"change": "update-draft", "artifactId": "artifact-1", "name": "other", "description": "short", "supportRegionIds": []}),
            vec![
                "/0/description manifest-description-length: the description has 5 characters, not 10 to 500",
                "/0/supportRegionIds manifest-no-regions: the list of distribution regions is empty",
                "/0/name field-fixed: `name` of artifact `artifact-1` never changes: it is `web_server`",
                "/0/artifactId draft-not-editable: the draft of artifact `artifact-1` has the status `Scanning`, in which it cannot be changed",
            ],
        ),
        (
            json!({"change": "open-draft", "artifactId": "artifact-1", "versionName": "v4_0", "from": "1"}),
            vec!["/0/artifactId draft-exists: artifact `artifact-1` has a draft already"],
        ),
        (
            json!({"change": "open-draft", "artifactId": "artifact-2"}),
            vec![
                "/0 manifest-missing-field: `versionName` is missing",
                "/0/artifactId draft-exists: artifact `artifact-2` has a draft already",
                "/0/artifactId version-none-released: artifact `artifact-2` has no released version to start from",
            ],
        ),
        (
            json!({"change": "create-artifact", "artifactId": "artifact-1", "name": "no", "source": {"type": "custom", "imageId": "m"}}),
            vec![
                "/0/name manifest-name-shape: `no` is not 3 to 128 letters, digits and `_`",
                "/0/source source-incomplete: a source of the type `custom` needs `regionId`",
                "/0/artifactId id-taken: another artifact of the manifest has the id `artifact-1`",
                "/0 manifest-missing-field: `versionName` is missing",
                "/0 manifest-missing-field: `supportRegionIds` is missing",
            ],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "Available", "imageId": "m-other"}),
            vec![
                "/0/regionId delivery-final: version `1` of artifact `artifact-1` has its image for `cn-beijing`, and what is released never changes",
            ],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-hangzhou", "status": "Available", "imageId": "m-other"}),
            vec![
                "/0/regionId delivery-final: version `1` of artifact `artifact-1` has its image for `cn-hangzhou`, and what is released never changes",
            ],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-shanghai", "status": "Created", "progress": 101}),
            vec!["/0/progress manifest-progress: 101 is not a whole number from 0 to 100"],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-shanghai", "status": "Available", "progress": 99}),
            vec![
                "/0/regionId region-not-meant: version `1` of artifact `artifact-1` is not meant for `cn-shanghai`, only for: cn-hangzhou, cn-beijing",
                "/0/progress delivery-progress: an image that is `Available` cannot be at 99 percent",
                "/0 manifest-missing-field: `imageId` is missing",
            ],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "3", "regionId": "cn-beijing", "status": "Deleted"}),
            vec![
                "/0/version delivery-not-open: version `3` of artifact `artifact-1` has the status `ScanFailed`: nothing of it is being delivered",
                "/0/status manifest-unknown-word: `Deleted` is none of Delivering, Available, CreateFailed",
            ],
        ),
        (
            json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "2", "status": "Available"}),
            vec![
                "/0/version delivery-incomplete: version `2` of artifact `artifact-1` has not reached all of its regions; without an image: cn-beijing",
            ],
        ),
        (
            json!({"change": "delete-version", "artifactId": "artifact-1", "version": "1"}),
            vec![
                "/0/version version-in-use: version `1` of artifact `artifact-1` stands behind `web` of service `service-1`",
                "/0/version version-in-use: version `1` of artifact `artifact-1` stands behind `web` of service `service-3`",
            ],
        ),
        (
            json!({"change": "delete-version", "artifactId": "artifact-1", "version": "2"}),
            vec![
                "/0/version version-in-use: version `2` of artifact `artifact-1` stands behind `newest` of service `service-1`",
            ],
        ),
        (
            json!({"change": "delete-artifact", "artifactId": "artifact-1"}),
            vec![
                "/0/artifactId artifact-in-use: artifact `artifact-1` stands behind `newest` of service `service-1`",
                "/0/artifactId artifact-in-use: artifact `artifact-1` stands behind `web` of service `service-1`",
                "/0/artifactId artifact-in-use: artifact `artifact-1` stands behind `web` of service `service-3`",
            ],
        ),
        (
            json!({"change": "relate", "serviceId": "service-9", "literal": "", "artifactId": "artifact-1", "version": "9"}),
            vec!["/0/literal manifest-empty-id: `literal` is empty"],
        ),
        (
            json!({"change": "relate", "serviceId": "service-9", "literal": "x", "artifactId": "artifact-1", "version": "9"}),
            vec![
                "/0/serviceId service-unknown: the manifest has no service `service-9`",
                "/0/version version-unknown: artifact `artifact-1` has no version `9`",
            ],
        ),
        (
            json!({"change": "unrelate", "serviceId": "service-1", "literal": "WEB "}),
            vec!["/0/literal relation-missing: service `service-1` has no relation of `WEB `; it has one of `web`"],
        ),
        (
            json!({"change": "share", "serviceId": "service-1", "accounts": [{"uid": "a", "permission": "Deployable"}, {"uid": "1"}]}),
            vec![
                "/0/accounts/0/uid manifest-account-shape: `a` is not an account id: those are digits only",
                "/0/accounts/1 manifest-missing-field: `permission` is missing",
            ],
        ),
        (
            json!({"change": "unshare", "serviceId": "service-2", "uids": ["2", "3"], "type": "Reseller"}),
            vec![
                "/0/uids/0 share-missing: service `service-2` is not shared with account `2` as `Reseller`",
                "/0/uids/1 share-missing: service `service-2` is not shared with account `3` as `Reseller`",
            ],
        ),
        (
            json!({"change": "set-status", "serviceId": "service-1", "status": "Draft"}),
            vec![
                "/0/status service-status-forbids: service `service-1` has the status `Online`, from which it does not become `Draft`; it can become: Offline",
            ],
        ),
        (
            json!({"change": "set-status", "serviceId": "service-2", "status": "Updating"}),
            vec![
                "/0/status service-status-forbids: service `service-2` has no status, from which it does not become `Updating`; it can become: Draft, Beta, Submitted, Approved, Online, Offline",
            ],
        ),
        (
            json!({"change": "rename-service", "serviceId": "service-2", "name": ""}),
            vec!["/0/name manifest-empty-id: `name` is empty"],
        ),
        (
            json!({"change": "add-template", "serviceId": "service-2", "name": "single"}),
            vec!["/0/name manifest-duplicate-template: another template of this service is called `single`, too"],
        ),
        (
            json!({"change": "update-template", "serviceId": "service-2", "template": "cluster", "name": "single"}),
            vec!["/0/name manifest-duplicate-template: another template of this service is called `single`, too"],
        ),
        (
            json!({"change": "remove-template", "serviceId": "service-2", "template": "Single"}),
            vec!["/0/template template-unknown: service `service-2` has no template `Single`"],
        ),
        (
            json!({"change": "add-template", "serviceId": "service-3", "name": "cluster"}),
            vec![
                "/0/serviceId service-not-editable: service `service-3` has the status `Submitted`, in which it cannot be changed; it can become: Draft, Approved",
            ],
        ),
        (
            json!({"change": "relate", "serviceId": "service-3", "literal": "web", "artifactId": "artifact-1"}),
            vec![
                "/0/serviceId service-not-editable: service `service-3` has the status `Submitted`, in which it cannot be changed; it can become: Draft, Approved",
            ],
        ),
        (
            json!({"change": "delete-service", "serviceId": "service-1"}),
            vec![
                "/0/serviceId service-not-deletable: service `service-1` has the status `Online`, in which it cannot be deleted; it can become: Offline",
            ],
        ),
        (
            json!({"change": "set-share-type", "serviceId": "service-2", "shareType": "Private"}),
            vec![
                "/0/shareType manifest-unknown-word: `Private` is none of Public, Restricted, OnlyFormalRestricted, OnlyTrailRestricted, OnlyTrialRestricted, Hidden",
            ],
        ),
    ] {
        assert_eq!(apply(&manifest, &json!([change])).unwrap_err(), expected, "{change}");
    }
}

/// A word that the manifest did not say is said; a draft is not of two minds.
#[test]
fn what_fits_is_made() {
    let manifest = read(&json!({"manifestVersion": 1, "services": [{"serviceId": "service-1", "relations": {
        "gone": {"artifactId": "artifact-9"}, "x": {"artifactId": "artifact-9", "note": 1, "version": "1"}}}]}));
    let changes = json!([
        {"change": "unrelate", "serviceId": "service-1", "literal": "gone"},
        {"change": "set-status", "serviceId": "service-1", "status": "Online"},
        create(),
        {"change": "update-draft", "artifactId": "artifact-1", "name": "web_server", "tags": {"team": "web"},
         "source": {"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"}, "supportRegionIds": "all"},
        {"change": "relate", "serviceId": "service-1", "literal": "x", "artifactId": "artifact-1"},
        {"change": "release", "artifactId": "artifact-1"},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "CreateFailed"},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "Delivering", "progress": 1},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-beijing", "status": "Available", "imageId": "m-2zeaaaaaaaaaaaaaaaaa"},
        {"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "status": "Available"}
    ]);
    let manifest = apply(&manifest, &changes).unwrap();
    let version = &manifest.artifacts[0].versions[0];
    assert_eq!(version.status.as_ref().unwrap().as_str(), "Available");
    assert_eq!(version.image_in("cn-beijing"), Ok("m-2zeaaaaaaaaaaaaaaaaa"));
    let relation = &manifest.services[0].relations[0];
    assert_eq!((relation.version.as_deref(), relation.unknown.len()), (None, 1));
    // A region that opens later is delivered to a version of all regions, too.
    let later = json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "ap-southeast-8", "status": "Delivering"});
    let manifest = apply(&manifest, &later).unwrap();
    assert_eq!(manifest.artifacts[0].versions[0].status.as_ref().unwrap().as_str(), "Delivering");
    assert!(manifest.artifacts[0].versions[0].image_in("cn-beijing").is_ok());
}

/// A template keeps what a change does not name, its unknown fields too; a service goes with all it has.
#[test]
fn a_draft_comes_of_a_released_version_and_its_images_of_its_source() {
    let source = |image: &str| json!({"type": "custom", "imageId": image, "regionId": "cn-hangzhou"});
    let version = |name: &str, status: &str| {
        json!({"version": name, "versionName": "v1_0", "status": status, "source": source("m-bp1aaaaaaaaaaaaaaaaa"),
               "supportRegionIds": ["cn-hangzhou", "cn-beijing"],
               "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available"}}})
    };
    let manifest = |versions: Value| {
        read(
            &json!({"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server", "versions": versions}]}),
        )
    };
    let open =
        |from: &str| json!({"change": "open-draft", "artifactId": "artifact-1", "versionName": "v_next", "from": from});
    let codes = |reasons: Vec<String>| {
        reasons.iter().map(|reason| reason.split([' ', ':']).nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };

    let deleted = manifest(json!([version("1", "Available"), version("2", "Deleted")]));
    assert!(apply(&deleted, &open("1")).is_ok());
    assert_eq!(codes(apply(&deleted, &open("2")).unwrap_err()), ["version-unknown"]);
    let drafted = manifest(json!([version("1", "Available"), version("draft", "Created")]));
    assert_eq!(codes(apply(&drafted, &open("draft")).unwrap_err()), ["draft-exists"]);

    let update = |change: Value| {
        let mut whole = json!({"change": "update-draft", "artifactId": "artifact-1"});
        whole.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        apply(&drafted, &whole).unwrap().artifacts[0].versions.get("draft").unwrap().images.len()
    };
    assert_eq!(update(json!({"versionName": "v1_1"})), 1);
    assert_eq!(update(json!({"source": source("m-bp1bbbbbbbbbbbbbbbbb")})), 0, "they are of another image");
}

#[test]
fn what_is_given_is_kept_and_as_many_changes_are_read_as_the_limit_says() {
    let mut change = create();
    change["resourceGroupId"] = json!("rg-1");
    change["tags"] = json!({"team": "web"});
    let artifact = &apply(&Manifest::default(), &change).unwrap().artifacts[0];
    assert_eq!(artifact.resource_group_id.as_deref(), Some("rg-1"));
    assert_eq!(artifact.tags.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>(), [("team", "web")]);

    let many = |count: usize| {
        let change = json!({"change": "delete-artifact", "artifactId": "artifact-1"});
        artifact::read(Value::from(vec![change; count]).to_string().as_bytes(), &Limits::default())
    };
    assert_eq!(many(CHANGES_MAX).unwrap().0.len(), CHANGES_MAX);
    let refused = many(CHANGES_MAX + 1).unwrap_err();
    let [finding] = refused.kept() else { panic!("{refused:?}") };
    assert!(finding.message().contains(&(CHANGES_MAX + 1).to_string()), "{}", finding.message());
}

#[test]
fn a_release_is_delivered_anew_everywhere_but_at_home() {
    let draft = |regions: Value| {
        read(
            &json!({"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server", "versions": [
                {"version": "draft", "versionName": "v1_0", "status": "Created", "supportRegionIds": regions,
                 "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                 "images": {
                     "cn-hangzhou": {"imageId": "m-bp1bbbbbbbbbbbbbbbbb", "status": "Available"},
                     "cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available"}}}
            ]}]}),
        )
    };
    let release = json!({"change": "release", "artifactId": "artifact-1"});
    let released = apply(&draft(json!(["cn-hangzhou", "cn-beijing"])), &release).unwrap();
    let written: Value = serde_json::from_str(&released.write()).unwrap();
    let images = json!({
        "cn-hangzhou": {"imageId": "m-bp1bbbbbbbbbbbbbbbbb", "status": "Available"},
        "cn-beijing": {"status": "Delivering", "progress": 0}
    });
    assert_eq!(written["artifacts"][0]["versions"][0]["images"], images);
    let everywhere = apply(&draft(json!("all")), &release).unwrap();
    let written: Value = serde_json::from_str(&everywhere.write()).unwrap();
    assert_eq!(written["artifacts"][0]["versions"][0]["images"], images);
    let refused = apply(&draft(json!([])), &release).unwrap_err();
    assert!(refused.iter().any(|reason| reason.contains("manifest-no-regions")), "{refused:?}");
}

#[test]
fn a_service_is_made_as_it_is_told() {
    let change = json!({"change": "create-service", "serviceId": "service-1", "name": "shop", "shareType": "Public", "templates": [{"name": "single"}]});
    let manifest = apply(&Manifest::default(), &change).unwrap();
    let service = json!({"serviceId": "service-1", "name": "shop", "status": "Draft", "shareType": "Public", "templates": [{"name": "single"}]});
    assert_eq!(serde_json::from_str::<Value>(&manifest.write()).unwrap()["services"], json!([service]));

    let share =
        |account: Value| apply(&manifest, &json!({"change": "share", "serviceId": "service-1", "accounts": [account]}));
    assert!(share(json!({"uid": "2", "permission": "Deployable", "type": "Reseller"})).is_ok());
    for (account, field) in [
        (json!({"uid": "2", "permission": "Root"}), "/accounts/0/permission manifest-unknown-word"),
        (json!({"uid": "2", "permission": "Deployable", "type": "Friend"}), "/accounts/0/type manifest-unknown-word"),
    ] {
        let refused = share(account).unwrap_err();
        assert!(refused.len() == 1 && refused[0].starts_with(field), "{refused:?}");
    }
}

#[test]
fn a_mark_says_one_thing_of_one_place() {
    let manifest = |status: &str, image: &str| {
        read(
            &json!({"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server", "versions": [
                {"version": "1", "versionName": "v1_0", "status": status, "supportRegionIds": "all",
                 "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                 "images": {"cn-beijing": {"status": image, "imageId": "m-2zeaaaaaaaaaaaaaaaaa", "progress": "soon", "note": "kept"}}}
            ]}]}),
        )
    };
    let mark = |more: Value| {
        let mut whole = json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1"});
        whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        whole
    };
    let code = |status: &str, more: Value| match apply(&manifest(status, "Available"), &mark(more)) {
        Ok(_) => "done".to_owned(),
        Err(reasons) => {
            reasons.iter().map(|reason| reason.split([' ', ':']).nth(1).unwrap()).collect::<Vec<_>>().join(" ")
        }
    };
    let marked = apply(
        &manifest("Delivering", "Delivering"),
        &mark(json!({"regionId": "cn-beijing", "status": "Delivering", "progress": 40})),
    )
    .unwrap();
    let written: Value = serde_json::from_str(&marked.write()).unwrap();
    let image = json!({"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Delivering", "progress": 40, "note": "kept"});
    assert_eq!(written["artifacts"][0]["versions"][0]["images"]["cn-beijing"], image);

    assert_eq!(code("Delivering", json!({"status": "Available"})), "done");
    assert_eq!(code("Available", json!({"status": "Available"})), "delivery-not-open");
    for more in [
        json!({"status": "Failed"}),
        json!({"status": "Available", "imageId": "m-2zeaaaaaaaaaaaaaaaaa"}),
        json!({"status": "Available", "progress": 1}),
    ] {
        assert_eq!(code("Delivering", more.clone()), "manifest-missing-field", "{more}");
    }
}

#[test]
fn of_many_users_twenty_are_named() {
    let relations = |count: usize| {
        (0..count).map(|at| (format!("image-{at}"), json!({"artifactId": "artifact-1", "version": "1"})))
    };
    for (users, named) in [(19, 19), (20, 20), (21, 20), (40, 20)] {
        let manifest = read(&json!({
            "manifestVersion": 1,
            "artifacts": [{"artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web_server",
                           "versions": [{"version": "1", "status": "Available", "supportRegionIds": "all"}]}],
            "services": [{"serviceId": "service-1", "relations": relations(users).collect::<serde_json::Map<_, _>>()}]
        }));
        let refused = apply(&manifest, &json!({"change": "delete-artifact", "artifactId": "artifact-1"})).unwrap_err();
        assert_eq!(refused.len(), named);
    }
}

#[test]
fn templates_and_services_change() {
    let manifest = read(&json!({"manifestVersion": 1, "services": [
        {"serviceId": "service-1", "templates": [{"name": "single", "path": "a.yaml", "note": 1, "allowedRegions": ["cn-beijing"]}]},
        {"serviceId": "service-2", "status": "Offline"}
    ]}));
    let changes = json!([
        {"change": "rename-service", "serviceId": "service-1", "name": "Web shop"},
        {"change": "add-template", "serviceId": "service-1", "name": "cluster", "path": "b.json", "allowedRegions": ["cn-qingdao"]},
        {"change": "update-template", "serviceId": "service-1", "template": "single", "name": "one", "allowedRegions": []},
        {"change": "update-template", "serviceId": "service-1", "template": "cluster", "name": "cluster", "path": ""},
        {"change": "add-template", "serviceId": "service-1", "name": "single"},
        {"change": "remove-template", "serviceId": "service-1", "template": "single"},
        {"change": "delete-service", "serviceId": "service-2"}
    ]);
    let changed = apply(&manifest, &changes).unwrap();
    let expected = json!({"manifestVersion": 1, "services": [{"serviceId": "service-1", "name": "Web shop", "templates": [
        {"name": "one", "path": "a.yaml", "note": 1}, {"name": "cluster", "allowedRegions": ["cn-qingdao"]}]}]});
    assert_eq!(serde_json::from_str::<Value>(&changed.write()).unwrap(), expected);
    assert_eq!(changed, read(&expected));
}

/// The manifest and the report of `wire::transition`.
fn transition(manifest: &str, change: &str) -> (String, Value) {
    let unit = Some(wire::Unit::Utf16);
    let resolver = Resolver::read(manifest.as_bytes(), Terms::default());
    let answer = wire::transition(resolver, (manifest.as_bytes(), unit), (change.as_bytes(), unit));
    let length = |at: usize| u32::from_le_bytes(answer[at..at + 4].try_into().unwrap()) as usize;
    let (written, rest) = answer[8..].split_at(length(0));
    let (before, report) = rest.split_at(length(4));
    assert!(written.is_empty() == before.is_empty());
    (String::from_utf8(written.to_vec()).unwrap(), serde_json::from_slice(report).unwrap())
}

#[test]
fn places_are_offsets_of_what_was_given() {
    let manifest =
        json!({"manifestVersion": 1, "artifacts": [{"artifactId": "日本", "versions": [{"version": "draft"}]}]})
            .to_string();
    let change = r#"[{"change": "release", "artifactId": "日本"}]"#;
    let (written, report) = transition(&manifest, change);
    assert_eq!((written.as_str(), &report["ok"]), ("", &json!(false)));
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["source"], "change");
    assert_eq!(finding["pointer"], "/0/artifactId");
    let units: Vec<u16> = change.encode_utf16().collect();
    let cut = |from: &Value, to: &Value| {
        String::from_utf16(&units[from.as_u64().unwrap() as usize..to.as_u64().unwrap() as usize]).unwrap()
    };
    assert_eq!(cut(&finding["start"], &finding["end"]), "\"日本\"");
    assert_eq!(finding["related"][0]["pointer"], "/artifacts/0/versions/0");
    assert_eq!(finding["related"][0]["source"], "manifest");
    assert!(finding["related"][0]["start"].is_number());

    let (_, report) = transition(&manifest, "[{]");
    assert_eq!(report["diagnostics"][0]["source"], "change");
    assert!(report["diagnostics"][0]["start"].is_number());
    // A manifest that lost something is not written, whatever the change.
    let (_, report) = transition(r#"{"manifestVersion": 1, "services": 7}"#, "[]");
    assert_eq!(report["diagnostics"][0]["code"], "manifest-wrong-type");
    assert_eq!(report["diagnostics"][0]["source"], "manifest");
}

#[test]
fn a_warning_that_a_change_brings_about_is_told() {
    let manifest =
        json!({"manifestVersion": 1, "provider": "acme", "services": [{"serviceId": "s", "status": "Online"}]});
    let changes = json!([create(), {"change": "relate", "serviceId": "s", "literal": "x", "artifactId": "artifact-1", "version": "draft"}]);
    let (written, report) = transition(&manifest.to_string(), &changes.to_string());
    assert!(!written.is_empty());
    // That the provider is no account id was so before.
    let codes: Vec<&Value> = report["diagnostics"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["manifest-draft-online"]);
}

#[test]
fn time_grows_with_the_text() {
    let accounts = |n| vec![json!({"uid": "1", "permission": "Deployable"}); n];
    let manifest =
        |n| json!({"manifestVersion": 1, "services": [{"serviceId": "s", "sharedAccounts": accounts(n)}]}).to_string();
    let wide = |n| {
        let mut wide = create();
        wide["supportRegionIds"] = (0..n).map(|at| format!("cn-{at}")).collect();
        json!([wide, {"change": "release", "artifactId": "artifact-1"}])
    };
    let open = |n: usize| vec![json!({"change": "set-share-type", "serviceId": "s", "shareType": "Public"}); n];
    /// A change as long as is asked.
    type Make<'a> = &'a dyn Fn(usize) -> Value;
    let changes: [(&str, Make<'_>, usize, bool); 5] = [
        ("share", &|n| json!({"change": "share", "serviceId": "s", "accounts": accounts(n)}), 10_000, true),
        ("unshare", &|n| json!({"change": "unshare", "serviceId": "s", "uids": vec!["1"; n]}), 10_000, true),
        (
            "unshare nobody",
            &|n| json!({"change": "unshare", "serviceId": "s", "uids": vec!["1"; n], "type": "Reseller"}),
            10_000,
            false,
        ),
        ("regions", &wide, 10_000, true),
        ("changes", &|n| json!(open(n)), CHANGES_MAX / 4, true),
    ];
    for (name, change, n, ok) in changes {
        let make = |n| (manifest(n), change(n).to_string());
        pace::assert_linear(name, n, make, |(manifest, change)| {
            let (_, report) = transition(manifest, change);
            assert_eq!(report["ok"], json!(ok), "{}", report["diagnostics"][0]);
        });
    }
    let (_, report) = transition(&manifest(1), &json!(open(CHANGES_MAX + 1)).to_string());
    assert_eq!(report["ok"], json!(false));
}

#[test]
fn a_delivery_says_whom_the_image_is_shared_with() {
    let start =
        apply(&Manifest::default(), &json!([create(), {"change": "release", "artifactId": "artifact-1"}])).unwrap();
    let mark = |region: &str, fields: Value| {
        let mut change = json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": region, "status": "Available"});
        change.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        change
    };
    let records = |manifest: &Manifest| {
        let written: Value = serde_json::from_str(&manifest.write()).unwrap();
        let version = &written["artifacts"][0]["versions"][0];
        (version["source"]["shared"].clone(), version["images"]["cn-beijing"]["shared"].clone())
    };
    assert_eq!(records(&start), (Value::Null, Value::Null), "nobody was asked");
    let there = json!({"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "shared": ["2"]});
    let delivered = apply(&start, &mark("cn-beijing", there)).unwrap();
    assert_eq!(records(&delivered), (Value::Null, json!(["2"])));
    // What is there stays what it is; the record of its shares is written anew, at home, too.
    let again = json!([
        mark("cn-beijing", json!({"shared": ["2", "3"]})),
        mark("cn-hangzhou", json!({"shared": [], "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "progress": 100})),
    ]);
    let recorded = apply(&delivered, &again).unwrap();
    assert_eq!(records(&recorded), (json!([]), json!(["2", "3"])));
    let fewer =
        json!([mark("cn-beijing", json!({"shared": ["3"]})), mark("cn-hangzhou", json!({"shared": "everyone"}))]);
    assert_eq!(records(&apply(&recorded, &fewer).unwrap()), (json!("everyone"), json!(["3"])));
    for (region, fields) in [
        ("cn-beijing", json!({"shared": ["2"], "imageId": "m-2zebbbbbbbbbbbbbbbbb"})),
        ("cn-beijing", json!({"shared": ["2"], "progress": 40})),
        ("cn-beijing", json!({"shared": ["2"], "status": "Delivering"})),
        ("cn-beijing", json!({"shared": "nobody"})),
        ("cn-beijing", json!({"shared": [3]})),
        ("cn-shanghai", json!({"shared": ["2"], "imageId": "m-uf6aaaaaaaaaaaaaaaaa"})),
        ("cn-beijing", json!({})),
    ] {
        assert!(apply(&recorded, &mark(region, fields.clone())).is_err(), "{region} {fields}");
    }
    // A whole version has no record.
    let whole = json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "status": "Available", "shared": ["2"]});
    assert!(apply(&recorded, &whole).is_err());
    // A copy that failed and is made again is another image.
    let failed = mark("cn-beijing", json!({"imageId": "m-1", "status": "CreateFailed", "shared": ["2"]}));
    let anew = json!([failed, mark("cn-beijing", json!({"imageId": "m-2"}))]);
    assert_eq!(records(&apply(&start, &anew).unwrap()).1, Value::Null);
    let resumed = json!([failed, mark("cn-beijing", json!({}))]);
    assert_eq!(records(&apply(&start, &resumed).unwrap()).1, json!(["2"]));
}

#[test]
fn a_release_starts_with_nobody_confirmed_where_shares_are_recorded() {
    let open = json!({"change": "open-draft", "artifactId": "artifact-1", "versionName": "v2_0"});
    let with = |source: Value| {
        let mut change = open.clone();
        change["source"] = source;
        change
    };
    let release = json!({"change": "release", "artifactId": "artifact-1"});
    let record = json!({"change": "mark-delivery", "artifactId": "artifact-1", "version": "1", "regionId": "cn-hangzhou", "status": "Available", "shared": ["2"]});
    let first = apply(&Manifest::default(), &json!([create(), release])).unwrap();
    let seen = apply(&first, &record).unwrap();
    let second = |from: &Manifest, open: &Value| {
        let manifest = apply(from, &json!([open, release])).unwrap();
        let written: Value = serde_json::from_str(&manifest.write()).unwrap();
        written["artifacts"][0]["versions"][1]["source"]["shared"].clone()
    };
    let same = json!({"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"});
    let mut other = same.clone();
    other["imageId"] = json!("m-bp1bbbbbbbbbbbbbbbbb");
    let mut moved = same.clone();
    moved["regionId"] = json!("cn-shanghai");
    // The same image is shared with whom it was; another one with nobody that ECS has confirmed.
    assert_eq!(second(&seen, &open), json!(["2"]));
    assert_eq!(second(&seen, &with(same.clone())), json!(["2"]));
    assert_eq!(second(&seen, &with(other.clone())), json!([]));
    assert_eq!(second(&seen, &with(moved)), json!([]));
    other["shared"] = json!(["4"]);
    assert_eq!(second(&seen, &with(other.clone())), json!(["4"]));
    other["shared"] = json!("unknown");
    assert_eq!(second(&seen, &with(other)), json!([]));
    // A manifest that never saw the cloud does not begin to say what the cloud knows.
    assert_eq!(second(&first, &open), Value::Null);
    assert_eq!(second(&first, &with(same)), Value::Null);
}

/// The codes of the reasons against a change, each at its place.
fn refused(manifest: &Manifest, change: &Value) -> Vec<String> {
    let lines = apply(manifest, change).err().unwrap_or_default();
    // The helper makes a list of one change.
    lines.iter().map(|line| line.trim_start_matches("/0").split(':').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_release_freezes_no_region_that_is_none() {
    let update =
        |regions: Value| json!({"change": "update-draft", "artifactId": "artifact-1", "supportRegionIds": regions});
    let start = apply(&Manifest::default(), &create()).unwrap();
    for (regions, expected) in [
        (json!(["cn-hangzhou", "all"]), "/supportRegionIds/1 regions-all-in-list"),
        (json!(["all"]), "/supportRegionIds/0 regions-all-in-list"),
        (json!(["cn-hangzhou-b"]), "/supportRegionIds/0 manifest-zone"),
        (json!(["cn-hangzhoub"]), "/supportRegionIds/0 manifest-zone"),
        (json!(["cn-beijing", "na-south-1a"]), "/supportRegionIds/1 manifest-zone"),
        (json!([""]), "/supportRegionIds/0 region-shape"),
        (json!([" cn-hangzhou"]), "/supportRegionIds/0 region-shape"),
        (json!(["CN-Hangzhou"]), "/supportRegionIds/0 region-shape"),
        (json!(["cn_hangzhou"]), "/supportRegionIds/0 region-shape"),
        (json!(["Hangzhou"]), "/supportRegionIds/0 region-shape"),
        (json!(["All"]), "/supportRegionIds/0 region-shape"),
        (json!(["*"]), "/supportRegionIds/0 region-shape"),
        (json!(["cn-hangzhou,cn-beijing"]), "/supportRegionIds/0 region-shape"),
        (json!([]), "/supportRegionIds manifest-no-regions"),
    ] {
        assert_eq!(refused(&start, &update(regions.clone())), [expected], "{regions}");
        let mut made = create();
        made["supportRegionIds"] = regions.clone();
        assert_eq!(refused(&Manifest::default(), &made), [expected], "{regions}");
    }
    for (region, code) in
        [("cn-hangzhou-b", "manifest-zone"), ("hangzhou", "region-shape"), ("all", "regions-all-in-list")]
    {
        let mut made = create();
        made["source"]["regionId"] = json!(region);
        assert_eq!(refused(&Manifest::default(), &made), [format!("/source/regionId {code}")]);
        // A manifest that has it already is not released either.
        let mut had = serde_json::from_str::<Value>(&start.write()).unwrap();
        had["artifacts"][0]["versions"][0]["supportRegionIds"] = json!(["cn-beijing", region, region]);
        let release = json!({"change": "release", "artifactId": "artifact-1"});
        assert_eq!(refused(&read(&had), &release), [format!("/artifactId {code}")]);
    }
    // What may be new is only a warning, with the nearest name, and nothing where the caller knows it.
    let warned = |region: &str, known: &[&str]| {
        let regions = Regions::new(known.iter().map(|region| (*region).into()).collect());
        let text = update(json!([region])).to_string();
        let (changes, _) = artifact::read(text.as_bytes(), &Limits::default()).unwrap();
        let (_, warnings) =
            artifact::apply_all(start.clone(), &Findings::default(), &changes, &Limits::default(), &regions).unwrap();
        warnings.iter().map(|finding| finding.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        warned("cn-hangzhuo", &[]),
        ["warning[manifest-region-unknown]: `cn-hangzhuo` is not a known region; `cn-hangzhou` is"]
    );
    assert_eq!(warned("zz-new-1", &[]), ["warning[manifest-region-unknown]: `zz-new-1` is not a known region"]);
    assert!(warned("zz-new-1", &["zz-new-1"]).is_empty());
    let zone = artifact::read(update(json!(["zz-new-1a"])).to_string().as_bytes(), &Limits::default()).unwrap().0;
    let known = Regions::new(vec!["zz-new-1".into()]);
    let refused = artifact::apply_all(start.clone(), &Findings::default(), &zone, &Limits::default(), &known);
    assert_eq!(refused.unwrap_err().1[0].code.name(), "manifest-zone");
}

#[test]
fn tags_are_those_that_ecs_takes() {
    let long = |count: usize| "長".repeat(count);
    let update = |tags: Value| json!({"change": "update-draft", "artifactId": "artifact-1", "tags": tags});
    let start = apply(&Manifest::default(), &create()).unwrap();
    for tags in [
        json!({"": "x"}),
        json!({"aliyun": "x"}),
        json!({"aliyun-team": "x"}),
        json!({"acs:rm": "x"}),
        json!({"a http://b": "x"}),
        json!({"https://b": "x"}),
        json!({"team": "see http://x"}),
        json!({"team": "https://"}),
        json!({"team": "acs:x"}),
        json!({long(129): "x"}),
        json!({"team": long(129)}),
    ] {
        let lines = refused(&start, &update(tags.clone()));
        let key = tags.as_object().unwrap().keys().next().unwrap().replace('/', "~1");
        let expected = format!("/tags/{key} manifest-tag-shape");
        assert_eq!(lines, [expected.split(':').next().unwrap()], "{tags}");
        // In a manifest that exists it is a warning.
        let mut had = serde_json::from_str::<Value>(&start.write()).unwrap();
        had["artifacts"][0]["tags"] = tags;
        let findings = read(&had).check(&Limits::default());
        let found: Vec<String> = findings.iter().map(|(_, finding)| finding.to_string()).collect();
        assert!(found.len() == 1 && found[0].starts_with("warning[manifest-tag-shape]"), "{found:?}");
    }
    for tags in [
        json!({"team": ""}),
        json!({long(128): long(128)}),
        json!({"team": "aliyun"}),
        json!({"http": "acs"}),
        json!({"my:aliyun": "x"}),
    ] {
        assert!(apply(&start, &update(tags.clone())).is_ok(), "{tags}");
    }
    let twice = r#"{"change": "update-draft", "artifactId": "artifact-1", "tags": {"a": "1", "a": "2"}}"#;
    let errors = artifact::read(twice.as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!(errors.kept()[0].code.name(), "duplicate-key");
}

#[test]
fn names_with_a_combining_mark_say_so() {
    for (name, mark) in [("cafe\u{301}_server", "U+0301"), ("か\u{3099}めん", "U+3099"), ("a\u{fe20}bc", "U+FE20")] {
        for field in ["name", "versionName"] {
            let mut made = create();
            made[field] = json!(name);
            let lines = apply(&Manifest::default(), &made).unwrap_err();
            let start = format!("/0/{field} manifest-name-combining: ");
            assert!(lines.len() == 1 && lines[0].starts_with(&start) && lines[0].contains(mark), "{lines:?}");
            assert!(lines[0].contains("NFC"), "{lines:?}");
        }
    }
    for name in ["café_server", "がめん", "ウェブ", "नेट"] {
        let mut made = create();
        made["name"] = json!(name);
        let lines = apply(&Manifest::default(), &made).err().unwrap_or_default();
        assert!(!lines.iter().any(|line| line.contains("manifest-name-combining")), "{lines:?}");
    }
}

#[test]
fn an_empty_service_is_not_submitted() {
    let start = apply(&Manifest::default(), &create()).unwrap();
    let service = json!({"change": "create-service", "serviceId": "s"});
    let template = json!({"change": "add-template", "serviceId": "s", "name": "single"});
    let relate = json!({"change": "relate", "serviceId": "s", "literal": "web", "artifactId": "artifact-1"});
    let submit = json!({"change": "set-status", "serviceId": "s", "status": "Submitted"});
    let lacking = |changes: &[&Value]| {
        let mut all: Vec<&Value> = vec![&service];
        all.extend(changes);
        all.push(&submit);
        let lines = apply(&start, &json!(all)).err().unwrap_or_default();
        lines.iter().map(|line| line.split(" has no ").last().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let (templates, relations) = ("templates, and cannot be submitted", "relations, and cannot be submitted");
    assert_eq!(lacking(&[]), [templates, relations]);
    assert_eq!(lacking(&[&template]), [relations]);
    assert_eq!(lacking(&[&relate]), [templates]);
    assert!(lacking(&[&template, &relate]).is_empty());
    let beta = json!({"change": "set-status", "serviceId": "s", "status": "Beta"});
    assert_eq!(lacking(&[&beta]), [templates, relations]);
}

#[test]
fn a_changed_draft_that_customers_get_is_told() {
    let manifest = |status: &str, version: &str| {
        let mut made = serde_json::from_str::<Value>(&apply(&Manifest::default(), &create()).unwrap().write()).unwrap();
        made["services"] = json!([{"serviceId": "s", "status": status, "templates": [{"name": "t"}],
            "relations": {"web": {"artifactId": "artifact-1", "version": version}}}]);
        read(&made)
    };
    let warned = |manifest: &Manifest, changes: Value| {
        let (changes, _) = artifact::read(changes.to_string().as_bytes(), &Limits::default()).unwrap();
        let before = manifest.check(&Limits::default());
        let done = artifact::apply_all(manifest.clone(), &before, &changes, &Limits::default(), &Regions::default());
        let found = done.unwrap().1.into_iter().filter(|finding| finding.code.name() == "draft-online-changed");
        found.map(|finding| format!("{finding} {:?}", finding.place)).collect::<Vec<_>>()
    };
    let update = |fields: Value| {
        let mut change = json!({"change": "update-draft", "artifactId": "artifact-1"});
        change.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        change
    };
    let source = |id: &str, region: &str| json!({"source": {"type": "custom", "imageId": id, "regionId": region}});
    let online = manifest("Online", "draft");
    let start = "warning[draft-online-changed]: customers of service `s`, which is online, get the draft of artifact `artifact-1` for `web`: ";
    let place = r#" Manifest("/services/0/relations/web")"#;
    let (old, new) = ("m-bp1aaaaaaaaaaaaaaaaa", "m-uf6aaaaaaaaaaaaaaaaa");
    assert_eq!(
        warned(&online, update(source(new, "cn-shanghai"))),
        [format!("{start}`{new}` in `cn-shanghai`, no more `{old}`, and nothing elsewhere{place}")]
    );
    assert_eq!(
        warned(&online, update(json!({"description": "ten letters"}))),
        [format!("{start}`{old}` in `cn-hangzhou`, and nothing elsewhere{place}")]
    );
    let market = json!({"source": {"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"}});
    assert_eq!(
        warned(&online, update(market)),
        [format!(
            "{start}no image: the draft has no custom image as its source, no more `{old}`, and nothing elsewhere{place}"
        )]
    );
    // Once for two changes, with what was there before both; and not once the draft is released.
    let two = json!([update(source("m-bp1bbbbbbbbbbbbbbbbb", "cn-hangzhou")), update(source(new, "cn-shanghai"))]);
    assert!(warned(&online, two)[0].contains(&format!("no more `{old}`")));
    let release =
        json!([update(json!({"description": "ten letters"})), {"change": "release", "artifactId": "artifact-1"}]);
    assert!(warned(&online, release).is_empty());
    for (status, version) in [("Draft", "draft"), ("Beta", "draft"), ("Offline", "draft")] {
        assert!(warned(&manifest(status, version), update(json!({"description": "ten letters"}))).is_empty());
    }
}
