//! What has been read so far: facts with their places, found again by what they are about.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::value::{Fact, Origin};
use crate::manifest::{Shared, SupportRegions, Text, Unknown};

/// A text that a file says, or none does.
pub(super) type Said = Option<Fact<Text>>;

/// A manifest in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) provider: Said,
    pub(super) artifacts: Shelf<ArtifactDraft>,
    pub(super) services: Shelf<ServiceDraft>,
    /// Accounts of a service that their file does not name.
    pub(super) accounts: Vec<AccountDraft>,
    /// Images of ECS, which belong to whatever artifact names their id.
    pub(super) images: Vec<EcsImage>,
    pub(super) unknown: Vec<Unknown>,
}

/// How an id came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Id {
    /// A file says it.
    #[default]
    Said,
    /// It stands for one that no file says; another file may say it.
    Derived,
    /// It stands for something that has no id where it comes from: a table of images.
    Made,
}

#[derive(Default)]
pub(super) struct ArtifactDraft {
    pub(super) key: Text,
    pub(super) id: Id,
    pub(super) origin: Origin,
    pub(super) artifact_type: Said,
    pub(super) name: Said,
    pub(super) description: Said,
    pub(super) resource_group_id: Said,
    pub(super) tags: Vec<(Text, Fact<Text>)>,
    pub(super) max_version: Said,
    pub(super) versions: Shelf<VersionDraft>,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct VersionDraft {
    pub(super) version: Text,
    pub(super) origin: Origin,
    pub(super) name: Said,
    pub(super) status: Said,
    pub(super) source_type: Said,
    pub(super) image_id: Said,
    pub(super) region_id: Said,
    pub(super) commodity_code: Said,
    pub(super) commodity_version: Said,
    pub(super) source_shared: Option<Fact<Shared>>,
    pub(super) source_unknown: Vec<Unknown>,
    pub(super) support_region_ids: Option<Fact<SupportRegions>>,
    pub(super) images: Shelf<ImageDraft>,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct ImageDraft {
    pub(super) region: Text,
    pub(super) origin: Origin,
    pub(super) image_id: Said,
    pub(super) status: Said,
    pub(super) progress: Said,
    pub(super) shared: Option<Fact<Shared>>,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct ServiceDraft {
    pub(super) key: Text,
    pub(super) id: Id,
    pub(super) origin: Origin,
    pub(super) name: Said,
    pub(super) status: Said,
    pub(super) share_type: Said,
    pub(super) accounts: Shelf<AccountDraft>,
    pub(super) templates: Shelf<TemplateDraft>,
    pub(super) relations: Shelf<RelationDraft>,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct AccountDraft {
    pub(super) uid: Text,
    pub(super) origin: Origin,
    pub(super) permission: Said,
    pub(super) account_type: Said,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct TemplateDraft {
    pub(super) name: Text,
    pub(super) origin: Origin,
    pub(super) path: Said,
    pub(super) allowed_regions: Option<Fact<SupportRegions>>,
    pub(super) unknown: Vec<Unknown>,
}

#[derive(Default)]
pub(super) struct RelationDraft {
    pub(super) literal: Text,
    pub(super) origin: Origin,
    /// The key of the artifact.
    pub(super) artifact: Said,
    pub(super) version: Said,
    /// The placeholder that stands where the version belongs: that of the artifact which the same file describes.
    pub(super) follows: Said,
    pub(super) unknown: Vec<Unknown>,
}

/// An image as ECS describes it.
pub(super) struct EcsImage {
    pub(super) image_id: Fact<Text>,
    pub(super) name: Said,
    pub(super) region: Fact<Text>,
    pub(super) status: Said,
    pub(super) progress: Said,
    /// Whether it is the account's own, as far as the file says.
    pub(super) own: bool,
}

/// What a `config.yaml` says of something that its placeholders name.
pub(super) struct Described {
    pub(super) name: String,
    pub(super) said: Fact<Text>,
}

/// What a shelf finds its items by.
pub(super) trait Named {
    fn name(&self) -> String;
}

macro_rules! named {
    ($($item:ident by $field:ident;)*) => {$(
        impl Named for $item {
            fn name(&self) -> String {
                self.$field.to_string()
            }
        }
    )*};
}

named! {
    ArtifactDraft by key;
    VersionDraft by version;
    ImageDraft by region;
    ServiceDraft by key;
    TemplateDraft by name;
    RelationDraft by literal;
    Described by name;
}

impl Named for AccountDraft {
    /// The cloud keeps a list for each capacity, so an account may stand in more than one.
    fn name(&self) -> String {
        let account_type = self.account_type.as_ref().map_or("", |said| &said.value);
        format!("{account_type}\n{}", self.uid)
    }
}

/// Items in the order in which they were found, and where each is.
pub(super) struct Shelf<T> {
    pub(super) items: Vec<T>,
    names: Names,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Shelf { items: Vec::new(), names: Names::default() }
    }
}

impl<T: Named> Shelf<T> {
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.names.get(name).map(|at| &self.items[at])
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.names.get(name).map(|at| &mut self.items[at])
    }

    /// Puts an item behind the others, or into the one of the same name.
    pub(super) fn put(&mut self, item: T, join: &mut dyn FnMut(&mut T, T)) {
        match self.names.place(item.name(), self.items.len()) {
            Some(at) => join(&mut self.items[at], item),
            None => self.items.push(item),
        }
    }

    /// Puts an item behind the others, if there is none of its name.
    pub(super) fn add(&mut self, item: T) {
        self.put(item, &mut |_, _| {});
    }
}

/// Numbers by name. One map for everything that is looked up here: a map of another type would be compiled again.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    #[inline(never)]
    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }

    #[inline(never)]
    pub(super) fn set(&mut self, name: &str, number: usize) {
        self.0.insert(name.to_owned(), number);
    }

    /// The number of a name; where it has none yet, it gets this one.
    #[inline(never)]
    pub(super) fn place(&mut self, name: String, number: usize) -> Option<usize> {
        match self.0.entry(name) {
            Entry::Occupied(known) => Some(*known.get()),
            Entry::Vacant(free) => {
                free.insert(number);
                None
            }
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}
