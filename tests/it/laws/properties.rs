//! The laws as properties. `PROPTEST_CASES` says how many cases each is tried on; what fails is kept in
//! `tests/proptest-regressions/`.

use std::cell::Cell;

use ecs_image_resolver::diagnostic::{Code, Diagnostics, Place, Severity};
use ecs_image_resolver::format::Format;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::Manifest;
use ecs_image_resolver::resolve::Outcome;
use ecs_image_resolver::template::site::{Site, Step, ValueKind};
use ecs_image_resolver::template::{Options, Profile, SiteOptions, Template};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::answer::{Answer, Question, Seen, hold};
use super::choice::Choices;
use super::document::{self, Node, Place as SitePlace};
use super::manifest::{Asked, asked, entry, image_for, manifest};
use super::{hcl, json, yaml};
use crate::oracle::tokens::{self, Token};
use crate::oracle::{Verdict, hcl as hcl_oracle, value, yaml as yaml_oracle};

/// Tries `law` on what `cases` draws of bytes make, and prints what was seen: unless enough had an output, it says little.
fn each(name: &str, cases: u32, law: impl Fn(&mut Choices<'_>) -> Seen) {
    let cases = std::env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().expect("a number of cases"));
    let config =
        Config { cases, source_file: Some(file!()), test_name: Some(name.to_owned().leak()), ..Config::default() };
    let (tried, ok, edits, reread) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config).run(&prop::collection::vec(any::<u8>(), 0..900), |bytes| {
        let seen = law(&mut Choices::new(&bytes));
        tried.set(tried.get() + 1);
        ok.set(ok.get() + u32::from(seen.ok));
        edits.set(edits.get() + seen.edits);
        reread.set(reread.get() + u32::from(seen.reread));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{name}: {failure}");
    }
    let (tried, ok, edits, reread) = (tried.get(), ok.get(), edits.get(), reread.get());
    println!("{name}: {tried} cases, {ok} with an output, {edits} edits, {reread} read by another parser");
    assert!(tried < 100 || (ok * 8 > tried && edits * 8 > tried as usize), "{name}: hardly anything had an output");
}

fn options(choices: &mut Choices<'_>, format: Option<Format>) -> Options {
    let profile = if choices.chance(10) { Profile::Documented } else { Profile::Extended };
    Options { format, profile, ..Options::default() }
}

/// The texts that were put for each literal of a service's relations in a region.
fn image<'v>(manifest: &'v Value, asked: &Asked, literal: &str) -> Option<&'v str> {
    let relations = &entry(&manifest["services"], "serviceId", &asked.service)?["relations"];
    image_for(manifest, relations.get(literal)?, &asked.region)
}

#[test]
fn ros_yaml_in_every_style() {
    each("ros_yaml_in_every_style", 2_000, |choices| {
        let document = document::ros(choices);
        let (manifest, asked) = (manifest(choices), asked(choices));
        let options = options(choices, Some(Format::RosYaml));
        let aliases = choices.chance(50);
        let written = yaml::write(&document, aliases, choices);
        let text = written.text.as_str();
        let expected = document.value(&|leaf| leaf.text.clone());
        assert_eq!(value::yaml(text).as_ref(), Ok(&expected), "written otherwise than meant:\n{text}");
        assert_eq!(yaml_oracle::compare(text), Verdict::Agree, "{text}");

        let profile = options.profile;
        let question = Question { manifest: &manifest, asked: &asked, options };
        let Answer { template, resolution } = question.answer(text.as_bytes());
        hold_places(&document, &template, text);
        let seen = hold(text.as_bytes(), &question);
        if let Some(output) = resolution.output(text.as_bytes()) {
            hold_model(
                &document,
                &written,
                &template,
                profile,
                (&manifest, &asked),
                &String::from_utf8(output).unwrap(),
            );
        }
        seen
    });
}

