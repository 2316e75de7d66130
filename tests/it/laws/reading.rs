//! What other parsers read in an output: the new id at each site that was replaced, and everything else as before.

use std::collections::BTreeMap;
use std::rc::Rc;

use ecs_image_resolver::format::Format;
use ecs_image_resolver::resolve::{EditKind, Outcome};
use ecs_image_resolver::syntax::scalar::{PlainType, plain_type};
use ecs_image_resolver::template::site::{Site, Step};

use super::answer::Answer;
use crate::oracle::composed::{self, Node, Tree};
use crate::oracle::tokens::{self, Token};
use crate::oracle::{Verdict, yaml};

/// The sections of a template that ROS reads. Source: the ROS help page on the structure of templates.
const SECTIONS: &[&str] = &[
    "ROSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Resources",
    "Outputs",
    "Rules",
    "Locals",
    "Transform",
    "Workspace",
];

/// How large a document may be with every alias written out.
const NODES: u64 = 200_000;

/// Laws 4 and 11. Says whether another parser reads the text at all.
pub fn hold(text: &[u8], output: &[u8], answer: &Answer) -> bool {
    let (text, output) = (std::str::from_utf8(text).unwrap(), std::str::from_utf8(output).expect("law 4"));
    for planned in answer.resolution.edits.iter().filter(|planned| planned.kind == EditKind::Anchor) {
        let moved = &planned.edit.new;
        assert!(moved.contains('&') && text.contains(moved.as_str()), "law 5: {planned:?}");
    }
    match answer.template.format {
        Format::RosYaml => hold_composed(text, output, answer),
        _ => hold_tokens(text, output, answer),
    }
}

/// A new id, and what stood there.
type Change = (String, String);

fn change((site, outcome): (&Site, &Outcome)) -> Option<Change> {
    let Outcome::Replaced(replacement) = outcome else { return None };
    Some((site.value.literal.clone().unwrap_or_default(), replacement.image_id.clone()))
}

/// For ROS YAML: the tree of every section.
fn hold_composed(text: &str, output: &str, Answer { template, resolution }: &Answer) -> bool {
    // Where the two read another document, they need not agree on what became of it.
    if yaml::compare(text) != Verdict::Agree {
        return false;
    }
    let Ok(before) = composed::yaml(text) else { return false };
    let after = composed::yaml(output).unwrap_or_else(|error| panic!("law 4: {error}\n{text}\n{output}"));
    if before.size.max(after.size) > NODES {
        return false;
    }
    let mut places: BTreeMap<Vec<String>, Change> = BTreeMap::new();
    let mut files: BTreeMap<&str, Vec<Change>> = BTreeMap::new();
    for (site, outcome) in template.sites.iter().zip(&resolution.outcomes) {
        let Some(change) = change((site, outcome)) else { continue };
        match &site.workspace {
            Some(file) => files.entry(file).or_default().push(change),
            None => drop(places.insert(path(site, &before), change)),
        }
    }
    let mut reading = Reading { places, files, path: Vec::new(), text, output };
    for section in SECTIONS {
        reading.path.push((*section).to_owned());
        match (before.get(section), after.get(section)) {
            (Some(before), Some(after)) => reading.same(before, after),
            (before, after) => assert!(before.is_none() && after.is_none(), "law 11: {section}\n{output}"),
        }
        reading.path.pop();
    }
    assert!(reading.places.is_empty(), "law 4: {:?} did not change\n{text}\n{output}", reading.places);
    true
}

/// From the top of the document to a site. A logical id may hold a slash itself.
fn path(site: &Site, root: &Tree) -> Vec<String> {
    let resources = root.get("Resources").expect("a site stands in a resource");
    let ends = site.resource.match_indices('/').map(|(at, _)| at).chain([site.resource.len()]);
    let id = ends.map(|end| &site.resource[..end]).find(|id| resources.get(id).is_some()).expect("a resource");
    let steps = site.path.iter().map(|step| match step {
        Step::Name(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    });
    ["Resources".to_owned(), id.to_owned()].into_iter().chain(steps).collect()
}

struct Reading<'a> {
    /// What is still to be found changed, by its path.
    places: BTreeMap<Vec<String>, Change>,
    /// The same inside the files of a `Workspace`.
    files: BTreeMap<&'a str, Vec<Change>>,
    path: Vec<String>,
    text: &'a str,
    output: &'a str,
}

