//! Plans, case by case: what is done, in which order, and why.

use ecs_image_resolver::diagnostic::{Code, Severity};
use ecs_image_resolver::distribution::{
    self, Action, Failure, Image, Kind, Observed, Options, Plan, Region, Standing, Undo,
};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::{Manifest, Text};
use serde_json::{Value, json};

const HOME: &str = "cn-hangzhou";
const NOW: u64 = 1_790_000_000_000;

fn uids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("1000000000000{at:03}")).collect()
}

fn manifest(regions: &[&str], accounts: usize, share_type: &str) -> Manifest {
    let accounts = uids(accounts).into_iter().map(|uid| json!({"uid": uid, "permission": "Deployable"}));
    read(&json!({
        "manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-web", "resourceGroupId": "rg-1", "versions": [{
            "version": "1", "status": "Delivering", "supportRegionIds": regions,
            "source": {"type": "custom", "imageId": "m-source", "regionId": HOME},
        }]}],
        "services": [{
            "serviceId": "service-web", "status": "Online", "shareType": share_type,
            "sharedAccounts": accounts.collect::<Vec<_>>(), "relations": {"web": {"artifactId": "artifact-web"}},
        }],
    }))
}

fn read(json: &Value) -> Manifest {
    Manifest::read(json.to_string().as_bytes(), &Limits::default()).0
}

fn image(id: &str, status: &str, accounts: usize) -> Image {
    let accounts = Some(uids(accounts).into_iter().map(Into::into).collect());
    Image { id: id.into(), status: status.into(), accounts, ..Image::default() }
}

/// A copy of version 1, as its tags say.
fn copy(id: &str, status: &str, accounts: usize) -> Image {
    let tags = ["artifact-web".into(), "1".into(), "cn-hangzhou/m-source".into()];
    Image { tags, ..image(id, status, accounts) }
}

fn observed(regions: &[(&str, &[Image])]) -> Observed {
    let region = |(id, images): &(&str, &[Image])| Region { id: (*id).into(), images: images.to_vec() };
    Observed { regions: regions.iter().map(region).collect(), ..Observed::default() }
}

fn plan(manifest: &Manifest, observed: &Observed, options: &Options) -> Plan {
    distribution::plan(manifest, observed, options, NOW)
}

/// Each action in one line: what, where, whether it can be done now.
fn lines(plan: &Plan) -> Vec<String> {
    let line = |action: &Action| {
        let accounts = if action.accounts.is_empty() { String::new() } else { format!(" {}", action.accounts.len()) };
        let mark = action.mark.as_ref().map(|(status, _)| format!(" {}", status.as_str())).unwrap_or_default();
        let when = if action.ready { "" } else { " then" };
        format!("{} {}{accounts}{mark}{when}", action.kind.name(), action.region)
    };
    plan.actions.iter().map(line).collect()
}

fn found(plan: &Plan) -> Vec<(Code, Severity)> {
    plan.findings.iter().map(|finding| (finding.code, finding.severity)).collect()
}

#[test]
fn it_starts_with_a_look() {
    let web = manifest(&[HOME, "cn-beijing"], 1, "Restricted");
    assert_eq!(lines(&plan(&web, &Observed::default(), &Options::default())), ["observe-region cn-hangzhou"]);
    let seen = observed(&[(HOME, &[Image { accounts: None, ..image("m-source", "Available", 0) }])]);
    let looks = ["observe-shares cn-hangzhou", "observe-region cn-beijing"];
    assert_eq!(lines(&plan(&web, &seen, &Options::default())), looks);
}

#[test]
fn everything_in_order_and_ten_accounts_at_a_time() {
    let web = manifest(&[HOME, "cn-beijing"], 23, "Restricted");
    let seen = observed(&[(HOME, &[image("m-source", "Available", 5)]), ("cn-beijing", &[])]);
    let all = plan(&web, &seen, &Options::default());
    assert_eq!(
        lines(&all),
        [
            "share-image cn-hangzhou 10",
            "share-image cn-hangzhou 8",
            "copy-image cn-beijing",
            "share-image cn-beijing 10 then",
            "share-image cn-beijing 10 then",
            "share-image cn-beijing 3 then",
            "mark-delivery cn-beijing Available then",
        ]
    );
    assert_eq!(found(&all), []);
    let now = plan(&web, &seen, &Options { ahead: false, ..Options::default() });
    let ready: Vec<Action> = all.actions.into_iter().filter(|action| action.ready).collect();
    assert_eq!(now.actions, ready);
}

