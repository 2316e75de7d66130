//! Every real template with a literal image, resolved with a manifest made for it: nothing outside the edits changes,
//! and a parser that is not ours reads the new id at each site.

use std::collections::BTreeMap;

use ecs_image_resolver::format::Format;
use ecs_image_resolver::resolve::{Outcome, Request, Resolution, Resolver, Terms};
use ecs_image_resolver::source::Span;
use ecs_image_resolver::splice;
use ecs_image_resolver::template::site::{Site, Step};
use ecs_image_resolver::template::{Options, Template};
use granit_parser::{Event, Parser};
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};
use serde_json::{Map, Value, json};

use crate::corpus;

const REGION: &str = "cn-beijing";

/// A manifest whose one service relates every literal to an image of its own.
fn manifest(literals: &[&str]) -> (Vec<u8>, BTreeMap<String, String>) {
    let ids: BTreeMap<String, String> =
        literals.iter().enumerate().map(|(at, literal)| (literal.to_string(), format!("m-2ze{at:017}"))).collect();
    let versions: Vec<Value> = ids
        .values()
        .enumerate()
        .map(|(at, id)| {
            json!({
                "version": at.to_string(), "status": "Available",
                "source": {"type": "custom", "imageId": "m-bp100000000000000000", "regionId": "cn-hangzhou"},
                "images": {REGION: {"imageId": id, "status": "Available"}},
            })
        })
        .collect();
    let relation = |at: usize| json!({"artifactId": "artifact-1", "version": at.to_string()});
    let relations: Map<String, Value> =
        ids.keys().enumerate().map(|(at, literal)| (literal.clone(), relation(at))).collect();
    let manifest = json!({
        "manifestVersion": 1, "provider": "1",
        "artifacts": [{"artifactId": "artifact-1", "artifactType": "EcsImage", "versions": versions}],
        "services": [{"serviceId": "service-1", "status": "Online", "shareType": "Public", "relations": relations}],
    });
    (serde_json::to_vec(&manifest).unwrap(), ids)
}

fn resolve(bytes: &[u8], filename: &str, manifest: &[u8]) -> (Template, Resolution) {
    let template = Template::read(bytes, Options { filename: Some(filename.to_owned()), ..Options::default() });
    let resolver = Resolver::read(manifest, Terms::default());
    let request = Request { service: "service-1", region: REGION, account: "2", template: None };
    let resolution = resolver.resolve(&template, bytes, &request);
    (template, resolution)
}

/// Resolves one text and returns how many sites were replaced.
fn check(name: &str, filename: &str, bytes: &[u8]) -> usize {
    let template = Template::read(bytes, Options { filename: Some(filename.to_owned()), ..Options::default() });
    let literal = |site: &Site| site.value.kind.is_literal().then(|| site.value.literal.clone()).flatten();
    let literals: Vec<String> = template.sites.iter().filter_map(literal).collect();
    let (manifest, ids) = manifest(&literals.iter().map(String::as_str).collect::<Vec<_>>());
    let (_, resolution) = resolve(bytes, filename, &manifest);
    if !resolution.ok() {
        // A parameter whose default is one of the literals is meant, too, and cannot be replaced.
        let errors = resolution.diagnostics.kept().iter().filter(|finding| finding.severity.name() == "error");
        let codes: Vec<&str> = errors.map(|finding| finding.code.name()).collect();
        assert!(codes.iter().all(|code| *code == "image-not-literal"), "{name}: {codes:?}");
        assert!(resolution.output(bytes).is_none() && resolution.edits.is_empty());
        return 0;
    }
    let output = resolution.output(bytes).unwrap();

    // Outside the edits nothing changed, and undoing them restores the input.
    let edits: Vec<_> = resolution.edits.iter().map(|planned| planned.edit.clone()).collect();
    let (mut from, mut to) = (0, 0);
    for edit in &edits {
        let kept = Span::new(from, edit.span.start).of(bytes);
        assert_eq!(kept, Span::new(to, to + kept.len() as u32).of(&output), "{name}");
        to += kept.len() as u32 + edit.new.len() as u32;
        from = edit.span.end;
    }
    assert_eq!(&bytes[from as usize..], &output[to as usize..], "{name}");
    assert_eq!(splice::apply(&output, &splice::inverse(&edits)).unwrap(), bytes, "{name}");

    // Another parser reads the new id at each site.
    let read = Reader::new(template.format, std::str::from_utf8(&output).unwrap());
    let mut replaced = 0;
    for (site, outcome) in template.sites.iter().zip(&resolution.outcomes) {
        if let Outcome::Replaced(replacement) = outcome {
            assert_eq!(ids[site.value.literal.as_ref().unwrap()], replacement.image_id);
            assert_eq!(read.at(site).as_deref(), Some(replacement.image_id.as_str()), "{name}: {}", site.resource);
            replaced += 1;
        }
    }

    // Once more changes nothing.
    let (_, again) = resolve(&output, filename, &manifest);
    assert_eq!(again.output(&output).unwrap(), output, "{name}");
    replaced
}

