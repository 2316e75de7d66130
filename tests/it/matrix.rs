//! A matrix says in each cell what `resolve` would: over generated manifests, and over `tests/fixtures/resolve/`.

use std::fs;
use std::path::Path;

use ecs_image_resolver::diagnostic::{Code, Override, Severity};
use ecs_image_resolver::matrix::{Matrix, Question, Reads, Subject};
use ecs_image_resolver::resolve::{Outcome, Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, Profile, Template};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::sites::fixtures;

/// What is asked, for every account and region.
struct Asked<'a> {
    service: &'a str,
    name: Option<&'a str>,
    accounts: &'a [String],
    regions: Option<&'a [String]>,
    versions: Option<&'a [String]>,
}

/// Asks the matrix, then each of its cells as a request of its own.
fn agrees(manifest: &[u8], terms: Terms, text: &[u8], filename: &str, asked: &Asked<'_>) -> Matrix {
    let resolver = Resolver::read(manifest, terms);
    let options =
        Options { filename: Some(filename.to_owned()), profile: resolver.terms.profile, ..Options::default() };
    let options = Options { overrides: resolver.terms.overrides.clone(), ..options };
    let template = Template::read(text, options);
    let matrix = resolver.matrix(&Question {
        subject: Subject::Service(asked.service),
        template: asked.name,
        text: Some((&template, text)),
        regions: asked.regions,
        accounts: asked.accounts,
        versions: asked.versions,
    });
    if !matrix.diagnostics.ok() {
        let code = matrix.diagnostics.kept()[0].code;
        let mut requests = asked.accounts.iter().map(|account| Request {
            service: asked.service,
            region: "cn-hangzhou",
            account,
            template: asked.name,
        });
        let said = |request: Request<'_>| {
            let resolution = resolver.resolve(&template, text, &request);
            !resolution.ok() && resolution.diagnostics.kept().iter().any(|finding| finding.code == code)
        };
        // Whoever is denied is told nothing else.
        let denied = |request: &Request<'_>| {
            let service = resolver.manifest.service(request.service);
            service.is_some_and(|service| {
                !ecs_image_resolver::visibility::decide(
                    &resolver.manifest,
                    service,
                    request.account,
                    ecs_image_resolver::visibility::Action::Deploy,
                )
                .is_allowed()
            })
        };
        assert!(requests.all(|request| denied(&request) || said(request)), "{code}");
        return matrix;
    }
    let (rows, regions) = (matrix.rows.len(), matrix.regions.len());
    assert_eq!(matrix.images.len(), matrix.versions.len() * rows * regions);
    for (v, version) in matrix.versions.iter().enumerate() {
        let versioned = version.as_ref().map(|version| at_version(manifest, asked.service, version));
        let versioned = versioned.map(|manifest| Resolver::read(&manifest, resolver.terms.clone()));
        let resolver = versioned.as_ref().unwrap_or(&resolver);
        for (r, region) in matrix.regions.iter().enumerate() {
            for (a, account) in asked.accounts.iter().enumerate() {
                let request = Request { service: asked.service, region, account, template: asked.name };
                let resolution = resolver.resolve(&template, text, &request);
                let text_of = |at: u32| matrix.strings[at as usize].as_str();
                let here = format!("{region} {account} {version:?}: {:?}", resolution.diagnostics.kept());
                let denied = text_of(matrix.denied[a]);
                let blocked = text_of(matrix.blocked[v * regions + r]);
                assert_eq!(text_of(matrix.granted[a]).is_empty(), !denied.is_empty());
                assert_eq!(resolution.ok(), denied.is_empty() && blocked.is_empty(), "{denied} {blocked} {here}");
                let errors = || {
                    let kept = resolution.diagnostics.kept().iter();
                    kept.filter(|finding| finding.severity == Severity::Error).map(|finding| finding.code.name())
                };
                if !denied.is_empty() {
                    assert_eq!(errors().collect::<Vec<_>>(), [denied], "{here}");
                    continue;
                }
                if !blocked.is_empty() {
                    assert!(errors().any(|code| code == blocked), "{blocked} {here}");
                }
                for row in 0..rows {
                    let cell = (v * rows + row) * regions + r;
                    let code = text_of(matrix.codes[cell]);
                    assert_ne!(text_of(matrix.images[cell]).is_empty(), code.is_empty());
                    // What is wrong with the service itself stands before all rows.
                    let service_is_sound = blocked.is_empty() || !blocked.starts_with("manifest-");
                    assert!(
                        code.is_empty() || !service_is_sound || errors().any(|error| error == code),
                        "{code} {here}"
                    );
                }
                for (reads, outcome) in matrix.sites.iter().zip(&resolution.outcomes) {
                    match (reads, outcome) {
                        (Reads::Row(row), Outcome::Replaced(replacement)) => {
                            let cell = (v * rows + row) * regions + r;
                            assert_eq!(text_of(matrix.images[cell]), replacement.image_id, "{here}");
                            assert_eq!(text_of(matrix.serving[v * rows + row]), replacement.version, "{here}");
                            assert_eq!(matrix.rows[*row].artifact, replacement.artifact_id, "{here}");
                        }
                        (Reads::Unassociated, Outcome::Unassociated)
                        | (Reads::NotLiteral, Outcome::NotLiteral)
                        | (Reads::Nothing, Outcome::LeftAlone) => {}
                        (_, Outcome::Blocked) => assert!(!resolution.ok(), "{here}"),
                        pair => panic!("{pair:?} {here}"),
                    }
                }
            }
        }
    }
    matrix
}

