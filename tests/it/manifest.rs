//! Reading a manifest: what is found, where, and whom it concerns.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ecs_image_resolver::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{
    Findings, Manifest, Permission, Scope, ServiceStatus, Shared, SupportRegions, pointer,
};
use ecs_image_resolver::syntax::json;
use serde_json::{Value, json};

use crate::pace;

fn read(text: &str) -> (Manifest, Findings) {
    Manifest::read(text.as_bytes(), &Limits::default())
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/manifest")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name).with_extension("json")).unwrap()
}

/// A line for each finding: whom it concerns, the finding, its pointer and the bytes that the pointer leads to.
fn report(text: &str, findings: &Findings) -> String {
    let document = json::parse(text, &Limits::default(), &mut Diagnostics::new(0, &[]));
    let underlined = |diagnostic: &Diagnostic| match &diagnostic.place {
        Place::Manifest(pointer) => {
            let node = pointer::locate(&document, text, pointer).map(|id| document.node(id).span());
            (pointer.clone(), node.map_or("nothing".to_owned(), |span| span.text(text).to_owned()))
        }
        Place::ManifestText(span, pointer) => (pointer.clone(), format!("{}..{}", span.start, span.end)),
        other => panic!("{other:?} is no place in a manifest"),
    };
    let mut report = String::new();
    for (scope, diagnostic) in findings.iter() {
        let (pointer, text) = underlined(diagnostic);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = text.chars().take(50).collect();
        writeln!(report, "{scope:?}\n  {diagnostic}\n  at \"{pointer}\": {shown}").unwrap();
        for related in &diagnostic.related {
            let Place::Manifest(pointer) = &related.place else { continue };
            writeln!(report, "  {} \"{pointer}\"", related.role.name()).unwrap();
        }
    }
    report
}

/// Each manifest in `tests/fixtures/manifest/` against the findings beside it; `UPDATE_FIXTURES=1` writes them anew.
#[test]
fn fixtures_are_read_as_expected() {
    let mut seen = 0;
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(&path).unwrap();
        let report = report(&text, &read(&text).1);
        let expected = path.with_extension("txt");
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            fs::write(&expected, &report).unwrap();
        }
        assert_eq!(report, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
    }
    assert!(seen >= 12, "{seen} fixtures");
}

#[test]
fn the_manifest_of_the_design_is_read_whole() {
    let (manifest, findings) = read(&fixture("design"));
    assert_eq!(findings.iter().count(), 0);
    assert_eq!(manifest.provider.as_deref(), Some("1000000000000001"));
    let artifact = manifest.artifact("artifact-1").unwrap();
    assert_eq!(artifact.tags, [("team".into(), "web".into())]);
    let released = artifact.versions.get("1").unwrap();
    assert_eq!(released.source.as_ref().unwrap().region_id.as_deref(), Some("cn-hangzhou"));
    assert_eq!(released.images.get("cn-beijing").unwrap().progress, Some(100));
    let Some(SupportRegions::Listed(regions)) = &released.support_region_ids else { panic!() };
    assert_eq!(regions.len(), 2);
    assert_eq!(artifact.versions.get("draft").unwrap().support_region_ids, Some(SupportRegions::All));
    let service = manifest.service("service-1").unwrap();
    assert_eq!(service.status, Some(ServiceStatus::Online));
    let permissions = |uid| service.shared_accounts.grants(uid).filter_map(|grant| grant.permission.clone()).collect();
    let permissions: Vec<Permission> = permissions("1000000000000002");
    assert_eq!(permissions, [Permission::Deployable, Permission::Authorized]);
    assert_eq!(service.relations.get("all-in-one").unwrap().version, None);
    assert_eq!(service.templates.get("single").unwrap().path.as_deref(), Some("templates/single.yaml"));
}

