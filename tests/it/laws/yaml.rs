//! Documents written as YAML, in every style that YAML has.

use super::choice::Choices;
use super::document::{Node, long};
use super::scalar::{self, Room};

/// Writes `document`, with aliases if they are wanted. Every choice left out makes plain block style.
pub fn write(document: &Node, aliases: bool, choices: &mut Choices<'_>) -> String {
    let mut printer = Printer { out: String::new(), choices, aliases, anchors: Vec::new(), named: 0, open: false };
    if printer.choices.chance(10) {
        printer.out.push_str("%YAML 1.2\n");
    }
    if !printer.out.is_empty() || printer.choices.chance(20) {
        printer.out.push_str("---\n");
    }
    printer.gap(0);
    let Node::Map(entries) = document else { panic!("a document is a mapping") };
    if printer.choices.chance(10) {
        printer.flow(document, 0);
    } else {
        printer.block_map(entries, 0, true);
    }
    if printer.choices.chance(15) {
        printer.out.push_str("\n# the end");
    }
    if printer.choices.chance(5) {
        printer.out.push_str("\n...");
    }
    if printer.open || !printer.choices.chance(25) {
        printer.out.push('\n');
    }
    let Printer { out, choices, .. } = printer;
    let text = match choices.below(8) {
        6 => out.replace('\n', "\r\n"),
        7 => out.replace('\n', "\r"),
        _ => out,
    };
    if choices.chance(10) { format!("\u{FEFF}{text}") } else { text }
}

struct Printer<'n, 'c, 'b> {
    out: String,
    choices: &'c mut Choices<'b>,
    aliases: bool,
    /// What has an anchor, with its name.
    anchors: Vec<(&'n Node, String)>,
    named: usize,
    /// Whether the text ends in a block scalar, to which empty lines and indented comments would belong.
    open: bool,
}

