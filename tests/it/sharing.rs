//! Whom an image is shared with: the record of an image against the account of a request, over the whole domain.

use ecs_image_resolver::check;
use ecs_image_resolver::diagnostic::Severity;
use ecs_image_resolver::matrix::{Question, Subject};
use ecs_image_resolver::resolve::{Request, Resolver, Sharing, Terms};
use ecs_image_resolver::template::{Options, Template};
use serde_json::{Value, json};

const PROVIDER: &str = "1000000000000001";
const CUSTOMER: &str = "1000000000000002";
const STRANGER: &str = "1000000000000003";
const IMAGE: &str = "m-2zeaaaaaaaaaaaaaaaaa";

const TEMPLATE: &str = "ROSTemplateFormatVersion: '2015-09-01'
Resources:
  One:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web
  Two:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web
";

/// What a record can be; `null` is none.
fn records() -> [Value; 6] {
    [json!(null), json!("unknown"), json!([]), json!([CUSTOMER]), json!(["9", "8"]), json!("everyone")]
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// A service whose one image, in cn-beijing, has `record`; the source and the image of a version before have `others`.
fn manifest(record: &Value, others: &Value, share_type: &str) -> Value {
    without_nulls(json!({"manifestVersion": 1, "provider": PROVIDER,
        "artifacts": [{"artifactId": "a", "artifactType": "EcsImage", "versions": [
            {"version": "1", "status": "Available", "images": {"cn-beijing": {"imageId": "m-2zebbbbbbbbbbbbbbbbb", "status": "Available", "shared": others}}},
            {"version": "2", "status": "Available",
             "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou", "shared": others},
             "images": {"cn-beijing": {"imageId": IMAGE, "status": "Available", "shared": record}}}
        ]}],
        "services": [{"serviceId": "s", "status": "Online", "shareType": share_type,
            "sharedAccounts": [{"uid": CUSTOMER, "permission": "Deployable"}],
            "relations": {"web": {"artifactId": "a", "version": "2"}}}]}))
}

fn resolver(manifest: &Value, sharing: Sharing) -> Resolver {
    let resolver = Resolver::read(manifest.to_string().as_bytes(), Terms { sharing, ..Terms::default() });
    assert!(resolver.diagnostics().ok(), "{manifest}");
    resolver
}

/// The findings about shares, and whether there is an output.
fn answer(resolver: &Resolver, account: &str, region: &str) -> (Vec<(Severity, String)>, bool) {
    let template = Template::read(TEMPLATE.as_bytes(), Options::default());
    let request = Request { service: "s", region, account, template: None };
    let resolution = resolver.resolve(&template, TEMPLATE.as_bytes(), &request);
    let about = resolution.diagnostics.kept().iter().filter(|found| found.code.name() == "image-not-shared");
    let found = about.map(|found| (found.severity, found.message())).collect();
    let output = resolution.output(TEMPLATE.as_bytes());
    assert_eq!(resolution.ok(), output.is_some());
    let edits = resolver.edits(&template, TEMPLATE.as_bytes(), &request);
    assert_eq!(edits.output(TEMPLATE.as_bytes()), output, "with only the errors said");
    (found, output.is_some())
}

#[test]
fn the_record_decides_over_the_whole_domain() {
    let known = |record: &Value| record.is_array() || record == "everyone";
    let holds = |record: &Value, account: &str| {
        record == "everyone" || record.as_array().is_some_and(|list| list.contains(&json!(account)))
    };
    let mut seen = std::collections::BTreeSet::new();
    for record in records() {
        for others in records() {
            for (share_type, account) in
                [("Restricted", CUSTOMER), ("Public", STRANGER), ("Public", CUSTOMER), ("Restricted", PROVIDER)]
            {
                for sharing in [Sharing::Enforce, Sharing::Audit] {
                    let manifest = manifest(&record, &others, share_type);
                    let expected = match () {
                        () if account == PROVIDER || holds(&record, account) => None,
                        () if known(&record) && sharing == Sharing::Enforce => Some(Severity::Error),
                        () if known(&record) || known(&others) => Some(Severity::Warning),
                        () => None,
                    };
                    let resolver = resolver(&manifest, sharing);
                    let (found, output) = answer(&resolver, account, "cn-beijing");
                    // Both sites read one image: it is said once.
                    let severities: Vec<Severity> = found.iter().map(|(severity, _)| *severity).collect();
                    assert_eq!(
                        severities,
                        expected.into_iter().collect::<Vec<_>>(),
                        "{manifest} {account} {sharing:?}"
                    );
                    assert_eq!(output, expected != Some(Severity::Error));
                    assert!(found.iter().all(|(_, message)| message.contains(account) && message.contains(IMAGE)));
                    let unknown = found.iter().all(|(_, message)| message.contains("unknown") != known(&record));
                    assert!(unknown, "{found:?}");
                    seen.insert(format!("{expected:?}"));
                    assert_eq!(in_matrix(&resolver, account), expected, "{manifest} {account} {sharing:?}");
                    in_check(&resolver, &record, &others, share_type, sharing);
                }
            }
        }
    }
    assert_eq!(seen.len(), 3);
}

