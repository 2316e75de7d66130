//! What holds for every text: nothing panics, and the tape is whole.

use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::syntax::yaml;
use proptest::prelude::*;

use crate::oracle::yaml_tape::{check, check_tape};
use crate::yaml::cases;
use crate::yaml_cases::texts;

fn all_texts() -> Vec<String> {
    let suite = cases().into_iter().map(|(_, folder)| std::fs::read_to_string(folder.join("in.yaml")).unwrap());
    texts().into_iter().chain(suite).collect()
}

#[test]
fn every_prefix_and_suffix_becomes_a_whole_tape() {
    for text in all_texts() {
        for (at, _) in text.char_indices() {
            check(&text[..at]);
            check(&text[at..]);
        }
        check(&text);
    }
}

#[test]
fn every_text_without_a_character_or_with_one_more_becomes_a_whole_tape() {
    const MORE: &[&str] = &[
        "\n", " ", "\t", ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "\"", "'", "|", "&a ", "*a", "!", "#", "\r",
        "é",
    ];
    for text in all_texts() {
        for (at, character) in text.char_indices() {
            let (before, after) = text.split_at(at);
            check(&format!("{before}{}", &after[character.len_utf8()..]));
            for more in MORE {
                check(&format!("{before}{more}{after}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_of_yaml_become_a_whole_tape(words in prop::collection::vec(word(), 0..40)) {
        check(&words.concat());
    }

    #[test]
    fn spliced_texts_become_a_whole_tape(
        (first, second, third) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        (one, other) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
    ) {
        let texts = texts();
        let cut = |text: &str, at: prop::sample::Index| {
            let at = at.index(text.len() + 1);
            (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
        };
        let (one, other) = (&texts[one.index(texts.len())], &texts[other.index(texts.len())]);
        check(&format!("{}{}{}", &one[..cut(one, first)], &other[cut(other, second)..], &one[cut(one, third)..]));
    }

    #[test]
    fn any_text_becomes_a_whole_tape(text in ".{0,60}") {
        check(&text);
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b c",
        "a: ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        "[",
        "]",
        "{",
        "}",
        ", ",
        " #c",
        "'",
        "\"",
        "|",
        ">-",
        "|2",
        "&x ",
        "*x",
        "!t ",
        "!e!t ",
        "\n---\n",
        "\n...\n",
        "\n%YAML 1.2\n",
        "\t",
        "é",
        "😀: ",
        "\\",
        "''",
        "\u{FEFF}",
        "\n- ",
        "\na: ",
        "-",
        "?",
        ":",
        "@",
        "\u{0}",
    ])
}

#[test]
fn limits_end_the_reading_where_they_are_reached() {
    let parse = |text: &str, limits: &Limits| {
        let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
        let document = yaml::parse(text, limits, &mut diagnostics);
        check_tape(text, &document);
        let codes: Vec<String> = diagnostics.kept().iter().map(|one| format!("{one} {:?}", one.place)).collect();
        (document.nodes.len(), codes)
    };
    let limits = Limits { nesting: 3, aliases: 2, ..Limits::default() };
    for nested in ["- - - a", "[[[a]]]", "a: [b: c]", "a:\n b:\n  c: d\n", "? ? ? a"] {
        assert!(parse(nested, &limits).1.is_empty(), "{nested}");
    }
    for nested in ["- - - - a", "[[[[a]]]]", "a: [[b: c]]", "a:\n b:\n  c:\n   d: e\n", "- [{a: [b]}]", "? ? ? ? a"] {
        let (_, codes) = parse(nested, &limits);
        assert_eq!(codes.len(), 1, "{nested}: {codes:?}");
        assert!(codes[0].starts_with("error[nesting-limit]: more than 3 levels of nesting"), "{codes:?}");
    }
    let (nodes, codes) = parse("- &a x\n- *a\n- *a\n- *a\n- never: read\n", &limits);
    assert_eq!((nodes, codes.len()), (5, 1), "{codes:?}");
    assert!(codes[0].starts_with("error[alias-limit]: more than 2 aliases Template(Span { start: 19"), "{codes:?}");
}

#[test]
fn a_key_has_at_most_1024_characters() {
    let parse = |text: &str| {
        let limits = Limits::default();
        let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
        yaml::parse(text, &limits, &mut diagnostics);
        diagnostics.ok()
    };
    for (most, key) in [(1024, "a"), (1024, "漢"), (1022, "'a'"), (1022, "[a]")] {
        let long = |count: usize| match key {
            "'a'" => format!("'{}'", "a".repeat(count)),
            "[a]" => format!("[{}]", "a".repeat(count)),
            _ => key.repeat(count),
        };
        assert!(parse(&format!("{}: x", long(most))), "{key}");
        assert!(!parse(&format!("{}: x", long(most + 1))), "{key}");
        assert!(parse(&format!("[{}: x]", long(most))), "{key}");
        assert!(!parse(&format!("[{}: x]", long(most + 1))), "{key}");
        assert!(parse(&format!("{{{}: x}}", long(most + 1))), "{key}");
        assert!(parse(&format!("? {}\n: x", long(most + 1))), "{key}");
    }
}