impl<'n> Printer<'n, '_, '_> {
    fn column(&self) -> usize {
        self.out.len() - self.out.rfind('\n').map_or(0, |at| at + 1)
    }

    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.push_str(&" ".repeat(indent));
    }

    /// Comments and empty lines, before a line that is indented so far.
    fn gap(&mut self, indent: usize) {
        if std::mem::take(&mut self.open) {
            return;
        }
        if self.choices.chance(6) {
            self.out.push_str(&" ".repeat(self.choices.below(indent + 3)));
            self.out.push_str("# ImageId: web\n");
        }
        if self.choices.chance(4) {
            self.out.push('\n');
        }
    }

    fn comment(&mut self) {
        if self.choices.chance(5) {
            self.out.push_str(" # 'a \"comment\": {");
        }
    }

    /// Writes the entries at this indentation; `here` says that the first stands where the text ends.
    fn block_map(&mut self, entries: &'n [(String, Node)], indent: usize, here: bool) {
        let mut here = here;
        let merged = self.merge(entries, indent, &mut here);
        for (at, (key, value)) in entries.iter().enumerate() {
            if merged.contains(&at) {
                continue;
            }
            self.next(indent, &mut here);
            let explicit = self.choices.chance(4);
            if explicit {
                self.out.push_str("? ");
            }
            let key = scalar::key(key, self.choices);
            self.out.push_str(&key);
            if explicit {
                self.comment();
                self.line(indent);
            } else if self.choices.chance(3) {
                self.out.push(' ');
            }
            self.out.push(':');
            self.value(value, indent, explicit);
        }
    }

    fn next(&mut self, indent: usize, here: &mut bool) {
        if !std::mem::take(here) {
            self.out.push('\n');
            self.gap(indent);
            self.out.push_str(&" ".repeat(indent));
        }
    }

    /// Merges a mapping with an anchor whose entries are all among these; says which these are.
    fn merge(&mut self, entries: &'n [(String, Node)], indent: usize, here: &mut bool) -> Vec<usize> {
        let within = |node: &Node| match node {
            Node::Map(others) if !others.is_empty() && others.len() < entries.len() => {
                others.iter().map(|other| entries.iter().position(|entry| entry == other)).collect::<Option<Vec<_>>>()
            }
            _ => None,
        };
        let found = self.anchors.iter().find_map(|(node, name)| Some((*node, name.clone(), within(node)?)));
        let Some((_, name, positions)) = found.filter(|_| self.aliases && self.choices.chance(60)) else {
            return Vec::new();
        };
        self.next(indent, here);
        self.out.push_str(&format!("<<: *{name}"));
        positions
    }

    /// The name of an anchor that holds the same value.
    fn alias(&mut self, node: &'n Node) -> Option<String> {
        let found = self.anchors.iter().find(|(known, _)| *known == node).map(|(_, name)| name.clone());
        found.filter(|_| self.aliases && self.choices.chance(60))
    }

    /// An anchor for what follows: a new one, or the name of an earlier one, which then means this.
    fn anchor(&mut self) -> Option<String> {
        if !self.aliases || !self.choices.chance(25) {
            return None;
        }
        if !self.anchors.is_empty() && self.choices.chance(20) {
            let at = self.choices.below(self.anchors.len());
            return Some(self.anchors.remove(at).1);
        }
        self.named += 1;
        Some(format!("a{}", self.named))
    }

    /// Writes what stands behind a `:` or `-` of a collection at this indentation.
    fn value(&mut self, node: &'n Node, indent: usize, inline: bool) {
        if let Some(name) = self.alias(node) {
            self.out.push_str(&format!(" *{name}"));
            return self.comment();
        }
        let anchor = match node {
            Node::Call(..) => None,
            _ => self.anchor(),
        };
        if let Some(name) = &anchor {
            self.out.push_str(&format!(" &{name}"));
        }
        match node {
            Node::Text(leaf) => {
                let gap = if self.choices.chance(6) { "  " } else { " " };
                self.out.push_str(gap);
                if self.choices.chance(3) {
                    self.out.push_str("!!str ");
                }
                let written = scalar::write(&leaf.text, Room::Block { indent }, self.choices);
                self.out.push_str(&written.text);
                match written.takes_comment {
                    true => self.comment(),
                    false => self.open = true,
                }
            }
            Node::Plain(word) => {
                let empty = *word == "null" && self.choices.chance(40) && !inline;
                if !empty {
                    self.out.push(' ');
                    self.out.push_str(if *word == "null" && self.choices.chance(30) { "~" } else { word });
                }
                self.comment();
            }
            Node::Call(name, argument) => self.call(name, argument, indent),
            Node::List(items) if items.is_empty() => self.out.push_str(" []"),
            Node::Map(entries) if entries.is_empty() => self.out.push_str(" {}"),
            _ if self.choices.chance(15) => {
                self.out.push(' ');
                self.flow(node, indent + 1);
                self.comment();
            }
            Node::List(items) => self.block_list(items, indent, inline, anchor.is_none()),
            Node::Map(entries) => self.nested(entries, indent, inline, anchor.is_none()),
        }
        if let Some(name) = anchor {
            self.anchors.push((node, name));
        }
    }

    fn nested(&mut self, entries: &'n [(String, Node)], indent: usize, inline: bool, bare: bool) {
        if inline && bare && self.choices.chance(85) {
            self.out.push(' ');
            return self.block_map(entries, self.column(), true);
        }
        self.comment();
        let deeper = indent + 1 + [1, 3, 0, 2][self.choices.below(4)];
        self.block_map(entries, deeper, false);
    }

    fn block_list(&mut self, items: &'n [Node], indent: usize, inline: bool, bare: bool) {
        let mut here = inline && bare && self.choices.chance(50);
        let at = match () {
            () if here => {
                self.out.push(' ');
                self.column()
            }
            // Behind a key a list need not be indented; behind a dash it must be.
            () if !inline && self.choices.chance(40) => indent,
            () => indent + 2,
        };
        if !here {
            self.comment();
        }
        for item in items {
            self.next(at, &mut here);
            self.out.push('-');
            self.value(item, at, true);
        }
    }

    /// A function, long or short.
    fn call(&mut self, name: &str, argument: &'n Node, indent: usize) {
        // A tag before a function in the short form would be a second tag.
        let short = self.choices.chance(60) && !matches!(argument, Node::Call(..));
        if !short {
            self.out.push_str(&format!(" {{{}: ", long(name)));
            self.flow(argument, indent + 1);
            return self.out.push('}');
        }
        self.out.push(' ');
        self.short(name, argument, indent + 1);
    }

    /// A function in its short form. An alias takes no tag.
    fn short(&mut self, name: &str, argument: &'n Node, indent: usize) {
        let aliases = self.aliases;
        self.aliases &= !matches!(argument, Node::Text(_));
        self.out.push_str(&format!("!{name} "));
        self.flow(argument, indent);
        self.aliases = aliases;
    }

    /// Writes a value in brackets, or a scalar between them.
    fn flow(&mut self, node: &'n Node, indent: usize) {
        match node {
            Node::Text(_) | Node::Plain(_) | Node::Call(..) => self.flow_leaf(node, indent),
            Node::List(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.between(at, indent);
                    self.flow(item, indent);
                }
                self.close(items.len(), indent, ']');
            }
            Node::Map(entries) => {
                self.out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.between(at, indent);
                    let key = scalar::key(key, self.choices);
                    self.out.push_str(&key);
                    // Behind a key in quotes the value may follow at once.
                    let close = key.ends_with('"') && self.choices.chance(50);
                    self.out.push_str(if close { ":" } else { ": " });
                    self.flow(value, indent);
                }
                self.close(entries.len(), indent, '}');
            }
        }
    }

    fn flow_leaf(&mut self, node: &'n Node, indent: usize) {
        if let Some(name) = self.alias(node) {
            return self.out.push_str(&format!("*{name} "));
        }
        match node {
            Node::Text(leaf) => {
                let anchor = self.anchor();
                if let Some(name) = &anchor {
                    self.out.push_str(&format!("&{name} "));
                }
                let written = scalar::write(&leaf.text, Room::Flow, self.choices);
                self.out.push_str(&written.text);
                if let Some(name) = anchor {
                    self.anchors.push((node, name));
                }
            }
            Node::Plain(word) => self.out.push_str(word),
            Node::Call(name, argument) if self.choices.chance(50) && !matches!(**argument, Node::Call(..)) => {
                self.short(name, argument, indent);
            }
            Node::Call(name, argument) => {
                self.out.push_str(&format!("{{{}: ", long(name)));
                self.flow(argument, indent);
                self.out.push('}');
            }
            _ => unreachable!("collections have brackets"),
        }
    }

    fn between(&mut self, at: usize, indent: usize) {
        if at > 0 {
            self.out.push(',');
        }
        if self.choices.chance(10) {
            self.comment();
            self.line(indent + 1);
        } else if at > 0 {
            self.out.push(' ');
        }
    }

    fn close(&mut self, count: usize, indent: usize, bracket: char) {
        if count > 0 && self.choices.chance(8) {
            self.out.push(',');
        }
        if self.choices.chance(8) {
            self.line(indent + 1);
        }
        self.out.push(bracket);
    }
}
