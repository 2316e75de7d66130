//! Input that is made to hurt: each gives a diagnostic with a place, and soon.

use std::time::Instant;

use ecs_image_resolver::diagnostic::{Code, Place, Severity};
use ecs_image_resolver::limits::Limits;
use ecs_image_resolver::resolve::{Request, Resolver, Terms};
use ecs_image_resolver::template::{Options, SiteOptions, Template};

use crate::pace;

/// Reads `text` and returns the codes of its errors.
fn errors(text: &str, filename: &str, limits: Limits) -> Vec<Code> {
    let started = Instant::now();
    let sites = SiteOptions { any_type: true, limits };
    let template =
        Template::read(text.as_bytes(), Options { filename: Some(filename.into()), sites, ..Options::default() });
    println!("{filename}: {} bytes in {:?}", text.len(), started.elapsed());
    let findings = template.validate();
    for finding in findings.kept() {
        if let Place::Template(span) = finding.place {
            assert!(span.end as usize <= text.len().max(limits.template_bytes as usize), "{finding:?}");
        }
    }
    let errors = findings.kept().iter().filter(|finding| finding.severity == Severity::Error);
    let mut codes: Vec<Code> = errors.map(|finding| finding.code).collect();
    codes.dedup();
    assert_eq!(codes.is_empty(), findings.ok());
    codes
}

#[test]
fn nesting_is_bounded_in_every_language() {
    let deep = 100_000;
    for nesting in [128, u32::MAX] {
        let limits = Limits { nesting, ..Limits::default() };
        for (filename, text) in [
            ("a.yaml", "[".repeat(deep)),
            ("a.yaml", "- ".repeat(deep)),
            ("a.yaml", "? ".repeat(deep)),
            ("a.yaml", "{a: ".repeat(deep)),
            ("a.json", "[".repeat(deep)),
            ("a.json", "{\"a\":".repeat(deep)),
            ("a.tf", "a {\n".repeat(deep)),
            ("a.tf", format!("a = {}", "[".repeat(deep))),
            ("a.tf", format!("a = {}", "(".repeat(deep))),
            ("a.tf", format!("a = {}", "\"${".repeat(deep))),
            ("a.tf", format!("a = {}", "f(".repeat(deep))),
            ("a.tf.json", "{\"resource\":[".repeat(deep / 4)),
        ] {
            let codes = errors(&text, filename, limits);
            assert!(codes.contains(&Code::NestingLimit), "{filename} {} {codes:?}", &text[..10]);
        }
    }
}

#[test]
fn large_inputs_are_refused_before_they_are_read() {
    for filename in ["a.yaml", "a.json", "a.tf", "a.tf.json"] {
        let text = "a".repeat(600_000);
        assert_eq!(errors(&text, filename, Limits::default()), [Code::TemplateTooLarge]);
    }
}

