//! granit-parser beside this front end: the same nodes with the same bytes, over every real template and every valid
//! case of the YAML test suite.

use std::fmt::Write;
use std::path::PathBuf;

use crate::oracle::Verdict;
use crate::oracle::yaml::{KNOWN, compare, parse};
use crate::yaml::{cases, shared};

/// Cases of the test suite that the oracle reads otherwise, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[];

#[test]
fn agrees_on_real_templates() {
    let mut wrong = String::new();
    for path in templates() {
        let text = std::fs::read_to_string(&path).unwrap();
        hold(path.to_str().unwrap(), &text, &mut wrong);
        hold(&format!("{} (CRLF)", path.display()), &text.replace('\n', "\r\n"), &mut wrong);
        hold(&format!("{} (BOM)", path.display()), &format!("\u{FEFF}{text}"), &mut wrong);
        hold(&format!("{} (no end)", path.display()), text.trim_end(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn agrees_on_the_test_suite() {
    let mut wrong = String::new();
    for (name, folder) in cases() {
        if folder.join("error").exists() {
            continue;
        }
        let text = std::fs::read_to_string(folder.join("in.yaml")).unwrap();
        let mut found = String::new();
        hold(&name, &text, &mut found);
        match (found.is_empty(), EXCEPTIONS.iter().any(|(listed, _)| *listed == name)) {
            (false, false) => wrong.push_str(&found),
            (true, true) => writeln!(wrong, "{name} is listed as an exception but agrees").unwrap(),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every YAML file among the real templates.
pub fn templates() -> Vec<PathBuf> {
    let Some(root) = shared("corpus/templates") else { return Vec::new() };
    let mut files = Vec::new();
    collect(root, &mut files);
    assert!(files.len() > 500);
    files
}

fn collect(folder: PathBuf, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(path, files);
        } else if path.extension().is_some_and(|ext| ext == "yaml" || ext == "yml") {
            files.push(path);
        }
    }
}

fn hold(name: &str, text: &str, wrong: &mut String) {
    for diagnostic in parse(text).1.kept() {
        writeln!(wrong, "{name}: {diagnostic} {:?}", diagnostic.place).unwrap();
    }
    match compare(text) {
        Verdict::Agree => {}
        other => writeln!(wrong, "{name}: {other:?}").unwrap(),
    }
}

/// Not a check: prints short random texts that the two sides read differently, to be judged by hand.
#[test]
#[ignore = "prints"]
fn differs_on_random_text() {
    const WORDS: &[&str] = &[
        "a",
        "b",
        "a: ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n",
        "\n  ",
        "\n ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ",",
        "# c",
        " #",
        " ",
        "\t",
        "'",
        "\"",
        "|",
        ">-",
        "|2",
        "\n\n",
        "&x ",
        "*x",
        "!t ",
        "\n---\n",
        "\n...\n",
        "--- ",
        "x:",
        "é",
        "-",
        ":",
        "?",
        "'q'",
        "\"q\"",
        "[a]",
        "{a: b}",
        "\r\n",
        "%YAML 1.2\n",
        "a:\n",
        "- a\n",
        "!!str",
        "&y\n",
        "|\n",
        "\n\t",
    ];
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1u64);
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as usize % bound
    };
    let mut seen = std::collections::HashMap::<String, usize>::new();
    for _ in 0..std::env::var("RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(20_000) {
        let text: String = (0..1 + next(9)).map(|_| WORDS[next(WORDS.len())]).collect();
        let (key, say) = match compare(&text) {
            Verdict::Agree => continue,
            Verdict::OnlyTheirs(error) => (format!("accepts: {}", error.split(" at ").next().unwrap()), error),
            Verdict::OnlyOurs(finding) => (format!("refuses: {}", finding.split(':').next().unwrap()), finding),
            Verdict::Differ(how) => ("reads".to_owned(), how),
        };
        if KNOWN.iter().any(|(known, _)| say.contains(known)) {
            continue;
        }
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        if *count <= 24 {
            println!("{key}: {text:?}: {say}");
        }
    }
    println!("{seen:#?}");
}