/// The manifest as if each relation of the service named `version`.
fn at_version(manifest: &[u8], service: &str, version: &str) -> Vec<u8> {
    let mut manifest: Value = serde_json::from_slice(manifest).unwrap();
    for entry in manifest["services"].as_array_mut().unwrap() {
        if entry["serviceId"] == service {
            for relation in entry["relations"].as_object_mut().unwrap().values_mut() {
                relation["version"] = version.into();
            }
        }
    }
    serde_json::to_vec(&manifest).unwrap()
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn every_fixture_of_resolve_agrees() {
    let manifest = fs::read(fixtures("resolve").iter().find(|path| path.ends_with("manifest.json")).unwrap()).unwrap();
    let model = Resolver::read(&manifest, Terms::default()).manifest;
    let regions = texts(&["cn-hangzhou", "cn-beijing", "cn-shanghai", "ap-southeast-1", "cn-nowhere", ""]);
    let mut accounts = texts(&["1000000000000001", "9", "", " 1000000000000001"]);
    for service in &model.services {
        accounts.extend(service.shared_accounts.iter().map(|(uid, _)| uid.to_owned()));
    }
    accounts.sort();
    accounts.dedup();
    let mut cells = 0;
    for case in fixtures("resolve").into_iter().filter(|path| path.is_dir()) {
        let files: Vec<_> = fs::read_dir(&case).unwrap().map(|entry| entry.unwrap().path()).collect();
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let template = files.iter().find(|path| name(path).starts_with("template.")).unwrap();
        let request: Value = serde_json::from_slice(&fs::read(case.join("request.json")).unwrap()).unwrap();
        let profile = if request["profile"] == "documented" { Profile::Documented } else { Profile::Extended };
        let asked = Asked {
            service: request["service"].as_str().unwrap(),
            name: request["template"].as_str(),
            accounts: &accounts,
            regions: Some(&regions),
            versions: None,
        };
        let text = fs::read(template).unwrap();
        let matrix = agrees(&manifest, Terms { profile, ..Terms::default() }, &text, &name(template), &asked);
        cells += matrix.images.len() + matrix.blocked.len();
    }
    assert!(cells > 500, "{cells}");
}

fn template_text(literals: &[String]) -> String {
    let mut text =
        "ROSTemplateFormatVersion: '2015-09-01'\nParameters:\n  P: {Type: String, Default: l0}\nResources:\n"
            .to_owned();
    for (at, literal) in literals.iter().enumerate() {
        let kind = if at % 3 == 2 { "ALIYUN::ECS::InstanceGroup" } else { "ALIYUN::ECS::Instance" };
        text.push_str(&format!("  R{at}:\n    Type: {kind}\n    Properties:\n      ImageId: {literal}\n"));
    }
    text
}

fn word(words: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::weighted(0.9, proptest::sample::select(words))
}

const REGIONS: &[&str] = &["cn-hangzhou", "cn-beijing", "xx-new-1"];

fn version() -> impl Strategy<Value = Value> {
    let status = word(&["Available", "Available", "Delivering", "Created", "Scanning", "?"]);
    let image = (proptest::sample::select(REGIONS), word(&["Available", "Available", "Delivering"]), 0..4_u32);
    let source = (any::<bool>(), word(REGIONS), 0..4_u32);
    (
        proptest::sample::select(&["draft", "1", "2", "10", "x"][..]),
        status,
        source,
        proptest::collection::vec(image, 0..4),
    )
        .prop_map(|(version, status, (custom, home, id), images)| {
            let images: Map<String, Value> = images
                .into_iter()
                .map(|(region, status, id)| {
                    let id = if id == 0 { "{{x}}".to_owned() } else { format!("l{id}") };
                    (region.to_owned(), json!({"imageId": id, "status": status}))
                })
                .collect();
            let source = json!({"type": if custom { "custom" } else { "marketplace" },
                "imageId": format!("m-{id}"), "regionId": home});
            json!({"version": version, "status": status, "source": source, "images": images})
        })
}

fn manifest() -> impl Strategy<Value = Value> {
    let artifacts = proptest::collection::vec(proptest::collection::vec(version(), 0..4), 0..3);
    let relation = (0..5_u32, 0..3_u32, word(&["draft", "1", "2", "10"]));
    let relations = proptest::collection::vec(relation, 0..5);
    let allowed = proptest::collection::vec(proptest::sample::select(REGIONS), 0..3);
    let share = (
        word(&["Online", "Online", "Beta", "Draft"]),
        word(&["Public", "Restricted"]),
        word(&["Deployable", "DeployableIncludeBeta", "Accessible"]),
    );
    (artifacts, relations, allowed, share).prop_map(|(artifacts, relations, allowed, (status, share, permission))| {
        let artifacts: Vec<Value> = artifacts
            .into_iter()
            .enumerate()
            .map(|(at, versions)| json!({"artifactId": format!("a{at}"), "versions": versions}))
            .collect();
        let relations: Map<String, Value> = relations
            .into_iter()
            .map(|(literal, artifact, version)| {
                (format!("l{literal}"), json!({"artifactId": format!("a{artifact}"), "version": version}))
            })
            .collect();
        let service = json!({"serviceId": "s", "status": status, "shareType": share, "relations": relations,
            "templates": [{"name": "t", "allowedRegions": allowed}],
            "sharedAccounts": [{"uid": "2", "permission": permission}]});
        drop_nulls(json!({"manifestVersion": 1, "provider": "1", "artifacts": artifacts, "services": [service]}))
    })
}

/// What is absent is left out, not `null`.
fn drop_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, drop_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(drop_nulls).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_cell_agrees_with_resolve(
        manifest in manifest(),
        sites in proptest::collection::vec(proptest::sample::select(&["l0", "l1", "l2", "l3", "l4", "{Ref: P}", "[l1]", "\"l2\""][..]), 0..6),
        named in any::<bool>(),
        versions in proptest::option::of(proptest::sample::subsequence(vec!["draft", "1", "2", "7"], 0..4)),
        regions in proptest::option::weighted(0.8, proptest::sample::subsequence(REGIONS.to_vec(), 1..3)),
        strict in 0..4_u32,
    ) {
        let manifest = serde_json::to_vec(&manifest).unwrap();
        let overrides = match strict {
            0 => vec![(Code::VersionUnspecified, Override::Severity(Severity::Error))],
            1 => vec![(Code::ManifestVersionUnknown, Override::Ignore), (Code::ManifestArtifactUnknown, Override::Ignore)],
            2 => vec![(Code::ImageUnassociated, Override::Severity(Severity::Error)), (Code::RegionUnknown, Override::Ignore)],
            _ => Vec::new(),
        };
        let terms = Terms {
            profile: if strict == 3 { Profile::Documented } else { Profile::Extended },
            overrides,
            ..Terms::default()
        };
        let sites: Vec<String> = sites.into_iter().map(str::to_owned).collect();
        let text = template_text(&sites);
        let accounts = texts(&["1", "2", "3", ""]);
        let regions = regions.map(|regions| texts(&regions));
        // A version that a relation names and an artifact lacks is an error of the service in the manifest that is made
        // for it; the matrix keeps the service's own findings.
        let versions = versions.filter(|_| strict == 1).map(|versions| texts(&versions));
        agrees(&manifest, terms, text.as_bytes(), "t.yaml", &Asked {
            service: "s",
            name: named.then_some("t"),
            accounts: &accounts,
            regions: regions.as_deref(),
            versions: versions.as_deref(),
        });
    }
}

