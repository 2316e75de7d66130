//! Bad input: every kind of file told to be every other, cut anywhere, with each value of another type, and as long as a
//! file may be. Each gives a diagnostic with its place, never a panic, and no manifest where it is an error.

use ecs_image_resolver::diagnostic::{Code, Place};
use ecs_image_resolver::manifest::import::{File, Import, Kind, Options, import};
use serde_json::{Value, json};

use crate::pace;

/// One file of each kind.
fn files() -> Vec<(Kind, &'static str, String)> {
    let relation = json!({"centos_7": {"ArtifactId": "artifact-1", "ArtifactVersion": "1"}});
    let deployed = json!({
        "SupplierDeployMetadata": {"ArtifactRelation": relation, "SupplierTemplateConfigs": [{"Name": "b", "Url": "b.yaml"}]},
        "TemplateConfigs": [{"Name": "a", "Url": "a.yaml", "AllowedRegions": ["cn-beijing"]}],
    });
    let artifact = json!({
        "ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "ArtifactVersion": "1", "Name": "web",
        "Description": "ten letters", "VersionName": "v_1", "Status": "Available", "MaxVersion": "1",
        "ResourceGroupId": "rg-1", "Tags": [{"Key": "a", "Value": "b"}],
        "ArtifactProperty": json!({"ImageId": "m-bp1aaaaaaaaaaaaaaaaa", "RegionId": "cn-hangzhou"}).to_string(),
        "SupportRegionIds": "[\"cn-hangzhou\"]", "ImageDelivery": {"cn-beijing": "m-2zeaaaaaaaaaaaaaaaaa"},
    });
    let service = json!({
        "ServiceId": "service-1", "Status": "Online", "ShareType": "Public", "ServiceInfos": [{"Name": "shop"}],
        "DeployMetadata": deployed.to_string(),
    });
    let config = json!({
        "Service": {"ShareType": "Public", "ServiceInfo": {"Name": "shop"}, "DeployMetadata": deployed},
        "Artifact": {"Web": {
            "ArtifactType": "EcsImage", "ArtifactName": "web", "SupportRegionIds": ["cn-beijing"], "VersionName": "v_1",
            "ArtifactProperty": {"RegionId": "${ImageBuilder.B.RegionId}", "ImageId": "m-bp1aaaaaaaaaaaaaaaaa"},
        }},
        "ImageBuilder": {"B": {"RegionId": "cn-hangzhou"}},
    });
    let accounts =
        json!({"ShareAccount": [{"ServiceId": "s", "UserAliUid": "1", "Permission": "Deployable"}], "TotalCount": 1});
    let images = json!({"RegionId": "cn-beijing", "TotalCount": 1, "Images": {"Image": [
        {"ImageId": "m-2zeaaaaaaaaaaaaaaaaa", "ImageName": "web", "Status": "Available", "Progress": "100%"},
    ]}});
    let mappings = json!({"Mappings": {"M": {"cn-beijing": {"Web": "m-2zeaaaaaaaaaaaaaaaaa"}}}});
    let packer = json!({"builds": [{"name": "web", "builder_type": "alicloud-ecs", "artifact_id": "cn-beijing:m-2zeaaaaaaaaaaaaaaaaa"}]});
    let manifest = json!({
        "manifestVersion": 1, "provider": "1",
        "artifacts": [{"artifactId": "artifact-1", "versions": [{"version": "1", "status": "Available"}]}],
        "services": [{"serviceId": "service-1", "relations": {"a": {"artifactId": "artifact-1"}}}],
    });
    vec![
        (Kind::Computenest, "config.json", config.to_string()),
        (Kind::GetArtifact, "get-artifact.json", artifact.to_string()),
        (Kind::ListArtifacts, "list-artifacts.json", {
            let mut item = artifact.clone();
            item.as_object_mut().unwrap().remove("ArtifactVersion");
            json!({"Artifacts": [item], "TotalCount": 1}).to_string()
        }),
        (Kind::ListArtifactVersions, "versions.json", json!({"Artifacts": [artifact], "TotalCount": 1}).to_string()),
        (Kind::GetService, "get-service.json", service.to_string()),
        (Kind::ListServices, "list-services.json", json!({"Services": [service], "TotalCount": 1}).to_string()),
        (Kind::SharedAccounts, "accounts.json", accounts.to_string()),
        (Kind::DescribeImages, "images.json", images.to_string()),
        (Kind::Mappings, "mappings.json", mappings.to_string()),
        (Kind::Packer, "packer.json", packer.to_string()),
        (Kind::Manifest, "manifest.json", manifest.to_string()),
    ]
}