/// The sites are where the document has images, and hold what stands there.
fn hold_places(document: &Node, template: &Template, text: &str) {
    let leaves = document.leaves();
    let path = |site: &Site| {
        let step = |step: &Step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        };
        site.path.iter().map(step).collect::<Vec<_>>().join(".")
    };
    let ours = |site: &&Site| site.workspace.is_none() && matches!(site.tier.name(), "documented" | "extended");
    let mut found: Vec<_> = template
        .sites
        .iter()
        .filter(ours)
        .map(|site| (site.resource.clone(), path(site), site.value.literal.clone()))
        .collect();
    let literal = |place: &SitePlace| place.leaf.map(|leaf| leaves[leaf].text.clone());
    let mut expected: Vec<_> = document
        .places()
        .into_iter()
        .map(|place| (place.resource.clone(), place.path.clone(), literal(&place)))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{text}");
}

/// Law 4 for the whole document: another parser reads the output as the document with the new ids in it, and no other
/// change.
fn hold_model(
    document: &Node,
    written: &yaml::Written,
    template: &Template,
    profile: Profile,
    (manifest, asked): (&Value, &Asked),
    output: &str,
) {
    let leaves = document.leaves();
    let mut new: Vec<Option<String>> = vec![None; leaves.len()];
    for place in document.places() {
        let Some(leaf) = place.leaf else { continue };
        let site =
            template.sites.iter().find(|site| site.resource == place.resource && site.workspace.is_none()).unwrap();
        let text = &leaves[leaf].text;
        if text.contains("{{resolve:") || (profile == Profile::Documented && site.tier.name() != "documented") {
            continue;
        }
        if let Some(id) = image(manifest, asked, text) {
            new[written.shared[leaf]] = Some(id.to_owned());
        }
    }
    let text = |leaf: &document::Leaf| new[written.shared[leaf.number]].clone().unwrap_or_else(|| leaf.text.clone());
    let mut expected = document.value(&text);
    let mut found = value::yaml(output).expect("law 4");
    // What stands in a file of a workspace was read by its own parser.
    for read in [&mut expected, &mut found] {
        if let Some(Value::Object(workspace)) = read.get_mut("Workspace") {
            workspace.remove("main.tf");
        }
    }
    assert_eq!(found, expected, "law 4:\n{output}");
}

#[test]
fn ros_json_is_the_twin_of_ros_yaml() {
    each("ros_json_is_the_twin_of_ros_yaml", 2_000, |choices| {
        let document = document::ros(choices);
        let (manifest, asked) = (manifest(choices), asked(choices));
        let options = options(choices, None);
        let twin = json::write(&document, choices);
        let written = yaml::write(&document, false, choices).text;
        let question = |format| {
            let options = Options { format: Some(format), ..options.clone() };
            Question { manifest: &manifest, asked: &asked, options }
        };
        let yaml = question(Format::RosYaml).answer(written.as_bytes());
        let json = question(Format::RosJson).answer(twin.as_bytes());
        let sites = |answer: &Answer| answer.template.sites.iter().map(what_stands).collect::<Vec<_>>();
        assert_eq!(sites(&yaml), sites(&json), "law 8:\n{written}\n{twin}");
        // A block of lines cannot hold every id of a file that stands in it; JSON's strings can.
        let unwritable = |finding: &&ecs_image_resolver::diagnostic::Diagnostic| finding.code == Code::ImageNotWritable;
        if !yaml.resolution.diagnostics.kept().iter().any(|finding| unwritable(&finding)) {
            assert_eq!(yaml.resolution.outcomes, json.resolution.outcomes, "law 8:\n{written}\n{twin}");
            let (yaml, json) = (said(&yaml.resolution.diagnostics), said(&json.resolution.diagnostics));
            assert_eq!(yaml, json, "law 8:\n{written}\n{twin}");
        }
        hold(twin.as_bytes(), &question(Format::RosJson))
    });
}

