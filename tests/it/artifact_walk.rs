//! A random walk over all transitions, compared step by step with the model of the written rules.
//!
//! No state that is reached may break one of these, whatever was asked for on the way:
//!
//! 1. What a released version holds never changes: its name, its source, its regions, and the image that it once gave a
//!    region (design §3.6, domain §1.5).
//! 2. No number is given twice for one artifact, and numbers only grow.
//! 3. An artifact has one draft at most; its name and type stay those of its creation.
//! 4. Names, descriptions, tags and regions are as the console takes them; there is a region, or all of them.
//! 5. Every relation leads to a version that is there: nothing that is in use is ever gone.
//! 6. A draft serves the region of its custom source and no other (domain §1.7).
//! 7. A version with listed regions is `Available` exactly when each of them is served; an image that is `Available` has
//!    an id and is at 100 percent.
//! 8. "All regions" stays that choice.
//! 9. A service moves along its own lifecycle only; what is reviewed stays what it is.
//! 10. What is refused changes nothing and says why, at a place of the change, as an error.
//! 11. The manifest is written and read again as what it is.

use std::collections::BTreeMap;

use ecs_image_resolver::artifact;
use ecs_image_resolver::diagnostic::{Place, Severity};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Findings, Manifest, Regions, SupportRegions, Version, VersionStatus};
use serde_json::{Value, json};

use crate::artifact_model::{self as model, State};

const REGIONS: [&str; 4] = ["cn-hangzhou", "cn-beijing", "cn-shanghai", "cn-qingdao"];

