//! What was found in a template, as text that a person can check. Shared by the native tests and the browser's.

use std::fmt::Write;

use ecs_image_resolver::diagnostic::{Diagnostic, Place};
use ecs_image_resolver::source::{LineIndex, Span};
use ecs_image_resolver::template::site::{Site, Step};
use ecs_image_resolver::template::{Options, SiteOptions, Template};

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
    for site in &template.sites {
        site_line(site, bytes, &index, &mut dump);
    }
    for diagnostic in template.validate().kept() {
        diagnostic_line(diagnostic, bytes, &index, &mut dump);
    }
    dump
}

fn site_line(site: &Site, bytes: &[u8], index: &LineIndex<'_>, dump: &mut String) {
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
        let ends: Vec<String> =
            site.value.reference.ends.iter().map(|end| format!("{} {}", end.literal, quote(end.span, bytes))).collect();
        let _ = writeln!(dump, "  is {} ends [{}]", site.value.reference.name, ends.join(", "));
    }
}

/// One diagnostic, its related places and its fixes.
pub fn diagnostic_line(diagnostic: &Diagnostic, bytes: &[u8], index: &LineIndex<'_>, dump: &mut String) {
    let place = |place: &Place| match place {
        Place::Template(span) => {
            let at = index.position(span.start);
            format!("{}:{} {}", at.line, at.column, quote(*span, bytes))
        }
        Place::Manifest(pointer) => format!("manifest {pointer}"),
        Place::Request(field) => format!("request {field}"),
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