#[test]
fn a_copy_is_named_by_its_content() {
    let web = manifest(&["cn-beijing", "cn-shanghai"], 0, "Restricted");
    let seen = observed(&[(HOME, &[image("m-source", "Available", 0)]), ("cn-beijing", &[]), ("cn-shanghai", &[])]);
    let copies: Vec<_> = plan(&web, &seen, &Options::default()).actions.into_iter().filter_map(|a| a.copy).collect();
    // These are in clouds: they never change.
    assert_eq!(copies[0].name, "eir-artifact_web-1-a5f1e9bc97f32973c031d0d673c8691f");
    assert_eq!(copies[0].token, "eir-d4006147f531b6b7dbf4fbf03459067f");
    assert_eq!(copies[0].name, copies[1].name);
    assert_ne!(copies[0].token, copies[1].token);
    assert_eq!(copies[0].resource_group.as_deref(), Some("rg-1"));
}

#[test]
fn a_copy_under_way_is_adopted_and_marked() {
    let web = manifest(&["cn-beijing"], 0, "Restricted");
    let creating = Image { progress: Some(40), ..copy("m-copy", "Creating", 0) };
    let seen = observed(&[(HOME, &[image("m-source", "Available", 0)]), ("cn-beijing", &[creating])]);
    let all = plan(&web, &seen, &Options::default());
    let expected =
        ["mark-delivery cn-beijing Delivering", "wait cn-beijing", "mark-delivery cn-beijing Available then"];
    assert_eq!(lines(&all), expected);
    let marked = distribution::apply(&web, &all).unwrap();
    let image = marked.artifact("artifact-web").unwrap().versions[0].images.get("cn-beijing").unwrap();
    assert_eq!((image.image_id.as_deref(), image.progress), (Some("m-copy"), Some(40)));
    assert_eq!(lines(&plan(&marked, &seen, &Options::default())), expected[1..]);
}

#[test]
fn copies_wait_their_turn() {
    let regions = ["cn-beijing", "cn-shanghai", "cn-shenzhen", "us-west-1"];
    let web = manifest(&regions, 0, "Restricted");
    let creating = copy("m-copy", "Waiting", 0);
    let mut seen = observed(&[(HOME, &[image("m-source", "Available", 0)]), ("cn-beijing", &[creating])]);
    seen.regions.extend(regions[1..].iter().map(|id| Region { id: (*id).into(), images: Vec::new() }));
    let options = Options { copies: 3, ..Options::default() };
    let copies = |seen: &Observed| {
        let plan = plan(&web, seen, &options);
        let copies = plan.actions.into_iter().filter(|action| action.kind == Kind::CopyImage);
        copies.map(|action| (action.region.to_string(), action.ready, action.why.code, action.id)).collect::<Vec<_>>()
    };
    let planned = copies(&seen);
    let codes: Vec<_> = planned.iter().map(|(_, ready, code, _)| (*ready, *code)).collect();
    assert_eq!(codes, [(true, Code::PlanCopy), (true, Code::PlanCopy), (false, Code::PlanQueue)]);
    // What was sent and is not seen yet counts, too.
    seen.sent = planned[..2].iter().map(|(.., id)| id.as_str().into()).collect();
    assert!(copies(&seen).iter().all(|(_, ready, ..)| !ready));
}