fn one(name: &str, text: &[u8], kind: Option<Kind>) -> Import {
    let file = File { name, text, kind, ..File::default() };
    let import = import(&[file], &Options { explain: true, ..Options::default() });
    hold(&import, text);
    import
}

/// What holds for every input: a manifest or an error, and every place in its file.
fn hold(import: &Import, text: &[u8]) {
    assert_eq!(import.manifest.is_some(), import.diagnostics.ok());
    for finding in import.diagnostics.kept() {
        for place in std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place)) {
            let Place::File(_, span, _) = place else { panic!("{finding} is at {place:?}") };
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{finding} {span:?}");
        }
        assert!(!finding.message().contains("[["), "{finding}");
    }
}

#[test]
fn every_file_is_recognised_and_imported() {
    for (kind, name, text) in files() {
        let import = one(name, text.as_bytes(), None);
        let said: Vec<String> = import.diagnostics.kept().iter().map(ToString::to_string).collect();
        assert_eq!(import.sources[0].map(|(kind, _)| kind), Some(kind), "{name}");
        assert!(import.manifest.is_some(), "{name}: {said:#?}");
        assert!(!said.iter().any(|line| line.contains("import-nothing")), "{name}: {said:#?}");
    }
}

#[test]
fn every_importer_on_every_others_input() {
    for (told, ..) in files() {
        for (kind, name, text) in files() {
            let import = one(name, text.as_bytes(), Some(told));
            let refused = import.diagnostics.kept().iter().any(|finding| finding.code == Code::ImportOtherSource);
            let nothing = import.diagnostics.kept().iter().any(|finding| finding.code == Code::ImportNothing);
            // Both are `Artifacts`, and any object may be a table.
            let alike = kind.name().starts_with("list-artifact") && told.name().starts_with("list-artifact");
            let shares = matches!((told, kind), (Kind::GetService, _) | (Kind::GetArtifact, _));
            assert!(told == kind || alike || refused || nothing || shares, "{} as {}", kind.name(), told.name());
            assert!(!refused || import.manifest.is_none());
        }
    }
}

#[test]
fn cut_anywhere() {
    for (kind, name, text) in files() {
        for end in 0..text.len() {
            let import = one(name, &text.as_bytes()[..end], None);
            assert!(import.manifest.is_none(), "{} of {end} bytes", kind.name());
            assert!(!import.diagnostics.kept().is_empty());
        }
        // As YAML, which may end anywhere.
        for end in (0..text.len()).step_by(7) {
            one("x.yaml", &text.as_bytes()[..end], Some(kind));
        }
    }
}

/// Every place in a document, with each other type put there.
fn mutations(value: &Value) -> Vec<(String, Value)> {
    let mut pointers = vec![String::new()];
    let mut at = 0;
    while at < pointers.len() {
        let pointer = pointers[at].clone();
        match value.pointer(&pointer).unwrap() {
            Value::Object(fields) => pointers.extend(fields.keys().map(|key| format!("{pointer}/{key}"))),
            Value::Array(items) => pointers.extend((0..items.len()).map(|item| format!("{pointer}/{item}"))),
            _ => {}
        }
        at += 1;
    }
    let others = [
        json!(null),
        json!(true),
        json!(12),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
        json!([[1]]),
        json!({"a": {"b": [1]}}),
    ];
    let kind = |value: &Value| std::mem::discriminant(value);
    let mut mutated = Vec::new();
    for pointer in pointers {
        for other in &others {
            let mut copy = value.clone();
            let place = copy.pointer_mut(&pointer).unwrap();
            if kind(place) != kind(other) {
                *place = other.clone();
                mutated.push((pointer.clone(), copy));
            }
        }
    }
    mutated
}

/// What an answer or a file has beside what is imported, or what counts for nothing alone.
const PASSED_OVER: [&str; 3] = ["TotalCount", "MaxVersion", "Progress"];

