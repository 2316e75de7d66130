//! What a caller may ask for, as it comes from JavaScript.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Code, Override, Severity};
use crate::format::Format;
use crate::limits::Limits;
use crate::manifest::Regions;
use crate::resolve::{Sharing, Terms};
use crate::template::{Options, Profile, SiteOptions};

/// The options of `analyze`, `compile` and `new Resolver`. Every one may be absent.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OptionsShape {
    format: Option<String>,
    filename: Option<String>,
    any_type: bool,
    profile: Option<String>,
    severities: BTreeMap<String, String>,
    limits: LimitsShape,
    sharing: Option<String>,
    regions: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LimitsShape {
    template_bytes: Option<u32>,
    manifest_bytes: Option<u32>,
    nesting: Option<u32>,
    aliases: Option<u32>,
    sites: Option<u32>,
    diagnostics: Option<u32>,
}

/// The terms of a resolver: those of the options that are not about one template. The error is that of [`read_options`].
pub fn read_terms(mut shape: OptionsShape) -> Result<Terms, String> {
    let sharing = match shape.sharing.as_deref() {
        None | Some("enforce") => Sharing::Enforce,
        Some("audit") => Sharing::Audit,
        Some(other) => return Err(format!("`sharing` is `{other}`; it may be `enforce` or `audit`")),
    };
    let regions = Regions::new(std::mem::take(&mut shape.regions).into_iter().map(Into::into).collect());
    let Options { profile, overrides, sites, .. } = read_options(shape)?;
    Ok(Terms { profile, overrides, limits: sites.limits, sharing, regions })
}

/// Checks the words in the options. The error names the option and what it may be.
#[inline(never)]
pub fn read_options(shape: OptionsShape) -> Result<Options, String> {
    let format = match shape.format.as_deref() {
        None => None,
        Some(name) => Some(Format::named(name).ok_or_else(|| {
            format!("`format` is `{name}`; it may be `ros-yaml`, `ros-json`, `terraform` or `terraform-json`")
        })?),
    };
    let profile = match shape.profile.as_deref() {
        None | Some("extended") => Profile::Extended,
        Some("documented") => Profile::Documented,
        Some(other) => return Err(format!("`profile` is `{other}`; it may be `documented` or `extended`")),
    };
    let mut overrides = Vec::with_capacity(shape.severities.len());
    for (name, word) in &shape.severities {
        overrides.push((code(name)?, severity(name, word)?));
    }
    let sites = SiteOptions { any_type: shape.any_type, limits: limits(&shape.limits) };
    Ok(Options { format, filename: shape.filename, sites, profile, overrides })
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

fn limits(shape: &LimitsShape) -> Limits {
    let default = Limits::default();
    Limits {
        template_bytes: shape.template_bytes.unwrap_or(default.template_bytes),
        manifest_bytes: shape.manifest_bytes.unwrap_or(default.manifest_bytes),
        nesting: shape.nesting.unwrap_or(default.nesting),
        aliases: shape.aliases.unwrap_or(default.aliases),
        sites: shape.sites.unwrap_or(default.sites),
        diagnostics: shape.diagnostics.unwrap_or(default.diagnostics),
    }
}