#[test]
fn what_failed_is_tried_again_later_and_given_up_in_the_end() {
    let web = manifest(&["cn-beijing"], 0, "Restricted");
    let failing = |code: &str, count, at| {
        let id = "observe-region cn-hangzhou images".into();
        let failures = vec![Failure { id, code: code.into(), count, at }];
        plan(&web, &Observed { failures, ..Observed::default() }, &Options::default())
    };
    let at = |plan: &Plan| plan.actions.iter().find_map(|action| action.at);
    assert_eq!(
        lines(&failing("Throttling.User", 1, NOW)),
        ["retry-after cn-hangzhou", "observe-region cn-hangzhou then"]
    );
    assert_eq!(at(&failing("Throttling.User", 1, NOW)), Some(NOW + 1_000));
    assert_eq!(at(&failing("ECONNRESET", 5, NOW)), Some(NOW + 16_000));
    assert_eq!(at(&failing("InternalError", 9, NOW)), Some(NOW + 64_000));
    // A clock that was set back since prolongs nothing.
    assert_eq!(at(&failing("InternalError", 1, NOW + 86_400_000)), Some(NOW + 1_000));
    assert_eq!(lines(&failing("InternalError", 3, NOW - 4_000)), ["observe-region cn-hangzhou"]);
    for (code, count) in [("Throttling.User", 10), ("Forbidden.RAM", 1), ("InvalidAccessKeyId.NotFound", 1)] {
        let plan = failing(code, count, NOW);
        assert_eq!((lines(&plan), found(&plan)), (vec![], vec![(Code::CallFailed, Severity::Error)]), "{code}");
    }
}

#[test]
fn a_refused_batch_is_halved_down_to_the_account() {
    let web = manifest(&[HOME], 10, "Restricted");
    let wrong = "1000000000000006";
    let mut seen = observed(&[(HOME, &[image("m-source", "Available", 0)])]);
    let mut shared = Vec::new();
    let end = loop {
        let plan = plan(&web, &seen, &Options::default());
        let Some(action) = plan.actions.iter().find(|action| action.kind == Kind::ShareImage) else { break plan };
        if action.accounts.iter().any(|uid| **uid == *wrong) {
            let (id, code) = ((*action.id).into(), "InvalidAccount.NotFound".into());
            seen.failures.push(Failure { id, code, count: 1, at: NOW });
        } else {
            shared.extend(action.accounts.clone());
            shared.sort();
            seen.regions[0].images[0].accounts = Some(shared.clone());
        }
    };
    assert_eq!(shared.len(), 9);
    assert_eq!(found(&end), [(Code::CallFailed, Severity::Error)]);
    assert!(end.findings[0].message().ends_with(&format!("accounts: {wrong}")), "{}", end.findings[0]);
}

#[test]
fn nothing_is_taken_back_unasked() {
    let web = manifest(&["cn-beijing"], 1, "Restricted");
    let open = Image { is_public: true, ..copy("m-copy", "Available", 3) };
    let lost = copy("m-lost", "Available", 0);
    let seen = observed(&[
        (HOME, &[image("m-source", "Available", 12)]),
        ("cn-beijing", &[open]),
        ("us-west-1", &[lost]),
        ("cn-shanghai", &[copy("m-half", "Creating", 0)]),
    ]);
    let asked = plan(&web, &seen, &Options::default());
    let changes = [Kind::UnshareImage, Kind::UnpublishImage, Kind::CancelCopy, Kind::DeleteImage];
    assert!(asked.actions.iter().all(|action| !changes.contains(&action.kind)));
    let left = [Code::SharedUnasked, Code::PublicUnasked, Code::SharedUnasked, Code::CopyUnasked, Code::CopyUnasked];
    assert_eq!(found(&asked), left.map(|code| (code, Severity::Warning)));
    let undo = Undo { copies: true, failed: true, accounts: true, community: true };
    let asked = plan(&web, &seen, &Options { undo, ..Options::default() });
    let taken: Vec<_> = lines(&asked).into_iter().filter(|line| !line.starts_with("mark")).collect();
    assert_eq!(
        taken,
        [
            "unshare-image cn-hangzhou 10",
            "unshare-image cn-hangzhou 1",
            "unpublish-image cn-beijing",
            "unshare-image cn-beijing 2",
            "delete-image us-west-1",
            "cancel-copy cn-shanghai",
        ]
    );
}

