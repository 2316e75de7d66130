//! What was found in a template, as text that a person can check. Shared by the native tests and the browser's.

use std::fmt::Write;

use ecs_image_resolver::diagnostic::{Code, Diagnostic, Place, Severity};
use ecs_image_resolver::resolve::{Request, Resolver, Terms};
use ecs_image_resolver::source::{LineIndex, Span};
use ecs_image_resolver::template::origin::End;
use ecs_image_resolver::template::site::{Site, Step};
use ecs_image_resolver::template::{Options, Profile, SiteOptions, Template};

/// Sites, then diagnostics, a line each with the bytes that they are about.
pub fn template(bytes: &[u8], filename: &str, any_type: bool) -> String {
    let options = Options {
        filename: Some(filename.to_owned()),
        sites: SiteOptions { any_type, ..SiteOptions::default() },
        ..Options::default()
    };
    let template = Template::read(bytes, options);
    let index = LineIndex::new(bytes);
    let mut dump = format!("{} by {}\n", template.format.name(), template.evidence.name());
    let mut chains = template.origins.chains();
    for site in &template.sites {
        let ends = site.value.reference.origin.map_or_else(Vec::new, |origin| chains.of(origin).ends);
        site_line(site, &ends, bytes, &index, &mut dump);
    }
    for diagnostic in template.validate().kept() {
        diagnostic_line(diagnostic, bytes, &index, &mut dump);
    }
    dump
}

fn site_line(site: &Site, ends: &[End], bytes: &[u8], index: &LineIndex<'_>, dump: &mut String) {
    let path: Vec<String> = site
        .path
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(item) => item.to_string(),
        })
        .collect();
    let at = index.position(site.span.start);
    let _ = write!(
        dump,
        "site {}:{} {} {} {} {} {}",
        at.line,
        at.column,
        site.resource,
        site.resource_type,
        path.join("."),
        site.tier.name(),
        site.value.kind.name()
    );
    if let Some(workspace) = &site.workspace {
        let _ = write!(dump, " in {workspace}");
    }
    if site.elsewhere {
        dump.push_str(" elsewhere");
    }
    if let Some(condition) = &site.condition {
        let _ = write!(dump, " if {condition}");
    }
    if let Some(count) = &site.count {
        let _ = write!(dump, " times {count:?}");
    }
    let _ = write!(dump, "\n  token {} inner {}", quote(site.span, bytes), quote(site.inner, bytes));
    if site.scalar != site.span {
        let _ = write!(dump, " scalar {}", quote(site.scalar, bytes));
    }
    if let Some(literal) = &site.value.literal {
        let _ = write!(dump, " value {literal:?}");
    }
    dump.push('\n');
    if !site.value.reference.name.is_empty() {
        let ends: Vec<String> = ends.iter().map(|end| format!("{} {}", end.literal, quote(end.span, bytes))).collect();
        let _ = writeln!(dump, "  is {} ends [{}]", site.value.reference.name, ends.join(", "));
    }
}

/// What became of a template: edits, outcomes, diagnostics; and the resolved bytes, where there are any.
pub fn resolution(bytes: &[u8], filename: &str, manifest: &[u8], request: &str) -> (String, Option<Vec<u8>>) {
    let request: serde_json::Value = serde_json::from_str(request).unwrap();
    let text = |name: &str| request[name].as_str();
    let profile = if text("profile") == Some("documented") { Profile::Documented } else { Profile::Extended };
    let options = Options { filename: Some(filename.to_owned()), profile, ..Options::default() };
    let template = Template::read(bytes, options);
    let resolver = Resolver::read(manifest, Terms { profile, ..Terms::default() });
    let request = Request {
        service: text("service").unwrap(),
        region: text("region").unwrap(),
        account: text("account").unwrap(),
        template: text("template"),
    };
    let resolution = resolver.resolve(&template, bytes, &request);
    let edits = resolver.edits(&template, bytes, &request);
    let errors = resolution.diagnostics.kept().iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(edits.edits, resolution.edits, "{filename}: the edits alone");
    assert!(edits.diagnostics.kept().iter().eq(errors), "{filename}: the errors alone");
    let index = LineIndex::new(bytes);
    let mut dump = if resolution.ok() { "ok\n".to_owned() } else { "no output\n".to_owned() };
    for planned in &resolution.edits {
        let at = index.position(planned.edit.span.start);
        let edit = &planned.edit;
        let _ =
            writeln!(dump, "edit {}:{} {:?} -> {:?} for {:?}", at.line, at.column, edit.old, edit.new, planned.sites);
    }
    for (site, outcome) in template.sites.iter().zip(&resolution.outcomes) {
        let _ = writeln!(dump, "site {} {:?}", site.resource, outcome);
    }
    for diagnostic in resolution.diagnostics.kept() {
        // The relations of the fixtures serve all of them, so each fixture leaves most of them unused.
        if diagnostic.code != Code::RelationUnused {
            diagnostic_line(diagnostic, bytes, &index, &mut dump);
        }
    }
    (dump, resolution.output(bytes))
}

/// One diagnostic, its related places and its fixes.
pub fn diagnostic_line(diagnostic: &Diagnostic, bytes: &[u8], index: &LineIndex<'_>, dump: &mut String) {
    let place = |place: &Place| match place {
        Place::Template(span) => {
            let at = index.position(span.start);
            format!("{}:{} {}", at.line, at.column, quote(*span, bytes))
        }
        Place::Manifest(pointer) => format!("manifest {pointer}"),
        Place::ManifestText(span, pointer) => format!("manifest {pointer} {}..{}", span.start, span.end),
        Place::Request(field) => format!("request {field}"),
        Place::File(file, span, pointer) => format!("file {file} {span:?} {pointer}"),
        Place::Change(pointer) | Place::ChangeText(_, pointer) => format!("change {pointer}"),
    };
    let severity = diagnostic.severity.name();
    let _ = writeln!(dump, "{severity} {} {}: {}", diagnostic.code, place(&diagnostic.place), diagnostic.message());
    for related in &diagnostic.related {
        let _ = writeln!(dump, "  {} {}", related.role.name(), place(&related.place));
    }
    for fix in &diagnostic.fixes {
        let _ = writeln!(dump, "  fix {} -> {:?}", quote(fix.span, bytes), fix.text);
    }
}

fn quote(span: Span, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(span.of(bytes));
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short:?}…") } else { format!("{short:?}") }
}
