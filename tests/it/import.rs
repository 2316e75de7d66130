//! Importers: what each kind of file says, in all the shapes that it comes in, and what is said of what it lacks.

use ecs_image_resolver::diagnostic::{Code, Place, Severity};
use ecs_image_resolver::manifest::import::{Evidence, File, Import, Kind, Options, import};
use ecs_image_resolver::manifest::{Findings, Manifest};
use serde_json::{Value, json};

/// Imports files by name and text.
pub fn run(files: &[(&str, &str)]) -> Import {
    run_with(files, &Options::default())
}

pub fn run_with(files: &[(&str, &str)], options: &Options<'_>) -> Import {
    let files: Vec<File<'_>> =
        files.iter().map(|(name, text)| File { name, text: text.as_bytes(), ..File::default() }).collect();
    import(&files, options)
}

/// The manifest as JSON, which must read again without anything that is wrong with its structure.
pub fn manifest(import: &Import) -> Value {
    let messages: Vec<String> = import.diagnostics.kept().iter().map(ToString::to_string).collect();
    let manifest = import.manifest.as_ref().unwrap_or_else(|| panic!("no manifest: {messages:#?}"));
    let text = manifest.write();
    let (again, findings): (Manifest, Findings) = Manifest::read(text.as_bytes(), &Default::default());
    assert_eq!(again, *manifest);
    assert!(findings.ok(), "{text}\n{:?}", findings.iter().map(|(_, finding)| finding.to_string()).collect::<Vec<_>>());
    serde_json::from_str(&text).unwrap()
}

fn codes(import: &Import) -> Vec<&'static str> {
    import.diagnostics.kept().iter().map(|finding| finding.code.name()).collect()
}

fn messages(import: &Import, code: Code) -> Vec<String> {
    let found = import.diagnostics.kept().iter().filter(|finding| finding.code == code);
    found.map(|finding| finding.message()).collect()
}

const CONFIG: &str = "\
Service:
  RegionId: cn-hangzhou
  ShareType: Public
  DeployMetadata:
    SupplierDeployMetadata:
      ArtifactRelation:
        centos_7:
          ArtifactId: ${Artifact.Web.ArtifactId}
          ArtifactVersion: ${Artifact.Web.ArtifactVersion}
        other.vhd: {ArtifactId: artifact-0123456789abcdef0123, ArtifactVersion: 2}
    TemplateConfigs:
      - {Name: one, Url: ros/a.yaml, AllowedRegions: [cn-beijing, cn-hangzhou]}
  ServiceInfo:
    - {Locale: zh-CN, Name: 店}
Artifact:
  Web:
    ArtifactType: EcsImage
    ArtifactName: web
    VersionName: v1
    ArtifactProperty: {RegionId: '${ImageBuilder.B.RegionId}', ImageId: '${ImageBuilder.B.SourceImageId}'}
  Files: {ArtifactType: File, ArtifactName: files}
ImageBuilder:
  B: {RegionId: ap-southeast-1, SourceImageId: aliyun_3.vhd}
";

#[test]
fn a_config_says_what_is_wanted_and_what_is_missing_is_left_out() {
    let import = run(&[("shop/.computenest/config.yaml", CONFIG)]);
    let file = "shop/.computenest/config.yaml";
    assert_eq!(
        manifest(&import),
        json!({
            "manifestVersion": 1,
            "artifacts": [
                {
                    "artifactId": format!("{file}#Artifact.Web"), "artifactType": "EcsImage", "name": "web",
                    "versions": [{
                        "version": "draft", "versionName": "v1",
                        "source": {"type": "custom", "regionId": "ap-southeast-1"},
                    }],
                },
                {"artifactId": "artifact-0123456789abcdef0123", "versions": [{"version": "2"}]},
            ],
            "services": [{
                "serviceId": format!("{file}#Service"), "name": "店", "shareType": "Public",
                "templates": [{
                    "name": "one", "path": "shop/.computenest/ros/a.yaml",
                    "allowedRegions": ["cn-beijing", "cn-hangzhou"],
                }],
                "relations": {
                    "centos_7": {"artifactId": format!("{file}#Artifact.Web"), "version": "draft"},
                    "other.vhd": {"artifactId": "artifact-0123456789abcdef0123", "version": "2"},
                },
            }],
        })
    );
    assert_eq!(import.sources, [Some((Kind::Computenest, Evidence::Content))]);
    let missing = messages(&import, Code::ImportMissing);
    for fact in ["`provider`", "`source.imageId`", "`status` of service", "`status` of version"] {
        assert!(missing.iter().any(|message| message.contains(fact)), "{fact}: {missing:#?}");
    }
    assert!(!missing.iter().any(|message| message.contains("shareType")), "{missing:#?}");
    let placeholders = messages(&import, Code::ImportPlaceholder);
    for placeholder in ["ArtifactId}", "ArtifactVersion}", ".RegionId}", ".SourceImageId}"] {
        assert!(placeholders.iter().any(|message| message.contains(placeholder)), "{placeholder}: {placeholders:#?}");
    }
    let left_out = messages(&import, Code::ImportLeftOut);
    assert_eq!(left_out.iter().filter(|message| message.contains("of the type")).count(), 1, "the file artifact");
    assert!(left_out.contains(&"`RegionId` is left out: a manifest has no field for it in Service".to_owned()));
    assert!(import.diagnostics.kept().iter().all(|finding| finding.severity < Severity::Error));
}