const MANIFEST: &str = r#"{"manifestVersion": 1, "provider": "1",
    "artifacts": [
        {"artifactId": "a", "versions": [
            {"version": "1", "status": "Available", "source": {"type": "custom", "imageId": "m-1", "regionId": "cn-hangzhou"}},
            {"version": "draft", "status": "Created", "source": {"type": "custom", "imageId": "m-d", "regionId": "xx-new-1"}}]},
        {"artifactId": "lonely", "versions": []}],
    "services": [
        {"serviceId": "s", "status": "Online", "shareType": "Restricted", "relations": {"web": {"artifactId": "a"}},
            "templates": [{"name": "t", "allowedRegions": ["cn-hangzhou", "cn-beijing"]}],
            "sharedAccounts": [{"uid": "2", "permission": "Deployable"}]},
        {"serviceId": "beta", "status": "Beta", "relations": {"web": {"artifactId": "a"}},
            "sharedAccounts": [{"uid": "3", "permission": "DeployableIncludeBeta"}]}]}"#;

fn ask<'a>(subject: Subject<'a>, accounts: &'a [String]) -> Question<'a> {
    Question { subject, template: None, text: None, regions: None, accounts, versions: None }
}

fn words<'m>(matrix: &'m Matrix, list: &[u32]) -> Vec<&'m str> {
    list.iter().map(|&at| matrix.strings[at as usize].as_str()).collect()
}