#[test]
fn whom_an_image_is_shared_with_is_a_list_or_one_of_two_words() {
    let manifest = |record: &Value| {
        json!({"manifestVersion": 1, "artifacts": [{"artifactId": "a", "versions": [{"version": "1", "status": "Available",
            "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou", "shared": record},
            "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available", "shared": record}}}]}]})
    };
    let accounts = |uids: &[&str]| Some(Shared::Accounts(uids.iter().map(|&uid| uid.into()).collect()));
    for (record, expected) in [
        (json!(["2", "3"]), accounts(&["2", "3"])),
        (json!([]), accounts(&[])),
        (json!("everyone"), Some(Shared::Everyone)),
        (json!("unknown"), Some(Shared::Unknown)),
    ] {
        let (manifest, findings) = read(&manifest(&record).to_string());
        assert_eq!(findings.iter().count(), 0, "{record}");
        let version = &manifest.artifacts[0].versions[0];
        assert_eq!(version.source.as_ref().unwrap().shared, expected);
        assert_eq!(version.images[0].shared, expected);
    }
    let at = ["source", "images/cn-beijing"].map(|of| format!("/artifacts/0/versions/0/{of}/shared"));
    for (record, code, item) in [
        (json!("all"), "manifest-wrong-type", ""),
        (json!("Everyone"), "manifest-wrong-type", ""),
        (json!(""), "manifest-wrong-type", ""),
        (json!(2), "manifest-wrong-type", ""),
        (json!(null), "manifest-wrong-type", ""),
        (json!(true), "manifest-wrong-type", ""),
        (json!({"2": true}), "manifest-wrong-type", ""),
        (json!(["2", 3]), "manifest-number-for-id", "/1"),
        (json!([{"uid": "2"}]), "manifest-wrong-type", "/0"),
        (json!([null]), "manifest-wrong-type", "/0"),
        (json!([""]), "manifest-empty-id", "/0"),
        (json!(["2", "account"]), "manifest-account-shape", "/1"),
        (json!([" 2"]), "manifest-account-shape", "/0"),
    ] {
        let (_, findings) = read(&manifest(&record).to_string());
        let found = findings.iter().map(|(_, finding)| format!("{} {:?}", finding.code, finding.place));
        let expected = at.each_ref().map(|at| format!("{code} {:?}", Place::Manifest(format!("{at}{item}"))));
        assert_eq!(found.collect::<BTreeSet<_>>(), BTreeSet::from(expected), "{record}");
    }
}

#[test]
fn unknown_fields_are_kept_as_they_are_written() {
    let (manifest, _) = read(&fixture("unknown-fields"));
    assert_eq!(&*manifest.unknown[0].json, "\"kept\"");
    assert_eq!(&*manifest.artifacts[0].versions[0].unknown[0].json, r#"{"a": [1, 2]}"#);
    let notes = manifest.services[0].shared_accounts.iter().map(|(_, grant)| &*grant.unknown[0].json);
    assert_eq!(notes.collect::<Vec<_>>(), ["\"x\"", "\"y\""]);
}

/// Every value of the full manifest is replaced by a value of each other type, and by nothing.
#[test]
fn a_wrong_type_anywhere_is_found_there_and_concerns_nobody_else() {
    let full: Value = serde_json::from_str(&fixture("design")).unwrap();
    let mut doubled = full.clone();
    // A second artifact and service that refer to the first of neither.
    for list in ["artifacts", "services"] {
        let second = full[list][0].clone();
        doubled[list].as_array_mut().unwrap().push(second);
    }
    doubled["artifacts"][1]["artifactId"] = json!("artifact-2");
    doubled["services"][1]["serviceId"] = json!("service-2");
    for relation in doubled["services"][1]["relations"].as_object_mut().unwrap().values_mut() {
        relation["artifactId"] = json!("artifact-2");
    }
    let before = read(&doubled.to_string());
    assert!(before.1.ok());

    let mut pointers = Vec::new();
    collect(&doubled, String::new(), &mut pointers);
    assert!(pointers.len() > 100, "{} places", pointers.len());
    for at in pointers.iter().filter(|at| *at != "/$schema") {
        for other in [json!(null), json!(true), json!(7), json!("text"), json!([]), json!({})] {
            let mut changed = doubled.clone();
            let value = changed.pointer_mut(at).unwrap();
            // A list of regions may be the word `all` and the other way round, as a record of shares may be a word; an
            // empty list or object is one, too.
            let is_either = at.ends_with("supportRegionIds") || at.ends_with("shared");
            if type_of(value) == type_of(&other) || (is_either && other.is_array()) {
                continue;
            }
            *value = other.clone();
            let text = changed.to_string();
            let (manifest, findings) = read(&text);
            let found = findings.iter().find(|(_, finding)| finding.place == Place::Manifest(at.clone()));
            let Some((scope, finding)) = found else { panic!("{other} at {at}:\n{}", report(&text, &findings)) };
            assert_eq!(finding.severity, Severity::Error, "{other} at {at}");
            assert!(matches!(finding.code, Code::ManifestWrongType | Code::ManifestNumberForId), "{finding}");
            assert!(concerns(scope, at), "{other} at {at} is of {scope:?}");
            if scope != Scope::Manifest {
                let spared = if at.starts_with("/artifacts/0") || at.starts_with("/services/0") { "2" } else { "1" };
                let artifact = manifest.artifact(&format!("artifact-{spared}"));
                let service = manifest.service(&format!("service-{spared}"));
                assert_eq!(artifact, before.0.artifact(&format!("artifact-{spared}")), "{other} at {at}");
                assert_eq!(service, before.0.service(&format!("service-{spared}")), "{other} at {at}");
                assert!(findings.of_manifest().all(|finding| finding.severity < Severity::Error));
                // What only refers to the changed artifact may say so, the other one of each kind may not.
                assert!(findings.of_service(service.unwrap()).all(|finding| finding.severity < Severity::Error));
                assert!(
                    findings.of_artifact(artifact.unwrap(), None).all(|finding| finding.severity < Severity::Error)
                );
            }
        }
    }
}

/// Whether a finding of `scope` is about the element of a list that `pointer` leads into.
fn concerns(scope: Scope, pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    match (scope, &steps[..]) {
        (Scope::Version(artifact, version), ["artifacts", at, "versions", number, ..]) => {
            let unnamed = version == Scope::UNNAMED && (steps.len() == 4 || steps[4] == "version");
            *at == artifact.to_string() && (unnamed || *number == version.to_string())
        }
        (Scope::Unnamed, ["artifacts" | "services", ..]) => {
            steps.len() == 2 || steps[2] == "artifactId" || steps[2] == "serviceId"
        }
        (Scope::Artifact(artifact), ["artifacts", at, ..]) => *at == artifact.to_string() && steps.len() <= 4,
        (Scope::Service(service), ["services", at, ..]) => *at == service.to_string(),
        (Scope::Manifest, steps) => steps.len() <= 1,
        _ => false,
    }
}

fn collect(value: &Value, at: String, into: &mut Vec<String>) {
    into.push(at.clone());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            collect(field, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), into);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(number, item)| collect(item, format!("{at}/{number}"), into))
        }
        _ => {}
    }
}