#[test]
fn every_literal_of_the_corpus_is_replaced() {
    let Some(folder) = corpus::folder() else { return };
    let (mut files, mut sites) = (0, 0);
    for row in corpus::oracle() {
        let file = row["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join("templates").join(file)).unwrap();
        if !row["sites"].as_array().unwrap().iter().any(|site| site["value_kind"] == "literal") {
            continue;
        }
        let text = std::str::from_utf8(&bytes).unwrap();
        let replaced = check(file, file, &bytes);
        assert_eq!(replaced, check(&format!("{file} (CRLF)"), file, text.replace('\n', "\r\n").as_bytes()));
        assert_eq!(replaced, check(&format!("{file} (BOM)"), file, format!("\u{FEFF}{text}").as_bytes()));
        assert_eq!(replaced, check(&format!("{file} (no end)"), file, text.trim_end().as_bytes()));
        files += 1;
        sites += replaced;
    }
    println!("{files} files, {sites} sites, each as it is, with CRLF, with a BOM and without a last line end");
    assert!(files > 0 && sites > 0);
}

/// A document as a parser reads it that shares no code with ours.
enum Reader {
    Values(Value),
    Hcl(Body),
}

impl Reader {
    fn new(format: Format, text: &str) -> Self {
        let text = text.trim_start_matches('\u{FEFF}');
        match format {
            Format::RosYaml => Reader::Values(yaml(text)),
            Format::RosJson | Format::TerraformJson => Reader::Values(serde_json::from_str(text).unwrap()),
            Format::Terraform => Reader::Hcl(hcl_edit::parser::parse_body(text).unwrap()),
        }
    }

    fn at(&self, site: &Site) -> Option<String> {
        match self {
            Reader::Values(root) => {
                let resource = root.get("Resources")?.get(&site.resource)?;
                let value = site.path.iter().try_fold(resource, |value, step| match step {
                    Step::Name(name) => value.get(name),
                    Step::Index(index) => value.get(*index as usize),
                });
                value?.as_str().map(str::to_owned)
            }
            Reader::Hcl(body) => {
                let (resource_type, name) = site.resource.split_once('.')?;
                let is_resource = |block: &&Block| {
                    let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
                    block.ident.as_str() == "resource" && labels == [resource_type, name]
                };
                // A file may define a resource twice; any of them will do.
                body.blocks().filter(is_resource).find_map(|block| attribute(&block.body, &site.path))
            }
        }
    }
}

fn attribute(body: &Body, path: &[Step]) -> Option<String> {
    match path {
        [Step::Name(name)] => match &body.get_attribute(name)?.value {
            Expression::String(text) => Some(text.value().clone()),
            other => panic!("{other:?} is no string"),
        },
        [Step::Name(name), rest @ ..] => {
            let name = name.strip_prefix("dynamic:").unwrap_or(name);
            let inside = |block: &&Block| {
                block.ident.as_str() == name || block.labels.iter().any(|label| label.as_str() == name)
            };
            body.blocks().filter(inside).find_map(|block| attribute(&block.body, rest))
        }
        _ => None,
    }
}

/// The first document, with every scalar as a string and tags left out.
fn yaml(text: &str) -> Value {
    let events: Vec<Event<'_>> = Parser::new_from_str(text).map(|event| event.unwrap().0).collect();
    let mut events = events.into_iter().filter(|event| {
        matches!(
            event,
            Event::Scalar(..)
                | Event::MappingStart(..)
                | Event::MappingEnd
                | Event::SequenceStart(..)
                | Event::SequenceEnd
        )
    });
    value(&mut events).unwrap_or(Value::Null)
}

fn value<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> Option<Value> {
    match events.next()? {
        Event::Scalar(text, ..) => Some(Value::String(text.into_owned())),
        Event::MappingStart(..) => {
            let mut map = Map::new();
            while let Some(key) = value(events) {
                let value = value(events).unwrap_or(Value::Null);
                map.insert(key.as_str().map_or_else(|| key.to_string(), str::to_owned), value);
            }
            Some(Value::Object(map))
        }
        Event::SequenceStart(..) => Some(Value::Array(std::iter::from_fn(|| value(events)).collect())),
        _ => None,
    }
}