/// Marsaglia's xorshift: the same walk every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn one<'v, T>(&mut self, of: &'v [T]) -> &'v T {
        &of[self.below(of.len())]
    }

    fn often(&mut self, value: Value) -> Option<Value> {
        (self.below(4) > 0).then_some(value)
    }

    fn seldom(&mut self, value: Value) -> Option<Value> {
        (self.below(5) == 0).then_some(value)
    }

    fn artifact(&mut self) -> Value {
        json!(self.one(&["artifact-1", "artifact-1", "artifact-2", "artifact-3", ""]))
    }

    fn service(&mut self) -> Value {
        json!(self.one(&["service-1", "service-1", "service-2", "service-3"]))
    }

    fn version(&mut self) -> Value {
        json!(self.one(&["draft", "1", "1", "2", "2", "3", "4", "5", "7", "v1"]))
    }

    fn source(&mut self) -> Value {
        let custom = |id: &str, region| json!({"type": "custom", "imageId": id, "regionId": region});
        let home = *self.one(&REGIONS[..2]);
        match self.below(9) {
            0 => json!({"type": "custom", "imageId": "m-1"}),
            1 => json!({"type": "marketplace", "commodityCode": "cmjj1"}),
            2 => json!({"type": "other"}),
            3 | 4 => json!({"type": "marketplace", "commodityCode": "cmjj1", "commodityVersion": "V1"}),
            5 => custom("m-other", home),
            _ => custom("m-source", home),
        }
    }

    fn regions(&mut self) -> Value {
        match self.below(7) {
            0 => json!([]),
            1 | 2 => json!("all"),
            3 => json!([REGIONS[1], REGIONS[2], REGIONS[1]]),
            4 => json!([REGIONS[0]]),
            _ => json!([REGIONS[0], REGIONS[1], REGIONS[2]]),
        }
    }

    fn status(&mut self) -> Value {
        json!(self.one(&["Available", "Available", "Available", "Delivering", "CreateFailed", "Created", "Neu"]))
    }

    /// Some change, possible or not.
    fn change(&mut self) -> Value {
        const SHARES: [&str; 5] = ["Public", "Restricted", "Hidden", "OnlyTrialRestricted", "Private"];
        const PERMISSIONS: [&str; 5] = ["Deployable", "Accessible", "DeployableIncludeBeta", "Authorized", "Deploy"];
        let content = [
            ("name", self.one(&["web_server", "web_server", "ウェブ", "no", "a b c"]).to_owned().into()),
            ("versionName", self.one(&["v1_0", "v1_0", "v2_0", "v1", "v.1.0"]).to_owned().into()),
            ("description", self.one(&["the web server's image", "too short"]).to_owned().into()),
            ("source", self.source()),
            ("supportRegionIds", self.regions()),
            ("artifactType", self.one(&["EcsImage", "EcsImage", "Script"]).to_owned().into()),
        ];
        let literal = json!(self.one(&["x", "y", "z", ""]));
        let uid = |dice: &mut Dice| json!(dice.one(&["1", "2", "3", "x"]));
        let account_type = |dice: &mut Dice| json!(dice.one(&["SharedAccount", "Reseller"]));
        let kinds = [
            ("create-artifact", 3),
            ("update-draft", 3),
            ("open-draft", 3),
            ("release", 5),
            ("mark-delivery", 9),
            ("delete-version", 3),
            ("delete-artifact", 1),
            ("create-service", 2),
            ("relate", 8),
            ("unrelate", 4),
            ("share", 3),
            ("unshare", 2),
            ("set-share-type", 1),
            ("set-status", 5),
            ("rename-service", 1),
            ("add-template", 3),
            ("update-template", 3),
            ("remove-template", 2),
            ("delete-service", 1),
        ];
        let kinds: Vec<&str> = kinds.iter().flat_map(|(kind, times)| vec![*kind; *times]).collect();
        let kind = *self.one(&kinds);
        let mut fields: Vec<(&str, Option<Value>)> = vec![("change", Some(json!(kind)))];
        match kind {
            "create-artifact" => {
                fields.push(("artifactId", Some(self.artifact())));
                // Half of them are as they should be, or nothing would ever be created.
                if self.below(2) == 0 {
                    fields.extend([
                        ("name", Some(json!("web_server"))),
                        ("versionName", Some(json!("v1_0"))),
                        ("source", Some(json!({"type": "custom", "imageId": "m-source", "regionId": REGIONS[0]}))),
                        ("supportRegionIds", Some(json!([REGIONS[0], REGIONS[1]]))),
                    ]);
                } else {
                    fields.extend(content.map(|(name, value)| (name, self.often(value))));
                }
            }
            "update-draft" | "open-draft" => {
                fields.push(("artifactId", Some(self.artifact())));
                fields.extend(content.map(|(name, value)| (name, self.seldom(value))));
                if kind == "open-draft" {
                    let version = self.version();
                    fields.extend([("from", self.seldom(version)), ("versionName", self.often(json!("v3_0")))]);
                }
            }
            "mark-delivery" => {
                let (version, region, id) =
                    (self.version(), json!(self.one(&REGIONS)), json!(self.one(&["m-a", "m-b"])));
                let progress = json!(self.one(&[0, 50, 100]));
                fields.extend([
                    ("artifactId", Some(self.artifact())),
                    ("version", Some(version)),
                    ("regionId", self.often(region)),
                    ("status", Some(self.status())),
                    ("imageId", self.often(id)),
                    ("progress", self.seldom(progress)),
                    ("shared", self.seldom(json!(["2"]))),
                ]);
            }
            "release" | "delete-artifact" => fields.push(("artifactId", Some(self.artifact()))),
            "delete-version" => {
                fields.extend([("artifactId", Some(self.artifact())), ("version", Some(self.version()))]);
            }
            "create-service" => {
                let share = json!(self.one(&SHARES));
                let templates = json!([{"name": "single"}]);
                fields.extend([
                    ("serviceId", Some(self.service())),
                    ("shareType", self.often(share)),
                    ("templates", self.often(templates)),
                ]);
            }
            "relate" => {
                let version = self.version();
                fields.extend([
                    ("serviceId", Some(self.service())),
                    ("literal", Some(literal)),
                    ("artifactId", Some(self.artifact())),
                    ("version", self.often(version)),
                ]);
            }
            "unrelate" => fields.extend([("serviceId", Some(self.service())), ("literal", Some(literal))]),
            "share" => {
                let accounts: Vec<Value> = (0..self.below(4))
                    .map(|_| {
                        let mut account = json!({"uid": uid(self), "permission": self.one(&PERMISSIONS[..4])});
                        if self.below(20) == 0 {
                            account["permission"] = json!(PERMISSIONS[4]);
                        }
                        let kind = account_type(self);
                        if self.below(2) == 0 {
                            account["type"] = kind;
                        }
                        account
                    })
                    .collect();
                fields.extend([("serviceId", Some(self.service())), ("accounts", Some(json!(accounts)))]);
            }
            "unshare" => {
                let (one, other, kind) = (uid(self), uid(self), account_type(self));
                // One account twice is one account; the model takes each by itself.
                let uids = if self.below(2) == 0 || one == other { json!([one]) } else { json!([one, other]) };
                fields.extend([("serviceId", Some(self.service())), ("uids", Some(uids)), ("type", self.seldom(kind))]);
            }
            "rename-service" => {
                let name = json!(self.one(&["Web shop", "ウェブショップ", ""]));
                fields.extend([("serviceId", Some(self.service())), ("name", Some(name))]);
            }
            "add-template" | "update-template" => {
                let (name, path) =
                    (json!(self.one(&["single", "single", "cluster", ""])), json!(self.one(&["web.yaml", ""])));
                let regions = json!(REGIONS[..self.below(3)]);
                fields.extend([
                    ("serviceId", Some(self.service())),
                    ("path", self.seldom(path)),
                    ("allowedRegions", self.often(regions)),
                ]);
                fields.extend(match kind {
                    "add-template" => [("name", Some(name)), ("", None)],
                    _ => [("template", Some(json!(self.one(&["single", "cluster"])))), ("name", self.seldom(name))],
                });
            }
            "remove-template" => {
                let template = json!(self.one(&["single", "cluster"]));
                fields.extend([("serviceId", Some(self.service())), ("template", Some(template))]);
            }
            "delete-service" => fields.push(("serviceId", Some(self.service()))),
            "set-share-type" => {
                let share = json!(self.one(&SHARES));
                fields.extend([("serviceId", Some(self.service())), ("shareType", Some(share))]);
            }
            _ => {
                let words = ["Draft", "Beta", "Submitted", "Approved", "Launching", "Online", "Offline", "Neu"];
                fields.extend([("serviceId", Some(self.service())), ("status", Some(json!(self.one(&words))))]);
            }
        }
        Value::Object(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    }
}