/// What a manifest has no field for: each field once a kind of object, at its place, whoever reads the object.
#[test]
fn what_nothing_reads_is_told() {
    let told = |name: &str, text: &str| -> Vec<String> {
        let import = run(&[(name, text)]);
        let no_field =
            import.diagnostics.kept().iter().filter(|finding| finding.message().contains("no field for it in"));
        no_field
            .map(|finding| {
                assert_eq!((finding.code, finding.severity), (Code::ImportLeftOut, Severity::Info));
                match &finding.place {
                    Place::File(0, span, pointer) if !span.is_empty() => pointer.clone(),
                    other => panic!("{other:?}"),
                }
            })
            .collect()
    };
    let cases: [(&str, &str, &[&str]); 8] = [
        (
            "service.json",
            r#"{"RequestId": "r", "ServiceId": "service-1", "UpgradeMetadata": "{\"a\": 1}", "CreateTime": "now", "Empty": "",
                "DeployMetadata": "{\"Hooks\": [1], \"TemplateConfigs\": [{\"Name\": \"a\", \"PredefinedParameters\": [1]}, {\"Name\": \"b\", \"PredefinedParameters\": [2]}]}"}"#,
            &["/UpgradeMetadata", "/DeployMetadata/Hooks", "/DeployMetadata/TemplateConfigs/0/PredefinedParameters"],
        ),
        (
            "versions.json",
            r#"{"TotalCount": 2, "NextToken": "", "More": 1, "Artifacts": [
                {"ArtifactId": "artifact-1", "ArtifactVersion": "1", "Progress": "50", "ImageDelivery":
                    {"cn-beijing": {"ImageId": "m-1", "Speed": 1}, "cn-hangzhou": {"ImageId": "m-2", "Speed": 2}}},
                {"ArtifactId": "artifact-1", "ArtifactVersion": "2", "Progress": "60"}]}"#,
            &["/More", "/Artifacts/0/Progress", "/Artifacts/0/ImageDelivery/cn-beijing/Speed"],
        ),
        (
            "artifact.json",
            r#"{"ArtifactId": "artifact-1", "ArtifactProperty": {"ImageId": "m-1", "RegionId": "cn-beijing", "Disk": 1},
                "Tags": [{"Key": "a", "Value": "b", "Scope": "c"}]}"#,
            &["/ArtifactProperty/Disk", "/Tags/0/Scope"],
        ),
        (
            "accounts.json",
            r#"{"ServiceId": "service-1", "ShareAccounts": [{"UserAliUid": 1000000000000002, "Permission": "Deployable", "Quota": 3}]}"#,
            &["/ShareAccounts/0/Quota"],
        ),
        (
            "images.cn-beijing.json",
            r#"{"PageSize": 1, "Images": {"Image": [{"ImageId": "m-1", "ImageName": "a", "Size": 20, "Tags": {"Tag": [1]}}]}}"#,
            &["/Images/Image/0/Tags"],
        ),
        (
            "packer.json",
            r#"{"last_run_uuid": "u", "builds": [{"name": "a", "builder_type": "alicloud-ecs", "packer_run_uuid": "u",
                "artifact_id": "cn-beijing:m-1", "custom_data": {"git": "1"}}]}"#,
            &["/builds/0/custom_data"],
        ),
        (
            "services.json",
            r#"{"Services": [{"ServiceId": "service-1", "ServiceType": "private"}, {"ServiceId": "service-2", "ServiceType": "private"}]}"#,
            &["/Services/0/ServiceType"],
        ),
        (
            "config.yaml",
            "Hooks: {a: b}\nService:\n  ShareType: Public\n  OperationMetadata: {a: b}\n",
            &["/Hooks", "/Service/OperationMetadata"],
        ),
    ];
    for (name, text, expected) in cases {
        let mut found = told(name, text);
        let mut expected: Vec<String> = expected.iter().map(|&pointer| pointer.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn a_service_has_the_status_that_the_caller_says_where_no_file_does() {
    let options = Options { service_status: Some("Online"), ..Options::default() };
    let import = run_with(&[("c.yaml", CONFIG)], &options);
    assert_eq!(manifest(&import)["services"][0]["status"], "Online");
    assert!(!messages(&import, Code::ImportMissing).iter().any(|message| message.contains("of service")));
    let said = r#"{"ServiceId": "service-1", "Status": "Draft"}"#;
    assert_eq!(manifest(&run_with(&[("s.json", said)], &options))["services"][0]["status"], "Draft");
}

#[test]
fn a_manifest_written_elsewhere_names_its_templates_from_there() {
    let before = r#"{"manifestVersion": 1, "services": [{"serviceId": "s", "templates": [
        {"name": "a", "path": "./ros/a.yaml"}, {"name": "b", "path": "/b.yaml"}, {"name": "c"}]}]}"#;
    let paths = |folder: &str| {
        let options = Options { root: "/w", folder, ..Options::default() };
        let manifest = manifest(&run_with(&[("shop/manifest.json", before)], &options));
        let templates = manifest["services"][0]["templates"].as_array().unwrap().clone();
        templates.into_iter().map(|template| template["path"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(paths("shop"), [json!("./ros/a.yaml"), json!("/b.yaml"), Value::Null]);
    assert_eq!(paths(".."), [json!("w/shop/ros/a.yaml"), json!("/b.yaml"), Value::Null]);
    assert_eq!(paths("/w/out"), [json!("../shop/ros/a.yaml"), json!("/b.yaml"), Value::Null]);
}

#[test]
fn relations_may_be_a_list_and_metadata_json_in_a_string() {
    let list = CONFIG.replace("        centos_7:\n          ArtifactId: ${Artifact.Web.ArtifactId}\n          ArtifactVersion: ${Artifact.Web.ArtifactVersion}\n        other.vhd:", "        - centos_7:\n            ArtifactId: ${Artifact.Web.ArtifactId}\n            ArtifactVersion: ${Artifact.Web.ArtifactVersion}\n        - other.vhd:");
    assert_ne!(list, CONFIG);
    assert_eq!(manifest(&run(&[("c.yaml", &list)])), manifest(&run(&[("c.yaml", CONFIG)])));
    let text = r#"{"Service": {"DeployMetadata": "{\"SupplierDeployMetadata\": \"{\\\"ArtifactRelation\\\": {\\\"x\\\": {\\\"ArtifactId\\\": \\\"artifact-1\\\"}}}\"}"}}"#;
    let import = run(&[("c.json", text)]);
    assert_eq!(manifest(&import)["services"][0]["relations"], json!({"x": {"artifactId": "artifact-1"}}));
}

#[test]
fn the_suppliers_side_says_the_files_of_managed_templates() {
    let text = "Service:\n  DeployMetadata:\n    SupplierDeployMetadata:\n      SupplierTemplateConfigs:\n        - {Name: a, Url: ros/a.yaml, AllowedRegions: [cn-beijing]}\n        - {Name: b, Url: ros/b.yaml}\n    TemplateConfigs:\n      - {Name: a, AllowedRegions: [cn-hangzhou]}\n";
    assert_eq!(
        manifest(&run(&[("c.yaml", text)]))["services"][0]["templates"],
        json!([{"name": "a", "path": "ros/a.yaml", "allowedRegions": ["cn-hangzhou"]}, {"name": "b", "path": "ros/b.yaml"}])
    );
}

#[test]
fn several_services_and_documents_have_keys_of_their_own() {
    let import = run(&[(
        "c.yaml",
        "Service:\n  A: {ShareType: Public}\n  B: {ShareType: Hidden}\n---\nService: [{ShareType: Public}]\n",
    )]);
    let manifest = manifest(&import);
    let ids: Vec<&str> =
        manifest["services"].as_array().unwrap().iter().map(|s| s["serviceId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["c.yaml#Service.A", "c.yaml#Service.B", "c.yaml#2.Service.0"]);
}

/// One artifact in three answers, as `shape` gives them.
fn answers(shape: impl Fn(Value) -> Value) -> Vec<(&'static str, String)> {
    let versions = json!({
        "Artifacts": [
            {
                "ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "ArtifactVersion": "1", "VersionName": "v1_0",
                "Status": "Available", "Progress": "100", "SecurityAuditResult": "Normal",
                "ArtifactProperty": "{\"ImageId\":\"m-bp1aaaaaaaaaaaaaaaaa\",\"RegionId\":\"cn-hangzhou\"}",
                "SupportRegionIds": "[\"cn-hangzhou\",\"cn-beijing\"]",
                "ImageDelivery": {"cn-beijing": "m-2zeaaaaaaaaaaaaaaaaa"},
            },
            {
                "ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "ArtifactVersion": "2",
                "Status": "Delivering",
                "ArtifactProperty": "{\"CommodityCode\":\"cmjj000001\",\"CommodityVersion\":\"V1.0\"}",
                "ImageDelivery": {"cn-beijing": "Delivering", "cn-shanghai": "m-uf6aaaaaaaaaaaaaaaaa"},
            },
        ],
        "TotalCount": 2, "MaxResults": 20, "RequestId": "R",
    });
    let list = json!({
        "Artifacts": [{
            "ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "Name": "web", "Description": "ten letters",
            "MaxVersion": "2", "Status": "Available", "ResourceGroupId": "rg-1",
            "Tags": [{"Key": "team", "Value": "web"}],
        }],
        "TotalCount": 1,
    });
    let one = json!({
        "ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "ArtifactVersion": "2", "MaxVersion": 2, "Name": "web",
        "Status": "Delivering", "SupportRegionIds": "[\"cn-shanghai\"]", "Progress": "40", "RequestId": "R",
    });
    [("versions.json", versions), ("list.json", list), ("get.json", one)]
        .map(|(name, value)| (name, shape(value).to_string()))
        .to_vec()
}

fn imported(files: &[(&'static str, String)]) -> Import {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    run(&files)
}

/// Fields as the SDKs for JavaScript name them.
fn camel(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let lower = |name: String| match name.contains('-') {
                true => name,
                false => name[..1].to_ascii_lowercase() + &name[1..],
            };
            Value::Object(fields.into_iter().map(|(name, value)| (lower(name), camel(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(camel).collect()),
        other => other,
    }
}

/// JSON in strings as itself.
fn native(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, native(value))).collect()),
        Value::Array(items) => Value::Array(items.into_iter().map(native).collect()),
        Value::String(text) if text.starts_with(['{', '[']) => serde_json::from_str(&text).unwrap(),
        other => other,
    }
}

#[test]
fn answers_become_one_artifact_whatever_their_shape() {
    let expected = json!([{
        "artifactId": "artifact-1", "artifactType": "EcsImage", "name": "web", "description": "ten letters",
        "resourceGroupId": "rg-1", "tags": {"team": "web"},
        "versions": [
            {
                "version": "1", "versionName": "v1_0", "status": "Available",
                "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
                "supportRegionIds": ["cn-hangzhou", "cn-beijing"],
                "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available"}},
            },
            {
                "version": "2", "status": "Delivering",
                "source": {"type": "marketplace", "commodityCode": "cmjj000001", "commodityVersion": "V1.0"},
                "supportRegionIds": ["cn-shanghai"],
                "images": {
                    "cn-beijing": {"status": "Delivering"},
                    "cn-shanghai": {"imageId": "m-uf6aaaaaaaaaaaaaaaaa"},
                },
            },
        ],
    }]);
    let wrapped = |value: Value| json!({"statusCode": 200, "headers": {"a": "b"}, "body": value});
    let wrapped_text = |value: Value| json!({"statusCode": 200, "body": value.to_string()});
    let in_a_string = |value: Value| json!(value.to_string());
    let shapes: [(&str, Vec<(&str, String)>); 7] = [
        ("as it is", answers(|value| value)),
        ("native", answers(native)),
        ("camel", answers(camel)),
        ("camel, native", answers(|value| camel(native(value)))),
        ("wrapped", answers(wrapped)),
        ("wrapped text", answers(wrapped_text)),
        ("in a string", answers(in_a_string)),
    ];
    for (name, files) in shapes {
        let import = imported(&files);
        assert_eq!(manifest(&import)["artifacts"], expected, "{name}");
        let kinds: Vec<_> = import.sources.iter().map(|source| source.unwrap().0).collect();
        assert_eq!(kinds, [Kind::ListArtifactVersions, Kind::ListArtifacts, Kind::GetArtifact], "{name}");
        assert!(!codes(&import).contains(&"import-conflict"), "{name}: {:?}", codes(&import));
    }
}

const SERVICE: &str = r#"{
  "ServiceId": "service-1", "Status": "Online", "ShareType": "Restricted", "RequestId": "R",
  "ServiceInfos": [{"Locale": "zh-CN", "Name": "shop"}],
  "DeployMetadata": "{\"SupplierDeployMetadata\":{\"ArtifactRelation\":{\"centos_7\":{\"ArtifactId\":\"artifact-1\",\"ArtifactVersion\":\"1\"}}},\"TemplateConfigs\":[{\"Name\":\"one\",\"Url\":\"https://x/y.yaml\",\"AllowedRegions\":[\"cn-beijing\"]}]}"
}"#;

#[test]
fn services_and_their_accounts() {
    let accounts = r#"{"ShareAccount": [
        {"ServiceId": "service-1", "UserAliUid": 9007199254740993, "Permission": "Deployable"},
        {"ServiceId": "service-1", "UserAliUid": "1000000000000003", "Permission": "Accessible"}
    ], "TotalCount": 3}"#;
    let resellers = r#"{"ServiceId": "service-1", "Type": "Reseller", "SharedAccounts": [{"UserAliUid": 1000000000000004, "Permission": "Authorized"}]}"#;
    let list = format!("{{\"Services\": [{SERVICE}], \"TotalCount\": 1}}");
    for service in [SERVICE, &list] {
        let import = run(&[("service.json", service), ("accounts.json", accounts), ("resellers.json", resellers)]);
        assert_eq!(
            manifest(&import)["services"],
            json!([{
                "serviceId": "service-1", "name": "shop", "status": "Online", "shareType": "Restricted",
                "sharedAccounts": [
                    {"uid": "9007199254740993", "permission": "Deployable"},
                    {"uid": "1000000000000003", "permission": "Accessible"},
                    {"uid": "1000000000000004", "permission": "Authorized", "type": "Reseller"},
                ],
                "templates": [{"name": "one", "allowedRegions": ["cn-beijing"]}],
                "relations": {"centos_7": {"artifactId": "artifact-1", "version": "1"}},
            }])
        );
        assert!(codes(&import).contains(&"import-more-pages"));
    }
}

