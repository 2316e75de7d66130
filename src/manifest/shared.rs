//! Who may use an image beside its owner, as far as ECS has confirmed it.

use super::Text;

/// The record of an image's shares (`shared`): what ECS answered when it was last asked.
///
/// Where the record is absent nobody has asked, as where it is [`Shared::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    /// `"unknown"`: nobody has asked.
    Unknown,
    /// `"everyone"`: it is a community image, which every account can use.
    Everyone,
    /// The ids of the accounts that it is shared with, in the order of the document: decimal digits, compared byte for byte.
    Accounts(Vec<Text>),
}

impl Shared {
    /// `"unknown"`, as the manifest writes it.
    pub const UNKNOWN: &str = "unknown";
    /// `"everyone"`, as the manifest writes it.
    pub const EVERYONE: &str = "everyone";

    /// Whether ECS was asked.
    pub fn is_known(&self) -> bool {
        *self != Shared::Unknown
    }

    /// How many accounts are named.
    pub(crate) fn len(&self) -> usize {
        match self {
            Shared::Accounts(accounts) => accounts.len(),
            _ => 0,
        }
    }

    /// Those of `accounts`, which are sorted, that ECS has not confirmed, by their positions.
    pub(crate) fn lacking(&self, accounts: &[&str]) -> Vec<usize> {
        let mut lacking = vec![*self != Shared::Everyone; accounts.len()];
        if let Shared::Accounts(known) = self {
            known.iter().filter_map(|uid| accounts.binary_search(&&**uid).ok()).for_each(|at| lacking[at] = false);
        }
        (0..accounts.len()).filter(|at| lacking[*at]).collect()
    }

    /// Whether ECS has confirmed that `account` can use the image.
    pub fn includes(&self, account: &str) -> bool {
        match self {
            Shared::Unknown => false,
            Shared::Everyone => true,
            Shared::Accounts(accounts) => accounts.iter().any(|known| **known == *account),
        }
    }
}
