//! How long the YAML front end takes: printed, to be looked at. Run with
//! `cargo test --release --test it yaml_speed -- --ignored --nocapture`.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ecs_image_resolver::diagnostic::Diagnostics;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::syntax::yaml;

use crate::yaml_oracle::templates;

/// The best of some rounds: on a busy machine the long ones suffer most.
fn time(rounds: usize, mut run: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..rounds {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
    }
    best
}

fn parse(text: &str, limits: &Limits) -> usize {
    let mut diagnostics = Diagnostics::new(limits.diagnostics, &[]);
    yaml::parse(black_box(text), limits, &mut diagnostics).nodes.len()
}

#[test]
#[ignore = "prints"]
fn corpus() {
    let texts: Vec<String> = templates().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(50);
    let least = std::env::var("LEAST").ok().and_then(|least| least.parse().ok());
    let classes = match least {
        Some(least) => vec![(least, usize::MAX)],
        None => vec![(0, 1_000), (1_000, 8_000), (8_000, usize::MAX), (0, usize::MAX)],
    };
    for (least, most) in classes {
        let texts: Vec<&String> = texts.iter().filter(|text| text.len() >= least && text.len() < most).collect();
        let bytes: usize = texts.iter().map(|text| text.len()).sum();
        let limits = Limits::default();
        let mut nodes = 0;
        let best = time(rounds, || nodes = texts.iter().map(|text| parse(text, &limits)).sum());
        let seconds = best.as_secs_f64();
        println!(
            "{} files, {bytes} bytes, {nodes} nodes: {:.2} µs a file, {:.0} MB/s, {:.1} ns a node",
            texts.len(),
            seconds * 1e6 / texts.len() as f64,
            bytes as f64 / seconds / 1e6,
            seconds * 1e9 / nodes as f64,
        );
    }
}

/// Makes a text of about so many bytes.
type Make = Box<dyn Fn(usize) -> String>;

/// Each nasty text at one length and at four times that length: a linear reader takes four times as long.
#[test]
#[ignore = "prints"]
fn nasty_texts() {
    let repeated: &[(&str, &str)] = &[
        ("? keys", "? "),
        ("dashes", "- "),
        ("dashes, one a line", "-\n"),
        ("brackets", "["),
        ("braces", "{"),
        ("braces with keys", "{a: "),
        ("closing brackets", "]"),
        ("pairs", "[a: b]: "),
        ("anchors", "&a "),
        ("anchors, one a line", "&a\n"),
        ("tags", "!t "),
        ("double quotes", "\""),
        ("single quotes", "'"),
        ("escapes", "\"\\x"),
        ("colons", ":"),
        ("colons with blanks", ": "),
        ("hashes", "#"),
        ("hashes with blanks", " #"),
        ("blanks", " "),
        ("tabs", "\t"),
        ("breaks", "\n"),
        ("carriage returns", "\r"),
        ("text", "a"),
        ("words", "a "),
        ("text in lines", "a\n"),
        ("keys in a line", "a: "),
        ("keys in lines", "a:\n"),
        ("flat mapping", "key: value\n"),
        ("aliases", "- &a x\n- *a\n"),
        ("commas", ","),
        ("question marks", "?"),
        ("block scalars", "- |\n x\n"),
        ("empty block scalars", "|\n"),
        ("markers", "---\n"),
        ("ends", "...\n"),
        ("directives", "%TAG !a! b\n"),
        ("marks", "\u{FEFF}"),
        ("not printable", "\u{1}"),
        ("wrong indentation", "   a: b\n c: d\n"),
        ("items without dash", "- a\nb\n"),
        ("mapping in a line", "a: b: c\n"),
        ("flow keys", "[a]: b\n"),
        ("empty flow keys", "- [[]: a]\n"),
    ];
    let mut inputs: Vec<(String, Make)> = Vec::new();
    for &(name, piece) in repeated {
        inputs.push((name.to_owned(), Box::new(move |bytes| piece.repeat(bytes / piece.len()))));
    }
    let listed = |name: &str, make: fn(usize) -> String| -> (String, Make) { (name.to_owned(), Box::new(make)) };
    inputs.push(listed("deep flow keys", |bytes| {
        let one = format!("{}{}\n", "[".repeat(100), "]: b".repeat(100));
        format!("- {one}").repeat(bytes / one.len())
    }));
    inputs.push(listed("one anchored flow key with many anchors", |bytes| {
        let anchors: String = (0..bytes / 20).map(|n| format!("&a{n} x, ")).collect();
        format!("[{anchors}]: b")
    }));
    inputs.push(listed("many anchors, many flow keys", |bytes| {
        let anchors: String = (0..bytes / 40).fold(String::new(), |mut all, n| {
            writeln!(all, "- &a{n} x\n- {{[&b{n} y]: z}}").unwrap();
            all
        });
        anchors
    }));
    inputs.push(listed("steps", |bytes| {
        (0..120).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>().repeat(1 + bytes / 7_500)
    }));
    inputs.push(listed("trailing blanks", |bytes| format!("a: b{}\n", " ".repeat(bytes))));
    inputs.push(listed("a block scalar of blanks", |bytes| format!("a: |\n{}", "    \n".repeat(bytes / 5))));
    inputs.push(listed("a plain scalar of blank lines", |bytes| format!("a: b{}", "\n   ".repeat(bytes / 4))));
    let limits = [
        ("default limits", Limits::default()),
        ("no limits", Limits { nesting: u32::MAX, aliases: u32::MAX, ..Limits::default() }),
    ];
    let bytes = std::env::var("BYTES").ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(100_000);
    if let Ok(only) = std::env::var("ONLY") {
        // For a count of instructions: nothing else, and once.
        let (_, make) = inputs.iter().find(|(name, _)| *name == only).expect("the name of a text");
        println!("{} nodes", parse(&make(bytes), &limits[1].1));
        return;
    }
    for (title, limits) in limits {
        println!("── {title}");
        for (name, make) in &inputs {
            let (short, long) = (make(bytes), make(4 * bytes));
            let short_time = time(9, || assert!(parse(&short, &limits) < usize::MAX));
            let long_time = time(9, || assert!(parse(&long, &limits) < usize::MAX));
            let ratio = long_time.as_secs_f64() / short_time.as_secs_f64();
            let flag = if ratio > 5.5 { "  ←" } else { "" };
            println!("{name:45} {short_time:>12.2?} {long_time:>12.2?} {ratio:>6.2}{flag}");
        }
    }
}
