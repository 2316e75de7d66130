//! `tests/fixtures/resolve/`: a template and a request and, beside them, the resolved template and what is said of it.
//! `UPDATE=1 cargo test` writes the latter two.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ecs_image_resolver::diagnostic::{Code, Diagnostic};
use ecs_image_resolver::resolve::{Outcome, Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, Template};

use crate::dump;
use crate::sites::{expect, fixtures};

/// The folders of the cases.
fn cases() -> Vec<PathBuf> {
    fixtures("resolve").into_iter().filter(|path| path.is_dir()).collect()
}

fn template(case: &Path) -> PathBuf {
    let mut files = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("template.")).unwrap()
}

#[test]
fn every_fixture_resolves_as_it_should() {
    let manifest = fs::read(fixtures("resolve").iter().find(|path| path.ends_with("manifest.json")).unwrap()).unwrap();
    for case in cases() {
        let template = template(&case);
        let filename = template.file_name().unwrap().to_str().unwrap();
        let request = fs::read_to_string(case.join("request.json")).unwrap();
        let source = fs::read(&template).unwrap();
        let (report, output) = dump::resolution(&source, filename, &manifest, &request);
        expect(&case.join("report.txt"), report.as_bytes());
        match output {
            Some(output) => expect(&case.join("output"), &output),
            None if std::env::var_os("UPDATE").is_some() => drop(fs::remove_file(case.join("output"))),
            None => assert!(!case.join("output").exists(), "{}: there is no output", case.display()),
        }
    }
}

/// What is wrong with one version of an artifact is in the way of whoever asks for its newest one, and nothing more is said
/// of a choice that was not made.
#[test]
fn what_is_wrong_with_an_artifact_is_said_alone() {
    let manifest = |broken: &str| {
        let source = r#""source": {"type": "custom", "imageId": "m-1", "regionId": "cn-hangzhou"}"#;
        format!(
            r#"{{"manifestVersion": 1, "provider": "1", "artifacts": [{{"artifactId": "a", "versions": [
            {{"version": "1", "status": "Available", {source}}}, {{"version": "2", "status": "Created", {source}{broken}}}]}}],
            "services": [{{"serviceId": "s", "relations": {{"web": {{"artifactId": "a"}}}}}}]}}"#
        )
    };
    let text = b"ROSTemplateFormatVersion: '2015-09-01'\nResources: {W: {Type: ALIYUN::ECS::Instance, Properties: {ImageId: web}}}";
    let template = Template::read(text, Options::default());
    let request = Request { service: "s", region: "cn-hangzhou", account: "1", template: None };
    let codes = |manifest: &str| -> Vec<Code> {
        let resolver = Resolver::read(manifest.as_bytes(), Terms::default());
        let resolution = resolver.resolve(&template, text, &request);
        resolution.diagnostics.kept().iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&manifest("")), [Code::VersionUnspecified]);
    assert_eq!(codes(&manifest(r#", "images": 7"#)), [Code::ManifestWrongType]);
}

/// What ROS looks up when it deploys is no literal, also where a relation names it letter for letter.
#[test]
fn a_dynamic_reference_stays_whatever_relations_say() {
    let image = "{{resolve:oos:web}}";
    let manifest = format!(
        r#"{{"manifestVersion": 1, "provider": "1", "artifacts": [{{"artifactId": "a", "versions": [{{"version": "1",
        "status": "Available", "source": {{"type": "custom", "imageId": "m-1", "regionId": "cn-hangzhou"}}}}]}}],
        "services": [{{"serviceId": "s", "relations": {{"{image}": {{"artifactId": "a", "version": "1"}},
        "other": {{"artifactId": "a", "version": "1"}}}}}}]}}"#
    );
    let text = format!(
        "ROSTemplateFormatVersion: '2015-09-01'\nResources: {{W: {{Type: ALIYUN::ECS::Instance, Properties: {{ImageId: '{image}'}}}}}}"
    );
    let template = Template::read(text.as_bytes(), Options::default());
    let request = Request { service: "s", region: "cn-hangzhou", account: "1", template: None };
    let resolution =
        Resolver::read(manifest.as_bytes(), Terms::default()).resolve(&template, text.as_bytes(), &request);
    assert_eq!(resolution.outcomes, [Outcome::NotLiteral]);
    let unused = |finding: &&Diagnostic| finding.code == Code::RelationUnused;
    assert_eq!(resolution.diagnostics.kept().iter().filter(unused).count(), 1, "`other`, and no other");
    assert_eq!(resolution.output(text.as_bytes()).as_deref(), Some(text.as_bytes()));
}

/// The browser has no files: `embedded.rs` brings the fixtures into its tests.
#[test]
fn embedded_fixtures_are_all_there() {
    let mut text = String::from("//! Every fixture, for tests without files. Written by `UPDATE=1 cargo test`.\n\n");
    text.push_str(
        "/// Name, template, what is found in it.\n#[rustfmt::skip]\npub const SITES: &[(&str, &[u8], &[u8])] = &[\n",
    );
    for path in fixtures("sites").iter().filter(|path| path.extension().is_none_or(|extension| extension != "expected"))
    {
        let name = path.file_name().unwrap().to_str().unwrap();
        let file = format!("../fixtures/sites/{name}");
        let _ = writeln!(text, "    ({name:?}, include_bytes!({file:?}), include_bytes!(\"{file}.expected\")),");
    }
    text.push_str("];\n\n/// Name, file name, template, request, report, output.\n#[rustfmt::skip]\n");
    text.push_str("pub const RESOLVE: &[(&str, &str, &[u8], &str, &[u8], Option<&[u8]>)] = &[\n");
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap();
        let filename = template(&case).file_name().unwrap().to_str().unwrap().to_owned();
        let file = |file: &str| format!("../fixtures/resolve/{name}/{file}");
        let output = match case.join("output").exists() {
            true => format!("Some(include_bytes!({:?}))", file("output")),
            false => "None".to_owned(),
        };
        let _ = writeln!(
            text,
            "    ({name:?}, {filename:?}, include_bytes!({:?}), include_str!({:?}), include_bytes!({:?}), {output}),",
            file(&filename),
            file("request.json"),
            file("report.txt")
        );
    }
    text.push_str("];\n\n/// The manifest of every request.\npub const MANIFEST: &[u8] = ");
    text.push_str("include_bytes!(\"../fixtures/resolve/manifest.json\");\n");
    expect(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/embedded.rs"), text.as_bytes());
}