#[test]
fn publishing_is_asked_for_and_comes_last() {
    let web = manifest(&["cn-beijing"], 0, "Public");
    let here = image("m-source", "Available", 0);
    let seen = observed(&[(HOME, std::slice::from_ref(&here)), ("cn-beijing", &[])]);
    assert_eq!(found(&plan(&web, &seen, &Options::default())), [(Code::PublicNeedsCommunity, Severity::Warning)]);
    let publish = Options { publish: true, ..Options::default() };
    assert_eq!(
        lines(&plan(&web, &seen, &publish)).split_off(2),
        ["publish-image cn-hangzhou then", "publish-image cn-beijing then"]
    );
    let seen = observed(&[(HOME, &[here]), ("cn-beijing", &[copy("m-copy", "Available", 0)])]);
    let all = plan(&web, &seen, &publish);
    assert_eq!(lines(&all)[1..], ["publish-image cn-hangzhou", "publish-image cn-beijing"]);
    assert_eq!(found(&all), []);
}

#[test]
fn what_cannot_be_finished_is_not_begun() {
    let seen = |source: Image| observed(&[(HOME, &[source]), ("cn-beijing", &[])]);
    let available = || image("m-source", "Available", 0);
    let web = manifest(&["cn-beijing"], 1, "Restricted");
    let encrypted = Image { encrypted: true, ..available() };
    let all = plan(&web, &seen(encrypted.clone()), &Options::default());
    assert_eq!((lines(&all), found(&all)), (vec![], vec![(Code::ImageEncrypted, Severity::Error)]));
    let trusted = Options { customer_key: true, ..Options::default() };
    assert!(lines(&plan(&web, &seen(encrypted), &trusted)).contains(&"copy-image cn-beijing".to_owned()));
}

/// Each region in one line: its state and the code of the reason.
fn states(plan: &Plan) -> Vec<String> {
    let code = |standing: &Standing| standing.reason.as_ref().map(|why| format!(" {}", why.code)).unwrap_or_default();
    plan.regions.iter().map(|one| format!("{} {}{}", one.region, one.state.name(), code(one))).collect()
}

#[test]
fn over_the_quota_the_manifest_s_first_have_the_image() {
    let web = manifest(&["cn-beijing"], 51, "Restricted");
    let seen = |source: Image| observed(&[(HOME, &[source]), ("cn-beijing", &[])]);
    let available = || image("m-source", "Available", 0);
    let all = plan(&web, &seen(available()), &Options::default());
    assert!(lines(&all).contains(&"copy-image cn-beijing".to_owned()), "the copy is made");
    let over = [(Code::TooManyAccounts, Severity::Error), (Code::TooManyAccounts, Severity::Error)];
    assert_eq!(found(&all), over);
    let last = &uids(51)[50];
    assert!(all.findings[0].message().ends_with(&format!("without it: {last}")), "{}", all.findings[0]);
    assert!(all.actions.iter().all(|action| action.accounts.iter().all(|uid| **uid != **last)));
    // An observation that says another number counts.
    let more = Observed { share_quota: Some(51), ..seen(available()) };
    assert_eq!(found(&plan(&web, &more, &Options::default())), []);
    // Those that have it are done, and the rest is listed.
    let home = manifest(&[HOME], 51, "Restricted");
    let full = plan(&home, &observed(&[(HOME, &[image("m-source", "Available", 50)])]), &Options::default());
    assert_eq!(
        (lines(&full), states(&full)),
        (vec!["mark-delivery  Available".to_owned()], vec!["cn-hangzhou done".to_owned()])
    );
    assert_eq!(full.regions[0].without, [((**last).into(), "too-many-accounts".into())]);
    // Shares that are there count, too.
    let web = manifest(&[HOME], 30, "Restricted");
    let mut full = available();
    full.accounts = Some((0..40).map(|at| format!("2000000000000{at:03}").into()).collect());
    let all = plan(&web, &observed(&[(HOME, &[full])]), &Options::default());
    assert_eq!(found(&all)[1..], [(Code::TooManyAccounts, Severity::Error)]);
    assert_eq!(lines(&all), ["share-image cn-hangzhou 10", "mark-delivery  Available then"]);
    // Nobody who may deploy has it: it serves nobody.
    let none = Options { accounts: 0, ..Options::default() };
    let all = plan(&web, &observed(&[(HOME, &[available()])]), &none);
    assert_eq!(states(&all), ["cn-hangzhou stuck too-many-accounts"]);
}

