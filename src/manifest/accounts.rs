//! The accounts that a service is shared with.

use super::index::Directory;
use super::{AccountType, Permission, Unknown};

/// The accounts of one service, in the order of the document: 100,000 of them take about 3 MB and one look-up each.
///
/// The uids stand in one text, and what they may do is kept once for all that may do the same.
#[derive(Clone, Debug, Default)]
pub struct SharedAccounts {
    uids: String,
    entries: Vec<Entry>,
    grants: Vec<Grant>,
    directory: Directory,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Where its uid ends in `uids`; it starts where the one before ends.
    end: u32,
    /// Its place in `grants`.
    grant: u32,
}

/// What an entry of the list gives its account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// `permission`: what the account may do.
    pub permission: Option<Permission>,
    /// `type`: in what capacity.
    pub account_type: Option<AccountType>,
    /// What else stands there.
    pub unknown: Vec<Unknown>,
}

/// A manifest has a handful of different grants; searching more for an equal one would not pay.
const SEARCHED: usize = 32;

impl SharedAccounts {
    /// A list of uids with their grants.
    pub fn new<U: AsRef<str>>(accounts: impl IntoIterator<Item = (U, Grant)>) -> Self {
        let mut list = SharedAccounts::default();
        accounts.into_iter().for_each(|(uid, grant)| list.push(uid.as_ref(), grant));
        list.index();
        list
    }

    /// Adds an entry, which is found once [`SharedAccounts::index`] has run.
    pub(super) fn push(&mut self, uid: &str, grant: Grant) {
        self.uids.push_str(uid);
        let known = self.grants.iter().take(SEARCHED).position(|known| *known == grant);
        let grant = known.unwrap_or_else(|| {
            self.grants.push(grant);
            self.grants.len() - 1
        });
        self.entries.push(Entry { end: self.uids.len() as u32, grant: grant as u32 });
    }

    pub(super) fn index(&mut self) {
        self.directory = Directory::new(self.len(), &|at| self.uid(at));
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every entry: uid and grant.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Grant)> {
        self.entries.iter().enumerate().map(|(at, entry)| (self.uid(at), &self.grants[entry.grant as usize]))
    }

    /// Every grant of one account. The API keeps a list for each `type`, so an account may stand in more than one.
    pub fn grants(&self, uid: &str) -> impl Iterator<Item = &Grant> {
        self.positions(uid).map(|at| &self.grants[self.entries[at].grant as usize])
    }

    /// The positions of every entry of one account.
    pub fn positions(&self, uid: &str) -> impl Iterator<Item = usize> {
        self.directory.find(uid, |at| self.uid(at))
    }

    /// The positions of entries that repeat the first entry of their account, `type` included, with that one's position.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (usize, usize)> {
        let grant = |at: usize| &self.grants[self.entries[at].grant as usize];
        let first = |at| self.positions(self.uid(at)).next().map(|first| (at, first));
        let repeats =
            move |&(at, first): &(usize, usize)| at != first && grant(at).account_type == grant(first).account_type;
        (0..self.len()).filter(|&at| !self.uid(at).is_empty()).filter_map(first).filter(repeats)
    }

    /// What the entry at a position gives its account.
    pub(crate) fn grant(&self, at: usize) -> &Grant {
        &self.grants[self.entries[at].grant as usize]
    }

    pub(crate) fn uid(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.entries[before].end);
        &self.uids[start as usize..self.entries[at].end as usize]
    }
}

impl PartialEq for SharedAccounts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
