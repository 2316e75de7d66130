//! Image sites of Terraform: native syntax and JSON, whole modules at once.
//!
//! Files of one folder are one module: a `var.x` of one finds its `variable "x"` in another.

mod display;
mod duplicate;
mod function;
mod json;
mod kind;
mod module;
mod native;
mod reference;

use super::site::Site;
use super::unread::{Name, Unread};
use super::{Found as Whole, SiteOptions};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::order;
use crate::rules::{self, Rule, Tier};
use crate::source::Span;
use crate::syntax::scalar::Mapped;
use crate::syntax::{self, Kind, hcl};
use module::Sort;
use reference::References;

/// One file of a configuration.
///
/// Places of its sites and diagnostics are bytes of the outer document where it has one, else of its own text. Several
/// files without one are read as what they are, but the places of a reference do not say which file they are in.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path; files of one folder are one module. `.tf.json` and `.tofu.json` are JSON, any other ending is HCL.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The `Workspace` entry it is, for the site.
    pub workspace: Option<&'a str>,
    /// Where its bytes are in the outer document, and the scalar that carries it there.
    pub outer: Option<(&'a Mapped, Kind)>,
}

impl<'a> File<'a> {
    /// The place of a range of this file in the outermost document.
    fn place(&self, span: Span) -> Span {
        self.outer.map_or(span, |(mapped, _)| mapped.source(span))
    }

    fn folder(&self) -> &'a str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn is_json(&self) -> bool {
        self.name.ends_with(".json")
    }

    /// Whether Terraform merges the file over the others instead of adding it to them.
    fn is_override(&self) -> bool {
        let name = self.name.rsplit_once('/').map_or(self.name, |(_, name)| name);
        let stem = name.split('.').next().unwrap_or_default();
        stem == "override" || stem.ends_with("_override")
    }
}

/// Whether Terraform or OpenTofu reads a file of this name.
pub fn is_file_name(name: &str) -> bool {
    [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
}

/// Finds every image site of a configuration, and what is handed to modules whose files are not here.
pub fn sites(files: &[File<'_>], options: &SiteOptions, diagnostics: &mut Diagnostics, whole: &mut Whole) {
    let mut parsed: Vec<Parsed<'_>> =
        files.iter().map(|file| Parsed { file: *file, syntax: parse(file, options, diagnostics) }).collect();
    order::sort(&mut parsed, |one, other| {
        (one.file.folder(), one.file.is_override()).cmp(&(other.file.folder(), other.file.is_override()))
    });
    let mut references = References::new(&parsed, options, std::mem::take(&mut whole.tracer));
    let mut found = Found { options, sites: &mut whole.sites, full: false, alicloud: false };
    for (file, parsed) in parsed.iter().enumerate() {
        match &parsed.syntax {
            Syntax::Native(document) => native::sites(&mut references, file, document, &mut found, diagnostics),
            Syntax::Json(document) => json::sites(&mut references, file, document, &mut found, diagnostics),
        }
    }
    references.modules.report_duplicates(diagnostics);
    // What could not be read whole may well hold such a resource.
    let silent = found.alicloud || !diagnostics.ok();
    hand_over(&mut references, &mut whole.unread);
    whole.tracer = references.finish();
    if let (false, Some(first)) = (silent, files.first()) {
        diagnostics.push(Diagnostic::new(Code::TerraformNotAlicloud, first.place(Span::at(0))));
    }
}

/// Takes in what is given to modules whose files are not here.
fn hand_over(references: &mut References<'_>, unread: &mut Vec<Unread>) {
    for call in 0..references.modules.definitions.len() {
        let definition = &references.modules.definitions[call];
        let (file, name) = (definition.file, format!("module.{}", definition.name));
        let Some(body) = definition.body.filter(|_| definition.sort == Sort::Call && definition.target.is_none())
        else {
            continue;
        };
        let scope = references.call_scope(call);
        for (property, _, value) in references.modules.arguments(file, body) {
            for (property, value) in references.modules.parts(file, &property, value) {
                let last = Name::of(property.rsplit('.').next().unwrap_or_default());
                if last != Name::Label {
                    unread.push(Unread {
                        resource: name.clone(),
                        property,
                        span: references.modules.place(file, value),
                        named: last == Name::Image,
                        origin: references.anything(file, scope, value),
                    });
                }
            }
        }
    }
}

fn parse(file: &File<'_>, options: &SiteOptions, diagnostics: &mut Diagnostics) -> Syntax {
    if file.outer.is_none() {
        return parse_text(file, options, diagnostics);
    }
    let mut inner = diagnostics.child();
    let syntax = parse_text(file, options, &mut inner);
    inner.map_spans(|span| file.place(span));
    diagnostics.append(&inner);
    syntax
}

fn parse_text(file: &File<'_>, options: &SiteOptions, diagnostics: &mut Diagnostics) -> Syntax {
    if file.is_json() {
        Syntax::Json(syntax::json::parse(file.text, &options.limits, diagnostics))
    } else {
        Syntax::Native(hcl::parse(file.text, &options.limits, diagnostics))
    }
}

/// A file and its tape.
struct Parsed<'a> {
    file: File<'a>,
    syntax: Syntax,
}

enum Syntax {
    Native(hcl::Document),
    Json(syntax::Document),
}

/// What was found so far, and what is looked for.
struct Found<'o> {
    options: &'o SiteOptions,
    sites: &'o mut Vec<Site>,
    /// There are as many as the limit allows, and that was said.
    full: bool,
    /// Whether something belongs to the `alicloud` provider.
    alicloud: bool,
}

impl Found<'_> {
    /// What to look for in a resource of this type; `None` where it takes no image.
    fn target(&mut self, resource_type: &str) -> Option<Target> {
        let alicloud = resource_type.starts_with("alicloud_");
        self.alicloud |= alicloud;
        let rules = rules::terraform(resource_type.as_bytes());
        let any = (self.options.any_type && alicloud).then(|| match rules::is_foreign(resource_type.as_bytes()) {
            true => Tier::Foreign,
            false => Tier::Unknown,
        });
        (any.is_some() || !rules.is_empty()).then_some(Target { rules, any })
    }

    /// Takes a site in, up to the limit.
    fn push(&mut self, site: Site, diagnostics: &mut Diagnostics) {
        let limit = self.options.limits.sites;
        if self.sites.len() < limit as usize {
            self.sites.push(site);
        } else if !self.full {
            self.full = true;
            diagnostics.push(Diagnostic::new(Code::SiteLimit, site.span).arg("limit", limit));
        }
    }
}

/// What is an image in resources of one type.
#[derive(Clone, Copy)]
struct Target {
    rules: &'static [Rule],
    /// The tier of an `image_id` at any depth that no rule names.
    any: Option<Tier>,
}

impl Target {
    /// The row whose path is `names`.
    fn rule(self, names: &[&str]) -> Option<&'static Rule> {
        self.rules.iter().find(|rule| rule.path.split('.').eq(names.iter().copied()))
    }

    /// The tier and the misnaming of the attribute at `names`; `None` where it takes no image.
    fn tier(self, names: &[&str]) -> Option<(Tier, bool)> {
        if let Some(rule) = self.rule(names) {
            return Some((rule.tier, rule.misnamed));
        }
        (names.last() == Some(&"image_id")).then_some(self.any).flatten().map(|tier| (tier, false))
    }

    /// Whether some row's path goes on below `names`.
    fn goes_below(self, names: &[&str]) -> bool {
        self.rules.iter().any(|rule| {
            let mut path = rule.path.split('.');
            names.iter().all(|name| path.next() == Some(name)) && path.next().is_some()
        })
    }
}