#[test]
fn every_value_of_every_other_type() {
    for (kind, name, text) in files() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let before = one(name, text.as_bytes(), None);
        for (pointer, mutated) in mutations(&value) {
            for (name, yaml) in [(name, false), ("x.yaml", true)] {
                let import = one(name, mutated.to_string().as_bytes(), Some(kind));
                let changed = import.diagnostics.kept().len() != before.diagnostics.kept().len()
                    || import.manifest != before.manifest
                    || import.diagnostics.kept() != before.diagnostics.kept();
                let last = pointer.rsplit('/').next().unwrap();
                assert!(changed || yaml || PASSED_OVER.contains(&last), "{} {pointer}: {mutated}", kind.name());
            }
        }
    }
}

/// A wrong type in what is read is an error at its place.
#[test]
fn wrong_types_are_errors_at_their_places() {
    for (kind, pointer, wrong) in [
        (Kind::Computenest, "/Service", json!(1)),
        (Kind::Computenest, "/Service/DeployMetadata/TemplateConfigs/0/AllowedRegions", json!("x")),
        (Kind::GetArtifact, "/ArtifactId", json!(5)),
        (Kind::GetArtifact, "/Tags", json!(true)),
        (Kind::GetArtifact, "/ImageDelivery/cn-beijing", json!([1])),
        (Kind::ListArtifacts, "/Artifacts", json!("x")),
        (Kind::ListArtifactVersions, "/Artifacts/0", json!(1)),
        (Kind::GetService, "/Status", json!({"a": 1})),
        (Kind::ListServices, "/Services/0/DeployMetadata", json!([1])),
        (Kind::SharedAccounts, "/ShareAccount/0/UserAliUid", json!(1.5)),
        (Kind::SharedAccounts, "/ShareAccount/0/UserAliUid", json!(1e30)),
        (Kind::DescribeImages, "/Images/Image/0/Status", json!(1)),
        (Kind::Mappings, "/Mappings", json!(1)),
        (Kind::Packer, "/builds/0/artifact_id", json!([1])),
        (Kind::Manifest, "/provider", json!(1)),
    ] {
        let (_, name, text) = files().into_iter().find(|(known, ..)| *known == kind).unwrap();
        let mut value: Value = serde_json::from_str(&text).unwrap();
        *value.pointer_mut(pointer).unwrap() = wrong;
        let import = one(name, value.to_string().as_bytes(), None);
        let at = |place: &Place| matches!(place, Place::File(0, _, found) if found == pointer);
        let errors: Vec<_> = import.diagnostics.kept().iter().filter(|f| f.severity.name() == "error").collect();
        assert!(errors.iter().any(|finding| at(&finding.place)), "{} {pointer}: {errors:#?}", kind.name());
        assert!(import.manifest.is_none());
    }
}

#[test]
fn what_is_no_text() {
    for bytes in [
        &b"\xFF\xFE{\0}\0"[..],
        b"{\"a\": \"\xC3\"}",
        b"",
        b" \n",
        b"\0\0\0",
        b"%PDF-1.7\n\x80",
        b"resource \"a\" \"b\" {}\n",
    ] {
        let import = one("x.json", bytes, None);
        assert!(import.manifest.is_none() && !import.diagnostics.kept().is_empty(), "{bytes:?}");
        one("x", bytes, None);
    }
}