#[test]
fn up_to_a_quota_that_is_not_known_the_order_counts() {
    let web = manifest(&[HOME], 20, "Restricted");
    let mut seen = observed(&[(HOME, &[image("m-source", "Available", 0)])]);
    let mut shared: Vec<Text> = Vec::new();
    let mut calls = 0;
    let end = loop {
        let plan = plan(&web, &seen, &Options::default());
        let shares = plan.actions.iter().filter(|action| action.kind == Kind::ShareImage);
        let ready: Vec<_> = shares.filter(|action| action.ready).collect();
        let Some(action) = ready.first() else { break plan };
        assert!(calls == 0 || ready.len() == 1 || seen.failures.is_empty(), "{:?}", lines(&plan));
        calls += 1;
        if shared.len() + action.accounts.len() > 13 {
            let (id, code) = ((*action.id).into(), "QuotaExceed.ImageShareAccount".into());
            seen.failures.push(Failure { id, code, count: 1, at: NOW });
        } else {
            shared.extend(action.accounts.clone());
            seen.regions[0].images[0].accounts = Some(shared.clone());
        }
    };
    let first: Vec<Text> = uids(13).into_iter().map(Into::into).collect();
    assert_eq!(shared, first);
    assert_eq!(end.regions[0].without_count, 7);
    assert_eq!(states(&end), ["cn-hangzhou done"]);
    assert!(calls < 14, "{calls} calls");
}

#[test]
fn a_region_is_what_was_seen_of_it() {
    let web = manifest(&["cn-beijing", "cn-shanghai"], 1, "Restricted");
    let regions = |source: &[Image], beijing: &[Image]| {
        observed(&[(HOME, source), ("cn-beijing", beijing), ("cn-shanghai", &[])])
    };
    let source = || image("m-source", "Available", 1);
    let of = |seen: &Observed| states(&plan(&web, seen, &Options::default()));
    let nothing =
        ["cn-hangzhou", "cn-beijing", "cn-shanghai"].map(|region| format!("{region} not-started plan-observe"));
    assert_eq!(of(&Observed::default()), nothing);
    assert_eq!(
        of(&regions(&[source()], &[copy("m-copy", "Creating", 0)])),
        ["cn-hangzhou done", "cn-beijing running plan-wait", "cn-shanghai not-started plan-copy"]
    );
    assert_eq!(
        of(&regions(&[source()], &[copy("m-copy", "Available", 0)]))[1],
        "cn-beijing waiting plan-share",
        "it is there, and nobody can use it"
    );
    assert_eq!(of(&regions(&[source()], &[copy("m-copy", "Available", 1)]))[1], "cn-beijing waiting plan-mark");
    let failed = copy("m-copy", "CreateFailed", 0);
    let once = Options { failed_copies: 1, ..Options::default() };
    let stuck = plan(&web, &regions(&[source()], &[failed]), &once);
    assert_eq!(states(&stuck)[1], "cn-beijing stuck copy-failed");
    for (source, code) in [
        (vec![], "image-lost"),
        (vec![image("m-source", "Deprecated", 0)], "image-not-available"),
        (vec![Image { encrypted: true, ..source() }], "image-encrypted"),
    ] {
        let [home, beijing, shanghai] = of(&regions(&source, &[])).try_into().unwrap();
        assert_eq!(home, format!("cn-hangzhou stuck {code}"));
        assert_eq!([beijing, shanghai], ["cn-beijing", "cn-shanghai"].map(|region| format!("{region} waiting {code}")));
    }
    let mut sent = regions(&[source()], &[]);
    let copies = plan(&web, &sent, &Options::default());
    sent.sent = copies.actions.iter().filter(|a| a.kind == Kind::CopyImage).map(|a| (*a.id).into()).collect();
    assert_eq!(of(&sent)[1..], ["cn-beijing running plan-copy", "cn-shanghai running plan-copy"]);
    let chosen = Options { regions: vec!["cn-shanghai".into()], ..Options::default() };
    assert_eq!(
        states(&plan(&web, &regions(&[source()], &[]), &chosen)),
        ["cn-hangzhou not-asked-for", "cn-beijing not-asked-for", "cn-shanghai not-started plan-copy"]
    );
}

