//! The HCL front end: what each construct becomes, what is reported where, and what holds for any text at all.

use std::fs;
use std::path::{Path, PathBuf};

use ecs_image_resolver::format::Format;
use ecs_image_resolver::syntax::hcl::{self, Document, Kind, NodeId};
use ecs_image_resolver::template::{Options, Template};
use proptest::prelude::*;

use crate::oracle::hcl::{assert_any, assert_whole, parse};
use crate::pace;
use crate::sites::fixtures;

/// The folder of real templates and test suites, where it is there.
pub fn read_corpus() -> Option<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
    eprintln!("left out: the corpus is missing");
    None
}

/// Every file under `folder` whose name ends in `.extension`, in the order of their names.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|known| known == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The tree in one line: `kind(child, child)`, leaves with their text.
fn shape(text: &str, document: &Document, id: NodeId) -> String {
    let node = document.node(id);
    let kind = format!("{:?}", node.kind).to_lowercase();
    let name = match node.kind {
        Kind::Block | Kind::Attribute | Kind::Call => format!(" {}", document.name(text, id)),
        _ if document.is_leaf(id) => format!(" {}", node.span().text(text)),
        _ => String::new(),
    };
    let children: Vec<String> = document.children(id).map(|child| shape(text, document, child)).collect();
    if children.is_empty() { format!("{kind}{name}") } else { format!("{kind}{name}({})", children.join(", ")) }
}

/// The value of `a` in `a = …`, which must be without errors.
#[track_caller]
fn value(expression: &str) -> String {
    let text = format!("a = {expression}\n");
    let (document, diagnostics) = parse(&text);
    assert!(diagnostics.ok(), "{text}: {:?}", diagnostics.kept());
    assert_whole(&text, &document);
    let attribute = document.items(Document::ROOT).next().unwrap();
    shape(&text, &document, document.inner(attribute).unwrap())
}

