//! Templates: bytes in, image sites and diagnostics out.

mod duplicate;
pub mod finding;
pub mod origin;
pub mod reference;
pub mod ros;
pub mod sharing;
pub mod site;
pub mod terraform;
pub mod unread;
mod workspace;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Override};
use crate::format::{self, Evidence, Format};
use crate::limits::Limits;
use crate::order;
use crate::source::Span;
use crate::syntax::{json, yaml};
use origin::{Origins, Reach, Tracer};
use site::{Site, ValueKind};
use unread::Unread;

/// What to look for, and how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteOptions {
    /// Also the `ImageId` directly under the properties of every ROS type, and the `image_id` at any block depth of
    /// every `alicloud_*` resource, whatever the rules say.
    pub any_type: bool,
    /// The bounds.
    pub limits: Limits,
}

/// How to read a template.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Its format, where the caller knows it.
    pub format: Option<Format>,
    /// Its file's name; the ending decides where no format is stated.
    pub filename: Option<String>,
    /// What to look for.
    pub sites: SiteOptions,
    /// Which sites are substituted.
    pub profile: Profile,
    /// The caller's severities.
    pub overrides: Vec<(Code, Override)>,
}

/// Which sites are substituted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Those that Compute Nest documents, and those of the same kind.
    #[default]
    Extended,
    /// Only those that Compute Nest documents.
    Documented,
}

/// A template that was read once.
#[derive(Clone, Debug)]
pub struct Template {
    /// What it is written in, and how that was found out.
    pub format: Format,
    /// What the format was decided by.
    pub evidence: Evidence,
    /// Its image sites, in the order of the text.
    pub sites: Vec<Site>,
    /// What is handed to what is not read here.
    pub unread: Vec<Unread>,
    /// What references refer to.
    pub origins: Origins,
    /// What is wrong with it, whatever a manifest says.
    pub diagnostics: Diagnostics,
    /// How it was read.
    pub options: Options,
}

/// What was found in a template so far.
#[derive(Debug, Default)]
pub struct Found {
    /// Its image sites.
    pub sites: Vec<Site>,
    /// What is handed to what is not read here.
    pub unread: Vec<Unread>,
    /// What references refer to.
    pub tracer: Tracer,
}

impl Template {
    /// Everything that can be said without a manifest: [`Template::diagnostics`], and each site that no manifest could
    /// replace.
    pub fn validate(&self) -> Diagnostics {
        let mut diagnostics = self.diagnostics.clone();
        // In a text that could not be read whole, what looks like no literal may well be one.
        let sound = !diagnostics.kept().iter().any(|finding| finding.code.is_fixed());
        let mut chains = self.origins.chains();
        for site in &self.sites {
            finding::report_place(site, &mut diagnostics);
            let substitutable = finding::is_substitutable(site, self.options.profile);
            let known = sound || site.value.kind != ValueKind::Other;
            if known && substitutable && !site.value.kind.is_literal() {
                finding::report_not_literal(site, &mut chains, None, &mut diagnostics);
            }
        }
        unread::report(self, &Reach::default(), &mut diagnostics);
        diagnostics.sort();
        diagnostics
    }

    /// Calls `each` with every literal that a site, or what is handed over, refers to.
    pub fn referred(&self, each: &mut dyn FnMut(&str)) {
        let sites = self.sites.iter().filter_map(|site| site.value.reference.origin);
        self.origins.literals_of(sites.chain(self.unread.iter().map(|unread| unread.origin)), each);
    }

    /// Reads a template. Never fails: what is wrong is in [`Template::diagnostics`].
    pub fn read(bytes: &[u8], mut options: Options) -> Self {
        options.sites.limits = options.sites.limits.bounded();
        let mut diagnostics = Diagnostics::new(options.sites.limits.diagnostics, &options.overrides);
        let mut found = Found::default();
        let text = match text(bytes, &options.sites.limits) {
            Ok(text) => text,
            Err(refusal) => {
                diagnostics.push(refusal);
                ""
            }
        };
        let (format, evidence) = format::detect(text, options.format, options.filename.as_deref());
        if diagnostics.ok() {
            find_sites(text, format, &options.sites, &mut diagnostics, &mut found);
        }
        let Found { mut sites, mut unread, tracer } = found;
        if !unread.is_empty() {
            order::sort(&mut unread, |one, other| one.span.cmp(&other.span));
        }
        order::sort(&mut sites, |one, other| {
            (one.span.start, one.inner.start).cmp(&(other.span.start, other.inner.start))
        });
        Template { format, evidence, sites, unread, origins: tracer.finish(), diagnostics, options }
    }
}

fn find_sites(text: &str, format: Format, options: &SiteOptions, diagnostics: &mut Diagnostics, found: &mut Found) {
    let ros = matches!(format, Format::RosYaml | Format::RosJson);
    if ros && text.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return diagnostics.push(Diagnostic::new(Code::EmptyTemplate, Span::at(0)));
    }
    match format {
        Format::RosYaml => {
            let document = yaml::parse(text, &options.limits, diagnostics);
            ros::sites(text, &document, false, options, diagnostics, found);
        }
        Format::RosJson => {
            let document = json::parse(text, &options.limits, diagnostics);
            ros::sites(text, &document, true, options, diagnostics, found);
        }
        Format::Terraform => {
            let file = terraform::File { name: "main.tf", text, workspace: None, outer: None };
            terraform::sites(&[file], options, diagnostics, found);
        }
        Format::TerraformJson => {
            let file = terraform::File { name: "main.tf.json", text, workspace: None, outer: None };
            terraform::sites(&[file], options, diagnostics, found);
        }
    }
}

/// The text of a template, or why it cannot be read as one.
fn text<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, Diagnostic> {
    if bytes.len() > limits.template_bytes as usize {
        let refusal = Diagnostic::new(Code::TemplateTooLarge, Span::at(limits.template_bytes));
        return Err(refusal.arg("bytes", bytes.len()).arg("limit", limits.template_bytes));
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Diagnostic::new(Code::Utf16, Span::new(0, 2)));
    }
    // A NUL is valid UTF-8, and in no text: `a\0b\0` is UTF-16 without its mark.
    if let Some(nul) = memchr::memchr(0, &bytes[..bytes.len().min(1024)]) {
        let is_utf16 = bytes.len() > 3 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) == (bytes[0] == 0);
        let code = if is_utf16 { Code::Utf16 } else { Code::Binary };
        return Err(Diagnostic::new(code, Span::new(nul as u32, nul as u32 + 1)));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to() as u32;
        let byte = format!("0x{:02x}", bytes[at as usize]);
        Diagnostic::new(Code::InvalidUtf8, Span::new(at, at + 1)).arg("byte", byte)
    })
}