fn type_of(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

#[test]
fn pointers_agree_with_serde_json() {
    for name in ["design", "references", "unknown-fields", "duplicate-keys"] {
        let text = fixture(name);
        let value: Value = serde_json::from_str(&text).unwrap();
        let document = json::parse(&text, &Limits::default(), &mut Diagnostics::new(0, &[]));
        let mut pointers = Vec::new();
        collect(&value, String::new(), &mut pointers);
        for at in &pointers {
            let node = pointer::locate(&document, &text, at).unwrap_or_else(|| panic!("{name}: {at}"));
            let found: Value = serde_json::from_str(document.node(node).span().text(&text)).unwrap();
            assert_eq!(Some(&found), value.pointer(at), "{name}: {at}");
        }
        for other in [
            "x",
            "/x",
            "/artifacts/00",
            "/artifacts/+0",
            "/artifacts/9",
            "/artifacts/-1",
            "/artifacts/0x",
            "//",
            "/manifestVersion/0",
        ] {
            assert_eq!(pointer::locate(&document, &text, other), None, "{name}: {other}");
            assert_eq!(value.pointer(other), None);
        }
    }
}

#[test]
fn bytes_that_cannot_be_read_block_everything() {
    let small = Limits { manifest_bytes: 10, ..Limits::default() };
    for (bytes, limits, expected) in [
        (&b"{\"manifestVersion\": 1}"[..], small, Code::ManifestTooLarge),
        (b"{\"a\": \"\xFF\"}", Limits::default(), Code::InvalidUtf8),
        (b"\xFF\xFE{\0}\0", Limits::default(), Code::Utf16),
        (b"\xFE\xFF\0{\0}", Limits::default(), Code::Utf16),
        (b"{\"a\": 1,}", Limits::default(), Code::JsonTrailingComma),
        (b"", Limits::default(), Code::JsonMissingValue),
    ] {
        let (manifest, findings) = Manifest::read(bytes, &limits);
        assert_eq!(manifest, Manifest::default());
        let found: Vec<Code> = findings.of_manifest().map(|finding| finding.code).collect();
        assert_eq!(found, [expected]);
        assert!(!findings.ok());
    }
    let deep = "[".repeat(100_000);
    let (_, findings) = read(&format!("{{\"manifestVersion\": 1, \"x\": {deep}"));
    assert_eq!(findings.of_manifest().map(|finding| finding.code).collect::<Vec<_>>(), [Code::NestingLimit]);
}

#[test]
fn past_the_limit_the_first_of_each_code_and_scope_is_kept() {
    let accounts = vec![json!({"uid": 1, "permission": 1}); 500];
    let services: Vec<Value> =
        (0..50).map(|at| json!({"serviceId": format!("s{at}"), "sharedAccounts": accounts})).collect();
    let text = json!({"manifestVersion": 1, "services": services}).to_string();
    let (manifest, findings) = Manifest::read(text.as_bytes(), &Limits { diagnostics: 100, ..Limits::default() });
    assert_eq!(findings.iter().count() + findings.dropped(), 50 * 1_000);
    assert_eq!(findings.iter().count(), 100 + 49 * 2);
    assert!(
        manifest
            .services
            .iter()
            .all(|service| findings.of_service(service).any(|finding| finding.code == Code::ManifestWrongType))
    );
}

#[test]
fn many_accounts_are_one_look_up_each() {
    let accounts: Vec<Value> = (0..100_000_u64)
        .map(|at| json!({"uid": (1_000_000_000_000_000 + at * 7).to_string(), "permission": "Deployable"}))
        .collect();
    let text = json!({"manifestVersion": 1, "services": [{"serviceId": "s", "sharedAccounts": accounts}]}).to_string();
    let (manifest, findings) = read(&text);
    assert_eq!(findings.iter().count(), 0);
    let list = &manifest.services[0].shared_accounts;
    assert_eq!(list.len(), 100_000);
    for at in (0..700_000_u64).step_by(5) {
        let uid = (1_000_000_000_000_000 + at).to_string();
        assert_eq!(
            list.positions(&uid).collect::<Vec<_>>(),
            (at % 7 == 0).then_some((at / 7) as usize).into_iter().collect::<Vec<_>>()
        );
    }
    assert_eq!(list.grants("").count(), 0);
}

/// The same thing, whatever it is, again and again.
#[test]
fn time_and_room_grow_with_the_text() {
    let list = |item: &str, count: usize| vec![item; count].join(",");
    let object =
        |value: &str, count: usize| (0..count).map(|at| format!("\"{at}\":{value}")).collect::<Vec<_>>().join(",");
    let service = |field: &str, value: String| format!("\"services\":[{{\"serviceId\":\"a\",\"{field}\":{value}}}]");
    let versions =
        |version: &str, n| format!("\"artifacts\":[{{\"artifactId\":\"a\",\"versions\":[{}]}}]", list(version, n));
    let related = "{\"artifactId\":\"x\"}";
    /// A manifest's fields, as long as is asked.
    type Make<'a> = &'a dyn Fn(usize) -> String;
    let texts: [(&str, Make<'_>); 11] = [
        ("services of a wrong type", &|n| format!("\"services\":[{}]", list("0", n))),
        ("empty services", &|n| format!("\"services\":[{}]", list("{}", n))),
        ("one service again and again", &|n| format!("\"services\":[{}]", list("{\"serviceId\":\"a\"}", n))),
        ("accounts of a wrong type", &|n| service("sharedAccounts", format!("[{}]", list("0", n)))),
        ("one account again and again", &|n| service("sharedAccounts", format!("[{}]", list("{\"uid\":\"1\"}", n)))),
        ("relations to nothing", &|n| service("relations", format!("{{{}}}", object(related, n)))),
        ("one key again and again", &|n| service("relations", format!("{{{}}}", list(&format!("\"k\":{related}"), n)))),
        ("unknown fields", &|n| object("0", n)),
        ("unknown fields below a long key", &|n| {
            service("relations", format!("{{\"{}\":{{{}}}}}", "k".repeat(10 * n), object("0", n)))
        }),
        ("one version again and again", &|n| versions("{\"version\":\"1\"}", n)),
        ("one broken version again and again", &|n| versions("{\"version\":1}", n)),
    ];
    for (what, make) in texts {
        let make = |n| format!("{{\"manifestVersion\":1,{}}}", make(n));
        pace::assert_linear(what, 10_000, make, |text| {
            let (_, findings) = read(text);
            let bytes: usize = findings.iter().map(|(_, finding)| finding.message().len()).sum();
            assert!(findings.iter().count() > 0, "{what}");
            assert!(bytes < 2_000_000 + text.len() * 20, "{what}: {bytes} bytes of messages");
        });
    }
}
