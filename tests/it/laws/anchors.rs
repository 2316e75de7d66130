//! ROS documents full of anchors, aliases and merge keys: texts that sites share with one another and with everything else.

use ecs_image_resolver::diagnostic::Code;
use ecs_image_resolver::format::Format;
use ecs_image_resolver::template::{Options, Profile};

use super::answer::{Question, Seen, hold};
use super::choice::Choices;
use super::manifest::{asked, manifest};
use super::scalar::{self, Room};
use super::text;
use crate::oracle::composed;

/// What an anchor names, as far as aliases of it make sense.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Text,
    Properties,
    Resource,
    Other,
}

/// Types with the way to their image; the last ones have none that is replaced.
const TYPES: &[(&str, &str)] = &[
    ("ALIYUN::ECS::Instance", "ImageId"),
    ("ALIYUN::ECS::InstanceGroup", "ImageId"),
    ("ALIYUN::ECS::LaunchTemplate", "ImageId"),
    ("ALIYUN::CS::ClusterNodePool", "ScalingGroup.ImageId"),
    ("ALIYUN::EHPC::ClusterV2", "Queues[].ComputeNodes[].ImageId"),
    ("ALIYUN::ECS::CopyImage", "ImageId"),
    ("ALIYUN::ENS::Instance", "ImageId"),
    ("ALIYUN::ECS::VPC", "Name"),
];

const NAMES: &[&str] = &["a", "b", "img", "x.y-z", "名"];

/// Laws 2 to 6 and 11 where nearly every text has an anchor.
pub fn anchors_everywhere(choices: &mut Choices<'_>) -> Seen {
    // What no choice is left for relates the first literals, and lets everybody in.
    let none = &mut Choices::new(&[]);
    let made = if choices.chance(30) { &mut *choices } else { none };
    let (manifest, asked) = (manifest(made), asked(made));
    let profile = if choices.chance(20) { Profile::Documented } else { Profile::Extended };
    let text = document(choices);
    if let Err(error) = composed::yaml(&text) {
        panic!("written otherwise than meant: {error}\n{text}");
    }
    let options = Options { format: Some(Format::RosYaml), profile, ..Options::default() };
    let question = Question { manifest: &manifest, asked: &asked, options };
    for finding in question.answer(text.as_bytes()).template.diagnostics.kept() {
        let expected = matches!(
            finding.code,
            Code::UnknownSection
                | Code::WrongType
                | Code::DuplicateKey
                | Code::DuplicateSiteKey
                | Code::TypeMissing
                | Code::StackDepth
                | Code::ModuleNotRead
        );
        assert!(expected, "{finding:?}\n{text}");
    }
    hold(text.as_bytes(), &question)
}

/// A document.
pub fn document(choices: &mut Choices<'_>) -> String {
    let mut printer = Printer { out: String::new(), choices, anchors: Vec::new(), serial: 0, open: false };
    printer.out.push_str("ROSTemplateFormatVersion: '2015-09-01'");
    for _ in 0..printer.choices.below(4) {
        let section = printer.choices.word(&["x-base", "Parameters", "Mappings", "Conditions", "Metadata", ".hidden"]);
        // A section stands once.
        if !printer.out.contains(&format!("\n{section}:")) {
            printer.section(section);
        }
    }
    printer.line(0);
    printer.out.push_str("Resources:");
    printer.resources(0);
    for section in ["Outputs", "x-late", "Locals"] {
        if printer.choices.chance(35) {
            printer.section(section);
        }
    }
    if printer.choices.chance(10) {
        printer.workspace();
    }
    if !printer.choices.chance(10) {
        printer.out.push('\n');
    }
    let Printer { out, choices, .. } = printer;
    match choices.below(8) {
        6 => out.replace('\n', "\r\n"),
        7 => out.replace('\n', "\r"),
        _ => out,
    }
}