/// What a manifest says, as the model would.
pub fn state(manifest: &Manifest) -> State {
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let version = |version: &Version| {
        let source = version.source.as_ref().unwrap();
        let fields = [
            ("type", source.source_type.as_ref().map(|kind| kind.as_str().to_owned())),
            ("imageId", text(&source.image_id)),
            ("regionId", text(&source.region_id)),
            ("commodityCode", text(&source.commodity_code)),
            ("commodityVersion", text(&source.commodity_version)),
        ];
        model::Version {
            name: text(&version.version_name).unwrap(),
            status: version.status.as_ref().unwrap().as_str().to_owned(),
            source: Value::Object(
                fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect(),
            ),
            regions: match version.support_region_ids.as_ref().unwrap() {
                SupportRegions::All => None,
                SupportRegions::Listed(regions) => Some(regions.iter().map(|region| region.to_string()).collect()),
            },
            images: version
                .images
                .iter()
                .map(|image| {
                    let status = image.status.as_ref().unwrap().as_str().to_owned();
                    (image.region.to_string(), (status, text(&image.image_id)))
                })
                .collect(),
        }
    };
    let artifacts = manifest.artifacts.iter().map(|artifact| {
        let versions: BTreeMap<u64, model::Version> =
            artifact.versions.iter().map(|one| (model::number(&one.version).unwrap(), version(one))).collect();
        assert_eq!(versions.len(), artifact.versions.len());
        let mark = artifact.max_version.as_deref().map_or(0, |mark| mark.parse().unwrap());
        let given = versions.keys().last().copied().unwrap_or(0).max(mark);
        let name = text(&artifact.name).unwrap();
        let description = text(&artifact.description);
        (artifact.id.to_string(), model::Artifact { name, description, given, versions })
    });
    let services = manifest.services.iter().map(|service| {
        let accounts = service.shared_accounts.iter().map(|(uid, grant)| {
            let reseller = grant.account_type.as_ref().is_some_and(|kind| kind.as_str() == "Reseller");
            ((uid.to_owned(), reseller), grant.permission.as_ref().unwrap().as_str().to_owned())
        });
        let relations = service.relations.iter().map(|relation| {
            let version = relation.version.as_deref().map(|version| model::number(version).unwrap());
            (relation.literal.to_string(), (relation.artifact_id.to_string(), version))
        });
        let templates = service.templates.iter().map(|template| model::Template {
            name: template.name.to_string(),
            path: text(&template.path),
            regions: template.allowed_regions.iter().map(|region| region.to_string()).collect(),
        });
        let service_state = model::Service {
            status: service.status.as_ref().unwrap().as_str().to_owned(),
            share_type: service.share_type.as_ref().map(|share| share.as_str().to_owned()),
            accounts: accounts.collect(),
            relations: relations.collect(),
            name: text(&service.name),
            templates: templates.collect(),
        };
        assert_eq!(
            service_state.accounts.len(),
            service.shared_accounts.len(),
            "an account has one permission in each capacity"
        );
        (service.id.to_string(), service_state)
    });
    State { artifacts: artifacts.collect(), services: services.collect() }
}