#[test]
fn accounts_without_a_service_go_to_the_only_one() {
    let accounts = r#"{"ShareAccount": [{"UserAliUid": "1000000000000002", "Permission": "Deployable"}]}"#;
    let import = run(&[("a.json", accounts), ("s.json", SERVICE)]);
    assert_eq!(manifest(&import)["services"][0]["sharedAccounts"][0]["uid"], "1000000000000002");
    let import =
        run(&[("a.json", accounts), ("s.json", SERVICE), ("t.json", &SERVICE.replace("service-1", "service-2"))]);
    assert!(codes(&import).contains(&"import-service-unnamed"));
    let file = |name, text: &'static str, service| File { name, text: text.as_bytes(), service, ..File::default() };
    let told = import_files(&[file("a.json", accounts, Some("service-9")), file("s.json", SERVICE, None)]);
    assert_eq!(manifest(&told)["services"][0]["serviceId"], "service-9");
}

fn import_files(files: &[File<'_>]) -> Import {
    import(files, &Options::default())
}

#[test]
fn images_of_ecs_say_how_far_they_are() {
    let beijing = r#"{"RegionId": "cn-beijing", "Images": {"Image": [
        {"ImageId": "m-2zeaaaaaaaaaaaaaaaaa", "ImageName": "web", "Status": "Creating", "Progress": "40%", "ImageOwnerAlias": "self"},
        {"ImageId": "centos_7.vhd", "ImageName": "centos_7.vhd", "Status": "Available", "ImageOwnerAlias": "system"}
    ]}}"#;
    let hangzhou =
        r#"{"images": {"image": [{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "imageName": "web", "status": "Available"}]}}"#;
    let import = run(&[("b.json", beijing), ("images.cn-hangzhou.json", hangzhou)]);
    assert_eq!(
        manifest(&import)["artifacts"],
        json!([{
            "artifactId": "DescribeImages#web", "name": "web",
            "versions": [{"version": "1", "images": {
                "cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Delivering", "progress": 40},
                "cn-hangzhou": {"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available"},
            }}],
        }])
    );
    let import = run(&[("x.json", hangzhou)]);
    assert!(import.manifest.is_none() && codes(&import).contains(&"import-region-missing"));
    let told = File { name: "x.json", text: hangzhou.as_bytes(), region: Some("cn-hangzhou"), ..File::default() };
    assert!(manifest(&import_files(&[told]))["artifacts"][0]["versions"][0]["images"]["cn-hangzhou"].is_object());
    // An image that a version names is that version's.
    let versions = r#"{"Artifacts": [{"ArtifactId": "artifact-1", "ArtifactVersion": "1", "Status": "Delivering", "ImageDelivery": {"cn-beijing": "m-2zeaaaaaaaaaaaaaaaaa"}}]}"#;
    let import = run(&[("b.json", beijing), ("v.json", versions)]);
    let image = &manifest(&import)["artifacts"][0]["versions"][0]["images"]["cn-beijing"];
    assert_eq!(*image, json!({"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Delivering", "progress": 40}));
    // Two of one name are none.
    let twice = hangzhou.replace("[{", r#"[{"imageId": "m-bp1bbbbbbbbbbbbbbbbb", "imageName": "web"}, {"#);
    let import = run(&[("cn-hangzhou.json", &twice)]);
    assert!(
        codes(&import).contains(&"import-image-repeated") && manifest(&import)["artifacts"] == json!([])
            || manifest(&import).get("artifacts").is_none()
    );
}