impl Reading<'_> {
    fn same(&mut self, before: &Rc<Tree>, after: &Rc<Tree>) {
        if let Some((literal, id)) = self.places.remove(&self.path) {
            let is_text = |tree: &Tree, expected: &str| match &tree.node {
                Node::Scalar { text, plain } => {
                    let typed = *plain && tree.tag.is_none() && plain_type(text) != PlainType::Text;
                    text == expected && !typed
                }
                _ => false,
            };
            assert!(is_text(before, &literal), "{:?}: {before:?} is not {literal:?}\n{}", self.path, self.text);
            assert!(
                is_text(after, &id),
                "law 4: {:?}: {after:?} is not {id:?}\n{}\n{}",
                self.path,
                self.text,
                self.output
            );
            return;
        }
        let say = || format!("law 11: {:?}\n{}\n{}", self.path, self.text, self.output);
        assert_eq!(before.tag, after.tag, "{}", say());
        match (&before.node, &after.node) {
            (Node::Scalar { text: one, plain }, Node::Scalar { text: other, plain: now }) => {
                if let ["Workspace", file] = self.path.iter().map(String::as_str).collect::<Vec<_>>()[..]
                    && let Some(changes) = self.files.get(file)
                {
                    return hold_file(file, one, other, changes);
                }
                assert_eq!((one, plain), (other, now), "{}", say());
            }
            (Node::List(one), Node::List(other)) => {
                assert_eq!(one.len(), other.len(), "{}", say());
                for (at, (one, other)) in one.iter().zip(other).enumerate() {
                    self.path.push(at.to_string());
                    self.same(one, other);
                    self.path.pop();
                }
            }
            (Node::Map(one), Node::Map(other)) => {
                assert!(one.keys().eq(other.keys()), "{}", say());
                for ((key, one), other) in one.iter().zip(other.values()) {
                    self.path.push(key.clone());
                    self.same(one, other);
                    self.path.pop();
                }
            }
            _ => panic!("{}", say()),
        }
    }
}

/// A file of a `Workspace`: the literals that changed, in their order.
fn hold_file(file: &str, before: &str, after: &str, expected: &[Change]) {
    let format = if file.ends_with(".json") { Format::TerraformJson } else { Format::Terraform };
    let Ok(changed) = changed(format, before, after) else { return };
    let expected: Vec<_> = expected.iter().filter(|(old, new)| old != new).cloned().collect();
    assert_eq!(changed, expected, "law 4: {file}");
}

/// For every other language: the strings in the order of the text.
fn hold_tokens(text: &str, output: &str, Answer { template, resolution }: &Answer) -> bool {
    let Ok(changed) = changed(template.format, text, output) else { return false };
    let mut expected = resolution.edits.iter().map(|planned| {
        change((&template.sites[planned.sites[0]], &resolution.outcomes[planned.sites[0]])).expect("a site")
    });
    let Some(file) = template.sites.iter().find_map(|site| site.workspace.as_deref()) else {
        assert_eq!(changed, expected.collect::<Vec<_>>(), "law 4\n{output}");
        return true;
    };
    for (old, new) in changed {
        let first = expected.next().unwrap_or_else(|| panic!("law 4: {old:?} became {new:?}"));
        if (&old, &new) == (&first.0, &first.1) {
            continue;
        }
        // A file of a `Workspace`, of which the endings of all were one language.
        let inner = if file.ends_with(".json") { Format::TerraformJson } else { Format::Terraform };
        let Ok(nested) = self::changed(inner, &old, &new) else { return false };
        let more = nested.len().saturating_sub(1);
        let all: Vec<_> = [first].into_iter().chain(expected.by_ref().take(more)).collect();
        assert_eq!(nested, all, "law 4");
    }
    assert!(expected.next().is_none(), "law 4: an edit that changed nothing\n{output}");
    true
}

/// The strings that differ; an error where the first text cannot be read.
fn changed(format: Format, before: &str, after: &str) -> Result<Vec<Change>, String> {
    let before: Vec<Token> = tokens::read(format, before)?;
    let read = tokens::read(format, after).unwrap_or_else(|error| panic!("law 4: {error}\n{after}"));
    let changed = tokens::difference(&before, &read).unwrap_or_else(|error| panic!("law 4: {error}\n{after}"));
    Ok(changed.into_iter().map(|(old, new)| (plain(format, &old), plain(format, &new))).collect())
}

/// The text that a string stands for: in Terraform's JSON it is a template.
fn plain(format: Format, text: &str) -> String {
    match format {
        Format::TerraformJson => text.replace("$${", "${").replace("%%{", "%{"),
        _ => text.to_owned(),
    }
}
