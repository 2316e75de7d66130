//! Manifests and requests, and what the rules make of them: read from the JSON, without the crate.

use serde_json::{Map, Value, json};

use super::choice::Choices;
use super::text::LITERALS;

pub const REGIONS: &[&str] = &["cn-hangzhou", "cn-beijing", "ap-southeast-1"];
pub const PROVIDER: &str = "1000000000000001";
const ACCOUNTS: &[&str] = &["1000000000000002", "1000000000000003", "1000000000000004"];
const PERMISSIONS: &[&str] =
    &["Deployable", "DeployableIncludeBeta", "Accessible", "AccessibleIncludeBeta", "Authorized", "Unheard"];

/// A request, as plain text.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub service: String,
    pub region: String,
    pub account: String,
    pub template: Option<String>,
}

/// Makes ids that say the region that they are of: no two are equal.
struct Ids(usize);

impl Ids {
    fn next(&mut self, region: &str, choices: &mut Choices<'_>) -> String {
        self.0 += 1;
        let number = self.0;
        let weird = [
            format!("it's \"{number}\" of {region} # ${{x}} %{{y}}"),
            format!("{number}\\n\n\t- {region}: x"),
            format!("{{{{ {number} {region} }}}}"),
            format!("画像-{number}-{region}"),
            format!("{number}e0@{region}"),
            format!("'{number}'{region}\u{85}\u{2028}"),
        ];
        if choices.chance(10) { choices.pick(&weird).clone() } else { format!("m-{number:04}{region}") }
    }
}

/// The region that an id says it is of.
pub fn region_of(id: &str) -> Option<&'static str> {
    REGIONS.iter().copied().find(|region| id.contains(region))
}

/// A manifest without errors. Every choice left out makes one artifact with one version that serves everywhere, and one
/// public service that relates the first literals to it.
pub fn manifest(choices: &mut Choices<'_>) -> Value {
    let mut ids = Ids(0);
    let count = 1 + choices.below(3);
    let artifacts: Vec<Value> = (0..count).map(|at| artifact(at, &mut ids, choices)).collect();
    let count = 1 + choices.below(3);
    let services: Vec<Value> = (0..count).map(|at| service(at, &artifacts, choices)).collect();
    let mut manifest = json!({"manifestVersion": 1, "artifacts": artifacts, "services": services});
    if !choices.chance(5) {
        manifest["provider"] = PROVIDER.into();
    }
    manifest
}

fn artifact(at: usize, ids: &mut Ids, choices: &mut Choices<'_>) -> Value {
    let names = ["1", "2", "10", "draft", "007"];
    let mut versions = vec![version(names[0], ids, choices)];
    for name in &names[1..] {
        if choices.chance(30) {
            versions.push(version(name, ids, choices));
        }
    }
    json!({"artifactId": format!("artifact-{at}"), "artifactType": "EcsImage", "name": format!("artifact_{at}"),
        "description": "an artifact that was made up", "versions": versions})
}

fn version(name: &str, ids: &mut Ids, choices: &mut Choices<'_>) -> Value {
    let status = match choices.chance(25) {
        true => {
            choices.word(&["Delivering", "Created", "Scanning", "ScanFailed", "CreateFailed", "Deleted", "Unheard"])
        }
        false if name == "draft" => "Created",
        false => "Available",
    };
    let source = match choices.chance(12) {
        true => json!({"type": "marketplace", "commodityCode": "cmjj00000001", "commodityVersion": "V1.0"}),
        false => {
            let region = choices.word(REGIONS);
            json!({"type": "custom", "imageId": ids.next(region, choices), "regionId": region})
        }
    };
    let mut images = Map::new();
    for region in choices.without(REGIONS, 15) {
        let mut image = json!({"status": if choices.chance(12) { "Delivering" } else { "Available" }});
        if image["status"] == "Available" || choices.chance(30) {
            image["imageId"] = ids.next(region, choices).into();
        }
        images.insert((*region).to_owned(), image);
    }
    json!({"version": name, "versionName": format!("v_{name}"), "status": status, "source": source,
        "supportRegionIds": "all", "images": images})
}