#[test]
fn tables_of_images_in_both_orientations() {
    let by_region = "Mappings:\n  RegionMap:\n    cn-beijing: {Web: m-2zeaaaaaaaaaaaaaaaaa, Db: m-2zebbbbbbbbbbbbbbbbb, Type: ecs.g6}\n    cn-hangzhou: {Web: m-bp1aaaaaaaaaaaaaaaaa}\n";
    let by_name = "ROSTemplateFormatVersion: '2015-09-01'\nMappings:\n  RegionMap:\n    Web: {cn-beijing: m-2zeaaaaaaaaaaaaaaaaa, cn-hangzhou: m-bp1aaaaaaaaaaaaaaaaa}\n    Db: {cn-beijing: m-2zebbbbbbbbbbbbbbbbb}\n    Other: {a: b}\nResources:\n  A: {Type: 'ALIYUN::ECS::Instance', Properties: {ImageId: !FindInMap [RegionMap, Web, !Ref 'ALIYUN::Region']}}\n";
    let bare = by_region.replace("Mappings:\n", "");
    for text in [by_region, by_name, &bare] {
        let import = run(&[("t.yaml", text)]);
        let options = Options { status: Some("Available"), provider: Some("1"), ..Options::default() };
        let told = run_with(&[("t.yaml", text)], &options);
        let artifacts = manifest(&import)["artifacts"].clone();
        assert_eq!(artifacts[0]["artifactId"], "t.yaml#Mappings.RegionMap.Web", "{text}");
        assert_eq!(artifacts[1]["artifactId"], "t.yaml#Mappings.RegionMap.Db");
        assert_eq!(artifacts.as_array().unwrap().len(), 2);
        let images = &artifacts[0]["versions"][0]["images"];
        assert_eq!(images["cn-hangzhou"], json!({"imageId": "m-bp1aaaaaaaaaaaaaaaaa"}));
        assert!(codes(&import).contains(&"import-missing"));
        let version = &manifest(&told)["artifacts"][0]["versions"][0];
        assert_eq!(version["status"], "Available");
        assert_eq!(version["images"]["cn-beijing"]["status"], "Available");
    }
}