/// What was seen of an artifact since it was created.
#[derive(Default)]
struct Seen {
    name: String,
    /// The highest number, and what each held when it was first seen.
    released: BTreeMap<u64, model::Version>,
    /// The image that a number first gave a region.
    served: BTreeMap<(u64, String), String>,
}

fn assert_invariants(before: &Manifest, manifest: &Manifest, seen: &mut BTreeMap<String, Seen>, step: &str) {
    seen.retain(|id, _| manifest.artifact(id).is_some());
    for artifact in &manifest.artifacts {
        let seen = seen.entry(artifact.id.to_string()).or_default();
        let name = artifact.name.as_deref().unwrap();
        if seen.name.is_empty() {
            name.clone_into(&mut seen.name);
        }
        assert_eq!((name, artifact.artifact_type.as_deref()), (&*seen.name, Some("EcsImage")), "3: {step}");
        let drafts = artifact.versions.iter().filter(|version| version.is_draft()).count();
        assert!(drafts <= 1 && !artifact.versions.is_empty(), "3: {step}");
        let highest = seen.released.keys().last().copied().unwrap_or(0);
        for version in artifact.versions.iter() {
            let listed = match version.support_region_ids.as_ref().unwrap() {
                SupportRegions::All => None,
                SupportRegions::Listed(regions) => Some(regions),
            };
            assert!(listed.is_none_or(|regions| !regions.is_empty()), "4: {step}");
            for image in &version.images {
                let available = image.status == Some(VersionStatus::Available);
                assert!(!available || (image.image_id.is_some() && image.progress == Some(100)), "7: {step}");
            }
            let served: Vec<&str> = version.regions().collect();
            if version.is_draft() {
                let source = version.source.as_ref().unwrap();
                let home = source.region_id.as_deref().filter(|_| source.image_id.is_some());
                assert_eq!(served, home.into_iter().collect::<Vec<_>>(), "6: {step}");
                continue;
            }
            let number = model::number(&version.version).unwrap();
            assert!(number > highest || seen.released.contains_key(&number), "2: {step}");
            let now = state(&Manifest { artifacts: manifest.artifacts.clone(), ..Manifest::default() });
            let now = now.artifacts[&*artifact.id].versions[&number].clone();
            let first = seen.released.entry(number).or_insert_with(|| now.clone());
            let held =
                |version: &model::Version| (version.name.clone(), version.source.clone(), version.regions.clone());
            assert_eq!(held(&now), held(first), "1 and 8: {step}");
            for (region, image_id) in served.iter().map(|region| (*region, version.image_in(region).unwrap())) {
                let first = seen.served.entry((number, region.to_owned())).or_insert_with(|| image_id.to_owned());
                assert_eq!(first, image_id, "1: {step}");
            }
            let kept = seen.served.keys().filter(|(of, _)| *of == number);
            assert!(kept.into_iter().all(|(_, region)| served.contains(&&**region)), "1: {step}");
            if let Some(listed) = listed {
                let all = listed.iter().all(|region| served.contains(&&**region));
                assert_eq!(version.status == Some(VersionStatus::Available), all, "7: {step}");
            }
        }
    }
    let findings = manifest.check(&Limits::default());
    assert!(findings.ok(), "5: {step}");
    const SHAPES: [&str; 4] =
        ["manifest-name-shape", "manifest-description-length", "manifest-tag-count", "manifest-no-regions"];
    assert!(findings.iter().all(|(_, finding)| !SHAPES.contains(&finding.code.name())), "4: {step}");
    for service in &manifest.services {
        let Some(was) = before.service(&service.id) else { continue };
        let (from, to) = (was.status.as_ref().unwrap().as_str(), service.status.as_ref().unwrap().as_str());
        assert!(from == to || model::leads_to(from, to), "9: {step}");
        if ["Submitted", "Approved", "Launching"].contains(&from) {
            assert_eq!((&was.name, &was.templates[..]), (&service.name, &service.templates[..]), "9: {step}");
        }
    }
    let written = manifest.write();
    let (read, findings) = Manifest::read(written.as_bytes(), &Limits::default());
    assert!(findings.is_whole() && read == *manifest, "11: {step}");
}

