//! Terraform files: bodies of blocks as plain data, and the same written as HCL.

use super::choice::Choices;
use super::text;

/// Blocks and attributes, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Body(pub Vec<Item>);

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Attribute(String, Expression),
    Block(String, Vec<String>, Body),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Text(String),
    /// Written as it is.
    Code(&'static str),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
}

/// Types with the way to their image, and whether relations replace it there.
const TYPES: &[(&str, &[&str], bool)] = &[
    ("alicloud_instance", &["image_id"], true),
    ("alicloud_ess_scaling_configuration", &["image_id"], true),
    ("alicloud_ecs_launch_template", &["image_id"], true),
    ("alicloud_cs_kubernetes_node_pool", &["image_id"], true),
    ("alicloud_ehpc_cluster_v2", &["manager", "manager_node", "image_id"], true),
    ("alicloud_ehpc_queue", &["compute_nodes", "image_id"], true),
    ("alicloud_image_copy", &["source_image_id"], false),
    ("alicloud_ens_instance", &["image_id"], false),
    ("alicloud_vpc", &["image_id"], false),
];

const CODE: &[&str] = &[
    "var.image",
    "local.image",
    "data.alicloud_images.web.images[0].id",
    "var.big ? \"web\" : var.image",
    "\"m-${var.suffix}\"",
    "\"%{ if var.big }web%{ else }db%{ endif }\"",
    "[for x in [\"web\"] : x][0]",
    "lookup({ a = \"web\" }, \"a\", \"b\")",
    "null",
    "7",
    "{ for k, v in { a = \"b\" } : k => v if k != \"c\" }[\"a\"]",
    "alicloud_instance.R0.*.image_id",
    "(-1 + 2 * 3 >= 4) || !true",
    "\"a${\"b${\"c\"}\"}\"",
];

/// A file. Every choice left out makes one instance with one image.
pub fn body(choices: &mut Choices<'_>) -> Body {
    let mut items = Vec::new();
    if choices.chance(40) {
        let default = Expression::Text(text::image(choices));
        items.push(block(
            "variable",
            &["image"],
            vec![attribute("type", Expression::Code("string")), attribute("default", default)],
        ));
    }
    if choices.chance(25) {
        items.push(block(
            "locals",
            &[],
            vec![attribute("image", expression(choices, 2)), attribute("other", expression(choices, 2))],
        ));
    }
    for at in 0..1 + choices.below(4) {
        items.push(resource(at, choices));
    }
    if choices.chance(30) {
        items.push(block("output", &["image_id"], vec![attribute("value", Expression::Text("web".to_owned()))]));
    }
    if choices.chance(10) {
        items.push(block("module", &["inner"], vec![attribute("image_id", Expression::Text("web".to_owned()))]));
    }
    Body(items)
}

fn attribute(name: &str, value: Expression) -> Item {
    Item::Attribute(name.to_owned(), value)
}

fn block(name: &str, labels: &[&str], items: Vec<Item>) -> Item {
    Item::Block(name.to_owned(), labels.iter().map(|label| (*label).to_owned()).collect(), Body(items))
}

fn resource(at: usize, choices: &mut Choices<'_>) -> Item {
    let (kind, path, _) = *choices.pick(TYPES);
    let mut items = Vec::new();
    if choices.chance(30) {
        items.push(attribute("user_data", expression(choices, 2)));
    }
    let mut inner = image(path[path.len() - 1], choices);
    for name in path[..path.len() - 1].iter().rev() {
        inner = match choices.chance(15) {
            false => block(name, &[], vec![inner]),
            true => {
                let each = attribute("for_each", Expression::Code("var.all"));
                block("dynamic", &[name], vec![each, block("content", &[], vec![inner])])
            }
        };
    }
    items.push(inner);
    if choices.chance(20) {
        items.push(attribute("count", Expression::Code("2")));
    }
    if choices.chance(20) {
        items.push(attribute("tags", Expression::Object(vec![("image_id".to_owned(), expression(choices, 1))])));
    }
    block("resource", &[kind, &format!("R{at}")], items)
}

fn image(name: &str, choices: &mut Choices<'_>) -> Item {
    let value = match choices.chance(12) {
        true => Expression::Code(choices.word(CODE)),
        false => Expression::Text(text::image(choices)),
    };
    attribute(name, value)
}

fn expression(choices: &mut Choices<'_>, depth: usize) -> Expression {
    match choices.below(if depth == 0 { 2 } else { 4 }) {
        0 => Expression::Text(text::any(choices)),
        1 => Expression::Code(choices.word(CODE)),
        2 => Expression::List((0..choices.below(3)).map(|_| expression(choices, depth - 1)).collect()),
        _ => Expression::Object(
            (0..choices.below(3)).map(|at| (format!("k{at}"), expression(choices, depth - 1))).collect(),
        ),
    }
}

impl Body {
    /// The same body with `new` for each literal that a relation may replace.
    #[must_use]
    pub fn replaced(&self, new: &dyn Fn(&str) -> Option<String>) -> Body {
        let resource = |item: &Item| match item {
            Item::Block(name, labels, body) if name == "resource" => {
                let rule = TYPES.iter().find(|(kind, _, replaced)| *kind == labels[0] && *replaced);
                let body = rule.map_or_else(|| body.clone(), |(_, path, _)| replace(body, path, new));
                Item::Block(name.clone(), labels.clone(), body)
            }
            other => other.clone(),
        };
        Body(self.0.iter().map(resource).collect())
    }

