//! The plan, carried out against the cloud in memory: from whatever it holds, whatever fails and however often.

use std::collections::{BTreeMap, BTreeSet};

use ecs_image_resolver::diagnostic::Severity;
use ecs_image_resolver::distribution::{self, Action, Failure, Kind, Observed, Options, Plan, Undo};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Manifest, VersionStatus};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::distribution_cloud::{Cloud, Image, Law};

const REGIONS: [&str; 5] = ["cn-beijing", "cn-shanghai", "cn-shenzhen", "ap-southeast-1", "us-west-1"];
const HOME: &str = "cn-hangzhou";

/// A share type, a status, and accounts with what each may.
type Shop = (u8, u8, Vec<(u8, u8)>);

/// What there is at first.
#[derive(Clone, Debug)]
struct Scene {
    /// Each artifact's versions: each one's regions, as bits, and what there is of it in each region.
    artifacts: Vec<Vec<(u8, [u8; 5])>>,
    /// Each artifact's service: its share type and status, and its accounts with what they may.
    services: Vec<Shop>,
    /// How a call ends: see [`fate`].
    fates: Vec<u8>,
    failing: u32,
    options: u8,
    source: u8,
    everywhere: bool,
}

fn scene() -> impl Strategy<Value = Scene> {
    let version = (0..32_u8, proptest::array::uniform5(0..24_u8));
    let accounts = proptest::collection::vec((0..40_u8, 0..4_u8), 0..28);
    (
        proptest::collection::vec(proptest::collection::vec(version, 1..3), 1..3),
        proptest::collection::vec((0..4_u8, 0..6_u8, accounts), 2),
        proptest::collection::vec(0..12_u8, 0..60),
        0..6_u32,
        any::<u8>(),
        0..16_u8,
        proptest::bool::weighted(0.1),
    )
        .prop_map(|(artifacts, services, fates, failing, options, source, everywhere)| Scene {
            artifacts,
            services,
            fates,
            failing,
            options,
            source,
            everywhere,
        })
}

fn uid(number: u8) -> String {
    format!("10000000000000{number:02}")
}

impl Scene {
    fn options(&self) -> Options {
        let bit = |at: u8| self.options & (1 << at) != 0;
        Options {
            copies: 2,
            accounts: 30,
            attempts: 4,
            publish: bit(0),
            customer_key: bit(1),
            undo: Undo { copies: bit(2), failed: bit(3), accounts: bit(4), community: bit(5) },
            ahead: bit(6),
            all_regions: REGIONS.iter().map(|region| (*region).into()).collect(),
            ..Options::default()
        }
    }

    fn manifest(&self) -> Manifest {
        let artifacts = self.artifacts.iter().enumerate().map(|(a, versions)| {
            let versions = versions.iter().enumerate().map(|(v, (regions, there))| {
                let meant = REGIONS.iter().enumerate().filter(|(at, _)| regions & (1 << at) != 0);
                let meant: Vec<&str> = meant.map(|(_, region)| *region).chain([HOME]).collect();
                let mut images = Map::new();
                for (at, region) in REGIONS.iter().enumerate().filter(|(_, region)| meant.contains(region)) {
                    let id = format!("m-old{a}{v}{at}");
                    let entry = match there[at] % 8 {
                        0..=3 => json!({"status": "Delivering", "progress": 0}),
                        4 => json!({"status": "Delivering", "imageId": id, "progress": 10}),
                        5 => json!({"status": "Available", "imageId": id, "progress": 100}),
                        6 => json!({"status": "CreateFailed"}),
                        _ => continue,
                    };
                    images.insert((*region).to_owned(), entry);
                }
                let draft = self.source == 7 && v == 0;
                json!({
                    "version": if draft { "draft".to_owned() } else { (v + 1).to_string() },
                    "status": if draft { "Created" } else { "Delivering" },
                    "source": {"type": "custom", "imageId": format!("m-source{a}{v}"), "regionId": HOME},
                    "supportRegionIds": if self.everywhere { json!("all") } else { json!(meant) },
                    "images": images,
                })
            });
            json!({"artifactId": format!("artifact-{a}"), "versions": versions.collect::<Vec<_>>()})
        });
        let services = self.services.iter().enumerate().map(|(s, (share, status, accounts))| {
            let accounts: BTreeMap<String, u8> = accounts.iter().map(|(number, may)| (uid(*number), *may)).collect();
            let permission =
                |may: &u8| ["Deployable", "DeployableIncludeBeta", "Accessible", "Unauthorized"][usize::from(*may)];
            let accounts: Vec<Value> =
                accounts.iter().map(|(uid, may)| json!({"uid": uid, "permission": permission(may)})).collect();
            let status = ["Online", "Online", "Online", "Online", "Beta", "Draft"][usize::from(*status)];
            json!({
                "serviceId": format!("service-{s}"),
                "status": status,
                "shareType": if *share == 0 { "Public" } else { "Restricted" },
                "sharedAccounts": accounts,
                "relations": {"image": {"artifactId": format!("artifact-{}", s % self.artifacts.len())}},
            })
        });
        let artifacts: Vec<Value> = artifacts.collect();
        let services: Vec<Value> = services.collect();
        let json = json!({"manifestVersion": 1, "provider": uid(0), "artifacts": artifacts, "services": services});
        let (manifest, findings) = Manifest::read(json.to_string().as_bytes(), &Limits::default());
        assert!(findings.ok(), "{:?}", findings.iter().collect::<Vec<_>>());
        manifest
    }

