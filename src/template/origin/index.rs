//! The entries of collections by name and by position, each collection's read when something of it is first asked for: a
//! template may refer to one of them from a thousand places.

use std::rc::Rc;

use super::table::{Table, hash};
use crate::order;

/// One collection's entries. Keys and values are nodes of its document.
#[derive(Debug, Default)]
pub struct Entries {
    /// Number of the name, key and value of each entry that has a name; in the order of the numbers, then of the text.
    named: Vec<(u32, u32, u32)>,
    /// Those without: the items of a list, and entries whose key is computed.
    pub others: Vec<u32>,
}

impl Entries {
    /// Of entries that stand in the order of the text.
    pub fn new(mut named: Vec<(u32, u32, u32)>, others: Vec<u32>) -> Rc<Self> {
        order::sort(&mut named, |one, other| one.0.cmp(&other.0));
        Rc::new(Entries { named, others })
    }

    /// Key and value of each entry of this name.
    pub fn named(&self, name: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let from = self.named.partition_point(|&(known, ..)| known < name);
        self.named[from..].iter().take_while(move |&&(known, ..)| known == name).map(|&(_, key, value)| (key, value))
    }
}

/// The collections that something was looked up in.
#[derive(Debug, Default)]
pub struct Index {
    collections: Vec<((u32, u32), Rc<Entries>)>,
    by_place: Table,
}

impl Index {
    /// The entries of the collection at `place`, a document and a node, where they were read.
    pub fn get(&mut self, place: (u32, u32)) -> Option<Rc<Entries>> {
        let (collections, new) = (&self.collections, self.collections.len() as u32);
        let is = &mut |at: u32| collections.get(at as usize).is_some_and(|(known, _)| *known == place);
        let at = self.by_place.get(hash(&[place.0, place.1]), new, is);
        Some(self.collections.get(at as usize)?.1.clone())
    }

    /// Keeps what was read where [`Index::get`] just found nothing.
    pub fn put(&mut self, place: (u32, u32), entries: Rc<Entries>) -> Rc<Entries> {
        self.collections.push((place, entries.clone()));
        entries
    }
}
