//! What each fuzz target does with its bytes: a panic is a finding.
//!
//! The laws and the comparisons are those of `tests/it`.

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/it/laws/mod.rs"]
pub mod laws;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/it/oracle/mod.rs"]
pub mod oracle;

use ecs_image_resolver::format::Format;
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::manifest::Manifest;
use ecs_image_resolver::manifest::import::{self, File, Kind};
use ecs_image_resolver::resolve::{Resolver, Terms};
use ecs_image_resolver::source::Span;
use ecs_image_resolver::splice::{self, Edit};
use ecs_image_resolver::template::{Options, SiteOptions, Template};
use ecs_image_resolver::wire::{self, Unit};
use ecs_image_resolver::{artifact, distribution};
use serde_json::Value;

use laws::answer::{Question, hold};
use laws::choice::Choices;
use oracle::Verdict;

const FORMATS: [Option<Format>; 5] =
    [None, Some(Format::RosYaml), Some(Format::RosJson), Some(Format::Terraform), Some(Format::TerraformJson)];

const UNITS: [Unit; 2] = [Unit::Bytes, Unit::Utf16];

/// YAML: the tape is whole, and the same events as granit-parser's.
pub fn yaml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    oracle::yaml_tape::check(text);
    judge(oracle::yaml::compare(text), oracle::yaml::KNOWN, text);
}

/// JSON: the same values at the same bytes as serde_json's.
pub fn json(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    oracle::json::assert_agrees(text);
}

/// HCL: the tape is whole, and the same tree as hcl-edit's.
pub fn hcl(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    oracle::hcl::assert_any(text);
    judge(oracle::hcl::compare(text), oracle::hcl::KNOWN, text);
}

/// What two readers make of a text must be the same, but for what is known to be read otherwise, with its reason.
fn judge(verdict: Verdict, known: &[(&str, &str)], text: &str) {
    let what = match &verdict {
        Verdict::Agree => return,
        Verdict::OnlyOurs(what) | Verdict::OnlyTheirs(what) | Verdict::Differ(what) => what,
    };
    assert!(known.iter().any(|(known, _)| what.contains(known)), "{text:?}: {verdict:?}");
}

/// Any template: an answer, and a report of it that is JSON.
pub fn analyze(data: &[u8]) {
    let Some((&first, text)) = data.split_first() else { return };
    let sites = SiteOptions { any_type: first & 8 != 0, ..SiteOptions::default() };
    let format = FORMATS[usize::from(first & 7) % FORMATS.len()];
    let template = Template::read(text, Options { format, sites, ..Options::default() });
    for site in &template.sites {
        assert!(site.span.contains(site.inner) || site.scalar.contains(site.inner) || site.workspace.is_some());
        assert!(text.get(site.span.start as usize..site.span.end as usize).is_some());
    }
    for unit in UNITS {
        assert_json(&wire::template_report(&template, text, unit));
    }
}

/// Any template, with a manifest and a request that the first bytes make.
pub fn resolve(data: &[u8]) {
    let (made, text) = split(data);
    let mut choices = Choices::new(made);
    let format = FORMATS[choices.below(FORMATS.len())];
    let (manifest, asked) = (laws::manifest::manifest(&mut choices), laws::manifest::asked(&mut choices));
    hold(text, &Question { manifest: &manifest, asked: &asked, options: Options { format, ..Options::default() } });
}

/// The laws over documents that the bytes make.
pub fn laws(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let choices = &mut Choices::new(rest);
    match first % 7 {
        0 => laws::style::ros_yaml_in_every_style(choices),
        1 => laws::style::ros_json_is_the_twin_of_ros_yaml(choices),
        2 => laws::style::terraform_in_every_style(choices),
        3 => laws::change::templates_that_were_spoilt(choices),
        4 => laws::change::limits_are_kept(choices),
        5 => laws::change::additions_change_no_answer(choices),
        _ => laws::change::manifests_are_read_and_written(choices),
    };
}

/// Documents whose texts have many readers: nothing changes but sites.
pub fn anchors(data: &[u8]) {
    laws::anchors::anchors_everywhere(&mut Choices::new(data));
}