    /// The rule of who may deploy, said once more.
    fn law(&self) -> Law {
        let mut law = Law { options: self.options(), ..Law::default() };
        for a in 0..self.artifacts.len() {
            law.allowed.insert(format!("artifact-{a}"), BTreeSet::new());
        }
        for (s, (share, status, accounts)) in self.services.iter().enumerate() {
            let artifact = format!("artifact-{}", s % self.artifacts.len());
            if *share == 0 && *status < 4 {
                law.everyone.insert(artifact.clone());
            }
            let last: BTreeMap<u8, u8> = accounts.iter().copied().collect();
            let may = |may: u8| (*status < 4 && may < 2) || (*status == 4 && may == 1);
            let allowed = last.into_iter().filter(|(number, what)| *number != 0 && may(*what));
            law.allowed.get_mut(&artifact).unwrap().extend(allowed.map(|(number, _)| uid(number)));
        }
        law
    }

    /// A cloud that holds the sources, and some of what the plan would make.
    fn cloud(&self, manifest: &Manifest) -> Cloud {
        let mut cloud = Cloud { law: self.law(), failing: self.failing, quota: 30, ..Cloud::default() };
        for region in REGIONS.iter().chain([&HOME]) {
            cloud.regions.insert((*region).to_owned(), Vec::new());
        }
        let names = expected(manifest);
        for (a, versions) in self.artifacts.iter().enumerate() {
            for (v, (_, there)) in versions.iter().enumerate() {
                let odd = self.source == 1 && a == 0;
                let source = Image {
                    id: format!("m-source{a}{v}"),
                    status: if self.source == 2 && v == 0 { "Creating" } else { "Available" }.into(),
                    is_public: odd,
                    encrypted: self.source == 3,
                    ..Image::default()
                };
                if self.source != 4 || v != 0 {
                    cloud.regions.get_mut(HOME).unwrap().push(source);
                }
                for (at, region) in REGIONS.iter().enumerate() {
                    let Some((name, tags)) = names.get(&(format!("artifact-{a}"), (v + 1).to_string())) else {
                        continue;
                    };
                    let mut image = Image {
                        id: format!("m-old{a}{v}{at}"),
                        name: name.clone(),
                        tags: tags.clone(),
                        accounts: (30..30 + there[at] / 4).map(uid).collect(),
                        ..Image::default()
                    };
                    match there[at] {
                        0..=8 => continue,
                        9 | 12 | 13 | 21 => image.status = "Available".into(),
                        10 | 11 => {
                            // Such an image was never there to be shared.
                            image.status = if there[at] == 10 { "Creating" } else { "CreateFailed" }.into();
                            image.accounts.clear();
                        }
                        14 => image.tags = Default::default(),
                        15 => image.status = "Deprecated".into(),
                        16 => {
                            image.status = "Available".into();
                            image.is_public = true;
                        }
                        _ => {
                            image.status = "Available".into();
                            image.name = "renamed".into();
                        }
                    }
                    if image.status.is_empty() {
                        image.status = "Available".into();
                    }
                    cloud.regions.get_mut(*region).unwrap().push(image);
                }
            }
        }
        cloud
    }
}

