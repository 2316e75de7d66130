//! The laws where something is changed: the text, the limits, the manifest.

use ecs_image_resolver::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use ecs_image_resolver::format::Format;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::Manifest;
use ecs_image_resolver::resolve::Outcome;
use ecs_image_resolver::template::{Options, SiteOptions};
use serde_json::{Value, json};

use super::answer::{Question, Seen, hold};
use super::choice::Choices;
use super::manifest::{asked, manifest};
use super::style::{image, options};
use super::{document, hcl, json, yaml};

/// A template in one of the languages.
pub fn template(choices: &mut Choices<'_>) -> (Format, String) {
    match choices.below(4) {
        3 => (Format::Terraform, hcl::body(choices).print(choices)),
        2 => (Format::RosJson, json::write(&document::ros(choices), choices)),
        _ => {
            let document = document::ros(choices);
            let aliases = choices.chance(50);
            (Format::RosYaml, yaml::write(&document, aliases, choices))
        }
    }
}

/// Laws 1, 2, 3, 4 and 5 where something is wrong with the text: bytes that changed, came, went, or stand twice.
pub fn templates_that_were_spoilt(choices: &mut Choices<'_>) -> Seen {
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
}

/// Puts a word in at a place, takes bytes away, or repeats some.
pub fn spoil(bytes: &mut Vec<u8>, action: usize, at: usize, what: usize) {
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
pub fn limits_are_kept(choices: &mut Choices<'_>) -> Seen {
    const CODES: [Code; 4] = [Code::NestingLimit, Code::AliasLimit, Code::SiteLimit, Code::TemplateTooLarge];
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
}

/// Law 10: whoever and whatever is added beside a request changes nothing about its answer.
pub fn additions_change_no_answer(choices: &mut Choices<'_>) -> Seen {
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
    let (one, other) = (pointed(&one.resolution.diagnostics, &before), pointed(&other.resolution.diagnostics, &after));
    assert_eq!(one, other, "law 10:\n{after}");
    hold(text.as_bytes(), &question(&after))
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
    let say = |finding: &Diagnostic| {
        let related: Vec<String> =
            finding.related.iter().map(|one| format!("{:?} {}", one.role, place(&one.place))).collect();
        let (severity, args, fixes) = (finding.severity, &finding.args, &finding.fixes);
        format!("{} {severity:?} {args:?} {} {related:?} {fixes:?}", finding.code, place(&finding.place))
    };
    diagnostics.kept().iter().map(say).collect()
}

/// What is made up is a manifest without errors, which is read and written without loss.
pub fn manifests_are_read_and_written(choices: &mut Choices<'_>) -> Seen {
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