#[test]
fn a_service_without_a_text_has_a_row_for_each_relation() {
    let resolver = Resolver::read(MANIFEST.as_bytes(), Terms::default());
    let accounts = texts(&["1", "2", "3", ""]);
    let matrix = resolver.matrix(&Question { template: Some("t"), ..ask(Subject::Service("s"), &accounts) });
    assert_eq!(matrix.regions, ["cn-hangzhou", "cn-beijing"]);
    assert_eq!(matrix.rows.len(), 1);
    assert_eq!(words(&matrix, &matrix.images), ["m-1", ""]);
    assert_eq!(words(&matrix, &matrix.codes), ["", "region-not-served"]);
    assert_eq!(words(&matrix, &matrix.serving), ["1"]);
    assert_eq!(words(&matrix, &matrix.blocked), ["", ""]);
    assert_eq!(words(&matrix, &matrix.granted), ["provider", "shared", "", ""]);
    assert_eq!(words(&matrix, &matrix.denied), ["", "", "account-denied", "account-empty"]);
    let all = resolver.matrix(&ask(Subject::Service("s"), &accounts));
    assert!(all.regions.len() > 40 && all.regions.last().unwrap() == "xx-new-1");
    let elsewhere = texts(&["cn-shanghai"]);
    let question = Question { template: Some("t"), regions: Some(&elsewhere), ..ask(Subject::Service("s"), &accounts) };
    let matrix = resolver.matrix(&question);
    assert_eq!(words(&matrix, &matrix.blocked), ["region-not-allowed"]);
}

#[test]
fn an_artifact_has_a_column_for_each_version() {
    let resolver = Resolver::read(MANIFEST.as_bytes(), Terms::default());
    let (accounts, regions) = (texts(&["1", "2", "3", "4", ""]), texts(&["cn-hangzhou", "xx-new-1"]));
    let matrix = resolver.matrix(&Question { regions: Some(&regions), ..ask(Subject::Artifact("a"), &accounts) });
    assert_eq!(matrix.versions, [Some("1".to_owned()), Some("draft".to_owned())]);
    assert_eq!(words(&matrix, &matrix.images), ["m-1", "", "", "m-d"]);
    assert_eq!(words(&matrix, &matrix.codes), ["", "region-not-served", "draft-outside-source-region", ""]);
    assert_eq!(words(&matrix, &matrix.granted), ["provider", "shared", "beta", "", ""]);
    assert_eq!(words(&matrix, &matrix.denied), ["", "", "", "account-denied", "account-empty"]);
    let lonely = resolver.matrix(&ask(Subject::Artifact("lonely"), &accounts));
    assert_eq!(
        words(&lonely, &lonely.denied)[1..],
        ["account-denied", "account-denied", "account-denied", "account-empty"]
    );
}

#[test]
fn what_cannot_be_asked_is_said() {
    let resolver = Resolver::read(MANIFEST.as_bytes(), Terms::default());
    let codes = |question: &Question<'_>| {
        let matrix = resolver.matrix(question);
        assert!(matrix.rows.is_empty() && matrix.images.is_empty() && matrix.strings.is_empty());
        matrix.diagnostics.kept().iter().map(|finding| finding.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(codes(&ask(Subject::Service("x"), &[])), ["service-unknown"]);
    assert_eq!(codes(&ask(Subject::Artifact("x"), &[])), ["artifact-unknown"]);
    assert_eq!(codes(&Question { template: Some("x"), ..ask(Subject::Service("s"), &[]) }), ["template-unknown"]);
    let many: Vec<String> = (0..1_000_001).map(|at| at.to_string()).collect();
    assert_eq!(codes(&Question { regions: Some(&many), ..ask(Subject::Service("s"), &[]) }), ["matrix-limit"]);
    let broken = Resolver::read(b"{", Terms::default()).matrix(&ask(Subject::Service("s"), &[]));
    assert!(!broken.diagnostics.ok());
}
