//! The laws over sound documents in every style, read back whole by other parsers.

use ecs_image_resolver::diagnostic::{Code, Diagnostic, Diagnostics};
use ecs_image_resolver::format::Format;
use ecs_image_resolver::template::origin::Chains;
use ecs_image_resolver::template::site::{Site, Step, ValueKind};
use ecs_image_resolver::template::{Options, Profile, Template};
use serde_json::Value;

use super::answer::{Answer, Question, Seen, hold};
use super::choice::Choices;
use super::document::{self, Node, Place};
use super::manifest::{Asked, asked, entry, image_for, manifest};
use super::{hcl, json, yaml};
use crate::oracle::tokens::{self, Token};
use crate::oracle::{Verdict, hcl as hcl_oracle, value, yaml as yaml_oracle};

/// Laws 2 to 6 for ROS YAML.
pub fn ros_yaml_in_every_style(choices: &mut Choices<'_>) -> Seen {
    let document = document::ros(choices);
    let (manifest, asked) = (manifest(choices), asked(choices));
    let options = options(choices, Some(Format::RosYaml));
    let aliases = choices.chance(50);
    let written = yaml::write(&document, aliases, choices);
    let text = written.as_str();
    let expected = document.value(&|leaf| leaf.text.clone());
    assert_eq!(value::yaml(text).as_ref(), Ok(&expected), "written otherwise than meant:\n{text}");
    assert_eq!(yaml_oracle::compare(text), Verdict::Agree, "{text}");

    let profile = options.profile;
    let question = Question { manifest: &manifest, asked: &asked, options };
    let Answer { template, resolution } = question.answer(text.as_bytes());
    hold_places(&document, &template, text);
    let seen = hold(text.as_bytes(), &question);
    if let Some(output) = resolution.output(text.as_bytes()) {
        hold_model(&document, &template, profile, (&manifest, &asked), &String::from_utf8(output).unwrap());
    }
    seen
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
    let literal = |place: &Place| place.leaf.map(|leaf| leaves[leaf].text.clone());
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
            new[leaf] = Some(id.to_owned());
        }
    }
    let text = |leaf: &document::Leaf| new[leaf.number].clone().unwrap_or_else(|| leaf.text.clone());
    let mut expected = document.value(&text);
    let mut found = value::yaml(output).expect("law 4");
    // What stands in a file of a workspace was read by its own parser; what stands in no section, ROS does not read.
    for read in [&mut expected, &mut found] {
        read.as_object_mut().unwrap().remove("x-free");
        if let Some(Value::Object(workspace)) = read.get_mut("Workspace") {
            workspace.remove("main.tf");
        }
    }
    assert_eq!(found, expected, "law 4:\n{output}");
}

/// Law 8.
pub fn ros_json_is_the_twin_of_ros_yaml(choices: &mut Choices<'_>) -> Seen {
    let document = document::ros(choices);
    let (manifest, asked) = (manifest(choices), asked(choices));
    let options = options(choices, None);
    let twin = json::write(&document, choices);
    let written = yaml::write(&document, false, choices);
    let question = |format| {
        let options = Options { format: Some(format), ..options.clone() };
        Question { manifest: &manifest, asked: &asked, options }
    };
    let yaml = question(Format::RosYaml).answer(written.as_bytes());
    let json = question(Format::RosJson).answer(twin.as_bytes());
    let sites = |answer: &Answer| {
        let mut chains = answer.template.origins.chains();
        answer.template.sites.iter().map(|site| what_stands(site, &mut chains)).collect::<Vec<_>>()
    };
    assert_eq!(sites(&yaml), sites(&json), "law 8:\n{written}\n{twin}");
    // A block of lines cannot hold every id of a file that stands in it; JSON's strings can.
    let unwritable = |finding: &&Diagnostic| finding.code == Code::ImageNotWritable;
    if !yaml.resolution.diagnostics.kept().iter().any(|finding| unwritable(&finding)) {
        assert_eq!(yaml.resolution.outcomes, json.resolution.outcomes, "law 8:\n{written}\n{twin}");
        let (yaml, json) = (said(&yaml.resolution.diagnostics), said(&json.resolution.diagnostics));
        assert_eq!(yaml, json, "law 8:\n{written}\n{twin}");
    }
    hold(twin.as_bytes(), &question(Format::RosJson))
}

/// What stands at a site, without where.
fn what_stands(site: &Site, chains: &mut Chains<'_>) -> (String, Option<String>, Vec<String>) {
    let Site { resource, resource_type, path, tier, misnamed, workspace, elsewhere, condition, count, value, .. } =
        site;
    let place = format!(
        "{resource} {resource_type} {path:?} {tier:?} {misnamed} {workspace:?} {elsewhere} {condition:?} {count:?} {:?}",
        value.kind
    );
    // A number, a boolean or a list is named as it is written.
    let name = (value.kind != ValueKind::Other).then(|| value.reference.name.clone());
    let ends = value.reference.origin.map_or_else(Vec::new, |origin| chains.of(origin).ends);
    let ends = ends.iter().map(|end| end.literal.to_string());
    (place, name.or(value.literal.clone()), ends.collect())
}

/// What is said, without where.
fn said(diagnostics: &Diagnostics) -> Vec<String> {
    let say = |finding: &Diagnostic| {
        let other = finding.args.iter().any(|(name, value)| *name == "kind" && value.to_string() == "other");
        let args = finding.args.iter().filter(|(name, _)| !(other && *name == "what"));
        format!("{} {:?} {:?}", finding.code, finding.severity, args.collect::<Vec<_>>())
    };
    diagnostics.kept().iter().map(say).collect()
}

/// Laws 2 to 6 for HCL.
pub fn terraform_in_every_style(choices: &mut Choices<'_>) -> Seen {
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
}

fn texts(hcl: &str) -> Vec<Token> {
    let tokens = tokens::read(Format::Terraform, hcl).unwrap_or_else(|error| panic!("law 4: {error}\n{hcl}"));
    tokens.into_iter().filter(|token| matches!(token, Token::Text(_))).collect()
}

pub fn options(choices: &mut Choices<'_>, format: Option<Format>) -> Options {
    let profile = if choices.chance(10) { Profile::Documented } else { Profile::Extended };
    Options { format, profile, ..Options::default() }
}

/// What is put for a literal of a service's relations in a region.
pub fn image<'v>(manifest: &'v Value, asked: &Asked, literal: &str) -> Option<&'v str> {
    let relations = &entry(&manifest["services"], "serviceId", &asked.service)?["relations"];
    image_for(manifest, relations.get(literal)?, &asked.region)
}