#[test]
fn a_choice_that_names_nothing_is_an_error_with_the_nearest_name() {
    let web = manifest(&["cn-beijing"], 0, "Restricted");
    let chosen = |artifacts: &[&str], versions: &[&str], regions: &[&str]| {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).into()).collect::<Vec<Text>>();
        let (artifacts, versions, regions) = (texts(artifacts), texts(versions), texts(regions));
        let plan = plan(&web, &Observed::default(), &Options { artifacts, versions, regions, ..Options::default() });
        assert!(plan.findings.is_empty() || (plan.actions.is_empty() && plan.regions.is_empty()));
        plan.findings
            .iter()
            .map(|finding| format!("{} {}", finding.severity.name(), finding.message()))
            .collect::<Vec<_>>()
    };
    assert_eq!(chosen(&["artifact-web"], &["1"], &["cn-beijing"]), [] as [&str; 0]);
    assert_eq!(
        chosen(&["artifact-wbe"], &[], &[]),
        ["error the manifest has no artifact `artifact-wbe`; it has `artifact-web`"]
    );
    assert_eq!(chosen(&[], &["11"], &[]), ["error artifact `artifact-web` has no version `11`; it has `1`"]);
    assert_eq!(chosen(&[], &[], &["cn-bejing"]), ["error `cn-bejing` is not a known region; `cn-beijing` is"]);
    let other = &chosen(&[], &[], &["cn-shenzhen"])[0];
    assert!(other.ends_with("is not meant for `cn-shenzhen`, only for: cn-beijing, cn-hangzhou"), "{other}");
}

#[test]
fn a_lost_copy_is_made_again_where_that_is_asked_for() {
    let mut json = json!({
        "manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-web", "versions": [{
            "version": "1", "status": "Available", "supportRegionIds": [HOME, "cn-beijing"],
            "source": {"type": "custom", "imageId": "m-source", "regionId": HOME},
            "images": {"cn-beijing": {"imageId": "m-old", "status": "Available"}},
        }]}],
    });
    let web = read(&json);
    let seen = observed(&[(HOME, &[image("m-source", "Available", 0)]), ("cn-beijing", &[])]);
    let asked = plan(&web, &seen, &Options::default());
    assert_eq!((lines(&asked), states(&asked)[1].as_str()), (vec![], "cn-beijing stuck image-lost"));
    let options = Options { replace_lost: true, ..Options::default() };
    let again = plan(&web, &seen, &options);
    let expected = ["mark-delivery cn-beijing CreateFailed", "copy-image cn-beijing then"];
    assert_eq!(lines(&again)[..2], expected);
    // Once it is marked the rest follows without the option, and with a token that made no image before.
    let marked = distribution::apply(&web, &again).unwrap();
    let next = plan(&marked, &seen, &Options::default());
    assert_eq!(lines(&next)[0], "copy-image cn-beijing");
    json["artifacts"][0]["versions"][0]["images"] = json!({});
    let first = plan(&read(&json), &seen, &Options::default());
    let token = |plan: &Plan| plan.actions.iter().find_map(|action| Some(action.copy.as_ref()?.token.clone())).unwrap();
    assert_ne!(token(&next), token(&first));
    assert_eq!(token(&next), token(&again));
    // The source cannot be made again.
    let gone = observed(&[(HOME, &[]), ("cn-beijing", &[])]);
    let gone = plan(&web, &gone, &options);
    assert_eq!(states(&gone), ["cn-hangzhou stuck image-lost", "cn-beijing stuck image-lost"]);
    assert_eq!(lines(&gone), [] as [&str; 0]);
}

