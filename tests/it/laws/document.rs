//! ROS documents as plain data, and where their images stand.

use serde_json::{Map, Value};

use super::choice::Choices;
use super::{hcl, text};

/// A value of a document. Texts are numbered in the order of the document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Text(Leaf),
    /// A number, a boolean or `null`, as JSON writes it.
    Plain(&'static str),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// `Ref`, or what stands behind `Fn::`.
    Call(&'static str, Box<Node>),
}

#[derive(Clone, Debug)]
pub struct Leaf {
    pub text: String,
    pub number: usize,
}

/// The same text is the same value, wherever it stands.
impl PartialEq for Leaf {
    fn eq(&self, other: &Leaf) -> bool {
        self.text == other.text
    }
}

/// Where an image stands, by the rules as this file knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub resource: String,
    pub path: String,
    /// The number of the text that stands there; `None` where it is no text.
    pub leaf: Option<usize>,
}

/// Types with the way to their image, and whether relations replace it there.
const TYPES: &[(&str, &str, bool)] = &[
    ("ALIYUN::ECS::Instance", "ImageId", true),
    ("ALIYUN::ECS::InstanceGroup", "ImageId", true),
    ("ALIYUN::ESS::ScalingConfiguration", "ImageId", true),
    ("ALIYUN::EHPC::Cluster", "ImageId", true),
    ("ALIYUN::ECS::LaunchTemplate", "ImageId", true),
    ("ALIYUN::CS::ClusterNodePool", "ScalingGroup.ImageId", true),
    ("ALIYUN::CS::ManagedKubernetesCluster", "NodePools[].ScalingGroup.ImageId", true),
    ("ALIYUN::EHPC::ClusterV2", "Queues[].ComputeNodes[].ImageId", true),
    ("ALIYUN::ECS::CopyImage", "ImageId", false),
    ("ALIYUN::ENS::Instance", "", false),
    ("ALIYUN::ECS::VPC", "", false),
];

const STACK: &str = "ALIYUN::ROS::Stack";

fn leaf(text: impl Into<String>) -> Node {
    Node::Text(Leaf { text: text.into(), number: 0 })
}

fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A ROS document. Every choice left out makes one instance with one image.
pub fn ros(choices: &mut Choices<'_>) -> Node {
    let mut entries = vec![("ROSTemplateFormatVersion".to_owned(), leaf("2015-09-01"))];
    if choices.chance(30) {
        entries.push(("Description".to_owned(), map([("en", leaf(text::any(choices))), ("zh-cn", leaf("网站"))])));
    }
    if choices.chance(40) {
        let parameter =
            |choices: &mut Choices<'_>| map([("Type", leaf("String")), ("Default", leaf(text::image(choices)))]);
        entries.push(("Parameters".to_owned(), map([("Image", parameter(choices)), ("Other", parameter(choices))])));
    }
    if choices.chance(25) {
        let row = |choices: &mut Choices<'_>| map([("web", leaf(text::image(choices)))]);
        let rows = map([("cn-hangzhou", row(choices)), ("cn-beijing", row(choices))]);
        entries.push(("Mappings".to_owned(), map([("Images", rows)])));
    }
    if choices.chance(25) {
        entries.push(("x-free".to_owned(), map([("a", leaf(text::image(choices))), ("b", anything(choices, 2))])));
    }
    let resources = resources(choices, 0);
    entries.push(("Resources".to_owned(), resources));
    if choices.chance(15) {
        let transform = choices.word(&["Aliyun::Terraform-v1.5", "Aliyun::OpenTofu-v1.8"]);
        entries.push(("Transform".to_owned(), leaf(transform)));
        let file = hcl::body(choices).print(choices);
        entries
            .push(("Workspace".to_owned(), map([("main.tf", leaf(file)), ("notes.md", leaf("image_id = \"web\""))])));
    }
    if choices.chance(30) {
        entries.push(("Outputs".to_owned(), map([("ImageId", map([("Value", leaf("web"))]))])));
    }
    let mut document = Node::Map(entries);
    document.number(&mut 0);
    document
}

fn resources(choices: &mut Choices<'_>, depth: usize) -> Node {
    let count = 1 + choices.below(4);
    Node::Map((0..count).map(|at| (format!("R{at}"), resource(choices, depth))).collect())
}

fn resource(choices: &mut Choices<'_>, depth: usize) -> Node {
    if depth < 2 && choices.chance(8) {
        let body =
            map([("ROSTemplateFormatVersion", leaf("2015-09-01")), ("Resources", resources(choices, depth + 1))]);
        return map([("Type", leaf(STACK)), ("Properties", map([("TemplateBody", body)]))]);
    }
    let (kind, path, _) = *choices.pick(TYPES);
    let mut properties = Vec::new();
    if choices.chance(40) {
        properties.push(("UserData".to_owned(), leaf(text::any(choices))));
    }
    match path {
        "" => properties.push(("ImageId".to_owned(), image(choices))),
        _ => put(&mut properties, path, choices),
    }
    if choices.chance(30) {
        properties.push(("Tags".to_owned(), anything(choices, 2)));
    }
    let mut entries = vec![("Type".to_owned(), leaf(kind))];
    if choices.chance(10) {
        entries.push(("Condition".to_owned(), leaf("Yes")));
    }
    if choices.chance(10) {
        entries.push(("Count".to_owned(), Node::Plain("2")));
    }
    let at = choices.below(entries.len() + 1);
    let at = if at == 0 { entries.len() } else { at - 1 };
    entries.insert(at, ("Properties".to_owned(), Node::Map(properties)));
    Node::Map(entries)
}