#[test]
fn nesting_and_aliases_have_an_end() {
    let deep = format!("{{\"Artifacts\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(one("x.json", deep.as_bytes(), None).manifest.is_none());
    // Ten thousand artifacts that are one long list each.
    let regions = (0..20_000).map(|at| format!("r-{at}")).collect::<Vec<_>>().join(", ");
    let mut bomb = format!("Regions: &r [{regions}]\nService: {{}}\nArtifact:\n");
    for at in 0..9_000 {
        bomb += &format!("  A{at}: {{ArtifactType: EcsImage, SupportRegionIds: *r}}\n");
    }
    let import = one("x.yaml", bomb.as_bytes(), None);
    assert!(import.diagnostics.kept().iter().any(|finding| finding.code == Code::ImportTooMuchWork));
    let merged = format!(
        "a: &a {{{}}}\nService: {{}}\nArtifact:\n{}",
        (0..5000).map(|at| format!("k{at}: {{}}")).collect::<Vec<_>>().join(", "),
        (0..5000).map(|at| format!("  A{at}: {{<<: *a}}\n")).collect::<String>()
    );
    assert!(one("x.yaml", merged.as_bytes(), None).manifest.is_none());
    // A string that aliases repeat.
    let metadata = format!("[{}]", vec!["{\\\"Name\\\":\\\"a\\\"}"; 20_000].join(","));
    let mut strings = format!("x: &x \"{metadata}\"\nService:\n");
    for at in 0..5_000 {
        strings += &format!("- {{ShareType: Public, DeployMetadata: {{TemplateConfigs: *x}}, n: {at}}}\n");
    }
    let import = one("x.yaml", strings.as_bytes(), None);
    assert!(import.diagnostics.kept().iter().any(|finding| finding.code == Code::ImportTooMuchWork));
}

/// Files of rows, up to `limit` bytes long.
fn filled(limit: usize) -> [String; 7] {
    let fill = |start: &str, row: &dyn Fn(usize) -> String, end: &str| {
        let mut text = start.to_owned();
        let mut at = 0;
        loop {
            let row = row(at);
            if text.len() + row.len() + end.len() + 1 > limit {
                return text + end;
            }
            if at > 0 {
                text.push(',');
            }
            text += &row;
            at += 1;
        }
    };
    [
        fill(
            "{\"ShareAccount\": [",
            &|at| {
                format!(
                    "{{\"ServiceId\": \"s\", \"UserAliUid\": {}, \"Permission\": \"Deployable\"}}",
                    1_000_000_000_000_000_u64 + at as u64
                )
            },
            "]}",
        ),
        fill(
            "{\"Artifacts\": [",
            &|at| {
                format!(
                    "{{\"ArtifactId\": \"a\", \"ArtifactVersion\": \"{at}\", \"Status\": \"Available\", \"ImageDelivery\": {{\"cn-beijing\": \"m-2zeaaaaaaaaaaaaaaaaa\"}}}}"
                )
            },
            "]}",
        ),
        fill("{\"Artifacts\": [", &|_| "1".to_owned(), "]}"),
        fill(
            "{\"Services\": [",
            &|at| {
                format!(
                    "{{\"ServiceId\": \"s{at}\", \"DeployMetadata\": \"{{\\\"TemplateConfigs\\\": [{{\\\"Name\\\": \\\"a\\\"}}]}}\"}}"
                )
            },
            "]}",
        ),
        fill(
            "{\"Mappings\": {\"M\": {\"cn-beijing\": {",
            &|at| format!("\"k{at}\": \"m-2zeaaaaaaaaaaaaaaaaa\""),
            "}}}}",
        ),
        fill(
            "{\"RegionId\": \"cn-beijing\", \"Images\": [",
            &|at| format!("{{\"ImageId\": \"m-2ze{at}\", \"ImageName\": \"n{at}\"}}"),
            "]}",
        ),
        fill(
            &format!("{{\"Service\": {{\"{}\": {{\"DeployMetadata\": {{\"ArtifactRelation\": {{", "k".repeat(1000)),
            &|at| format!("\"l{at}\": {{\"ArtifactId\": \"${{x}}\"}}"),
            "}}}}}",
        ),
    ]
}

#[test]
fn time_is_linear_in_the_file() {
    for (kind, text) in filled(2_000).into_iter().enumerate() {
        let make = |bytes| filled(bytes).into_iter().nth(kind).unwrap();
        pace::assert_linear(&text[..30], 100_000, make, |text| drop(one("x.json", text.as_bytes(), None)));
    }
}

#[test]
fn a_file_may_be_sixteen_mebibytes_long() {
    let [accounts, ..] = filled(16 << 20);
    assert!(accounts.len() > (16 << 20) - 100 && accounts.len() <= 16 << 20);
    assert!(one("x.json", accounts.as_bytes(), None).manifest.is_some());
    let long = accounts + &" ".repeat(16 << 20);
    let import = one("x.json", long.as_bytes(), None);
    assert_eq!(import.diagnostics.kept()[0].code, Code::ImportFileTooLarge);
}