/// The names and tags that copies will have, by artifact and version.
fn expected(manifest: &Manifest) -> BTreeMap<(String, String), (String, [String; 3])> {
    let source = |version: &ecs_image_resolver::manifest::Version| distribution::Image {
        id: version.source.as_ref().unwrap().image_id.clone().unwrap(),
        status: "Available".into(),
        ..distribution::Image::default()
    };
    let sources = manifest.artifacts.iter().flat_map(|artifact| artifact.versions.iter().map(source)).collect();
    let empty = |region: &&str| distribution::Region { id: (*region).into(), images: Vec::new() };
    let mut regions: Vec<_> = REGIONS.iter().map(empty).collect();
    regions.push(distribution::Region { id: HOME.into(), images: sources });
    let observed = Observed { regions, ..Observed::default() };
    let options =
        Options { all_regions: REGIONS.iter().map(|region| (*region).into()).collect(), ..Options::default() };
    let plan = distribution::plan(manifest, &observed, &options, 0);
    let copies = plan.actions.iter().filter_map(|action| Some((action, action.copy.as_ref()?)));
    copies
        .map(|(action, copy)| {
            let of = (action.artifact.to_string(), action.version.to_string());
            (of, (copy.name.clone(), copy.tags.clone().map(String::from)))
        })
        .collect()
}

/// One machine that carries plans out.
struct Machine {
    manifest: Manifest,
    observed: Observed,
    now: u64,
}

impl Machine {
    fn new(manifest: &Manifest) -> Self {
        Machine { manifest: manifest.clone(), observed: Observed::default(), now: 1_790_000_000_000 }
    }

    fn plan(&self, options: &Options) -> Plan {
        distribution::plan(&self.manifest, &self.observed, options, self.now)
    }

    /// Forgets everything but the manifest, as a crash does.
    fn crash(&mut self) {
        self.observed = Observed::default();
    }

    fn fail(&mut self, action: &Action, code: &str) {
        let failures = &mut self.observed.failures;
        match failures.iter_mut().find(|failure| *failure.id == action.id) {
            Some(failure) => (failure.count, failure.at, failure.code) = (failure.count + 1, self.now, code.into()),
            None => {
                failures.push(Failure { id: (*action.id).into(), code: code.into(), count: 1, at: self.now });
            }
        }
    }

    fn look(&mut self, cloud: &Cloud, region: &str) {
        let regions = &mut self.observed.regions;
        let before = regions.iter().position(|known| *known.id == *region).map(|at| regions.remove(at));
        regions.push(cloud.look(region, before.as_ref()));
    }