/// What stands at a site, without where.
fn what_stands(site: &Site) -> (String, Option<String>, Vec<String>) {
    let Site { resource, resource_type, path, tier, misnamed, workspace, elsewhere, condition, count, value, .. } =
        site;
    let place = format!(
        "{resource} {resource_type} {path:?} {tier:?} {misnamed} {workspace:?} {elsewhere} {condition:?} {count:?} {:?}",
        value.kind
    );
    // A number, a boolean or a list is named as it is written.
    let name = (value.kind != ValueKind::Other).then(|| value.reference.name.clone());
    let ends = value.reference.ends.iter().map(|end| end.literal.clone());
    (place, name.or(value.literal.clone()), ends.collect())
}

/// What is said, without where.
fn said(diagnostics: &Diagnostics) -> Vec<String> {
    let say = |finding: &ecs_image_resolver::diagnostic::Diagnostic| {
        let other = finding.args.iter().any(|(name, value)| *name == "kind" && value.to_string() == "other");
        let args = finding.args.iter().filter(|(name, _)| !(other && *name == "what"));
        format!("{} {:?} {:?}", finding.code, finding.severity, args.collect::<Vec<_>>())
    };
    diagnostics.kept().iter().map(say).collect()
}

#[test]
fn terraform_in_every_style() {
    each("terraform_in_every_style", 2_000, |choices| {
        let body = hcl::body(choices);
        let (manifest, asked) = (manifest(choices), asked(choices));
        let profile = Profile::Extended;
        let options = Options { format: Some(Format::Terraform), profile, ..Options::default() };
        let question = Question { manifest: &manifest, asked: &asked, options };
        let text = body.print(choices);
        assert_eq!(hcl_oracle::compare(&text), Verdict::Agree, "{text}");
        assert!(tokens::read(Format::Terraform, &text).is_ok(), "written otherwise than meant:\n{text}");
        hold(text.replace('\n', "\r\n").as_bytes(), &question);
        hold(format!("\u{FEFF}{text}").as_bytes(), &question);
        let seen = hold(text.as_bytes(), &question);
        let resolution = question.answer(text.as_bytes()).resolution;
        if let Some(output) = resolution.output(text.as_bytes()) {
            // Law 4 for the whole file: each literal that has a relation was replaced, and no other text.
            let plain = body.replaced(&|literal| image(&manifest, &asked, literal).map(str::to_owned));
            let plain = plain.print(&mut Choices::new(&[]));
            assert_eq!(texts(std::str::from_utf8(&output).unwrap()), texts(&plain), "law 4:\n{text}");
        }
        seen
    });
}

fn texts(hcl: &str) -> Vec<Token> {
    let tokens = tokens::read(Format::Terraform, hcl).unwrap_or_else(|error| panic!("law 4: {error}\n{hcl}"));
    tokens.into_iter().filter(|token| matches!(token, Token::Text(_))).collect()
}

/// A template in one of the languages.
fn template(choices: &mut Choices<'_>) -> (Format, String) {
    match choices.below(4) {
        3 => (Format::Terraform, hcl::body(choices).print(choices)),
        2 => (Format::RosJson, json::write(&document::ros(choices), choices)),
        _ => {
            let document = document::ros(choices);
            let aliases = choices.chance(50);
            (Format::RosYaml, yaml::write(&document, aliases, choices).text)
        }
    }
}

/// Laws 1, 2, 3, 4 and 5 where something is wrong with the text: bytes that changed, came, went, or stand twice.
#[test]
fn templates_that_were_spoilt() {
    each("templates_that_were_spoilt", 3_000, |choices| {
        let (manifest, asked) = (manifest(choices), asked(choices));
        let spoils: Vec<[usize; 3]> = (0..choices.below(4))
            .map(|_| [choices.below(5), choices.below(256) * 256 + choices.below(256), choices.below(256)])
            .collect();
        let format = choices.chance(50);
        let (language, text) = template(choices);
        let mut bytes = text.into_bytes();
        for [action, at, what] in spoils {
            spoil(&mut bytes, action, at, what);
        }
        let options = options(choices, format.then_some(language));
        hold(&bytes, &Question { manifest: &manifest, asked: &asked, options })
    });
}