#[test]
fn images_of_a_marketplace_product_are_put_in_by_hand() {
    let web = read(&json!({
        "manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-web", "versions": [{
            "version": "1", "status": "Delivering", "supportRegionIds": ["cn-beijing", "cn-shanghai", "us-west-1"],
            "source": {"type": "marketplace", "commodityCode": "cmjj0001", "commodityVersion": "V1.0"},
            "images": {
                "cn-beijing": {"imageId": "m-own", "status": "Available"},
                "us-west-1": {"imageId": "m-vendor", "status": "Available"},
            },
        }]}],
        "services": [{
            "serviceId": "service-web", "status": "Online", "shareType": "Restricted",
            "sharedAccounts": [{"uid": "1000000000000000", "permission": "Deployable"}],
            "relations": {"web": {"artifactId": "artifact-web"}},
        }],
    }));
    let own = |accounts| {
        observed(&[("cn-beijing", &[image("m-own", "Available", accounts)]), ("cn-shanghai", &[]), ("us-west-1", &[])])
    };
    let all = plan(&web, &own(0), &Options::default());
    assert_eq!(lines(&all), ["share-image cn-beijing 1"]);
    let rest = ["cn-shanghai stuck marketplace-image", "us-west-1 stuck marketplace-image"];
    assert_eq!(states(&all)[1..], rest);
    let done = states(&plan(&web, &own(1), &Options::default()));
    assert_eq!(done[0], "cn-beijing done");
    assert_eq!(done[1..], rest);
}

#[test]
fn copies_of_what_is_gone_are_found_by_their_tags() {
    let web = manifest(&["cn-beijing"], 0, "Restricted");
    let tags = ["artifact-gone".into(), "3".into(), "cn-hangzhou/m-1".into()];
    let day = 86_400_000;
    let gone = Image { tags, size: Some(40), created: Some(NOW - 90 * day), ..image("m-gone", "Available", 0) };
    let half = Image { tags: ["artifact-gone".into(), "3".into(), "".into()], ..image("m-half", "Available", 0) };
    let mut seen =
        observed(&[(HOME, &[image("m-source", "Available", 0)]), ("cn-beijing", &[]), ("us-west-1", &[gone, half])]);
    seen.failures.push(Failure {
        id: "observe-region eu-west-1 images".into(),
        code: "Forbidden.RAM".into(),
        count: 1,
        at: NOW,
    });
    let all_regions = ["cn-beijing", "us-west-1", "eu-west-1", "ap-south-1"].map(Into::into).to_vec();
    let options = Options { leftovers: true, all_regions, ..Options::default() };
    let told = plan(&web, &seen, &options);
    assert_eq!(found(&told), [(Code::CallFailed, Severity::Warning), (Code::CopyUnasked, Severity::Warning)]);
    assert!(
        told.findings[1].message().contains("(`Available`, 40 GiB, made 90 days ago) in `us-west-1`"),
        "{}",
        told.findings[1]
    );
    assert!(lines(&told).contains(&"observe-region ap-south-1".to_owned()));
    let undo = Undo { copies: true, ..Undo::default() };
    let asked = plan(&web, &seen, &Options { undo, ..options });
    let deleted: Vec<_> = asked.actions.iter().filter(|action| action.kind == Kind::DeleteImage).collect();
    assert_eq!(
        deleted.iter().map(|action| action.image.as_deref()).collect::<Vec<_>>(),
        [Some("m-gone")],
        "not what lacks a tag"
    );
}

#[test]
fn what_is_stuck_is_said_once() {
    let web = manifest(&["cn-beijing", "cn-shanghai"], 1, "Restricted");
    let regions = |source: &[Image]| observed(&[(HOME, source), ("cn-beijing", &[]), ("cn-shanghai", &[])]);
    for (source, code) in [
        (vec![], Code::ImageLost),
        (vec![image("m-source", "Deprecated", 0)], Code::ImageNotAvailable),
        (vec![Image { is_public: true, ..image("m-source", "Available", 0) }], Code::CommunityImage),
    ] {
        let plan = plan(&web, &regions(&source), &Options::default());
        let errors: Vec<_> = found(&plan).into_iter().filter(|(_, severity)| *severity == Severity::Error).collect();
        assert_eq!(errors, [(code, Severity::Error)]);
        assert_eq!(lines(&plan), [] as [&str; 0]);
    }
}