/// Each importer, and what it makes of any text: a manifest that can be read, or reasons.
pub fn import(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let kind = Kind::ALL.get(usize::from(first % 12)).copied();
    let (one, other) = if first & 128 != 0 { split(rest) } else { (rest, &b""[..]) };
    let file = |name, text| File { name, text, kind, region: Some("cn-beijing"), service: None };
    let files = [file("a.yaml", one), file("b.yaml", other)];
    let files = if other.is_empty() { &files[..1] } else { &files[..] };
    let import = import::import(files, &import::Options { explain: true, ..import::Options::default() });
    assert_eq!(import.manifest.is_some(), import.diagnostics.ok(), "whole or nothing");
    let texts: Vec<_> = files.iter().map(|file| (file.name, file.text, Some(Unit::Bytes))).collect();
    assert_json(&wire::import_report(&import, &texts));
    if let Some(manifest) = import.manifest {
        assert_written(&manifest);
    }
}

/// Any manifest; and any change of it, or any question about what is still to be copied.
pub fn manifest(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else { return };
    let (text, other) = split(rest);
    let made;
    let text = match first & 1 {
        0 => text,
        _ => {
            made = laws::manifest::manifest(&mut Choices::new(text)).to_string();
            made.as_bytes()
        }
    };
    let resolver = Resolver::read(text, Terms::default());
    for unit in UNITS {
        assert_json(&wire::manifest_report(&resolver, text, Some(unit)));
    }
    assert_json(&wire::plan_report(&resolver, (text, Some(Unit::Bytes)), other));
    let limits = Limits::default();
    let _ = distribution::read(other, &limits);
    if resolver.findings.is_whole() {
        assert_written(&resolver.manifest);
        if let Ok((changes, _)) = artifact::read(other, &limits)
            && let Ok((changed, _)) = artifact::apply_all(
                resolver.manifest.clone(),
                &resolver.findings,
                &changes,
                &limits,
                &resolver.terms.regions,
            )
        {
            assert_written(&changed);
        }
    }
    let answer = wire::transition(resolver, (text, Some(Unit::Utf16)), (other, Some(Unit::Utf16)));
    let length = |at: usize| u32::from_le_bytes(answer[at..at + 4].try_into().unwrap()) as usize;
    assert_json(&answer[8 + length(0) + length(4)..]);
}

/// Edits of any text: what is not refused is what the slow way makes, and can be undone.
pub fn splice(data: &[u8]) {
    let (made, text) = split(data);
    let mut choices = Choices::new(made);
    let mut at = 0;
    let mut edits = Vec::new();
    for _ in 0..choices.below(6) {
        let start = at + choices.below(8);
        let end = start + choices.below(5);
        let old = text.get(start..end).and_then(|old| std::str::from_utf8(old).ok());
        let old = if choices.chance(5) { None } else { old };
        let new = laws::text::any(&mut choices);
        edits.push(Edit { span: Span::new(start as u32, end as u32), old: old.unwrap_or("?").to_owned(), new });
        at = if choices.chance(5) { start } else { end };
    }
    let expected = slowly(text, &edits);
    let found = splice::apply(text, &edits).ok();
    assert_eq!(found, expected);
    if let Some(output) = found {
        assert_eq!(splice::apply(&output, &splice::inverse(&edits)).as_deref(), Ok(text));
    }
}

/// Makes edits from the last to the first, in a copy.
fn slowly(text: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let mut output = text.to_vec();
    let mut free = text.len();
    for edit in edits.iter().rev() {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if end > free || text.get(start..end)? != edit.old.as_bytes() {
            return None;
        }
        output.splice(start..end, edit.new.bytes());
        free = start;
    }
    Some(output)
}

/// Two parts: the first bytes say how long the first is.
pub fn split(data: &[u8]) -> (&[u8], &[u8]) {
    let [low, high, rest @ ..] = data else { return (data, b"") };
    let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
    rest.split_at(length)
}

fn assert_json(report: &[u8]) {
    serde_json::from_slice::<Value>(report).expect("a report is JSON");
}

/// A manifest that is written is read again as it was.
fn assert_written(manifest: &Manifest) {
    let written = manifest.write();
    let (again, findings) = Manifest::read(written.as_bytes(), &Limits::default());
    assert!(findings.is_whole() && again == *manifest, "{written}");
}