fn spoil(bytes: &mut Vec<u8>, action: usize, at: usize, what: usize) {
    const WORDS: &[&str] = &[
        "\n",
        " ",
        "\t",
        "\r",
        ":",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "'",
        "|",
        "&a ",
        "*a ",
        "!t ",
        "#",
        "${",
        "%{",
        "<<EOT\n",
        "\u{0}",
        "\u{FEFF}",
        "\u{85}",
        "---\n",
        "<<: *a0\n",
        "é",
        "\\",
        "=",
        "ImageId: web\n",
        "*a1",
    ];
    let at = at % (bytes.len() + 1);
    let word = WORDS[what % WORDS.len()].bytes();
    match action {
        0 => drop(bytes.splice(at..at, word)),
        1 => drop(bytes.splice(at..bytes.len().min(at + 1 + what % 5), [])),
        2 => drop(bytes.splice(at..bytes.len().min(at + 1), word)),
        3 => {
            let part: Vec<u8> = bytes[at..bytes.len().min(at + what)].to_vec();
            drop(bytes.splice(at..at, part));
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = what as u8;
            }
        }
    }
}

/// Law 9: a limit is kept, and where it is reached it is said.
#[test]
fn limits_are_kept() {
    const CODES: [Code; 4] = [Code::NestingLimit, Code::AliasLimit, Code::SiteLimit, Code::TemplateTooLarge];
    each("limits_are_kept", 1_500, |choices| {
        let (manifest, asked) = (manifest(choices), asked(choices));
        let whole = Limits::default();
        let limits = Limits {
            template_bytes: if choices.chance(20) { choices.below(256) as u32 * 16 } else { whole.template_bytes },
            nesting: if choices.chance(30) { choices.below(8) as u32 } else { whole.nesting },
            aliases: if choices.chance(30) { choices.below(4) as u32 } else { whole.aliases },
            sites: if choices.chance(30) { choices.below(4) as u32 } else { whole.sites },
            diagnostics: if choices.chance(30) { choices.below(3) as u32 } else { whole.diagnostics },
            ..whole
        };
        let (format, text) = template(choices);
        let question = |limits| {
            let sites = SiteOptions { limits, ..SiteOptions::default() };
            Question {
                manifest: &manifest,
                asked: &asked,
                options: Options { format: Some(format), sites, ..Options::default() },
            }
        };
        let seen = hold(text.as_bytes(), &question(limits));
        let (all, some) = (question(whole).answer(text.as_bytes()), question(limits).answer(text.as_bytes()));
        let reached = some.template.diagnostics.kept().iter().any(|finding| CODES.contains(&finding.code));
        let hidden = some.template.diagnostics.dropped() > 0;
        if !reached && !hidden {
            assert_eq!(some.template.sites, all.template.sites, "law 9: sites are missing, and nothing says so");
        }
        // A limit never lets anything through that would be refused without it.
        assert!(all.resolution.ok() || !some.resolution.ok(), "law 9");
        if some.resolution.ok() {
            assert_eq!(some.resolution.edits, all.resolution.edits, "law 9");
        }
        seen
    });
}

/// Law 10: whoever and whatever is added beside a request changes nothing about its answer.
#[test]
fn additions_change_no_answer() {
    each("additions_change_no_answer", 1_500, |choices| {
        let (before, asked) = (manifest(choices), asked(choices));
        let (format, text) = template(choices);
        let options = options(choices, Some(format));
        let mut after = before.clone();
        for _ in 0..1 + choices.below(4) {
            add(&mut after, choices);
        }
        let question = |manifest| Question { manifest, asked: &asked, options: options.clone() };
        let (one, other) = (question(&before).answer(text.as_bytes()), question(&after).answer(text.as_bytes()));
        assert_eq!(one.resolution.edits, other.resolution.edits, "law 10:\n{after}");
        assert_eq!(one.resolution.outcomes, other.resolution.outcomes, "law 10:\n{after}");
        let (one, other) =
            (pointed(&one.resolution.diagnostics, &before), pointed(&other.resolution.diagnostics, &after));
        assert_eq!(one, other, "law 10:\n{after}");
        hold(text.as_bytes(), &question(&after))
    });
}