#[test]
fn builds_of_packer() {
    let text = r#"{"builds": [
        {"name": "web", "builder_type": "alicloud-ecs", "artifact_id": "cn-beijing:m-2zeaaaaaaaaaaaaaaaaa,cn-hangzhou:m-bp1aaaaaaaaaaaaaaaaa", "files": null},
        {"name": "web", "builder_type": "amazon-ebs", "artifact_id": "us-east-1:ami-1"},
        {"name": "web", "builder_type": "alicloud-ecs", "artifact_id": "cn-beijing:m-2zebbbbbbbbbbbbbbbbb"}
    ], "last_run_uuid": "u"}"#;
    let import = run(&[("packer.json", text)]);
    let artifact = &manifest(&import)["artifacts"][0];
    assert_eq!(artifact["artifactId"], "packer.json#web");
    assert_eq!(artifact["versions"][0]["images"]["cn-hangzhou"]["imageId"], "m-bp1aaaaaaaaaaaaaaaaa");
    assert_eq!(artifact["versions"][1]["version"], "2");
    let import = run_with(
        &[("id.txt", "cn-beijing:m-2zeaaaaaaaaaaaaaaaaa,cn-hangzhou:m-bp1aaaaaaaaaaaaaaaaa\n")],
        &Options { explain: true, ..Options::default() },
    );
    let artifact = &manifest(&import)["artifacts"][0];
    assert_eq!(artifact["artifactId"], "id.txt#artifact_id");
    let (_, place) = import.facts.iter().find(|(pointer, _)| pointer.ends_with("cn-hangzhou/imageId")).unwrap();
    let Place::File(0, span, _) = place else { panic!("{place:?}") };
    assert_eq!((span.start, span.end), (34, 68));
    let import = run(&[("p.json", &text.replace("cn-beijing:m-2zebbbbbbbbbbbbbbbbb", "nothing"))]);
    assert!(import.manifest.is_none() && codes(&import).contains(&"import-artifact-text"));
}

