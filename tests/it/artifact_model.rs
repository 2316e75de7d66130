//! The lifecycle's rules once more, as short as they can be said: what the walk is compared with.
//!
//! It knows nothing of the crate. A change is the JSON that the crate reads; an answer is the next state or `None`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Every artifact and service, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub artifacts: BTreeMap<String, Artifact>,
    pub services: BTreeMap<String, Service>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Artifact {
    pub name: String,
    pub description: Option<String>,
    /// The highest number ever given.
    pub given: u64,
    /// 0 is the draft.
    pub versions: BTreeMap<u64, Version>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Version {
    pub name: String,
    pub status: String,
    pub source: Value,
    /// `None` is all regions.
    pub regions: Option<BTreeSet<String>>,
    /// Status and id of the image that a region has.
    pub images: BTreeMap<String, (String, Option<String>)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    pub status: String,
    pub share_type: Option<String>,
    /// By account, and whether as a reseller.
    pub accounts: BTreeMap<(String, bool), String>,
    pub relations: BTreeMap<String, (String, Option<u64>)>,
    pub name: Option<String>,
    pub templates: Vec<Template>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub name: String,
    pub path: Option<String>,
    pub regions: Vec<String>,
}

impl State {
    /// The state after `change`; `None` where the rules forbid it.
    pub fn after(&self, change: &Value) -> Option<State> {
        let mut next = self.clone();
        next.perform(change)?;
        Some(next)
    }

    fn perform(&mut self, change: &Value) -> Option<()> {
        let text = |field: &str| change[field].as_str().map(str::to_owned);
        let artifact = || text("artifactId").filter(|id| !id.is_empty());
        let service = || text("serviceId").filter(|id| !id.is_empty());
        match change["change"].as_str()? {
            "create-artifact" => {
                let id = artifact()?;
                if self.artifacts.contains_key(&id) || !is_well_said(change) {
                    return None;
                }
                if ["versionName", "source", "supportRegionIds"].iter().any(|field| change.get(field).is_none()) {
                    return None;
                }
                if text("artifactType").is_some_and(|word| word != "EcsImage") {
                    return None;
                }
                let mut new = Artifact { name: text("name")?, ..Artifact::default() };
                new.put(Version::default(), change);
                self.artifacts.insert(id, new);
            }
            "update-draft" => {
                let artifact = self.artifacts.get_mut(&artifact()?)?;
                let draft = artifact.versions.get(&0)?.clone();
                if !is_well_said(change) || !artifact.keeps_its_name(change) {
                    return None;
                }
                artifact.put(draft, change);
            }
            "open-draft" => {
                let artifact = self.artifacts.get_mut(&artifact()?)?;
                if !is_well_said(change) || !artifact.keeps_its_name(change) || artifact.versions.contains_key(&0) {
                    return None;
                }
                change.get("versionName")?;
                let from = match change.get("from") {
                    Some(from) => number(from.as_str()?)?,
                    None => *artifact.versions.keys().last()?,
                };
                let from = artifact.versions.get(&from)?;
                let draft =
                    Version { source: from.source.clone(), regions: from.regions.clone(), ..Version::default() };
                artifact.put(draft, change);
            }
            "release" => {
                let id = artifact()?;
                let artifact = self.artifacts.get_mut(&id)?;
                let mut version = artifact.versions.remove(&0)?;
                let waiting = |region: &String| ("Delivering".to_owned(), None).clone_for(region);
                version.images =
                    version.regions.iter().flatten().filter(|r| !version.is_home(r)).map(waiting).collect();
                version.status = "Delivering".to_owned();
                version.settle();
                artifact.given += 1;
                artifact.versions.insert(artifact.given, version);
                // Whoever used the draft uses the same under its number.
                let mut relations = self.services.values_mut().flat_map(|service| service.relations.values_mut());
                relations.by_ref().filter(|relation| **relation == (id.clone(), Some(0))).for_each(|relation| {
                    relation.1 = Some(artifact.given);
                });
            }
            "mark-delivery" => {
                let artifact = self.artifacts.get_mut(&artifact()?)?;
                let number = number(&text("version")?)?;
                let version = artifact.versions.get_mut(&number)?;
                let status = text("status")?;
                // Whom an image is shared with is no matter of the lifecycle, and is recorded of whatever serves.
                let shared = change.get("shared").is_some();
                if let (true, Some(region)) = (shared && status == "Available", text("regionId"))
                    && let Some(id) = version.serves(&region, number)
                    && text("imageId").is_none_or(|said| said == id)
                    && change.get("progress").is_none_or(|progress| *progress == 100)
                {
                    return Some(());
                }
                if number == 0 {
                    return None;
                }
                let Some(region) = text("regionId") else {
                    let nothing_said = text("imageId").is_none() && change.get("progress").is_none() && !shared;
                    let open = version.status == "Delivering" && version.serves_somewhere() && version.is_complete();
                    return (status == "Available" && nothing_said && open)
                        .then(|| version.status = "Available".to_owned());
                };
                let meant = version.regions.as_ref().is_none_or(|regions| regions.contains(&region));
                let there = version.is_home(&region) || version.has(&region);
                if !meant || there || !["Delivering", "Available", "CreateFailed"].contains(&status.as_str()) {
                    return None;
                }
                let entry = version.images.entry(region).or_default();
                let id = text("imageId").or(entry.1.clone());
                let progress = change.get("progress").and_then(Value::as_u64);
                if status == "Available" && (id.is_none() || progress.is_some_and(|progress| progress < 100)) {
                    return None;
                }
                *entry = (status, id);
                version.settle();
            }
            "delete-version" => {
                let id = artifact()?;
                let artifact = self.artifacts.get_mut(&id)?;
                let version = number(&text("version")?)?;
                artifact.versions.get(&version)?;
                let last = artifact.versions.len() == 1;
                let newest = *artifact.versions.keys().last()?;
                let mut relations = self.services.values().flat_map(|service| service.relations.values());
                if relations.any(|(of, named)| *of == id && (last || named.unwrap_or(newest) == version)) {
                    return None;
                }
                artifact.versions.remove(&version);
                if last {
                    self.artifacts.remove(&id);
                }
            }
            "delete-artifact" => {
                let id = artifact()?;
                let mut relations = self.services.values().flat_map(|service| service.relations.values());
                if relations.any(|(of, _)| *of == id) {
                    return None;
                }
                self.artifacts.remove(&id)?;
            }
            "create-service" => {
                let id = service()?;
                let share_type = text("shareType");
                if self.services.contains_key(&id) || share_type.as_deref().is_some_and(|word| !is_share_type(word)) {
                    return None;
                }
                let status = "Draft".to_owned();
                let named = change["templates"].as_array().into_iter().flatten();
                let named = named.map(|template| Template {
                    name: template["name"].as_str().unwrap().to_owned(),
                    path: None,
                    regions: Vec::new(),
                });
                let templates = named.collect();
                self.services.insert(id, Service { status, share_type, templates, ..Service::default() });
            }
            "relate" => {
                let artifact = text("artifactId")?;
                let versions = &self.artifacts.get(&artifact)?.versions;
                let version = match text("version") {
                    Some(version) => Some(number(&version).filter(|version| versions.contains_key(version))?),
                    None => None,
                };
                let literal = text("literal").filter(|literal| !literal.is_empty())?;
                self.editable(&service()?)?.relations.insert(literal, (artifact, version));
            }
            "unrelate" => {
                self.editable(&service()?)?.relations.remove(&text("literal")?)?;
            }
            "rename-service" => {
                self.editable(&service()?)?.name = Some(text("name").filter(|name| !name.is_empty())?);
            }
            "add-template" => {
                let template = Template {
                    name: text("name").filter(|name| !name.is_empty())?,
                    path: text("path"),
                    regions: texts(change, "allowedRegions").unwrap_or_default(),
                };
                let templates = &mut self.editable(&service()?)?.templates;
                if templates.iter().any(|other| other.name == template.name) {
                    return None;
                }
                templates.push(template);
            }
            "update-template" => {
                let templates = &mut self.editable(&service()?)?.templates;
                let at = templates.iter().position(|template| change["template"] == template.name)?;
                let name = text("name").unwrap_or_else(|| templates[at].name.clone());
                if name.is_empty() || templates.iter().enumerate().any(|(other, one)| other != at && one.name == name) {
                    return None;
                }
                templates[at].name = name;
                if let Some(path) = text("path") {
                    templates[at].path = Some(path).filter(|path| !path.is_empty());
                }
                if let Some(regions) = texts(change, "allowedRegions") {
                    templates[at].regions = regions;
                }
            }
            "remove-template" => {
                let templates = &mut self.editable(&service()?)?.templates;
                let at = templates.iter().position(|template| change["template"] == template.name)?;
                templates.remove(at);
            }
            "delete-service" => {
                let id = service()?;
                let status = &self.services.get(&id)?.status;
                if ["Online", "Beta"].contains(&status.as_str()) || is_under_way(status) {
                    return None;
                }
                self.services.remove(&id);
            }
            "share" => {
                let service = self.services.get_mut(&service()?)?;
                for account in change["accounts"].as_array()? {
                    let uid = account["uid"].as_str().filter(|uid| !uid.is_empty())?;
                    let permission = account["permission"].as_str().filter(|word| is_permission(word))?;
                    if !uid.bytes().all(|byte| byte.is_ascii_digit()) {
                        return None;
                    }
                    let reseller = account["type"] == "Reseller";
                    service.accounts.insert((uid.to_owned(), reseller), permission.to_owned());
                }
            }
            "unshare" => {
                let service = self.services.get_mut(&service()?)?;
                for uid in change["uids"].as_array()? {
                    let capacities: &[bool] = match change.get("type").and_then(Value::as_str) {
                        None => &[false, true],
                        Some("Reseller") => &[true],
                        Some(_) => &[false],
                    };
                    let uid = uid.as_str()?;
                    let gone =
                        capacities.iter().filter(|&&kind| service.accounts.remove(&(uid.to_owned(), kind)).is_some());
                    if gone.count() == 0 {
                        return None;
                    }
                }
            }
            "set-share-type" => {
                let share_type = text("shareType").filter(|word| is_share_type(word))?;
                self.services.get_mut(&service()?)?.share_type = Some(share_type);
            }
            "set-status" => {
                let service = self.services.get_mut(&service()?)?;
                let status = text("status")?;
                let is_empty = service.templates.is_empty() || service.relations.is_empty();
                if !leads_to(&service.status, &status) || (status == "Submitted" && is_empty) {
                    return None;
                }
                service.status = status;
            }
            _ => return None,
        }
        Some(())
    }

    /// A service, unless it is reviewed or on its way.
    fn editable(&mut self, id: &str) -> Option<&mut Service> {
        self.services.get_mut(id).filter(|service| !is_under_way(&service.status))
    }
}

fn is_under_way(status: &str) -> bool {
    ["Submitted", "Approved", "Launching"].contains(&status)
}

fn texts(change: &Value, field: &str) -> Option<Vec<String>> {
    let list = change.get(field)?.as_array().unwrap();
    Some(list.iter().map(|text| text.as_str().unwrap().to_owned()).collect())
}

trait CloneFor {
    fn clone_for(&self, region: &str) -> (String, Self)
    where
        Self: Sized;
}

impl CloneFor for (String, Option<String>) {
    fn clone_for(&self, region: &str) -> (String, Self) {
        (region.to_owned(), self.clone())
    }
}

/// The service's own lifecycle.
pub fn leads_to(from: &str, to: &str) -> bool {
    let next: &[&str] = match from {
        "Draft" => &["Beta", "Submitted"],
        "Beta" => &["Draft", "Submitted"],
        "Submitted" => &["Draft", "Approved"],
        "Approved" => &["Draft", "Launching", "Online"],
        "Launching" => &["Online"],
        "Online" => &["Offline"],
        "Offline" => &["Draft"],
        _ => &[],
    };
    next.contains(&to)
}

pub fn number(version: &str) -> Option<u64> {
    if version == "draft" { Some(0) } else { version.parse().ok().filter(|number| *number > 0) }
}

fn is_share_type(word: &str) -> bool {
    ["Public", "Restricted", "OnlyFormalRestricted", "OnlyTrailRestricted", "OnlyTrialRestricted", "Hidden"]
        .contains(&word)
}

fn is_permission(word: &str) -> bool {
    ["Deployable", "Accessible", "DeployableIncludeBeta", "AccessibleIncludeBeta", "Authorized", "Unauthorized"]
        .contains(&word)
}

/// Whatever is given has the shape that the console asks for.
fn is_well_said(change: &Value) -> bool {
    let name = |field: &str, max: usize| {
        change[field].as_str().is_none_or(|name| {
            let length = name.chars().count();
            (3..=max).contains(&length) && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        })
    };
    let described = change["description"].as_str().is_none_or(|text| (10..=500).contains(&text.chars().count()));
    let somewhere = change["supportRegionIds"].as_array().is_none_or(|regions| !regions.is_empty());
    let tagged = change["tags"].as_object().is_none_or(|tags| tags.len() <= 20);
    let source = change.get("source").is_none_or(|source| match source["type"].as_str() {
        Some("custom") => source["imageId"].is_string() && source["regionId"].is_string(),
        Some("marketplace") => source["commodityCode"].is_string() && source["commodityVersion"].is_string(),
        _ => false,
    });
    name("name", 128) && name("versionName", 50) && described && somewhere && tagged && source
}

impl Artifact {
    fn keeps_its_name(&self, change: &Value) -> bool {
        change["name"].as_str().is_none_or(|name| name == self.name)
            && change["artifactType"].as_str().is_none_or(|word| word == "EcsImage")
    }

    /// Saves what is given as the draft.
    fn put(&mut self, mut draft: Version, change: &Value) {
        let text = |field: &str| change[field].as_str().map(str::to_owned);
        self.description = text("description").or(self.description.take());
        draft.status = "Created".to_owned();
        draft.name = text("versionName").unwrap_or(draft.name);
        draft.source = change.get("source").cloned().unwrap_or(draft.source);
        if let Some(regions) = change.get("supportRegionIds") {
            let listed = regions.as_array();
            draft.regions = listed.map(|list| list.iter().map(|region| region.as_str().unwrap().to_owned()).collect());
        }
        self.versions.insert(0, draft);
    }
}

impl Version {
    pub fn is_home(&self, region: &str) -> bool {
        self.source["type"] == "custom" && self.source["regionId"] == region
    }

    fn has(&self, region: &str) -> bool {
        self.images.get(region).is_some_and(|(status, _)| status == "Available")
    }

    /// The image that it has in a region.
    fn serves(&self, region: &str, number: u64) -> Option<String> {
        let home = || self.source["imageId"].as_str().filter(|_| self.is_home(region)).map(str::to_owned);
        let copy = self.images.get(region).filter(|(status, _)| status == "Available" && number > 0);
        copy.and_then(|(_, id)| id.clone()).or_else(home)
    }

    /// Whether every region that was announced has its image.
    pub fn is_complete(&self) -> bool {
        self.images.keys().all(|region| self.has(region))
    }

    fn serves_somewhere(&self) -> bool {
        self.source["type"] == "custom" || self.images.keys().any(|region| self.has(region))
    }

    /// A list of regions says itself when it is done; of all regions that has to be said.
    fn settle(&mut self) {
        if !self.is_complete() {
            self.status = "Delivering".to_owned();
        } else if self.regions.is_some() {
            self.status = "Available".to_owned();
        }
    }
}