/// Adds something that no request asks for.
fn add(manifest: &mut Value, choices: &mut Choices<'_>) {
    const NEW: &str = "1000000000000077";
    let list = if choices.chance(50) { "services" } else { "artifacts" };
    let front = choices.chance(50);
    let insert = |list: &mut Value, new: Value| {
        let list = list.as_array_mut().expect("a list");
        let at = if front { 0 } else { list.len() };
        list.insert(at, new);
    };
    let (mut other, id) =
        (super::manifest::manifest(choices), format!("new-{}", choices.below(256) * 256 + choices.below(256)));
    match choices.below(3) {
        0 => {
            let account = json!({"uid": NEW, "permission": "DeployableIncludeBeta"});
            for service in manifest["services"].as_array_mut().expect("a list") {
                insert(&mut service["sharedAccounts"], account.clone());
            }
        }
        _ => {
            let mut new = other[list][0].take();
            let field = if list == "services" { "serviceId" } else { "artifactId" };
            new[field] = id.into();
            if list == "services" {
                // Its relations lead to artifacts of the request, too.
                new["sharedAccounts"] = json!([{"uid": NEW, "permission": "Deployable"}]);
            }
            insert(&mut manifest[list], new);
        }
    }
}

/// What is said, with the artifact or service that a place is in named by its id.
fn pointed(diagnostics: &Diagnostics, manifest: &Value) -> Vec<String> {
    let place = |place: &Place| match place {
        Place::Manifest(pointer) => {
            let mut steps: Vec<String> = pointer.split('/').map(str::to_owned).collect();
            if let [_, list, position, ..] = &mut steps[..] {
                let item = &manifest[&**list][position.parse::<usize>().unwrap_or(usize::MAX)];
                *position = format!("{}{}", item["artifactId"], item["serviceId"]);
            }
            steps.join("/")
        }
        other => format!("{other:?}"),
    };
    let say = |finding: &ecs_image_resolver::diagnostic::Diagnostic| {
        let related: Vec<String> =
            finding.related.iter().map(|one| format!("{:?} {}", one.role, place(&one.place))).collect();
        let (severity, args, fixes) = (finding.severity, &finding.args, &finding.fixes);
        format!("{} {severity:?} {args:?} {} {related:?} {fixes:?}", finding.code, place(&finding.place))
    };
    diagnostics.kept().iter().map(say).collect()
}

/// What is made up is a manifest without errors, which is read and written without loss.
#[test]
fn manifests_are_read_and_written() {
    each("manifests_are_read_and_written", 500, |choices| {
        let made = manifest(choices);
        let limits = Limits::default();
        let (manifest, findings) = Manifest::read(made.to_string().as_bytes(), &limits);
        let errors: Vec<String> = findings
            .iter()
            .filter(|(_, finding)| finding.severity == Severity::Error)
            .map(|(_, finding)| finding.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{made}");
        let written = manifest.write();
        assert_eq!(said_in(serde_json::from_str(&written).unwrap()), said_in(made.clone()));
        let (again, _) = Manifest::read(written.as_bytes(), &limits);
        assert_eq!(again, manifest);
        // An answer to a small template, so that what is counted is answers.
        let asked = asked(choices);
        let text = b"ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  R:\n    Type: ALIYUN::ECS::Instance\n    Properties: {ImageId: web}\n";
        let question = Question { manifest: &made, asked: &asked, options: Options::default() };
        let seen = hold(text, &question);
        let replaced = question.answer(text).resolution.outcomes.iter().any(|one| matches!(one, Outcome::Replaced(_)));
        assert!(!seen.ok || replaced == image(&made, &asked, "web").is_some());
        seen
    });
}

/// A manifest without its empty lists and objects, which say nothing.
fn said_in(value: Value) -> Value {
    let empty = |value: &Value| *value == json!([]) || *value == json!({});
    match value {
        Value::Array(items) => items.into_iter().map(said_in).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter().map(|(key, value)| (key, said_in(value)));
            Value::Object(entries.filter(|(_, value)| !empty(value)).collect())
        }
        other => other,
    }
}