struct Printer<'c, 'b> {
    out: String,
    choices: &'c mut Choices<'b>,
    /// Name, what it names, when it was given, and whether that is whole.
    anchors: Vec<(&'static str, Shape, usize, bool)>,
    serial: usize,
    /// Whether the text ends in a block scalar.
    open: bool,
}

/// An entry of a mapping that is to be written.
#[derive(Clone, Copy)]
enum Entry<'p> {
    Merge,
    /// The way to the image, or a part of it.
    Way(&'p str),
    Text(&'static str),
    AliasKey,
    List(&'static str),
}

impl Printer<'_, '_> {
    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        if !std::mem::take(&mut self.open) && self.choices.chance(4) {
            self.out.push_str(&" ".repeat(self.choices.below(indent + 4)));
            self.out.push_str("# &a *b <<: {\n");
        }
        self.out.push_str(&" ".repeat(indent));
    }

    fn comment(&mut self) {
        if self.choices.chance(6) {
            self.out.push_str(" # *img");
        }
    }

    /// Maybe an anchor, behind a blank.
    fn anchor(&mut self, shape: Shape) -> Option<usize> {
        if !self.choices.chance(45) {
            return None;
        }
        let name = NAMES[self.choices.below(NAMES.len())];
        self.anchors.retain(|anchor| anchor.0 != name);
        self.serial += 1;
        self.anchors.push((name, shape, self.serial, false));
        self.out.push_str(&format!(" &{name}"));
        Some(self.serial)
    }

    /// What an anchor names is whole: aliases may follow.
    fn whole(&mut self, anchor: Option<usize>) {
        for known in self.anchors.iter_mut().filter(|known| Some(known.2) == anchor) {
            known.3 = true;
        }
    }

    fn alias(&mut self, shape: Option<Shape>, percent: u32) -> Option<&'static str> {
        let fits = |anchor: &&(&str, Shape, usize, bool)| anchor.3 && shape.is_none_or(|shape| anchor.1 == shape);
        let names: Vec<_> = self.anchors.iter().filter(fits).map(|anchor| anchor.0).collect();
        (!names.is_empty() && self.choices.chance(percent)).then(|| names[self.choices.below(names.len())])
    }

    /// A text behind `:` or `-`, or an alias of one.
    fn text(&mut self, indent: usize, flow: bool) {
        if let Some(name) = self.alias(Some(Shape::Text), 55) {
            self.out.push_str(&format!(" *{name}"));
            if flow {
                self.out.push(' ');
            } else {
                self.comment();
            }
            return;
        }
        let tag_first = self.choices.chance(5);
        if tag_first {
            self.out.push_str(" !!str");
        }
        let anchor = self.anchor(Shape::Text);
        if !tag_first && self.choices.chance(5) {
            self.out.push_str(" !!str");
        }
        let text = if self.choices.chance(80) { "web" } else { self.choices.word(&text::LITERALS[1..12]) };
        let apart = !flow && self.choices.chance(6);
        if apart {
            self.comment();
            let deeper = indent + 1 + self.choices.below(3);
            self.line(deeper);
        } else {
            self.out.push(' ');
        }
        let room = if flow { Room::Flow } else { Room::Block { indent } };
        let written = scalar::write(text, room, self.choices);
        self.out.push_str(&written.text);
        if !written.takes_comment {
            self.open = true;
        } else if !flow {
            self.comment();
        }
        self.whole(anchor);
    }

    /// A section with anything in it.
    fn section(&mut self, name: &str) {
        self.line(0);
        self.out.push_str(name);
        self.out.push(':');
        let anchor = self.anchor(Shape::Properties);
        let count = 1 + self.choices.below(4);
        for at in 0..count {
            self.line(2);
            let key = ["ImageId", "Other", "Third", "Fourth"][at];
            self.out.push_str(key);
            self.out.push(':');
            match self.choices.below(8) {
                0..=2 => self.text(2, false),
                3 | 4 => self.properties("ImageId", 2, false),
                5 => self.properties("ScalingGroup.ImageId", 2, false),
                6 => self.resource(2, 2),
                _ => match self.alias(None, 80) {
                    Some(name) => self.out.push_str(&format!(" *{name}")),
                    None => self.text(2, false),
                },
            }
        }
        self.whole(anchor);
    }

    fn resources(&mut self, indent: usize) {
        let anchor = self.anchor(Shape::Other);
        for at in 0..1 + self.choices.below(5) {
            self.line(indent + 2);
            self.out.push_str(&format!("R{at}:"));
            self.resource(indent + 2, 0);
        }
        self.whole(anchor);
    }

    fn resource(&mut self, indent: usize, depth: usize) {
        if let Some(name) = self.alias(Some(Shape::Resource), 25) {
            return self.out.push_str(&format!(" *{name}"));
        }
        let anchor = self.anchor(Shape::Resource);
        if depth < 2 && self.choices.chance(6) {
            self.line(indent + 1);
            let stack = self.choices.word(&["ALIYUN::ROS::Stack", "ALIYUN::ROS::StackGroup"]);
            self.out.push_str(&format!("Type: {stack}"));
            self.line(indent + 1);
            self.out.push_str("Properties:");
            self.line(indent + 2);
            self.out.push_str("TemplateBody:");
            self.line(indent + 3);
            self.out.push_str("Resources:");
            self.resources(indent + 3);
            return self.whole(anchor);
        }
        let (kind, way) = *self.choices.pick(TYPES);
        let merged = self.alias(Some(Shape::Resource), 25);
        if self.choices.chance(25) {
            self.out.push_str(" {");
            if let Some(name) = merged {
                self.out.push_str(&format!("<<: *{name} , "));
            }
            self.out.push_str(&format!("Type: {kind}, \"Properties\":"));
            self.properties(way, indent, true);
            self.out.push('}');
        } else {
            if let Some(name) = merged {
                self.line(indent + 1);
                self.out.push_str(&format!("<<: *{name}"));
            }
            let properties = merged.is_none() || self.choices.chance(70);
            if !properties || self.choices.chance(90) {
                self.line(indent + 1);
                self.out.push_str(&format!("Type: {kind}"));
            }
            if properties {
                self.line(indent + 1);
                self.out.push_str("Properties:");
                self.properties(way, indent + 1, false);
            }
        }
        self.whole(anchor);
    }

    /// A mapping behind `:` or `-`, with the way to an image in it or without.
    fn properties(&mut self, way: &str, indent: usize, flow: bool) {
        if let Some(name) = self.alias(Some(Shape::Properties), 25) {
            return self.out.push_str(&format!(" *{name}{}", if flow { " " } else { "" }));
        }
        let anchor = self.anchor(Shape::Properties);
        let mut entries = Vec::new();
        for entry in [Entry::Text("InstanceName"), Entry::List("Tags"), Entry::AliasKey, Entry::Text("HostName")] {
            if self.choices.chance(30) {
                entries.push(entry);
            }
        }
        let merges = usize::from(self.choices.chance(45)) + usize::from(self.choices.chance(8));
        for _ in 0..merges {
            entries.insert(self.choices.below(entries.len() + 1), Entry::Merge);
        }
        if merges == 0 || self.choices.chance(35) {
            entries.insert(self.choices.below(entries.len() + 1), Entry::Way(way));
        }
        if flow || self.choices.chance(25) {
            self.flow(&entries, indent);
        } else {
            // Behind a dash and an anchor a mapping cannot start.
            let here = self.out.ends_with('-') && self.choices.chance(80);
            self.block(&entries, indent, here);
        }
        self.whole(anchor);
    }

    fn block(&mut self, entries: &[Entry<'_>], indent: usize, here: bool) {
        let deeper = if here { indent + 2 } else { indent + 1 + self.choices.below(3) };
        for (at, entry) in entries.iter().enumerate() {
            if here && at == 0 {
                self.out.push(' ');
            } else {
                if at == 0 {
                    self.comment();
                }
                self.line(deeper);
            }
            let explicit = self.choices.chance(5);
            if explicit {
                self.out.push_str("? ");
            }
            self.key(entry);
            if explicit {
                self.line(deeper);
            }
            self.out.push(':');
            self.value(entry, deeper, false);
        }
    }

    fn flow(&mut self, entries: &[Entry<'_>], indent: usize) {
        self.out.push_str(" {");
        let lines = self.choices.chance(20);
        for (at, entry) in entries.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            if lines {
                self.comment();
                self.out.push('\n');
                self.out.push_str(&" ".repeat(indent + 2));
            } else if at > 0 || self.choices.chance(30) {
                self.out.push(' ');
            }
            self.key(entry);
            self.out.push(':');
            self.value(entry, indent, true);
        }
        if lines {
            self.out.push('\n');
            self.out.push_str(&" ".repeat(indent + 1));
        }
        self.out.push('}');
    }

    fn key(&mut self, entry: &Entry<'_>) {
        let name = match entry {
            Entry::Merge => return self.out.push_str("<<"),
            Entry::AliasKey => {
                match self.alias(Some(Shape::Text), 90) {
                    Some(name) => self.out.push_str(&format!("*{name} ")),
                    None => self.out.push_str("Description"),
                }
                return;
            }
            Entry::Text(name) | Entry::List(name) => name,
            Entry::Way(way) => way.split('.').next().unwrap().trim_end_matches("[]"),
        };
        let key = scalar::key(name, self.choices);
        self.out.push_str(&key);
    }

    fn value(&mut self, entry: &Entry<'_>, indent: usize, flow: bool) {
        match entry {
            Entry::Merge => self.merge(indent, flow),
            Entry::Text(_) | Entry::AliasKey => self.text(indent, flow),
            Entry::List(_) => {
                self.out.push_str(" [");
                for at in 0..1 + self.choices.below(2) {
                    self.out.push_str(if at > 0 { ", {Value:" } else { "{Value:" });
                    self.text(indent, true);
                    self.out.push('}');
                }
                self.out.push(']');
            }
            Entry::Way(way) => match way.split_once('.') {
                None => self.text(indent, flow),
                Some((step, rest)) if step.ends_with("[]") => {
                    let count = 1 + self.choices.below(2);
                    if flow || self.choices.chance(30) {
                        self.out.push_str(" [");
                        for at in 0..count {
                            self.out.push_str(if at > 0 { "," } else { "" });
                            self.properties(rest, indent, true);
                        }
                        return self.out.push(']');
                    }
                    for _ in 0..count {
                        self.line(indent + 1);
                        self.out.push('-');
                        self.properties(rest, indent + 1, false);
                    }
                }
                Some((_, rest)) => self.properties(rest, indent, flow),
            },
        }
    }

    fn merge(&mut self, indent: usize, flow: bool) {
        let item = |printer: &mut Self| match printer.alias(Some(Shape::Properties), 85) {
            Some(name) => printer.out.push_str(&format!(" *{name} ")),
            None => printer.properties("ImageId", indent, true),
        };
        if self.choices.chance(75) {
            item(self);
        } else {
            self.out.push_str(" [");
            for at in 0..1 + self.choices.below(3) {
                self.out.push_str(if at > 0 { "," } else { "" });
                item(self);
            }
            self.out.push(']');
        }
        if !flow {
            self.comment();
        }
    }

    /// Terraform in texts that have other readers, too.
    fn workspace(&mut self) {
        self.line(0);
        self.out.push_str("Transform: Aliyun::Terraform-v1.5");
        self.line(0);
        self.out.push_str(
            "Workspace:\n  main.tf: &tf |\n    resource \"alicloud_instance\" \"a\" {\n      image_id = \"web\"\n    }",
        );
        self.open = true;
        for name in ["notes.md", "b/main.tf", "c/main.tf"] {
            if self.choices.chance(30) {
                self.line(2);
                self.out.push_str(&format!("{name}: *tf"));
            }
        }
    }
}