#[test]
fn a_random_walk_stays_within_the_rules() {
    let limits = Limits::default();
    let mut made: BTreeMap<String, [u32; 2]> = BTreeMap::new();
    for seed in 1..=150_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut manifest = Manifest::default();
        let mut expected = State::default();
        let mut seen = BTreeMap::new();
        for step in 0..250 {
            let change = dice.change();
            let note = format!("seed {seed}, step {step}: {change}");
            let next = expected.after(&change);
            let answer = match artifact::read(change.to_string().as_bytes(), &limits) {
                Ok((changes, _)) => {
                    artifact::apply_all(manifest.clone(), &Findings::default(), &changes, &limits, &Regions::default())
                        .map_err(|(_, refusal)| refusal)
                }
                Err(diagnostics) => Err(diagnostics.kept().to_vec()),
            };
            let count = made.entry(change["change"].as_str().unwrap().to_owned()).or_default();
            match (answer, next) {
                (Ok((changed, _)), Some(next)) => {
                    count[0] += 1;
                    assert_invariants(&manifest, &changed, &mut seen, &note);
                    assert_eq!(state(&changed), next, "{note}");
                    (manifest, expected) = (changed, next);
                }
                (Err(refusal), None) => {
                    count[1] += 1;
                    assert!(!refusal.is_empty(), "10: {note}");
                    for finding in &refusal {
                        assert_eq!(finding.severity, Severity::Error, "10: {note}");
                        assert!(matches!(finding.place, Place::Change(_)), "10: {note}");
                        assert!(!finding.message().contains('{'), "{}", finding.message());
                    }
                }
                (Ok(_), None) => panic!("{note}: made, against the rules\n{expected:#?}"),
                (Err(refusal), Some(_)) => panic!("{note}: refused: {}\n{expected:#?}", refusal[0]),
            }
        }
    }
    for (kind, [done, refused]) in &made {
        assert!(*done >= 20 && *refused >= 20, "{kind}: {done} done, {refused} refused");
    }
    assert_eq!(made.len(), 19);
}