    /// Carries one action out; what `fate` says of it comes on top. Says whether it did something to the cloud or learned
    /// something from it.
    fn step(&mut self, cloud: &mut Cloud, action: &Action, fate: Fate) {
        match action.kind {
            Kind::RetryAfter => {
                self.now = self.now.max(action.at.unwrap());
                return;
            }
            Kind::MarkDelivery => {
                let change = action.change().unwrap();
                let marked = ecs_image_resolver::artifact::apply(&self.manifest, &change);
                self.manifest = marked.unwrap_or_else(|refusal| panic!("{action:?}: {}", refusal[0]));
                return;
            }
            Kind::Wait => {
                cloud.tick();
                return self.look(cloud, &action.region);
            }
            _ => {}
        }
        if let Fate::FailsBefore(code) = fate {
            return self.fail(action, code);
        }
        let answer = match action.kind {
            Kind::ObserveRegion => {
                self.look(cloud, &action.region);
                Ok(())
            }
            Kind::ObserveShares => {
                cloud.look_at_shares(action, &mut self.observed);
                Ok(())
            }
            _ => {
                let answer = cloud.perform(action);
                self.look(cloud, &action.region);
                if matches!(action.kind, Kind::ShareImage | Kind::UnshareImage) {
                    cloud.look_at_shares(action, &mut self.observed);
                }
                answer
            }
        };
        match (answer, fate) {
            (Err(code), _) => self.fail(action, code),
            // It was done, and the answer was lost.
            (Ok(()), Fate::FailsAfter(code)) => self.fail(action, code),
            (Ok(()), _) => self.observed.failures.retain(|failure| *failure.id != action.id),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Works,
    FailsBefore(&'static str),
    FailsAfter(&'static str),
    Crashes,
}

fn fate(number: u8) -> Fate {
    match number {
        0 | 1 => Fate::FailsBefore("Throttling.User"),
        2 => Fate::FailsBefore("ECONNRESET"),
        3 => Fate::FailsAfter("ETIMEDOUT"),
        4 => Fate::FailsAfter("InternalError"),
        5 => Fate::Crashes,
        6 => Fate::FailsBefore("Forbidden.RAM"),
        _ => Fate::Works,
    }
}

/// Runs until there is nothing to do; gives the last plan.
fn run(machines: &mut [Machine], cloud: &mut Cloud, options: &Options, fates: &[u8]) -> Vec<Plan> {
    let mut fates = fates.iter();
    for _ in 0..4_000 {
        let mut busy = false;
        for machine in &mut *machines {
            let plan = machine.plan(options);
            let copies = plan.actions.iter().filter(|action| action.kind == Kind::CopyImage && action.ready).count();
            assert!(copies <= options.copies as usize);
            let ready: Vec<&Action> = plan.actions.iter().filter(|action| action.ready).collect();
            // A plan may be old when its second action's turn comes; so only some of it is done at a time.
            for action in ready.iter().take(3) {
                busy = true;
                match fates.next().map_or(Fate::Works, |number| fate(*number)) {
                    Fate::Crashes => {
                        if !matches!(action.kind, Kind::ObserveRegion | Kind::ObserveShares) {
                            machine.step(cloud, action, Fate::Works);
                        }
                        machine.crash();
                        break;
                    }
                    other => machine.step(cloud, action, other),
                }
            }
        }
        if !busy {
            return machines.iter().map(|machine| machine.plan(options)).collect();
        }
    }
    panic!("no end: {:#?}", machines[0].plan(options));
}

/// Either all is as it should be, or what is not is said.
fn verify(machine: &Machine, plan: &Plan, cloud: &Cloud, law: &Law) {
    let errors: Vec<_> = plan.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let said = |artifact: &str, version: &str, region: &str| {
        errors.iter().any(|finding| {
            let is = |name: &str, value: &str| {
                finding.args.iter().all(|(known, arg)| *known != name || arg.to_string() == value)
            };
            is("artifact", artifact) && is("version", version) && (is("region", region) || is("region", HOME))
        })
    };
    for artifact in machine.manifest.artifacts.iter() {
        let wanted = &law.allowed[&*artifact.id];
        let everyone = law.everyone.contains(&*artifact.id);
        for version in artifact.versions.iter().filter(|version| !version.is_draft()) {
            let listed = REGIONS.iter().filter(|region| match &version.support_region_ids {
                Some(ecs_image_resolver::manifest::SupportRegions::Listed(meant)) => {
                    meant.iter().any(|meant| **meant == ***region)
                }
                _ => true,
            });
            for region in listed.chain([&HOME]) {
                let image = version.image_in(region).ok().and_then(|id| cloud.image(region, id));
                let done = image.is_some_and(|image| {
                    let open = everyone && image.is_public;
                    image.status == "Available" && (open || wanted.is_subset(&image.accounts))
                });
                // An image is opened to everyone once none of its version is missing.
                let published = !(everyone && law.options.publish) || image.is_some_and(|image| image.is_public);
                let any = || REGIONS.iter().any(|region| said(&artifact.id, &version.version, region));
                assert!(published || any(), "{} {} {region}: {image:?}\n{errors:#?}", artifact.id, version.version);
                assert!(
                    done || said(&artifact.id, &version.version, region),
                    "{} {} {region}: {image:?}\n{errors:#?}",
                    artifact.id,
                    version.version
                );
            }
            if errors.is_empty() {
                assert_eq!(version.status, Some(VersionStatus::Available));
            }
        }
    }
    if errors.is_empty() {
        assert_eq!(plan.actions, [], "all is done, so nothing is to be done");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").map_or(600, |cases| cases.parse().unwrap()), ..ProptestConfig::default() })]

    #[test]
    fn ends_as_wanted_or_says_what_is_stuck(scene in scene()) {
        let manifest = scene.manifest();
        let mut cloud = scene.cloud(&manifest);
        let law = scene.law();
        let mut machines = [Machine::new(&manifest)];
        let plans = run(&mut machines, &mut cloud, &law.options, &scene.fates);
        verify(&machines[0], &plans[0], &cloud, &law);
        // What runs and nobody waits for goes on by itself. Once nothing does, of two more runs that remember nothing but the
        // manifest the first may find what became of it, and the second changes nothing.
        (0..8).for_each(|_| cloud.tick());
        machines[0].crash();
        let plan = run(&mut machines, &mut cloud, &law.options, &[]).remove(0);
        let before = cloud.calls.len();
        let done = plan.actions.is_empty() && plan.findings.iter().all(|finding| finding.severity != Severity::Error);
        machines[0].crash();
        run(&mut machines, &mut cloud, &law.options, &[]);
        if done {
            prop_assert_eq!(&cloud.calls[before..], &[] as &[String]);
        }
    }

    #[test]
    fn two_machines_do_no_harm_to_each_other(scene in scene()) {
        let manifest = scene.manifest();
        let mut cloud = scene.cloud(&manifest);
        let law = scene.law();
        let mut machines = [Machine::new(&manifest), Machine::new(&manifest)];
        let plans = run(&mut machines, &mut cloud, &law.options, &scene.fates);
        for (machine, plan) in machines.iter().zip(&plans) {
            verify(machine, plan, &cloud, &law);
        }
    }

    #[test]
    fn the_plan_of_the_planned_state_is_empty(scene in scene()) {
        let manifest = scene.manifest();
        let mut cloud = scene.cloud(&manifest);
        cloud.failing = 0;
        let options = Options { ahead: true, ..scene.options() };
        let mut machine = Machine::new(&manifest);
        for region in REGIONS.iter().chain([&HOME]) {
            machine.look(&cloud, region);
        }
        loop {
            let plan = machine.plan(&options);
            let looks = plan.actions.iter().filter(|action| action.kind == Kind::ObserveShares);
            let looks: Vec<_> = looks.filter(|action| action.ready).collect();
            if looks.is_empty() {
                break;
            }
            looks.into_iter().for_each(|action| cloud.look_at_shares(action, &mut machine.observed));
        }
        let plan = machine.plan(&options);
        prop_assert_eq!(&plan, &machine.plan(&options));
        let names = expected(&manifest);
        // What runs and is to be cancelled is cancelled before time passes.
        let (first, then): (Vec<_>, Vec<_>) = plan.actions.iter().partition(|action| action.kind == Kind::CancelCopy);
        for action in first.into_iter().chain(then) {
            let mut action = action.clone();
            if action.image.is_none() && action.kind != Kind::CopyImage && !action.region.is_empty() {
                let of = (action.artifact.to_string(), action.version.to_string());
                let source = || manifest.artifact(&of.0)?.versions.get(&of.1)?.source.as_ref()?.image_id.clone();
                let is_made = |image: &&Image| image.tags == names[&of].1 && image.status != "CreateFailed";
                let made = || Some((*cloud.regions[&*action.region].iter().find(is_made)?.id).into());
                action.image = if *action.region == *HOME { source() } else { made() };
            }
            let ticks = if action.kind == Kind::CancelCopy { 0 } else { 4 };
            (0..ticks).for_each(|_| cloud.tick());
            machine.step(&mut cloud, &action, Fate::Works);
            prop_assert_eq!(&machine.observed.failures, &[], "{:?}", action);
        }
        for region in REGIONS.iter().chain([&HOME]) {
            machine.look(&cloud, region);
        }
        for action in machine.plan(&options).actions.iter().filter(|action| action.kind == Kind::ObserveShares) {
            cloud.look_at_shares(action, &mut machine.observed);
        }
        let after = machine.plan(&options);
        let open: Vec<_> = after.actions.iter().filter(|action| action.kind != Kind::PublishImage || action.ready).collect();
        prop_assert!(open.is_empty(), "{:#?}", open);
    }
}
