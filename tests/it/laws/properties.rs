//! The laws as properties. `PROPTEST_CASES` says how many cases each is tried on; what fails is kept in
//! `tests/proptest-regressions/`.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::answer::Seen;
use super::choice::Choices;
use super::{anchors, change, style};

/// Tries `law` on what `cases` draws of bytes make, and prints what was seen: unless enough had an output, it says little.
fn each(name: &str, cases: u32, law: impl Fn(&mut Choices<'_>) -> Seen) {
    let cases = std::env::var("PROPTEST_CASES").map_or(cases, |cases| cases.parse().expect("a number of cases"));
    let config =
        Config { cases, source_file: Some(file!()), test_name: Some(name.to_owned().leak()), ..Config::default() };
    let (tried, ok, edits, reread) = (Cell::new(0), Cell::new(0), Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config).run(&prop::collection::vec(any::<u8>(), 0..900), |bytes| {
        let seen = law(&mut Choices::new(&bytes));
        tried.set(tried.get() + 1);
        ok.set(ok.get() + u32::from(seen.ok));
        edits.set(edits.get() + seen.edits);
        reread.set(reread.get() + u32::from(seen.reread));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{name}: {failure}");
    }
    let (tried, ok, edits, reread) = (tried.get(), ok.get(), edits.get(), reread.get());
    println!("{name}: {tried} cases, {ok} with an output, {edits} edits, {reread} read by another parser");
    assert!(tried < 100 || (ok * 8 > tried && edits * 8 > tried as usize), "{name}: hardly anything had an output");
}

#[test]
fn ros_yaml_in_every_style() {
    each("ros_yaml_in_every_style", 2_000, style::ros_yaml_in_every_style);
}

#[test]
fn anchors_everywhere() {
    each("anchors_everywhere", 4_000, anchors::anchors_everywhere);
}

#[test]
fn ros_json_is_the_twin_of_ros_yaml() {
    each("ros_json_is_the_twin_of_ros_yaml", 2_000, style::ros_json_is_the_twin_of_ros_yaml);
}

#[test]
fn terraform_in_every_style() {
    each("terraform_in_every_style", 2_000, style::terraform_in_every_style);
}

#[test]
fn templates_that_were_spoilt() {
    each("templates_that_were_spoilt", 3_000, change::templates_that_were_spoilt);
}

#[test]
fn limits_are_kept() {
    each("limits_are_kept", 1_500, change::limits_are_kept);
}

#[test]
fn additions_change_no_answer() {
    each("additions_change_no_answer", 1_500, change::additions_change_no_answer);
}

#[test]
fn manifests_are_read_and_written() {
    each("manifests_are_read_and_written", 500, change::manifests_are_read_and_written);
}
