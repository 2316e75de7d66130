//! What is to be said about a site, beyond what stands there.

use super::Profile;
use super::origin::{Chain, Chains, End, OriginId};
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Role, Severity, deceptive};
use crate::rules::Tier;
use crate::syntax::scalar;

/// Whether a relation may replace the image of a site.
///
/// Images that are copied or shared are not launched; children of a stack group are launched in other regions; what no
/// row names may be another product's.
pub fn is_substitutable(site: &Site, profile: Profile) -> bool {
    let tier = match site.tier {
        Tier::Documented => true,
        Tier::Extended => profile == Profile::Extended,
        Tier::Source | Tier::Unknown | Tier::Foreign => false,
    };
    tier && !site.elsewhere
}

/// Reports what is wrong with a site whoever asks: a property that does not exist, a child of a stack group, a text that
/// is not what it looks like.
pub fn report_place(site: &Site, diagnostics: &mut Diagnostics) {
    let resource_type = site.resource_type.as_str();
    if site.misnamed && diagnostics.wants(Code::PropertyMisnamed) {
        diagnostics.push(
            Diagnostic::new(Code::PropertyMisnamed, site.span).arg("type", resource_type).arg("property", "ImageId"),
        );
    }
    if site.elsewhere && diagnostics.wants(Code::StackGroupSite) {
        diagnostics.push(Diagnostic::new(Code::StackGroupSite, site.span).arg("resource", site.resource.as_str()));
    }
    if !diagnostics.wants(Code::ImageHiddenCharacter) && !diagnostics.wants(Code::ImageLookAlike) {
        return;
    }
    let literal = site.value.literal.as_deref().unwrap_or_default();
    if let Some(finding) = deceptive(literal, || site.span.into()) {
        diagnostics.push(finding);
    }
}

/// Reports a substitutable site that is not a literal, with the way to the literals it can end in.
///
/// `meant` is asked for a literal that the site's value refers to and that a relation names. Without a manifest nothing says
/// what is meant, and the finding is an error; with one it is an error where there is such a literal, and else a warning,
/// because a template may well let the customer choose one image and want another one replaced.
pub fn report_not_literal(
    site: &Site,
    chains: &mut Chains<'_>,
    meant: Option<&dyn Fn(Option<OriginId>) -> Option<End>>,
    diagnostics: &mut Diagnostics,
) {
    let reference = &site.value.reference;
    let named = meant.and_then(|meant| meant(reference.origin));
    let severity = if meant.is_some() && named.is_none() { Severity::Warning } else { Severity::Error };
    let what = match &site.value.literal {
        Some(text) => text.as_str(),
        None => reference.name.as_str(),
    };
    let mut finding = Diagnostic::new(Code::ImageNotLiteral, site.span)
        .severity(severity)
        .arg("resource", site.resource.as_str())
        .arg("what", what)
        .arg("kind", site.value.kind.name());
    let chain = reference.origin.map_or_else(Chain::default, |origin| chains.of(origin));
    for &through in &chain.through {
        finding = finding.related(through, Role::Through);
    }
    for end in &chain.ends {
        finding = finding.related(end.span, Role::EndsHere);
    }
    if let Some(named) = named {
        finding = finding.arg("image", &*named.literal);
        if !chain.ends.contains(&named) {
            finding = finding.related(named.span, Role::EndsHere);
        }
    }
    if chain.rest > 0 {
        finding = finding.arg("rest", chain.rest);
    }
    // What others read, too, is not the site's alone to change.
    let alone = site.sharing.as_ref().is_none_or(|sharing| sharing.is_of_sites());
    if let [end] = chain.ends.as_slice()
        && alone
        && let Some(text) = scalar::write(&end.literal, site.style)
    {
        finding = finding.fix(site.span, text);
    }
    diagnostics.push(finding);
}
