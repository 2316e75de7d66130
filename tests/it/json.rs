//! The JSON front end against serde_json: the same texts are accepted, with the same values at the same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use ecs_image_resolver::diagnostic::{Code, Place};
use ecs_image_resolver::syntax::scalar;
use proptest::prelude::*;
use serde_json::Value;

use crate::oracle::json::{assert_agrees, assert_whole, parse};

/// Texts that are JSON, or nearly.
const TEXTS: &[&str] = &[
    "",
    " \r\n\t ",
    "\u{FEFF}{\"a\":1}",
    "{\"a\":1}\u{FEFF}",
    "\u{FEFF}",
    "null",
    "true",
    "false",
    "nul",
    "nulll",
    "True",
    "NaN",
    "-Infinity",
    "undefined",
    "0",
    "-0",
    "-",
    "+1",
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "1.5",
    "1.5e",
    "1e5",
    "1E+5",
    "1e-5",
    "1e+",
    "1e5.5",
    "0x1F",
    "1_000",
    "1e400",
    "12345678901234567890123",
    "1 2",
    "[]",
    "[ ]",
    "{}",
    "{ }",
    "[1,2]",
    "[1,,2]",
    "[,1]",
    "[1,]",
    "[1 2]",
    "[,]",
    "{,}",
    "[",
    "]",
    "{",
    "}",
    "[}",
    "{]",
    "[[]",
    "[]]",
    "[{]}",
    "{\"a\":[}]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":,}",
    "{\"a\" 1}",
    "{\"a\":1,}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1,\"a\":[2]}",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{a:1}",
    "{1:1}",
    "{null:1}",
    "{'a':'b'}",
    "{:1}",
    "{{}:1}",
    "{[1]:1}",
    "{\"a\"::1}",
    "{\"a\":1:2}",
    "{\"a\":{\"b\":[{\"c\":null}]}}",
    "\"\"",
    "\"a",
    "\"a\\",
    "\"a\\\"",
    "\"a\\\\\"",
    "\"a\\\\\\\"\"",
    "\"漢字😀 and eight bytes more\"",
    "\"tab\there\"",
    "\"line\nbreak\"",
    "\"\u{0}\u{1F}\u{7F}\"",
    r#""\"\\\/\b\f\n\r\t""#,
    r#""\u0041\u00e9\u6f22\ud83d\ude00""#,
    r#""\ud83d""#,
    r#""\ude00""#,
    r#""\ud83d\ud83d\ude00""#,
    r#""\ud83d\n""#,
    r#""\ud83dx""#,
    r#""\u12""#,
    r#""\u12G4""#,
    r#""\u+123""#,
    r#""\x41""#,
    r#""\漢""#,
    r#""\U0041""#,
    "// a\n1",
    "/* a */ 1",
    "/* a",
    "# a\n1",
    "[1, // one\n 2]",
    "/",
    "{\"a\":1}x",
    "{\"a\":1}\n\n",
    "{\"a\":1} {\"b\":2}",
    "a: b",
    "\u{A0}1",
];

#[test]
fn hand_written_texts() {
    TEXTS.iter().for_each(|text| assert_agrees(text));
}

#[test]
fn every_prefix_and_every_missing_character() {
    let seed = TEXTS.join("\n");
    let full = r#"{"a": [1, -2.5e+3, true, {"b\u00e9": "c\n漢😀"}], "d": null, "e": {}, "f": [[], [{}]]}"#;
    for (at, character) in full.char_indices() {
        assert_agrees(&full[..at]);
        assert_agrees(&full[at..]);
        assert_agrees(&format!("{}{}", &full[..at], &full[at + character.len_utf8()..]));
        for insert in ['"', '\\', '{', '}', '[', ']', ',', ':', '\n', ' ', '0', '-', '/', '\'', 'u', '\u{1}', '漢'] {
            assert_agrees(&format!("{}{insert}{}", &full[..at], &full[at..]));
            assert_agrees(&format!("{}{insert}{}", &full[..at], &full[at + character.len_utf8()..]));
        }
    }
    assert_agrees(&seed);
}

#[test]
fn escapes_of_every_character() {
    for unit in 0..=0xFFFF_u32 {
        let text = format!("\"\\u{unit:04x}\"");
        let (document, diagnostics) = parse(&text);
        match char::from_u32(unit) {
            Some(character) => {
                assert!(diagnostics.ok());
                assert_eq!(scalar::decode(&text, &document, 0), character.to_string());
            }
            None => assert_eq!(diagnostics.kept()[0].code, Code::JsonLoneSurrogate),
        }
    }
    for character in ('\u{10000}'..=char::MAX).step_by(61) {
        let [high, low] = character.encode_utf16(&mut [0; 2])[..] else { unreachable!() };
        let text = format!("\"\\u{high:04X}\\u{low:04x}\"");
        assert_eq!(scalar::decode(&text, &parse(&text).0, 0), character.to_string());
    }
}

