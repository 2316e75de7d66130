//! `tests/fixtures/check/`: a manifest, the one before it and the templates that it names and, beside them, what a check
//! finds. `UPDATE=1 cargo test` writes the latter.

use std::fmt::Write;
use std::fs;

use ecs_image_resolver::check::{Given, Question};
use ecs_image_resolver::diagnostic::{Code, Diagnostics, Override, Severity};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::resolve::{Resolver, Terms};
use ecs_image_resolver::source::LineIndex;

use proptest::prelude::*;

use crate::dump;
use crate::pace;
use crate::sites::{expect, fixtures};

#[test]
fn every_fixture_is_checked_as_it_should() {
    for case in fixtures("check") {
        let resolver = Resolver::read(&fs::read(case.join("manifest.json")).unwrap(), Terms::default());
        let mut texts = Vec::new();
        for service in &resolver.manifest.services {
            for template in &service.templates {
                let Some(path) = &template.path else { continue };
                texts.push((format!("{}/{}", service.id, template.name), fs::read(case.join(&**path)).unwrap()));
            }
        }
        let given: Vec<Given<'_>> = texts.iter().map(|(key, text)| Given { key, text }).collect();
        let previous = fs::read(case.join("previous.json")).ok();
        let report = resolver.check(&Question { templates: &given, previous: previous.as_deref() });
        let mut found = if report.ok() { "ok\n".to_owned() } else { "errors\n".to_owned() };
        diagnostics(&report.manifest, b"", &mut found);
        for checked in &report.templates {
            let path = checked.path.as_deref().unwrap_or_default();
            let format = checked.format.name();
            let _ = writeln!(found, "template {} of {}: {path}, {format}", checked.name, checked.service);
            diagnostics(&checked.diagnostics, given[checked.given].text, &mut found);
        }
        expect(&case.join("report.txt"), found.as_bytes());
    }
}

fn diagnostics(diagnostics: &Diagnostics, text: &[u8], dump: &mut String) {
    let index = LineIndex::new(text);
    diagnostics.kept().iter().for_each(|diagnostic| dump::diagnostic_line(diagnostic, text, &index, dump));
}

const TEMPLATE: &[u8] =
    b"ROSTemplateFormatVersion: '2015-09-01'\nResources:\n  W:\n    Type: ALIYUN::ECS::Instance\n    Properties: {ImageId: web}\n";

fn codes(manifest: &str, terms: Terms, templates: &[Given<'_>]) -> Vec<(&'static str, &'static str)> {
    let resolver = Resolver::read(manifest.as_bytes(), terms);
    let report = resolver.check(&Question { templates, previous: None });
    let all = report.templates.iter().map(|checked| &checked.diagnostics).chain([&report.manifest]);
    all.flat_map(Diagnostics::kept).map(|finding| (finding.code.name(), finding.severity.name())).collect()
}

#[test]
fn a_text_is_found_by_service_and_name_whatever_is_in_them() {
    let manifest = r#"{"manifestVersion": 1, "services": [
        {"serviceId": "a/b", "templates": [{"name": "c/d"}]}, {"serviceId": "a", "templates": [{"name": "x"}]}
    ]}"#;
    let unassociated = [("image-unassociated", "info"), ("template-not-given", "warning")];
    let given = |key| [Given { key, text: TEMPLATE }];
    for key in ["a/b/c/d", "a/x"] {
        assert_eq!(codes(manifest, Terms::default(), &given(key)), unassociated, "{key}");
    }
    let missed = [("template-not-given", "warning"); 2];
    for (key, code) in [
        ("a/y", "template-unknown"),
        ("a/b/y", "template-unknown"),
        ("a", "template-unknown"),
        ("b/x", "service-unknown"),
        ("", "service-unknown"),
        ("/", "service-unknown"),
    ] {
        let mut expected = vec![(code, "error")];
        expected.extend(missed);
        assert_eq!(codes(manifest, Terms::default(), &given(key)), expected, "{key}");
    }
}

#[test]
fn severities_are_the_callers() {
    let manifest = r#"{"manifestVersion": 1,
        "artifacts": [{"artifactId": "a", "versions": [{"version": "1", "status": "Available",
            "source": {"type": "custom", "imageId": "m-bp10000000000000000aa", "regionId": "cn-hangzhou"}}]}],
        "services": [{"serviceId": "s", "templates": [{"name": "t", "allowedRegions": ["cn-beijing"]}],
            "relations": {"web": {"artifactId": "a", "version": "1"}, "db": {"artifactId": "a", "version": "1"}}}]}"#;
    let terms = Terms {
        overrides: vec![
            (Code::RegionsNotCovered, Override::Severity(Severity::Error)),
            (Code::RelationNeverUsed, Override::Ignore),
        ],
        ..Terms::default()
    };
    let given = [Given { key: "s/t", text: TEMPLATE }];
    let expected = [("regions-not-covered", "error")];
    let found = codes(manifest, terms, &given);
    let found: Vec<_> = found.into_iter().filter(|(code, _)| !code.starts_with("manifest-")).collect();
    assert_eq!(found, expected);
}

/// Lists of regions, relations and images multiply; what is looked up is bounded all the same, and that is said.
#[test]
fn a_manifest_that_multiplies_is_checked_in_bounded_time() {
    pace::assert_linear("regions × relations", 2_000, multiplied, |manifest| {
        let resolver = Resolver::read(manifest.as_bytes(), Terms { limits: Limits::default(), ..Terms::default() });
        let report = resolver.check(&Question { templates: &[], previous: Some(manifest.as_bytes()) });
        assert!(report.manifest.kept().iter().any(|finding| finding.code == Code::CheckLimit));
        assert!(!report.ok());
    });
}

/// A service with `n` regions and `n` relations.
fn multiplied(n: usize) -> String {
    let regions: Vec<String> = (0..n).map(|at| format!("\"xx-{at}\"")).collect();
    let relations: Vec<String> =
        (0..n).map(|at| format!("\"l{at}\": {{\"artifactId\": \"a\", \"version\": \"1\"}}")).collect();
    format!(
        r#"{{"manifestVersion": 1,
        "artifacts": [{{"artifactId": "a", "versions": [{{"version": "1", "status": "Available",
            "source": {{"type": "custom", "imageId": "m-bp10000000000000000a", "regionId": "cn-hangzhou"}}}}]}}],
        "services": [{{"serviceId": "s", "templates": [{{"name": "t", "allowedRegions": [{}]}}], "relations": {{{}}}}}]}}"#,
        regions.join(","),
        relations.join(",")
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_bytes_are_checked(key in "[a-c/]{0,4}", text in any::<Vec<u8>>(), previous in any::<Vec<u8>>(), cut in 0..900_usize) {
        let case = fixtures("check").into_iter().find(|path| path.ends_with("images-that-change")).unwrap();
        let manifest = fs::read(case.join("manifest.json")).unwrap();
        let known = [Given { key: &key, text: &text }, Given { key: "service-shop/single", text: &text }];
        for manifest in [&manifest[..], &manifest[..cut.min(manifest.len())], &previous[..]] {
            let resolver = Resolver::read(manifest, Terms::default());
            resolver.check(&Question { templates: &known, previous: Some(&previous) });
            resolver.check(&Question { templates: &known, previous: Some(manifest) });
        }
    }
}