#[test]
fn what_two_files_say_differently_is_reported_with_both_places() {
    let one = r#"{"ServiceId": "service-1", "Status": "Online", "ShareType": "Public"}"#;
    let other = r#"{"ServiceId": "service-1", "Status": "Online", "ShareType": "Restricted"}"#;
    let import = run(&[("a.json", one), ("b.json", other)]);
    assert!(import.manifest.is_none(), "nothing is guessed");
    let conflict = import.diagnostics.kept().iter().find(|finding| finding.code == Code::ImportConflict).unwrap();
    assert_eq!(conflict.message(), "`shareType` of service `service-1` is `Restricted` here, but `Public` in `a.json`");
    let Place::File(1, span, pointer) = &conflict.place else { panic!("{:?}", conflict.place) };
    assert_eq!((span.text(other), pointer.as_str()), ("\"Restricted\"", "/ShareType"));
    let Place::File(0, span, pointer) = &conflict.related[0].place else { panic!("{:?}", conflict.related) };
    assert_eq!((span.text(one), pointer.as_str()), ("\"Public\"", "/ShareType"));
    // The caller may say that it is no error.
    let overrides = [(Code::ImportConflict, ecs_image_resolver::diagnostic::Override::Severity(Severity::Warning))];
    let options = Options { overrides: &overrides, ..Options::default() };
    let import = run_with(&[("a.json", one), ("b.json", other)], &options);
    assert_eq!(manifest(&import)["services"][0]["shareType"], "Public", "the file that was named first");
}

