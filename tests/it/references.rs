//! What an image refers to decides whether it was meant to be replaced: `meant/` and `free/` in `fixtures/references`.

use std::fs;
use std::path::Path;

use ecs_image_resolver::diagnostic::{Code, Severity};
use ecs_image_resolver::resolve::{Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, Template};

const FOLDER: &str = "tests/fixtures/references";

/// The codes of the errors of each template of a folder, by name.
fn errors(folder: &str) -> Vec<(String, Vec<Code>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(folder);
    let manifest = fs::read(folder.with_file_name("manifest.json")).unwrap();
    let resolver = Resolver::read(&manifest, Terms::default());
    assert!(resolver.diagnostics().ok());
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let errors = names.into_iter().map(|name| {
        let text = fs::read(folder.join(&name)).unwrap();
        let template = Template::read(&text, Options { filename: Some(name.clone()), ..Options::default() });
        let known = template.diagnostics.kept().iter().all(|finding| finding.severity < Severity::Error);
        assert!(known, "{name}: {:?}", template.diagnostics.kept());
        let request = Request { service: "service-web", region: "cn-hangzhou", account: "1", template: None };
        let resolution = resolver.resolve(&template, &text, &request);
        let errors = resolution.diagnostics.kept().iter().filter(|finding| finding.severity == Severity::Error);
        let codes: Vec<Code> = errors.map(|finding| finding.code).collect();
        assert_eq!(codes.is_empty(), resolution.ok(), "{name}");
        (name, codes)
    });
    errors.collect()
}

#[test]
fn a_related_literal_in_what_an_image_refers_to_is_an_error() {
    let errors = errors("meant");
    assert!(errors.len() > 70, "{}", errors.len());
    for (name, codes) in errors {
        let handed = ["module", "custom", "stack", "workspace-registry"].iter().any(|start| name.starts_with(start));
        let code = if handed { Code::ModuleNotRead } else { Code::ImageNotLiteral };
        assert_eq!(codes, [code], "{name}");
    }
}

#[test]
fn a_related_literal_that_cannot_come_out_is_none() {
    for (name, codes) in errors("free") {
        assert_eq!(codes, [], "{name}");
    }
}
