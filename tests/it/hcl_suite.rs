//! HashiCorp's HCL specification suite and the seeds of its fuzz tests.

use std::fs;
use std::path::Path;

use ecs_image_resolver::diagnostic::{Diagnostics, Place};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::syntax::hcl::{self, Document, Kind, NodeId};

use crate::hcl::{files, read_corpus};
use crate::oracle::hcl::parse;

/// Cases of the suite whose errors are at other places here, and why.
const OTHER_PLACES: &[(&str, &str)] = &[
    ("structure/attributes/unexpected", "the suite's schema does not know `c`; the text is HCL"),
    ("structure/blocks/single_unclosed", "the error underlines the block's header, which names it, not its brace"),
];

/// Seeds that are not HCL.
const INVALID_SEEDS: &[(&str, &str)] = &[("function-call-tmpl.hcl", "the string is not closed")];

/// Where a `.t` file wants errors to start.
fn expected_errors(text: &str) -> Vec<u32> {
    let (document, diagnostics) = parse(text);
    assert!(diagnostics.ok());
    let mut places = Vec::new();
    let blocks = |body: NodeId, name: &'static str| {
        let document = &document;
        document
            .items(body)
            .filter(move |&id| document.kind(id) == Kind::Block && document.name(text, id) == name)
            .collect::<Vec<_>>()
    };
    for diagnostics in blocks(Document::ROOT, "diagnostics") {
        for from in blocks(diagnostics, "error").into_iter().flat_map(|error| blocks(error, "from")) {
            let byte = document.items(from).find(|&id| document.name(text, id) == "byte").unwrap();
            let value = document.inner(byte).unwrap();
            places.push(document.node(value).span().text(text).parse().unwrap());
        }
    }
    places
}

fn places(diagnostics: &Diagnostics) -> Vec<u32> {
    let place = |place: &Place| match place {
        Place::Template(span) => span.start,
        _ => panic!("not a place in the text"),
    };
    diagnostics.kept().iter().map(|diagnostic| place(&diagnostic.place)).collect()
}

#[test]
fn the_specification_suite_has_errors_where_it_should() {
    let Some(corpus) = read_corpus() else { return };
    let folder = corpus.join("conformance/hcl/specsuite/tests");
    let cases = files(&folder, "hcl");
    assert!(cases.len() >= 14, "{} cases", cases.len());
    let mut excused = 0;
    for case in cases {
        let name = case.strip_prefix(&folder).unwrap().with_extension("").display().to_string();
        let (_, diagnostics) = parse(&fs::read_to_string(&case).unwrap());
        let expected =
            fs::read_to_string(case.with_extension("t")).map_or_else(|_| Vec::new(), |t| expected_errors(&t));
        let found = places(&diagnostics);
        if OTHER_PLACES.iter().any(|(known, _)| *known == name) {
            assert_ne!(found, expected, "{name} agrees now: take it off the list");
            excused += 1;
        } else {
            assert_eq!(found, expected, "{name}: {:?}", diagnostics.kept());
        }
    }
    assert_eq!(excused, OTHER_PLACES.len());
}

/// The texts of the values that `.t` files give, against those that the `.hcl` beside it writes.
#[test]
fn the_specification_suite_has_the_values_it_should() {
    let Some(corpus) = read_corpus() else { return };
    let folder = corpus.join("conformance/hcl/specsuite/tests/expressions");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (heredocs, expected) = (read("heredoc.hcl"), read("heredoc.t"));
    let compared = texts(&heredocs)
        .into_iter()
        .filter_map(|(path, text)| Some((path, text?)))
        .filter(|(path, text)| {
            let key = format!("result.{path}");
            let wanted = texts(&expected).into_iter().find(|(path, _)| *path == key);
            assert_eq!(Some(text), wanted.and_then(|(_, text)| text).as_ref(), "{path}");
            true
        })
        .count();
    assert_eq!(compared, 14, "all of the suite's heredocs that hold no interpolation");

    let text = read("primitive_literals.hcl");
    let found = texts(&text);
    let wanted = [("string_ascii", "hello"), ("string_unicode_bmp", "ЖЖ"), ("string_unicode_astral", "👩‍👩‍👧‍👦")];
    for (path, text) in wanted {
        assert!(found.contains(&(path.to_owned(), Some(text.to_owned()))), "{path}");
    }
}

/// Every string with the keys that lead to it, `None` for one that has something to fill in.
fn texts(text: &str) -> Vec<(String, Option<String>)> {
    fn walk(text: &str, document: &Document, id: NodeId, path: &str, out: &mut Vec<(String, Option<String>)>) {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match document.kind(id) {
            Kind::Body => document.items(id).for_each(|item| walk(text, document, item, path, out)),
            Kind::Attribute => {
                walk(text, document, document.inner(id).unwrap(), &below(document.name(text, id)), out);
            }
            Kind::Object => {
                let children: Vec<NodeId> = document.children(id).collect();
                for pair in children.chunks(2) {
                    walk(text, document, pair[1], &below(document.node(pair[0]).span().text(text)), out);
                }
            }
            Kind::Quoted | Kind::Heredoc => {
                out.push((path.to_owned(), hcl::decode(text, document, id).map(Into::into)));
            }
            _ => {}
        }
    }
    let (document, diagnostics) = parse(text);
    assert!(diagnostics.ok());
    let mut out = Vec::new();
    walk(text, &document, Document::ROOT, "", &mut out);
    out
}

#[test]
fn the_seeds_of_the_fuzz_tests_are_read() {
    let Some(corpus) = read_corpus() else { return };
    let folder = corpus.join("conformance/hcl");
    let mut count = 0;
    for extension in ["hcl", "hcle", "hclt", "tmpl"] {
        for path in
            files(&folder, extension).iter().filter(|path| path.components().any(|part| part.as_os_str() == "fuzz"))
        {
            let file = fs::read_to_string(path).unwrap();
            let literal = file.split_once("[]byte(").and_then(|(_, rest)| rest.trim_end().strip_suffix(')')).unwrap();
            let seed: String = serde_json::from_str(literal).unwrap();
            let ok = match extension {
                "hcl" => parse(&seed).1.ok(),
                "tmpl" => {
                    let mut diagnostics = Diagnostics::new(10, &[]);
                    hcl::parse_template(&seed, &Limits::default(), &mut diagnostics);
                    diagnostics.ok()
                }
                _ => parse(&format!("a = {}\n", seed.trim_end())).1.ok(),
            };
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let invalid = INVALID_SEEDS.iter().any(|(known, _)| *known == name);
            assert_eq!(ok, !invalid, "{}: {seed:?}", Path::new(name).display());
            count += 1;
        }
    }
    assert!(count > 50, "{count} seeds");
}