#[test]
fn expressions_become_nodes() {
    for (expression, expected) in [
        ("1.5e-3", "number 1.5e-3"),
        ("true", "bool true"),
        ("null", "null null"),
        ("x", "variable x"),
        ("x-y", "variable x-y"),
        ("x - y", "operation(variable x, variable y)"),
        ("1 + 2 * 3 == 4 && !x", "operation(number 1, number 2, number 3, number 4, unary(variable x))"),
        ("- ! - 1", "unary(number 1)"),
        ("a ? b : c ? d : e", "conditional(variable a, variable b, variable c, variable d, variable e)"),
        ("a ? b ? c : d : e", "conditional(variable a, conditional(variable b, variable c, variable d), variable e)"),
        ("(\n1\n)", "parens(number 1)"),
        ("a.b . c", "traversal(variable a, getattr .b, getattr . c)"),
        ("a.0.b[1][\"k\"]", "traversal(variable a, legacyindex .0, getattr .b, index(number 1), index(quoted \"k\"))"),
        ("a.0.1", "traversal(variable a, legacyindex .0, legacyindex .1)"),
        ("a.*.b[*].c", "traversal(variable a, attrsplat .*, getattr .b, fullsplat [*], getattr .c)"),
        ("f()", "call f"),
        ("f(1, [2]...)", "call f(number 1, tuple(number 2), expand ...)"),
        ("f(1,\n2,\n)", "call f(number 1, number 2)"),
        ("a::b::f(x)[0]", "traversal(call a::b::f(variable x), index(number 0))"),
        ("[\n1, # one\n2,\n]", "tuple(number 1, number 2)"),
        ("{}", "object {}"),
        (
            "{ a = 1, \"b\" : 2\n (c) = 3 }",
            "object(variable a, number 1, quoted \"b\", number 2, parens(variable c), number 3)",
        ),
        ("{\n\n a = 1 // x\n # y\n\n b = 2\n}", "object(variable a, number 1, variable b, number 2)"),
        ("[for x in y : x]", "fortuple(forname x, variable y, variable x)"),
        (
            "[for i, x in y :\n x\n if i > 0]",
            "fortuple(forname i, forname x, variable y, variable x, forif(operation(variable i, number 0)))",
        ),
        (
            "{ for k, v in y : k => v... if v }",
            "forobject(forname k, forname v, variable y, variable k, variable v, expand ..., forif(variable v))",
        ),
        ("[format, fork]", "tuple(variable format, variable fork)"),
        ("\"\"", "quoted \"\""),
        ("\"a $${b} %%{c} $ % $$ \\\" \\\\\"", "quoted \"a $${b} %%{c} $ % $$ \\\" \\\\\""),
        ("\"a ${ b } ${~ c ~}\"", "quoted(interpolation(variable b), interpolation(variable c))"),
        ("\"${\"${\"x\"}\"}\"", "quoted(interpolation(quoted(interpolation(quoted \"x\"))))"),
        (
            "\"${ {a = \"}\"}[\"a\"] }\"",
            "quoted(interpolation(traversal(object(variable a, quoted \"}\"), index(quoted \"a\"))))",
        ),
        (
            "\"%{ if a ~}x%{ else }y%{~ endif }\"",
            "quoted(directive(variable a), directive %{ else }, directive %{~ endif })",
        ),
        (
            "\"%{ for k, v in m }${v}%{ endfor }\"",
            "quoted(directive(forname k, forname v, variable m), interpolation(variable v), directive %{ endfor })",
        ),
        ("<<EOT\na\n  EOTX\n EOT", "heredoc <<EOT\na\n  EOTX\n EOT"),
        (
            "<<-E-1\n${a}\n  %{ if b }x%{ endif }\n  E-1",
            "heredoc(interpolation(variable a), directive(variable b), directive %{ endif })",
        ),
        ("<<A\n${<<B\nx\nB\n}\nA", "heredoc(interpolation(heredoc <<B\nx\nB))"),
        ("f(<<A\nx\nA\n)", "call f(heredoc <<A\nx\nA)"),
        ("x /* y\n */ + 1 # z", "operation(variable x, number 1)"),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn bodies_become_nodes() {
    for (text, expected) in [
        ("", "body "),
        ("a = 1", "body(attribute a(number 1))"),
        ("\u{FEFF}a = 1\r\nb = 2\r\n", "body(attribute a(number 1), attribute b(number 2))"),
        ("a {}\nb \"x\" y {\n}\n", "body(block a, block b(quoted \"x\", label y))"),
        ("a { b = 1 }", "body(block a(attribute b(number 1)))"),
        ("a { # x\n b {\n c = [\n] } \n}\n", "body(block a(block b(attribute c(tuple [\n]))))"),
        ("_a-b = 1\n日本 = 2\n", "body(attribute _a-b(number 1), attribute 日本(number 2))"),
        ("for = 1\nif {\n}\n", "body(attribute for(number 1), block if)"),
    ] {
        let (document, diagnostics) = parse(text);
        let _ = (&diagnostics, assert_whole(text, &document));
        assert_eq!(shape(text, &document, Document::ROOT), expected, "{text:?}");
    }
}

#[test]
fn texts_are_decoded_and_encoded() {
    for (expression, expected) in [
        (r#""a\n\r\t\"\\b""#, "a\n\r\t\"\\b"),
        (r#""\u00e9\U0001F600""#, "é😀"),
        (r#""$${a} %%{b} $$${c} $ { %""#, "${a} %{b} $${c} $ { %"),
        ("<<E\n\\n $${a}\nE", "\\n ${a}\n"),
        ("<<E\nE", ""),
        ("<<-E\n\n    a\n\n  b\n\tc\n  E", "\n   a\n\n b\nc\n"),
        ("<<-E\r\n  a\r\n  E", "a\r\n"),
    ] {
        let text = format!("a = {expression}\n");
        let (document, diagnostics) = parse(&text);
        assert!(diagnostics.ok(), "{text:?}: {:?}", diagnostics.kept());
        assert_eq!(hcl::decode(&text, &document, 2).as_deref(), Some(expected), "{text:?}");
    }
    assert_eq!(hcl::encode_quoted("m-1"), "m-1");
    assert_eq!(hcl::encode_quoted("a\"b\\${c}%{d}\n\u{7}\u{200B}😀"), r#"a\"b\\$${c}%%{d}\n\u0007\u200b😀"#);
}

/// What holds for the tape of any text at all.
const PIECES: &[&str] = &[
    "resource \"alicloud_instance\" \"a\" {\n",
    "image_id = ",
    "\"m-1\"",
    "\"${",
    "}\"",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "\n",
    "\r\n",
    "\r",
    " ",
    "<<EOT\n",
    "<<-EOT\n",
    "EOT\n",
    "  EOT",
    "${",
    "%{ if x }",
    "%{ endif }",
    "%{",
    "~",
    "~}",
    "for x in y :",
    "if",
    "=>",
    "...",
    "var.x",
    "local.a",
    "a",
    "a.b",
    ".",
    ".*",
    "[*]",
    "0",
    "1.5",
    "?",
    ":",
    "::",
    ",",
    "=",
    "==",
    "-",
    "!",
    "+",
    "&&",
    "|",
    "#",
    "//",
    "/*",
    "*/",
    "\\",
    "\"",
    "\\\"",
    "'",
    "$",
    "%",
    "$${",
    "日本",
    "😀",
    "\u{FEFF}",
    "\0",
    "variable \"x\" { default = ",
    "locals {\n",
    "dynamic \"x\" {\n",
    "content {\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        assert_any(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_read(text in "\\PC{0,60}") {
        assert_any(&text);
    }

    #[test]
    fn any_text_can_be_quoted(text in any::<String>()) {
        let written = format!("a = \"{}\"\n", hcl::encode_quoted(&text));
        let (document, diagnostics) = parse(&written);
        prop_assert!(diagnostics.ok(), "{:?}", diagnostics.kept());
        let read = hcl::decode(&written, &document, 2);
        prop_assert_eq!(read.as_deref(), Some(text.as_str()));
    }
}

#[test]
fn any_mutation_of_the_fixtures_is_read() {
    for path in fixtures("hcl").iter().filter(|path| path.extension().is_some_and(|extension| extension == "tf")) {
        let text = fs::read_to_string(path).unwrap();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (step, &at) in places.iter().enumerate() {
            assert_any(&text[..at]);
            let piece = PIECES[step % PIECES.len()];
            assert_any(&format!("{}{piece}{}", &text[..at], &text[at..]));
            if let Some(&next) = places.get(step + 1 + step % 7) {
                assert_any(&format!("{}{}", &text[..at], &text[next..]));
            }
        }
    }
}

/// Texts whose reading could take time that grows faster than they do, `n` steps long.
fn traps(n: usize) -> Vec<(&'static str, String)> {
    let of = |piece: &str| format!("a = {}", piece.repeat(n));
    let lines = |line: &str| line.repeat(n);
    vec![
        ("${", of("${")),
        ("\"${", of("\"${")),
        ("{", of("{")),
        ("blocks", lines("a {\n")),
        ("one-line blocks", lines("a { ")),
        ("\"", of("\"")),
        ("(", of("(")),
        ("[", of("[")),
        ("f(", of("f(")),
        ("unclosed heredocs", lines("a = <<EOT\n")),
        ("unclosed heredocs with interpolation", lines("a = <<EOT\n${\n")),
        ("long marker", format!("a = f(<<{}\n{}", "m".repeat(n), "x\n".repeat(n))),
        ("long marker in recovery", format!("a = f(1 <<{}\n{}", "m".repeat(n), "x\n".repeat(n))),
        ("traversal", format!("a = b{}", ".c".repeat(n))),
        ("index", format!("a = b{}", "[0]".repeat(n))),
        ("operation", format!("a = 1{}", "+1".repeat(n))),
        ("unary", of("!")),
        ("conditional", format!("a = {}1", "x?1:".repeat(n))),
        ("conditional in the middle", of("x?")),
        ("directives", format!("a = \"{}", "%{ if x }".repeat(n))),
        ("errors in one line", lines("a { b = } ")),
        ("errors with brackets open", lines("a = [1 2\n")),
        ("closers", lines("}\n")),
        ("commas", lines("a = 1,\n")),
        ("comments", lines("/* x */ # y\n")),
        ("unclosed comments", lines("/*")),
        ("equal attributes", lines("a = 1\n")),
        (
            "equal attributes of a resource",
            format!("resource \"alicloud_instance\" \"a\" {{\n{}}}", lines("image_id = \"x\"\n")),
        ),
        (
            "locals in a chain",
            format!(
                "locals {{\n{}}}\nresource \"alicloud_instance\" \"a\" {{ image_id = local.a0 }}",
                (0..n).map(|i| format!("a{i} = local.a{}\n", i + 1)).collect::<String>()
            ),
        ),
        (
            "locals that branch",
            format!(
                "locals {{\n{}}}\nresource \"alicloud_instance\" \"a\" {{ image_id = local.a0 }}",
                (0..n).map(|i| format!("a{i} = x ? local.a{} : local.a{}\n", i + 1, i + 2)).collect::<String>()
            ),
        ),
        (
            "locals in brackets",
            format!(
                "locals {{\n{}}}\nresource \"alicloud_instance\" \"a\" {{ image_id = local.a0 }}",
                (0..n / 100)
                    .map(|i| format!("a{i} = {}local.a{}{}\n", "(".repeat(100), i + 1, ")".repeat(100)))
                    .collect::<String>()
            ),
        ),
        (
            "equal keys of an object",
            format!(
                "resource \"alicloud_ehpc_queue\" \"a\" {{\ncompute_nodes = {{\n{}}}\n}}",
                lines("image_id = \"x\"\n")
            ),
        ),
        ("long label", format!("a \"{}\" {{}}", "x".repeat(n))),
        ("blanks in heredoc", format!("a = <<EOT\n{}\nEOT\n", " ".repeat(n))),
        ("almost markers", format!("a = <<EOT\n{}", "   EOT    x\n".repeat(n))),
    ]
}

#[test]
fn time_is_linear_in_the_text() {
    for (trap, (name, _)) in traps(1).into_iter().enumerate() {
        pace::assert_linear(
            name,
            5_000,
            |n| traps(n).swap_remove(trap).1,
            |text| {
                parse(text);
                let options = Options { format: Some(Format::Terraform), ..Options::default() };
                Template::read(text.as_bytes(), options);
            },
        );
    }
}

/// Prints what reading the corpus costs; run it with `--release -- --nocapture`.
#[test]
fn the_corpus_is_read_fast() {
    let Some(corpus) = read_corpus() else { return };
    let texts: Vec<String> =
        files(&corpus.join("templates"), "tf").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let run = |read: &dyn Fn(&str)| {
        let rounds = (0..5).map(|_| {
            let start = std::time::Instant::now();
            texts.iter().for_each(|text| read(text));
            start.elapsed().as_secs_f64()
        });
        rounds.fold(f64::MAX, f64::min)
    };
    let tape = run(&|text| {
        std::hint::black_box(parse(text));
    });
    let sites = run(&|text| {
        let options = Options { format: Some(Format::Terraform), ..Options::default() };
        std::hint::black_box(Template::read(text.as_bytes(), options));
    });
    for (what, seconds) in [("tape", tape), ("sites", sites)] {
        let (per_file, rate) = (seconds * 1e6 / texts.len() as f64, bytes as f64 / seconds / 1e6);
        println!("{what}: {per_file:.2} µs a file of {} bytes, {rate:.0} MB/s", bytes / texts.len());
    }
}
