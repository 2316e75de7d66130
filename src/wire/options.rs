//! What a caller may ask for, as it comes from JavaScript.

use crate::diagnostic::{Code, Diagnostics, Override, Severity};
use crate::format::Format;
use crate::limits::Limits;
use crate::resolve::Terms;
use crate::syntax::{NodeId, View, json};
use crate::template::{Options, Profile, SiteOptions};

/// An object that JavaScript wrote as JSON after it had looked at every field: what is not of its type counts as absent.
pub(super) struct Fields<'a> {
    view: &'a View<'a>,
    object: NodeId,
}

impl Fields<'_> {
    /// Reads the fields of `json` with `read`; those of no object are all absent.
    pub(super) fn read<T>(json: &str, read: impl FnOnce(&Fields<'_>) -> T) -> T {
        let limits = Limits::default();
        let document = json::parse(json, &limits, &mut Diagnostics::default());
        let view = View::new(json, &document, true, &limits);
        read(&Fields { view: &view, object: 0 })
    }

    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.view.string(self.view.value(self.object, name)?).map(String::from)
    }

    /// The texts in the list of a field.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let list = self.view.value(self.object, name)?;
        Some(self.view.items(list).filter_map(|item| self.view.string(item)).map(String::from).collect())
    }

    fn number(&self, name: &str) -> Option<u32> {
        self.view.text_of(self.view.value(self.object, name)?).parse().ok()
    }

    fn is_true(&self, name: &str) -> bool {
        self.view.value(self.object, name).is_some_and(|value| self.view.is_text(value, "true"))
    }

    /// The object of a field.
    fn object(&self, name: &str) -> Option<Fields<'_>> {
        Some(Fields { view: self.view, object: self.view.value(self.object, name)? })
    }
}

/// The terms of a resolver: those of the options that are not about one template.
pub fn terms(options: Options) -> Terms {
    Terms { profile: options.profile, overrides: options.overrides, limits: options.sites.limits }
}

/// Reads the options of `analyze`, `compile` and `new Resolver`, written as JSON: every one may be absent. The error names
/// the option and what it may be.
pub fn read_options(json: &str) -> Result<Options, String> {
    Fields::read(json, |fields| {
        let format = match fields.text("format") {
            None => None,
            Some(name) => Some(Format::named(&name).ok_or_else(|| {
                format!("`format` is `{name}`; it may be `ros-yaml`, `ros-json`, `terraform` or `terraform-json`")
            })?),
        };
        let profile = match fields.text("profile").as_deref() {
            None | Some("extended") => Profile::Extended,
            Some("documented") => Profile::Documented,
            Some(other) => return Err(format!("`profile` is `{other}`; it may be `documented` or `extended`")),
        };
        let sites = SiteOptions { any_type: fields.is_true("anyType"), limits: limits(fields) };
        let overrides = overrides(fields)?;
        Ok(Options { format, filename: fields.text("filename"), sites, profile, overrides })
    })
}

fn overrides(fields: &Fields<'_>) -> Result<Vec<(Code, Override)>, String> {
    let Some(severities) = fields.object("severities") else { return Ok(Vec::new()) };
    let view = severities.view;
    let entries = view.entries(severities.object).into_iter();
    let named = entries.map(|entry| {
        let (name, word) = (view.text_of(entry.key), view.text_of(entry.value));
        Ok((code(&name)?, severity(&name, &word)?))
    });
    named.collect()
}

fn code(name: &str) -> Result<Code, String> {
    let code: Code = name.parse().map_err(|()| format!("`severities` names `{name}`, which is no code"))?;
    if code.is_fixed() {
        return Err(format!("the severity of `{name}` cannot be changed"));
    }
    Ok(code)
}

fn severity(name: &str, word: &str) -> Result<Override, String> {
    Ok(match word {
        "error" => Override::Severity(Severity::Error),
        "warning" => Override::Severity(Severity::Warning),
        "info" => Override::Severity(Severity::Info),
        "ignore" => Override::Ignore,
        _ => return Err(format!("`severities.{name}` is `{word}`; it may be `error`, `warning`, `info` or `ignore`")),
    })
}

fn limits(fields: &Fields<'_>) -> Limits {
    let default = Limits::default();
    let Some(given) = fields.object("limits") else { return default };
    Limits {
        template_bytes: given.number("templateBytes").unwrap_or(default.template_bytes),
        manifest_bytes: given.number("manifestBytes").unwrap_or(default.manifest_bytes),
        nesting: given.number("nesting").unwrap_or(default.nesting),
        aliases: given.number("aliases").unwrap_or(default.aliases),
        sites: given.number("sites").unwrap_or(default.sites),
        diagnostics: given.number("diagnostics").unwrap_or(default.diagnostics),
    }
}