#[test]
fn places_go_on_into_json_in_strings() {
    let text = r#"{"ServiceId": "s", "DeployMetadata": "{\"TemplateConfigs\": [{\"Name\": [1]}]}"}"#;
    let import = run(&[("s.json", text)]);
    let finding = import.diagnostics.kept().iter().find(|finding| finding.code == Code::ImportWrongType).unwrap();
    let Place::File(0, span, pointer) = &finding.place else { panic!() };
    assert_eq!((span.text(text), pointer.as_str()), ("[1]", "/DeployMetadata/TemplateConfigs/0/Name"));
    let broken = text.replace("{\\\"Name\\\": [1]}", "1 2");
    let import = run(&[("s.json", &broken)]);
    assert_eq!(codes(&import), ["json-missing-comma"], "and nothing of what could not be read");
    let Place::File(0, span, pointer) = &import.diagnostics.kept()[0].place else { panic!() };
    assert!(broken[span.start as usize..].trim_start().starts_with("2]"), "{}", &broken[span.start as usize..]);
    assert!(pointer.starts_with("/DeployMetadata/TemplateConfigs"), "{pointer}");
}

#[test]
fn every_fact_says_where_it_comes_from() {
    let options = Options { explain: true, provider: Some("1000000000000001"), ..Options::default() };
    let versions = answers(|value| value).remove(0).1;
    let import = run_with(&[("c.yaml", CONFIG), ("v.json", &versions)], &options);
    let manifest = manifest(&import);
    let mut explained = 0;
    for (pointer, place) in &import.facts {
        let value = manifest.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the manifest"));
        let Place::File(file, span, _) = place else { panic!("{place:?}") };
        let text = if *file == 0 { CONFIG } else { &versions };
        if let Some(value) = value.as_str().filter(|value| value.starts_with("m-")) {
            assert!(span.text(text).contains(value), "{pointer} {value} {}", span.text(text));
            explained += 1;
        }
    }
    assert!(explained >= 3);
    for pointer in [
        "/artifacts/0/name",
        "/services/0/shareType",
        "/services/0/relations/centos_7/artifactId",
        "/services/0/templates/0/allowedRegions",
    ] {
        assert!(import.facts.iter().any(|(known, _)| known == pointer), "{pointer}");
    }
}