fn put(entries: &mut Vec<(String, Node)>, path: &str, choices: &mut Choices<'_>) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let inside = |choices: &mut Choices<'_>| {
        let mut inner = Vec::new();
        put(&mut inner, rest, choices);
        Node::Map(inner)
    };
    let value = match step.strip_suffix("[]") {
        _ if rest.is_empty() => image(choices),
        None => inside(choices),
        Some(_) => Node::List((0..1 + choices.below(2)).map(|_| inside(choices)).collect()),
    };
    entries.push((step.trim_end_matches("[]").to_owned(), value));
}

fn image(choices: &mut Choices<'_>) -> Node {
    if !choices.chance(12) {
        return leaf(text::image(choices));
    }
    let call = |name, argument| Node::Call(name, Box::new(argument));
    match choices.below(7) {
        0 => call("Ref", leaf(choices.word(&["Image", "Other", "ALIYUN::Region", "Nobody"]))),
        1 => call("FindInMap", Node::List(vec![leaf("Images"), call("Ref", leaf("ALIYUN::Region")), leaf("web")])),
        2 => call("If", Node::List(vec![leaf("Yes"), leaf(text::image(choices)), call("Ref", leaf("Image"))])),
        3 => call("Sub", leaf("${Image}")),
        4 => call("Join", Node::List(vec![leaf("-"), Node::List(vec![leaf("web"), leaf("1")])])),
        5 => Node::Plain(choices.word(&["7", "true", "null", "1.5"])),
        _ => anything(choices, 1),
    }
}

fn anything(choices: &mut Choices<'_>, depth: usize) -> Node {
    match choices.below(if depth == 0 { 2 } else { 4 }) {
        0 => leaf(text::any(choices)),
        1 => Node::Plain(choices.word(&["null", "true", "false", "0", "-12", "2.5"])),
        2 => Node::List((0..choices.below(3)).map(|_| anything(choices, depth - 1)).collect()),
        _ => Node::Map((0..choices.below(3)).map(|at| (format!("k{at}"), anything(choices, depth - 1))).collect()),
    }
}

impl Node {
    fn number(&mut self, next: &mut usize) {
        match self {
            Node::Text(leaf) => {
                leaf.number = *next;
                *next += 1;
            }
            Node::Plain(_) => {}
            Node::List(items) => items.iter_mut().for_each(|item| item.number(next)),
            Node::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.number(next)),
            Node::Call(_, argument) => argument.number(next),
        }
    }

    /// Every text, in the order of the document.
    pub fn leaves(&self) -> Vec<&Leaf> {
        match self {
            Node::Text(leaf) => vec![leaf],
            Node::Plain(_) => Vec::new(),
            Node::List(items) => items.iter().flat_map(Node::leaves).collect(),
            Node::Map(entries) => entries.iter().flat_map(|(_, value)| value.leaves()).collect(),
            Node::Call(_, argument) => argument.leaves(),
        }
    }

    fn get(&self, key: &str) -> Option<&Node> {
        let Node::Map(entries) = self else { return None };
        entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The document as a reader gives it that takes every scalar for its text; `text` says what each text is.
    pub fn value(&self, text: &dyn Fn(&Leaf) -> String) -> Value {
        match self {
            Node::Text(leaf) => Value::String(text(leaf)),
            Node::Plain(word) => Value::String((*word).to_owned()),
            Node::List(items) => items.iter().map(|item| item.value(text)).collect(),
            Node::Map(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.clone(), value.value(text))).collect())
            }
            Node::Call(name, argument) => Value::Object(Map::from_iter([(long(name), argument.value(text))])),
        }
    }

    /// The places of images that relations may replace.
    pub fn places(&self) -> Vec<Place> {
        let mut found = Vec::new();
        self.find("", "", &mut found);
        found
    }

    fn find(&self, outer: &str, above: &str, found: &mut Vec<Place>) {
        let Some(Node::Map(resources)) = self.get("Resources") else { return };
        for (id, resource) in resources {
            let (Some(Node::Text(kind)), Some(properties)) = (resource.get("Type"), resource.get("Properties")) else {
                continue;
            };
            let (name, path) = match outer {
                "" => (id.clone(), "Properties".to_owned()),
                _ => (format!("{outer}/{id}"), format!("{above}.{id}.Properties")),
            };
            if kind.text == STACK {
                if let Some(body) = properties.get("TemplateBody") {
                    body.find(&name, &format!("{path}.TemplateBody.Resources"), found);
                }
            } else if let Some((_, rule, true)) = TYPES.iter().find(|(known, ..)| *known == kind.text) {
                follow(properties, rule, &name, path, found);
            }
        }
    }
}

fn follow(node: &Node, rule: &str, resource: &str, path: String, found: &mut Vec<Place>) {
    let (step, rest) = rule.split_once('.').unwrap_or((rule, ""));
    let name = step.trim_end_matches("[]");
    let Some(value) = node.get(name) else { return };
    let path = format!("{path}.{name}");
    match value {
        _ if rest.is_empty() => {
            let leaf = if let Node::Text(leaf) = value { Some(leaf.number) } else { None };
            found.push(Place { resource: resource.to_owned(), path, leaf });
        }
        Node::List(items) if step != name => {
            for (at, item) in items.iter().enumerate() {
                follow(item, rest, resource, format!("{path}.{at}"), found);
            }
        }
        _ => follow(value, rest, resource, path, found),
    }
}

/// A function's name as a key.
pub fn long(name: &str) -> String {
    if name == "Ref" { name.to_owned() } else { format!("Fn::{name}") }
}
