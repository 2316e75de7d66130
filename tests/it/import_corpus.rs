//! Real `config.yaml` files: what they say is in the manifest, and with the answers that the cloud would give for them
//! their repository's own templates resolve.

use std::fs;
use std::path::Path;

use ecs_image_resolver::diagnostic::Code;
use ecs_image_resolver::manifest::import::Options;
use ecs_image_resolver::resolve::{Request, Resolver, Terms};
use serde_json::{Value, json};

use crate::corpus;
use crate::import::{manifest, run, run_with};

fn configs() -> Vec<(String, String, Vec<String>)> {
    let Some(folder) = corpus::folder() else { return Vec::new() };
    let rows = corpus::oracle().into_iter().filter(|row| row["kind"] == "computenest-config");
    rows.map(|row| {
        let file = row["file"].as_str().unwrap().to_owned();
        let text = fs::read_to_string(folder.join("templates").join(&file)).unwrap();
        let relations = row["relations"].as_array().unwrap().iter();
        (file, text, relations.map(|relation| relation["placeholder"].as_str().unwrap().to_owned()).collect())
    })
    .collect()
}

#[test]
fn every_real_config_is_imported_with_its_relations() {
    let configs = configs();
    assert!(configs.is_empty() || configs.len() == 17);
    for (file, text, expected) in &configs {
        let import = run(&[(file, text)]);
        let manifest = manifest(&import);
        assert_eq!(manifest["services"].as_array().unwrap().len(), 1, "{file}");
        let relations = manifest["services"][0].get("relations").cloned().unwrap_or(json!({}));
        let found: Vec<&String> = relations.as_object().unwrap().keys().collect();
        assert_eq!(found.len(), expected.len(), "{file}");
        for literal in expected {
            assert!(relations.get(literal).is_some(), "{file}: {literal}");
        }
        let missing: Vec<_> = import.diagnostics.kept().iter().filter(|f| f.code == Code::ImportMissing).collect();
        assert!(missing.iter().any(|finding| finding.message().contains("`status` of service")), "{file}");
        // What an image is built from is never the image.
        assert!(!manifest["artifacts"].to_string().contains("imageId"), "{file}");
    }
    // All of them at once, each with ids of its own.
    let files: Vec<(&str, &str)> = configs.iter().map(|(file, text, _)| (file.as_str(), text.as_str())).collect();
    if !files.is_empty() {
        assert_eq!(manifest(&run(&files))["services"].as_array().unwrap().len(), 17);
    }
}

/// A repository of the corpus, and a template of it with the literal that is related.
struct Repository {
    folder: &'static str,
    template: &'static str,
    literal: &'static str,
    /// The artifact's name, as its config and the cloud say it.
    name: &'static str,
    version: &'static str,
}

const REPOSITORIES: [Repository; 5] = [
    Repository {
        folder: "quickstart-neo4j",
        template: "ros_templates/template.yaml",
        literal: "centos_7_9_x64_20G_alibase_20240403.vhd",
        name: "Neo4j_ECS_Image_1",
        version: "1",
    },
    Repository {
        folder: "novel",
        template: "ros_templates/template.yaml",
        literal: "ecs_image_novel",
        name: "ecs_image_novel",
        version: "draft",
    },
    Repository {
        folder: "LLaMA-Factory",
        template: "ros_templates/template.yaml",
        literal: "ecs_image_LLaMA-Factory",
        name: "ecs_image_LLaMA-Factory",
        version: "draft",
    },
    Repository {
        folder: "cv",
        template: "ros_templates/template.yaml",
        literal: "ecs_image_cv",
        name: "ecs_image_cv",
        version: "draft",
    },
    Repository {
        folder: "app-template-quick-deploy-baota-linux",
        template: "ros_templates/template-create-ecs-linux.yaml",
        literal: "centos_7",
        name: "BT_Linux",
        version: "1",
    },
];

const PROVIDER: &str = "1000000000000001";
const CUSTOMER: &str = "1000000000000002";
const HOME: (&str, &str) = ("ap-southeast-1", "m-t4naaaaaaaaaaaaaaaaa");
const COPY: (&str, &str) = ("cn-hangzhou", "m-bp1aaaaaaaaaaaaaaaaa");

