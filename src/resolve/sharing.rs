//! Whether the image that an account is to get is shared with it.

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::manifest::{Artifact, Shared, Version};
use crate::visibility;

/// What it is where ECS has not confirmed that an image is shared with the account that deploys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sharing {
    /// An error.
    #[default]
    Enforce,
    /// A warning.
    Audit,
}

impl Resolver {
    /// How bad it is that an account gets the image that `version` has in `region`; `None` where nothing speaks against it.
    ///
    /// A record that lacks the account is an error, a warning where sharing is audited. Without a record it is a warning
    /// where ECS was asked about another image of the version: of this one it ought to have been. Other versions and artifacts
    /// do not count, so that none of them changes an answer that does not involve it. The provider owns the images. Whoever may
    /// deploy because a service is public is no exception: what it may deploy, ECS lets it use only if the image is shared
    /// with it or is a community image. An empty account is nobody.
    pub(crate) fn unshared(
        &self,
        artifact: &Artifact,
        version: &Version,
        region: &str,
        account: &str,
    ) -> Option<Severity> {
        let record = version.shared_in(region);
        let may = account.is_empty() || visibility::is_provider(&self.manifest, account);
        if may || record.is_some_and(|shared| shared.includes(account)) {
            return None;
        }
        self.unconfirmed(artifact, version, record)
    }

    /// How bad it is that `record` lacks an account; `None` where nobody was ever asked whom the version's images are
    /// shared with.
    pub(crate) fn unconfirmed(
        &self,
        artifact: &Artifact,
        version: &Version,
        record: Option<&Shared>,
    ) -> Option<Severity> {
        match record {
            Some(_) if self.terms.sharing == Sharing::Enforce => Some(Severity::Error),
            // Most manifests have no record at all: the artifact knows that without a look at the images.
            None if !artifact.versions.observed() || !version.observed() => None,
            _ => Some(Severity::Warning),
        }
    }
}

/// That an image is not known to be shared with `accounts`: ids for a message.
#[inline(never)]
pub(crate) fn unshared_finding(
    place: impl Into<Place>,
    (artifact, version, region): (&Artifact, &Version, &str),
    accounts: &str,
) -> Diagnostic {
    let image_id = version.image_in(region).unwrap_or_default();
    let finding = Diagnostic::new(Code::ImageNotShared, place).arg("image", image_id).arg("accounts", accounts);
    let finding = finding.arg("artifact", &*artifact.id).arg("version", &*version.version).arg("region", region);
    match version.shared_in(region) {
        Some(_) => finding,
        None => finding.arg("sharing", Shared::UNKNOWN),
    }
}