    /// Writes the file.
    pub fn print(&self, choices: &mut Choices<'_>) -> String {
        let mut out = String::new();
        body_lines(self, 0, choices, &mut out);
        if choices.chance(10) {
            out = out.trim_end().to_owned();
        }
        out
    }
}

fn replace(body: &Body, path: &[&str], new: &dyn Fn(&str) -> Option<String>) -> Body {
    let (step, rest) = path.split_first().expect("a path has steps");
    let item = |item: &Item| match item {
        Item::Attribute(name, Expression::Text(text)) if name == step && rest.is_empty() => {
            let text = new(text).unwrap_or_else(|| text.clone());
            Item::Attribute(name.clone(), Expression::Text(text))
        }
        Item::Block(name, labels, inner) if name == step && !rest.is_empty() => {
            Item::Block(name.clone(), labels.clone(), replace(inner, rest, new))
        }
        Item::Block(name, labels, Body(inner)) if name == "dynamic" && labels[0] == **step && !rest.is_empty() => {
            let content = |item: &Item| match item {
                Item::Block(name, labels, inner) if name == "content" => {
                    Item::Block(name.clone(), labels.clone(), replace(inner, rest, new))
                }
                other => other.clone(),
            };
            Item::Block(name.clone(), labels.clone(), Body(inner.iter().map(content).collect()))
        }
        other => other.clone(),
    };
    Body(body.0.iter().map(item).collect())
}

fn body_lines(body: &Body, depth: usize, choices: &mut Choices<'_>, out: &mut String) {
    let indent = "  ".repeat(depth);
    for item in &body.0 {
        if choices.chance(6) {
            out.push_str(choices.word(&["# image_id = \"web\"\n", "// \"\n", "/* { \"\n<<EOT */\n", "\n", "\t\n"]));
        }
        out.push_str(&indent);
        match item {
            Item::Attribute(name, value) => {
                let equals = choices.word(&[" = ", "=", "   = ", " =\t", " = /* x */ "]);
                out.push_str(&format!("{name}{equals}"));
                print(value, true, choices, out);
            }
            Item::Block(name, labels, inner) => {
                out.push_str(name);
                for label in labels {
                    out.push_str(&if choices.chance(8) { format!(" {label}") } else { format!(" \"{label}\"") });
                }
                let heredoc = |item: &Item| matches!(item, Item::Attribute(_, value) if can_break(value));
                match &inner.0[..] {
                    [Item::Attribute(name, value)] if choices.chance(30) && !heredoc(&inner.0[0]) => {
                        out.push_str(&format!(" {{ {name} = "));
                        print(value, false, choices, out);
                        out.push_str(" }");
                    }
                    _ => {
                        out.push_str(" {\n");
                        body_lines(inner, depth + 1, choices, out);
                        out.push_str(&format!("{indent}}}"));
                    }
                }
            }
        }
        if !out.ends_with('\n') {
            out.push_str(if choices.chance(5) { " # \"\n" } else { "\n" });
        }
    }
}

/// Whether a value may take more than one line, which a block of one line has no room for.
fn can_break(value: &Expression) -> bool {
    !matches!(value, Expression::Code(_))
}

fn print(value: &Expression, lines: bool, choices: &mut Choices<'_>, out: &mut String) {
    match value {
        Expression::Text(text) if lines && is_heredoc(text) && choices.chance(60) => heredoc(text, choices, out),
        Expression::Text(text) => out.push_str(&quoted(text, choices)),
        Expression::Code(code) => out.push_str(code),
        Expression::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                if choices.chance(15) {
                    out.push_str("\n    ");
                }
                print(item, false, choices, out);
            }
            out.push_str(if !items.is_empty() && choices.chance(20) { ",\n]" } else { "]" });
        }
        Expression::Object(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { choices.word(&[", ", "\n", ",\n  "]) } else { " " });
                let key = if choices.chance(30) { format!("\"{key}\"") } else { key.clone() };
                out.push_str(&format!("{key}{}", choices.word(&[" = ", ": ", "="])));
                print(value, false, choices, out);
            }
            out.push_str(" }");
        }
    }
}

/// Writes a text between quotes.
pub fn quoted(text: &str, choices: &mut Choices<'_>) -> String {
    let mut out = String::from("\"");
    for character in text.replace("${", "$${").replace("%{", "%%{").chars() {
        let number = u32::from(character);
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '$' | '%' | '{' => out.push(character),
            _ if number < 0x10000 && choices.chance(3) => out.push_str(&format!("\\u{number:04x}")),
            _ if number >= 0x10000 && choices.chance(30) => out.push_str(&format!("\\U{number:08x}")),
            _ => out.push(character),
        }
    }
    out + "\""
}

/// Whether a heredoc can hold a text: whole lines.
fn is_heredoc(text: &str) -> bool {
    text.ends_with('\n') && !text.contains('\r') && !text.lines().any(|line| line.trim() == "EOT")
}

fn heredoc(text: &str, choices: &mut Choices<'_>, out: &mut String) {
    let text = text.replace("${", "$${").replace("%{", "%%{");
    // `<<-` takes the least indentation from every line: only where no line has one of its own is that what was added.
    let flush = text.lines().all(|line| !line.starts_with([' ', '\t']) && !line.is_empty());
    if flush && choices.chance(50) {
        let lines: String = text.lines().map(|line| format!("    {line}\n")).collect();
        out.push_str(&format!("<<-EOT\n{lines}    EOT\n"));
    } else {
        out.push_str(&format!("<<EOT\n{text}EOT\n"));
    }
}