#[test]
fn nesting_stops_at_the_limit() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = |depth: usize| open.repeat(depth) + "1" + &close.repeat(depth);
        let (document, diagnostics) = parse(&text(128));
        assert!(diagnostics.ok());
        assert_whole(&text(128), &document);
        for depth in [129, 100_000] {
            let (document, diagnostics) = parse(&text(depth));
            assert_eq!(diagnostics.kept().iter().map(|kept| kept.code).collect::<Vec<_>>(), [Code::NestingLimit]);
            assert_whole(&text(depth), &document);
        }
    }
}

/// Each line: a text, and what is reported: the code and the bytes that are underlined.
#[test]
fn findings_stand_at_their_place() {
    for (text, expected) in [
        ("", "json-missing-value 0..0"),
        ("{\"a\": }", "json-missing-value 5..5"),
        ("{\"a\" : , \"b\": 1}", "json-missing-value 6..6"),
        ("{\"a\"  }", "json-missing-colon 4..4"),
        ("{\"a\" 1}", "json-missing-colon 4..4"),
        ("[1 2]", "json-missing-comma 2..2"),
        ("[1 /* x */ 2]", "json-comment 3..10 json-missing-comma 2..2"),
        ("[1, // x\n]", "json-comment 4..8 json-trailing-comma 2..3"),
        ("[1,,2]", "json-unexpected 3..4"),
        ("[1, :]", "json-unexpected 4..5"),
        ("{\"a\": [1}", "json-unclosed 8..8"),
        ("{\"a\": {\"b\": [1", "json-unclosed 14..14"),
        ("[1]]", "json-trailing-text 3..4"),
        ("{\"a\": 1]}", "json-unexpected 7..8"),
        ("{a: 1}", "json-key-not-string 1..2"),
        ("{\"a\": yes}", "json-unknown-word 6..9"),
        ("{\"a\": 007}", "json-invalid-number 6..9"),
        ("{'a': 1}", "json-single-quotes 1..4"),
        ("{\"a\": \"b\n}", "json-unclosed-string 6..8"),
        ("\"a\tb\"", "json-control-character 2..3"),
        ("\"\\q\"", "json-invalid-escape 1..3"),
        ("\"\\ud800!\"", "json-lone-surrogate 1..7"),
        ("{} // x", "json-comment 3..7"),
    ] {
        let found: Vec<_> = parse(text)
            .1
            .kept()
            .iter()
            .map(|kept| match kept.place {
                Place::Template(span) => format!("{} {}..{}", kept.code, span.start, span.end),
                _ => unreachable!(),
            })
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        "[a-z\"\\\\\n\u{1}é漢😀]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map("[a-z\"\\\\é]{0,6}", inner, 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_documents(value in any_json()) {
        assert_agrees(&value.to_string());
        assert_agrees(&serde_json::to_string_pretty(&value).unwrap());
    }

    #[test]
    fn generated_mutations(value in any_json(), edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, "[\"\\\\{}\\[\\],: \n0-9a-fu/'#\u{1}é]"), 1..5)) {
        let mut characters: Vec<char> = value.to_string().chars().collect();
        for (at, action, insert) in edits {
            let at = at.index(characters.len() + 1);
            if action > 0 && at < characters.len() {
                characters.remove(at);
            }
            if action < 2 {
                characters.extend(insert.chars());
                characters[at..].rotate_right(1);
            }
        }
        assert_agrees(&characters.into_iter().collect::<String>());
    }

    #[test]
    fn any_text(text in ".*") {
        assert_agrees(&text);
    }
}

#[test]
fn the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the corpus is missing");
        return eprintln!("left out: the corpus is missing");
    }
    let mut files = Vec::new();
    collect(&corpus.join("conformance/yaml-test-suite"), &mut files);
    collect(&corpus.join("conformance/hcl/json"), &mut files);
    collect(&corpus.join("templates"), &mut files);
    assert!(files.len() > 250, "{} files", files.len());
    for file in files {
        if let Ok(text) = fs::read_to_string(&file) {
            assert_agrees(&text);
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, files),
            false if path.extension().is_some_and(|extension| extension == "json") => files.push(path),
            false => {}
        }
    }
}
