//! Image sites of Terraform, HCL native syntax.

use super::SiteOptions;
use super::site::Site;
use crate::diagnostic::Diagnostics;
use crate::syntax::Kind;
use crate::syntax::scalar::Mapped;

/// One file of a configuration.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its path; files of one folder are one module.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The `Workspace` entry it is, for the site.
    pub workspace: Option<&'a str>,
    /// Where its bytes are in the outer document, and the scalar that carries it there.
    pub outer: Option<(&'a Mapped, Kind)>,
}

/// Finds every image site of a configuration.
pub fn sites(_files: &[File<'_>], _options: &SiteOptions, _diagnostics: &mut Diagnostics, _sites: &mut Vec<Site>) {}
