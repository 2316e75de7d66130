//! The words of the cloud's enumerations. The lists move, so each takes any other word, too; those never serve, share
//! or permit anything.

use super::Text;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$of])* $variant,)*
            /// A word that is not in the list.
            Other(Text),
        }

        impl $name {
            /// The words in the list.
            pub const KNOWN: &'static [&'static str] = &[$($word),*];

            /// The word, as the manifest writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $word,)*
                    $name::Other(word) => word,
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => $name::$variant,)*
                    other => $name::Other(other.into()),
                }
            }
        }
    )*};
}

words! {
    /// How far a version, or the image of one region, has come.
    VersionStatus {
        /// Saved, not released.
        Created = "Created",
        /// Its image is being checked.
        Scanning = "Scanning",
        /// The check found something.
        ScanFailed = "ScanFailed",
        /// Released; its images are being copied.
        Delivering = "Delivering",
        /// Released and copied.
        Available = "Available",
        /// The image could not be built. Not in the API's list, but in the answers it gives.
        CreateFailed = "CreateFailed",
        /// Gone.
        Deleted = "Deleted",
    }

    /// Where the image of a version comes from.
    SourceType {
        /// A custom image of the provider's: `imageId` in `regionId`.
        Custom = "custom",
        /// A product of the marketplace: `commodityCode` and `commodityVersion`.
        Marketplace = "marketplace",
    }

    /// How far a service has come.
    ServiceStatus {
        /// Being written.
        Draft = "Draft",
        /// Open to those who test it.
        Beta = "Beta",
        /// Waiting for the review.
        Submitted = "Submitted",
        /// Through the review.
        Approved = "Approved",
        /// On its way to `Online`.
        Launching = "Launching",
        /// Open to its customers.
        Online = "Online",
        /// Taken back.
        Offline = "Offline",
        /// Being made.
        Creating = "Creating",
        /// Could not be made.
        CreateFailed = "CreateFailed",
        /// Being changed.
        Updating = "Updating",
        /// Could not be changed.
        UpdateFailed = "UpdateFailed",
    }

    /// Whom a service is open to.
    ShareType {
        /// Everyone.
        Public = "Public",
        /// Shared accounts, for trial and formal deployments.
        Restricted = "Restricted",
        /// Formal deployments are for shared accounts.
        OnlyFormalRestricted = "OnlyFormalRestricted",
        /// Trial deployments are for shared accounts, as the supplier's API spells it.
        OnlyTrailRestricted = "OnlyTrailRestricted",
        /// Trial deployments are for shared accounts, as the user's API spells it.
        OnlyTrialRestricted = "OnlyTrialRestricted",
        /// Not seen, and nobody can ask for it.
        Hidden = "Hidden",
    }

    /// What a shared account may do.
    Permission {
        /// See and deploy.
        Deployable = "Deployable",
        /// See.
        Accessible = "Accessible",
        /// See and deploy, the beta version too.
        DeployableIncludeBeta = "DeployableIncludeBeta",
        /// See, the beta version too.
        AccessibleIncludeBeta = "AccessibleIncludeBeta",
        /// A reseller that may sell.
        Authorized = "Authorized",
        /// A reseller that may not.
        Unauthorized = "Unauthorized",
    }

    /// In what capacity a service is shared with an account.
    AccountType {
        /// As a customer.
        SharedAccount = "SharedAccount",
        /// As one who sells it on.
        Reseller = "Reseller",
    }
}