#[test]
fn a_manifest_that_was_there_keeps_what_nobody_says_differently() {
    let before = r#"{
        "manifestVersion": 1, "x-mine": {"a": 1}, "provider": "1000000000000001",
        "artifacts": [{"artifactId": "artifact-1", "name": "web", "versions": [
            {"version": "1", "status": "Delivering", "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Delivering", "x": 1}}}
        ]}],
        "services": [{"serviceId": "service-1", "status": "Online", "sharedAccounts": [{"uid": "2", "permission": "Deployable"}], "relations": {"gone": {"artifactId": "artifact-9"}}}]
    }"#;
    let versions = r#"{"Artifacts": [{"ArtifactId": "artifact-1", "ArtifactVersion": 1, "Status": "Available", "ImageDelivery": {"cn-beijing": "Available"}}]}"#;
    let import = run(&[("before.json", before), ("v.json", versions)]);
    let manifest = manifest(&import);
    assert_eq!(manifest["x-mine"], json!({"a": 1}));
    assert_eq!(
        manifest["artifacts"][0]["versions"][0],
        json!({"version": "1", "status": "Available", "images": {"cn-beijing": {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available", "x": 1}}})
    );
    assert_eq!(manifest["services"][0]["sharedAccounts"], json!([{"uid": "2", "permission": "Deployable"}]));
    assert_eq!(messages(&import, Code::ImportReplaced).len(), 2);
    // Once more, nothing changes.
    let text = import.manifest.unwrap().write();
    let again = run(&[("m.json", &text), ("v.json", versions)]);
    assert_eq!(again.manifest.as_ref().unwrap().write(), text);
    assert!(messages(&again, Code::ImportReplaced).is_empty());
    // A manifest that cannot be read whole is not written again.
    let import = run(&[("before.json", &before.replace("\"Online\"", "5")), ("v.json", versions)]);
    assert!(import.manifest.is_none() && codes(&import).contains(&"manifest-wrong-type"));
}

#[test]
fn the_record_of_shares_stays_with_the_image_that_it_is_about() {
    let manifest_of = |source: &str, image: &str| {
        format!(
            r#"{{"manifestVersion": 1, "artifacts": [{{"artifactId": "artifact-1", "artifactType": "EcsImage", "versions": [
                {{"version": "1", "status": "Available", {source} "images": {{"cn-beijing": {{"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "Available"{image}}}}}}}
            ]}}]}}"#
        )
    };
    let source = |shared: &str| {
        format!(
            r#""source": {{"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"{shared}}},"#
        )
    };
    let before = manifest_of(&source(r#", "shared": ["2"]"#), r#", "shared": "everyone""#);
    let records = |import: &Import| {
        let version = manifest(import)["artifacts"][0]["versions"][0].clone();
        (version["source"]["shared"].clone(), version["images"]["cn-beijing"]["shared"].clone())
    };
    let kept = (json!(["2"]), json!("everyone"));
    assert_eq!(records(&run(&[("m.json", &before)])), kept);
    // What the cloud answers of the same images leaves their records alone; another image has none.
    let answer = |source: &str, copy: &str| {
        json!({"Artifacts": [{"ArtifactId": "artifact-1", "ArtifactVersion": "1", "Status": "Available",
            "ArtifactProperty": json!({"ImageId": source, "RegionId": "cn-hangzhou"}).to_string(),
            "ImageDelivery": {"cn-beijing": copy}}]})
        .to_string()
    };
    let (first, second) = ("m-bp1aaaaaaaaaaaaaaaaa", "m-2zeaaaaaaaaaaaaaaaaa");
    assert_eq!(records(&run(&[("m.json", &before), ("v.json", &answer(first, second))])), kept);
    let other = answer("m-bp1bbbbbbbbbbbbbbbbb", "m-2zebbbbbbbbbbbbbbbbb");
    for files in [[("m.json", &*before), ("v.json", &*other)], [("v.json", &*other), ("m.json", &*before)]] {
        assert_eq!(records(&run(&files)), (Value::Null, Value::Null), "{files:?}");
    }
    // Of two manifests one may know more; where both know, they must agree.
    let silent = manifest_of(&source(r#", "shared": "unknown""#), "");
    for files in [[("a.json", &*before), ("b.json", &*silent)], [("b.json", &*silent), ("a.json", &*before)]] {
        assert_eq!(records(&run(&files)), kept, "{files:?}");
    }
    let other = manifest_of(&source(r#", "shared": ["2", "3"]"#), r#", "shared": "everyone""#);
    let import = run(&[("a.json", &before), ("b.json", &other)]);
    assert!(messages(&import, Code::ImportConflict)[0].contains("source.shared"), "{:?}", codes(&import));
}

#[test]
fn keys_are_bound_to_ids_by_name_by_literal_or_by_the_caller() {
    let artifact = |name: &str| {
        format!(
            r#"{{"ArtifactId": "artifact-1", "ArtifactType": "EcsImage", "ArtifactVersion": "1", "Status": "Available", "Name": "{name}"}}"#
        )
    };
    let other = r#"{"ArtifactId": "artifact-2", "ArtifactType": "EcsImage", "Name": "x", "ArtifactVersion": "1"}"#;
    let id = |import: &Import| manifest(import)["services"][0]["relations"]["centos_7"]["artifactId"].clone();
    // The same name.
    let import = run(&[("c.yaml", CONFIG), ("a.json", &artifact("web")), ("b.json", other)]);
    assert_eq!(id(&import), "artifact-1");
    assert!(messages(&import, Code::ImportDerivedId).iter().all(|message| !message.contains("Artifact.Web")));
    assert_eq!(manifest(&import)["artifacts"][0]["versions"].as_array().unwrap().len(), 2);
    // Another name is another thing.
    let import = run(&[("c.yaml", CONFIG), ("a.json", &artifact("other"))]);
    assert_eq!(id(&import), "c.yaml#Artifact.Web");
    // The only one left.
    let import = run(&[("c.yaml", CONFIG), ("a.json", &artifact("web").replace(r#", "Name": "web""#, ""))]);
    assert_eq!(id(&import), "artifact-1");
    assert!(codes(&import).contains(&"import-taken-as"));
    // The caller says so.
    let bind = [("c.yaml#Artifact.Web", "artifact-2"), ("c.yaml#Service", "service-7")];
    let options = Options { bind: &bind, ..Options::default() };
    let import = run_with(&[("c.yaml", CONFIG), ("a.json", &artifact("other")), ("b.json", other)], &options);
    assert_eq!(id(&import), "artifact-2");
    assert_eq!(manifest(&import)["services"][0]["serviceId"], "service-7");
    // The same literal of the same service.
    let service = SERVICE.replace("\"shop\"", "\"店\"");
    let import = run(&[("c.yaml", CONFIG), ("s.json", &service), ("b.json", other), ("a.json", &artifact("other"))]);
    assert_eq!(id(&import), "artifact-1");
    assert_eq!(manifest(&import)["services"].as_array().unwrap().len(), 1);
    assert_eq!(manifest(&import)["services"][0]["relations"]["centos_7"]["version"], "1");
}

#[test]
fn what_a_caller_says_of_a_file_is_held_against_it() {
    let file = File { name: "s.json", text: SERVICE.as_bytes(), kind: Some(Kind::ListArtifacts), ..File::default() };
    let import = import_files(&[file]);
    assert!(import.manifest.is_none());
    assert_eq!(
        messages(&import, Code::ImportOtherSource),
        ["`s.json` was said to be `list-artifacts`, but has none of `artifacts`"]
    );
    let file = File { kind: Some(Kind::GetService), ..file };
    assert_eq!(import_files(&[file]).sources, [Some((Kind::GetService, Evidence::Stated))]);
}