/// What a matrix says of the image in cn-beijing: of one account, and of it among others.
fn in_matrix(resolver: &Resolver, account: &str) -> Option<Severity> {
    let regions = ["cn-shanghai".to_owned(), "cn-beijing".to_owned()];
    let ask = |accounts: &[String]| {
        let question = Question {
            subject: Subject::Service("s"),
            template: None,
            text: None,
            regions: Some(&regions),
            accounts,
            versions: None,
        };
        let matrix = resolver.matrix(&question);
        assert_eq!((matrix.images.len(), matrix.unshared.is_sorted()), (2, true));
        let at = accounts.iter().position(|one| one == account).unwrap() as u32;
        let of = matrix.unshared.iter().find(|[cell, of, _]| (*cell, *of) == (1, at));
        assert!(matrix.unshared.iter().all(|[cell, ..]| *cell == 1), "no image in the other region");
        of.map(|[.., error]| if *error == 1 { Severity::Error } else { Severity::Warning })
    };
    let alone = ask(&[account.to_owned()]);
    let among: Vec<String> = ["", STRANGER, PROVIDER, CUSTOMER].map(str::to_owned).into();
    assert_eq!(ask(&among), alone);
    alone
}

/// What a check says, of whoever may deploy.
fn in_check(resolver: &Resolver, record: &Value, others: &Value, share_type: &str, sharing: Sharing) {
    let report = resolver.check(&check::Question::default());
    let found = report.manifest.kept().iter().filter(|found| found.code.name() == "image-not-shared");
    let found: Vec<String> = found.map(|found| format!("{found}")).filter(|found| found.contains(IMAGE)).collect();
    let known = |record: &Value| record.is_array() || record == "everyone";
    let lacks = match share_type {
        "Public" => record != "everyone",
        _ => record != "everyone" && *record != json!([CUSTOMER]),
    };
    let said = lacks && (known(record) || known(others));
    assert_eq!(found.len(), usize::from(said), "{record} {others} {share_type}");
    let severity = if known(record) && sharing == Sharing::Enforce { "error" } else { "warning" };
    let whom = if share_type == "Public" { "everyone" } else { CUSTOMER };
    assert!(
        found.iter().all(|found| found.starts_with(severity) && found.contains(&format!("shared with {whom}"))),
        "{found:?}"
    );
}