fn service(at: usize, artifacts: &[Value], choices: &mut Choices<'_>) -> Value {
    let status = if choices.chance(20) { choices.word(&["Beta", "Draft", "Offline", "Unheard"]) } else { "Online" };
    let share = ["Restricted", "Hidden", "OnlyFormalRestricted", "OnlyTrialRestricted", "Unheard"];
    let share = if choices.chance(40) { choices.word(&share) } else { "Public" };
    let mut accounts: Vec<Value> = Vec::new();
    for uid in choices.without(ACCOUNTS, 40) {
        accounts.push(json!({"uid": uid, "permission": choices.word(PERMISSIONS)}));
        if choices.chance(10) {
            accounts.push(json!({"uid": uid, "permission": choices.word(PERMISSIONS), "type": "Reseller"}));
        }
    }
    let mut relations = Map::new();
    for literal in choices.without(LITERALS, 25) {
        let artifact = choices.pick(artifacts);
        let mut relation = json!({"artifactId": artifact["artifactId"]});
        let versions = artifact["versions"].as_array().unwrap();
        if !choices.chance(25) {
            let numbered = versions.iter().position(|version| version["version"] == "1").unwrap_or_default();
            let other = if choices.chance(30) { choices.below(versions.len()) } else { numbered };
            relation["version"] = versions[other]["version"].clone();
        }
        relations.insert((*literal).to_owned(), relation);
    }
    let allowed: Vec<&&str> = choices.without(REGIONS, 20);
    json!({"serviceId": format!("service-{at}"), "name": format!("service {at}"), "status": status, "shareType": share,
        "sharedAccounts": accounts, "relations": relations,
        "templates": [{"name": "any"}, {"name": "some", "allowedRegions": allowed}]})
}

/// A request, mostly one that can be granted.
pub fn asked(choices: &mut Choices<'_>) -> Asked {
    let service = if choices.chance(40) { choices.word(&["service-1", "service-2", "service-9"]) } else { "service-0" };
    let region = if choices.chance(5) { "cn-shanghai" } else { choices.word(REGIONS) };
    let account = match choices.chance(50) {
        true => choices.word(&[ACCOUNTS[0], ACCOUNTS[1], ACCOUNTS[2], "", " ", "1000000000000009"]),
        false => PROVIDER,
    };
    let template = choices.chance(25).then(|| choices.word(&["any", "some", "none"]).to_owned());
    Asked { service: service.to_owned(), region: region.to_owned(), account: account.to_owned(), template }
}

/// The entry of a list with this value in a field.
pub fn entry<'v>(list: &'v Value, field: &str, id: &str) -> Option<&'v Value> {
    list.as_array()?.iter().find(|entry| entry[field] == id)
}

/// Who may deploy: the provider; with `Online` everyone where it is `Public`, else who is shared with and may deploy;
/// with `Beta` who may deploy the beta; nobody else.
pub fn may_deploy(manifest: &Value, service: &Value, account: &str) -> bool {
    let permissions = || {
        let accounts = service["sharedAccounts"].as_array().into_iter().flatten();
        accounts.filter(|entry| entry["uid"] == account).map(|entry| &entry["permission"])
    };
    match account {
        "" => false,
        _ if manifest["provider"] == account => true,
        _ if service["status"] == "Beta" => permissions().any(|word| word == "DeployableIncludeBeta"),
        _ if service["status"] != "Online" => false,
        _ if service["shareType"] == "Public" => true,
        _ => permissions().any(|word| word == "Deployable" || word == "DeployableIncludeBeta"),
    }
}

/// The image behind a relation in a region.
pub fn image_for<'v>(manifest: &'v Value, relation: &Value, region: &str) -> Option<&'v str> {
    let artifact = entry(&manifest["artifacts"], "artifactId", relation["artifactId"].as_str()?)?;
    let serves = |version: &&Value| match version["version"].as_str() {
        Some("draft") => version["status"] == "Created",
        _ => version["status"] == "Available" || version["status"] == "Delivering",
    };
    let version = match relation["version"].as_str() {
        Some(name) => entry(&artifact["versions"], "version", name).filter(serves)?,
        None => {
            let number = |version: &&Value| version["version"].as_str()?.parse::<u64>().ok();
            let numbered = artifact["versions"].as_array()?.iter().filter(|version| number(version).is_some());
            numbered.filter(serves).max_by_key(number)?
        }
    };
    let source = &version["source"];
    let home = source["type"] == "custom" && source["regionId"] == region;
    if version["version"] == "draft" && !home {
        return None;
    }
    let image = &version["images"][region];
    let delivered = image["imageId"].as_str().filter(|_| image["status"] == "Available");
    delivered.or_else(|| source["imageId"].as_str().filter(|_| home))
}