#[test]
fn aliases_are_paid_for() {
    let header = "ROSTemplateFormatVersion: '2015-09-01'\n";
    // Each level stands for nine of the one before: a billion laughs.
    let mut laughs = String::from("x-0: &a0 {lol: lol}\n");
    for level in 1..=40 {
        let below = level - 1;
        laughs += &format!("x-{level}: &a{level} {{<<: [{}]}}\n", vec![format!("*a{below}"); 9].join(", "));
    }
    laughs += header;
    laughs += "Resources: {R: {Type: ALIYUN::ECS::Instance, Properties: *a40}}\n";
    assert_eq!(errors(&laughs, "a.yaml", Limits::default()), [Code::AliasLimit]);

    let many = format!("x: &a b\ny: [{}]\n{header}Resources: {{}}\n", "*a, ".repeat(20_000));
    assert_eq!(errors(&many, "a.yaml", Limits::default()), [Code::AliasLimit]);

    // Many resources share one large mapping in which the image is the last key.
    let large: String = (0..5_000).map(|key| format!("  k{key}: v\n")).collect();
    let resources: String =
        (0..5_000).map(|id| format!("  R{id}: {{Type: ALIYUN::ECS::Instance, Properties: {{<<: *a}}}}\n")).collect();
    let shared = format!("x: &a\n{large}  ImageId: m-1\n{header}Resources:\n{resources}");
    let limits = Limits { aliases: 100_000, ..Limits::default() };
    assert_eq!(errors(&shared, "a.yaml", limits), [Code::AliasLimit]);

    // A stack that contains itself.
    let own = format!(
        "{header}Resources: &r\n  S: {{Type: ALIYUN::ROS::Stack, Properties: {{TemplateBody: {{Resources: *r}}}}}}\n"
    );
    assert_eq!(errors(&own, "a.yaml", Limits::default()), []);
    let wide: String = (0..200)
        .map(|id| format!("  S{id}: {{Type: ALIYUN::ROS::Stack, Properties: {{TemplateBody: {{Resources: *r}}}}}}\n"))
        .collect();
    assert_eq!(errors(&format!("{header}Resources: &r\n{wide}"), "a.yaml", Limits::default()), [Code::AliasLimit]);
}

#[test]
fn sites_are_bounded() {
    let limits = Limits { sites: 10, ..Limits::default() };
    let resources: String = (0..20)
        .map(|id| format!("  R{id}: {{Type: ALIYUN::ECS::Instance, Properties: {{ImageId: m-{id}}}}}\n"))
        .collect();
    let yaml = format!("ROSTemplateFormatVersion: '2015-09-01'\nResources:\n{resources}");
    assert_eq!(errors(&yaml, "a.yaml", limits), [Code::SiteLimit]);
    let tf: String =
        (0..20).map(|id| format!("resource \"alicloud_instance\" \"r{id}\" {{\n image_id = \"m\"\n}}\n")).collect();
    assert_eq!(errors(&tf, "a.tf", limits), [Code::SiteLimit]);
}

/// As many sites as relations: replaced, unrelated, unrelated and nearly named, all of one text.
#[test]
fn relations_and_sites_do_not_multiply() {
    let request = Request { service: "s", region: "cn-hangzhou", account: "1", template: None };
    for (name, site) in [("replaced", "l%"), ("unrelated", "other-%"), ("nearly named", "L%"), ("one", "l1")] {
        let make = |n: usize| {
            let each = |text: &str| (0..n).map(|at| text.replace('%', &at.to_string())).collect::<Vec<_>>();
            let relations = each(r#""l%": {"artifactId": "a%", "version": "1"}"#).join(",");
            let artifacts = each(
                r#"{"artifactId": "a%", "versions": [{"version": "1", "status": "Available",
                "source": {"type": "custom", "imageId": "m-%", "regionId": "cn-hangzhou"}}]}"#,
            )
            .join(",");
            let manifest = format!(
                r#"{{"manifestVersion": 1, "provider": "1", "artifacts": [{artifacts}],
                "services": [{{"serviceId": "s", "relations": {{{relations}}}}}]}}"#
            );
            let resources = each(&format!(" R%: {{Type: ALIYUN::ECS::Instance, Properties: {{ImageId: {site}}}}}\n"));
            let text = format!("ROSTemplateFormatVersion: '2015-09-01'\nResources:\n{}", resources.concat());
            let template = Template::read(text.as_bytes(), Options::default());
            assert_eq!(template.sites.len(), n);
            (Resolver::read(manifest.as_bytes(), Terms::default()), template, text)
        };
        pace::assert_linear(name, 1_500, make, |(resolver, template, text)| {
            let resolution = resolver.resolve(template, text.as_bytes(), &request);
            assert!(resolution.ok());
            assert_eq!(resolution.edits.len(), if site.starts_with('l') { template.sites.len() } else { 0 });
            resolution.output(text.as_bytes()).unwrap();
        });
    }
}