#[test]
fn the_source_region_has_a_record_of_its_own_and_one_image_has_one() {
    let made = |source: Value, entry: Value| {
        let mut manifest = manifest(&json!([CUSTOMER]), &json!(null), "Restricted");
        manifest["artifacts"][0]["versions"][1]["source"]["shared"] = source;
        if !entry.is_null() {
            manifest["artifacts"][0]["versions"][1]["images"]["cn-hangzhou"] = entry;
        }
        resolver(&without_nulls(manifest), Sharing::Enforce)
    };
    let entry = |id: &str, record: Value| json!({"imageId": id, "status": "Available", "shared": record});
    let (same, other) = ("m-bp1aaaaaaaaaaaaaaaaa", "m-bp1bbbbbbbbbbbbbbbbb");
    for (source, delivered, expected) in [
        (json!([]), json!(null), Some(Severity::Error)),
        (json!([CUSTOMER]), json!(null), None),
        (json!(null), json!(null), Some(Severity::Warning)),
        // What was delivered at home wins over the source; where it is the source, either record is about it.
        (json!([CUSTOMER]), entry(other, json!([])), Some(Severity::Error)),
        (json!([]), entry(other, json!([CUSTOMER])), None),
        (json!([CUSTOMER]), entry(other, json!(null)), Some(Severity::Warning)),
        (json!([CUSTOMER]), entry(same, json!(null)), None),
        (json!([]), entry(same, json!("unknown")), Some(Severity::Error)),
        // An image that is not there says nothing.
        (json!([CUSTOMER]), json!({"imageId": other, "status": "Delivering", "shared": []}), None),
    ] {
        let (found, _) = answer(&made(source.clone(), delivered.clone()), CUSTOMER, "cn-hangzhou");
        let severities: Vec<Severity> = found.iter().map(|(severity, _)| *severity).collect();
        assert_eq!(severities, expected.into_iter().collect::<Vec<_>>(), "{source} {delivered}");
    }
}

/// Law 10: what ECS was asked about other artifacts, and whom other services are shared with, changes no answer.
#[test]
fn other_artifacts_and_accounts_change_no_answer() {
    for record in records() {
        let alone = manifest(&record, &json!(null), "Restricted");
        let mut more = alone.clone();
        let mut other = manifest(&json!([STRANGER]), &json!([]), "Restricted")["artifacts"][0].clone();
        other["artifactId"] = json!("b");
        more["artifacts"].as_array_mut().unwrap().insert(0, other);
        let mut service = alone["services"][0].clone();
        service["serviceId"] = json!("t");
        service["relations"]["web"]["artifactId"] = json!("b");
        more["services"].as_array_mut().unwrap().insert(0, service);
        more["services"][1]["sharedAccounts"]
            .as_array_mut()
            .unwrap()
            .push(json!({"uid": STRANGER, "permission": "Deployable"}));
        for account in [CUSTOMER, PROVIDER] {
            let of = |manifest: &Value| answer(&resolver(manifest, Sharing::Enforce), account, "cn-beijing");
            assert_eq!(of(&alone), of(&more), "{record}");
        }
    }
}

/// Told an account's permissions with the request, the answer is the one that the list would give: the record counts.
#[test]
fn an_account_that_is_let_in_by_the_request_needs_its_share_too() {
    for (record, served) in [(json!([CUSTOMER]), false), (json!([CUSTOMER, STRANGER]), true), (json!(null), true)] {
        let mut resolver = resolver(&manifest(&record, &json!(null), "Restricted"), Sharing::Enforce);
        let permission = Some("Deployable".into());
        let (found, output) =
            resolver.sharing("s", STRANGER, &[permission], |resolver| answer(resolver, STRANGER, "cn-beijing"));
        assert_eq!((found.is_empty(), output), (served, served), "{record}");
    }
}

/// An account that may not deploy hears that, and nothing of images.
#[test]
fn who_is_denied_hears_nothing_of_shares() {
    let resolver = resolver(&manifest(&json!([]), &json!([]), "Restricted"), Sharing::Enforce);
    assert_eq!(answer(&resolver, STRANGER, "cn-beijing"), (Vec::new(), false));
    assert_eq!(answer(&resolver, "", "cn-beijing"), (Vec::new(), false));
}

/// The provider is not counted among those that an artifact is open to beside it.
#[test]
fn the_audience_does_not_count_the_provider() {
    let mut manifest = manifest(&json!(null), &json!(null), "Restricted");
    let accounts = json!([
        {"uid": CUSTOMER, "permission": "Deployable"},
        {"uid": PROVIDER, "permission": "Deployable"},
        {"uid": PROVIDER, "permission": "Deployable", "type": "Reseller"}
    ]);
    manifest["services"][0]["sharedAccounts"] = accounts;
    let resolver = resolver(&manifest, Sharing::Enforce);
    let audience = resolver.audience("a").unwrap();
    assert_eq!(audience.members().map(|(uid, _)| uid).collect::<Vec<_>>(), [CUSTOMER]);
    assert_eq!(audience.services[0].accounts, 1);
}