/// What the supplier's interface answers for such a repository, once its service is online.
fn answers(repository: &Repository) -> Vec<(&'static str, String)> {
    let property = json!({"ImageId": HOME.1, "RegionId": HOME.0}).to_string();
    let mut version = json!({
        "ArtifactId": "artifact-00000000000000000001", "ArtifactType": "EcsImage", "ArtifactVersion": repository.version,
        "ArtifactProperty": property, "ResultFile": "", "SecurityAuditResult": "Normal", "Progress": "100",
        "Status": "Available", "SupportRegionIds": json!([HOME.0, COPY.0]).to_string(), "VersionName": "v1_20240801120000",
        "ImageDelivery": {COPY.0: COPY.1}, "GmtCreate": "2024-08-01T12:00:00Z",
    });
    if repository.version == "draft" {
        version["Status"] = json!("Created");
        version["SupportRegionIds"] = json!(json!([HOME.0]).to_string());
        version["ImageDelivery"] = json!({});
    }
    let versions =
        json!({"Artifacts": [version], "MaxResults": 20, "NextToken": "", "RequestId": "R", "TotalCount": 1});
    let artifacts = json!({"Artifacts": [{
        "ArtifactId": "artifact-00000000000000000001", "ArtifactType": "EcsImage", "Name": repository.name,
        "Status": "Available", "MaxVersion": if repository.version == "draft" { "0" } else { "1" }, "Tags": [],
    }], "TotalCount": 1});
    let services = json!({"Services": [{
        "ServiceId": "service-00000000000000000001", "Status": "Online", "ShareType": "Restricted",
        "ServiceType": "private", "DeployType": "ros", "ServiceInfos": [], "Version": "1", "DefaultVersion": true,
    }], "TotalCount": 1});
    let accounts = json!({"ShareAccount": [
        {"ServiceId": "service-00000000000000000001", "UserAliUid": CUSTOMER, "Permission": "Deployable"},
    ], "TotalCount": 1});
    // Another artifact, which one of the configs names by its id: made by somebody else, and with other images.
    let other = json!({"Artifacts": [{
        "ArtifactId": "artifact-4343f2942b53417fa1bf", "ArtifactType": "EcsImage", "ArtifactVersion": "2",
        "ArtifactProperty": json!({"ImageId": "m-bp1jalhiu38gaav43r8y", "RegionId": COPY.0}).to_string(),
        "Status": "Available", "ImageDelivery": {HOME.0: "m-t4nbbbbbbbbbbbbbbbbb"},
    }], "TotalCount": 1});
    let other = (repository.folder == "app-template-quick-deploy-baota-linux").then(|| other.to_string());
    let other = other.map(|other| ("other-versions.json", other));
    let mut answers = vec![
        ("list-artifact-versions.json", versions.to_string()),
        ("list-artifacts.json", artifacts.to_string()),
        ("list-services.json", services.to_string()),
        ("list-service-shared-accounts.json", accounts.to_string()),
    ];
    answers.extend(other);
    answers
}

#[test]
fn a_repositorys_templates_resolve_once_the_answers_are_imported_too() {
    let Some(folder) = corpus::folder() else { return };
    for repository in &REPOSITORIES {
        let here = folder.join("templates").join(repository.folder).join(".computenest");
        let config = fs::read_to_string(here.join("config.yaml")).unwrap();
        let options = Options { provider: Some(PROVIDER), ..Options::default() };
        let name = format!("{}/.computenest/config.yaml", repository.folder);
        let path = format!("{}/.computenest/{}", repository.folder, repository.template);

        // The config alone says which image is missing.
        let alone = manifest(&run_with(&[(&name, &config)], &options));
        let service = alone["services"][0]["serviceId"].as_str().unwrap();
        let templates = alone["services"][0]["templates"].as_array().unwrap();
        assert!(templates.iter().any(|template| template["path"] == path.as_str()), "{path}: {templates:?}");
        let (output, said) = resolve(&here.join(repository.template), &alone, service, HOME.0, PROVIDER);
        assert_eq!(output, None, "{name}");
        let artifact = format!("{name}#Artifact.EcsImage");
        assert!(said.iter().any(|line| line.contains(&artifact) && line.contains("`draft`")), "{said:#?}");

        let answers = answers(repository);
        let mut files: Vec<(&str, &str)> = vec![(&name, &config)];
        files.extend(answers.iter().map(|(name, text)| (*name, text.as_str())));
        let whole = manifest(&run_with(&files, &options));
        let service = "service-00000000000000000001";
        for (region, image) in [HOME, COPY] {
            let (output, said) = resolve(&here.join(repository.template), &whole, service, region, CUSTOMER);
            if region == COPY.0 && repository.version == "draft" {
                assert_eq!(output, None, "a draft serves the region of its source only");
                continue;
            }
            let output = output.unwrap_or_else(|| panic!("{name} in {region}: {said:#?}\n{whole:#}"));
            let before = fs::read_to_string(here.join(repository.template)).unwrap();
            assert!(output.contains(image) && output.matches(image).count() == written(&before, repository.literal));
        }
        let (denied, _) = resolve(&here.join(repository.template), &whole, service, HOME.0, "1000000000000009");
        assert_eq!(denied, None, "shared with one customer");
    }
}

/// How often a literal is an image of a template: `ImageId: LITERAL`.
fn written(template: &str, literal: &str) -> usize {
    let lines = template.lines().map(str::trim).filter(|line| line.starts_with("ImageId:"));
    lines.filter(|line| line["ImageId:".len()..].trim().trim_matches(['"', '\'']) == literal).count()
}

fn resolve(
    template: &Path,
    manifest: &Value,
    service: &str,
    region: &str,
    account: &str,
) -> (Option<String>, Vec<String>) {
    let text = fs::read(template).unwrap();
    let resolver = Resolver::read(manifest.to_string().as_bytes(), Terms::default());
    let read = ecs_image_resolver::template::Template::read(&text, Default::default());
    let request = Request { service, region, account, template: None };
    let resolution = resolver.resolve(&read, &text, &request);
    let said = resolution.diagnostics.kept().iter().map(|finding| finding.message()).collect();
    (resolution.output(&text).map(|bytes| String::from_utf8(bytes).unwrap()), said)
}
