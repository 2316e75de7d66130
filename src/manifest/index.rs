//! Lists that find their items by key at once, however long they are and whatever the keys.

use std::ops::Deref;

use crate::order;

/// What a list is searched by.
pub trait Key {
    /// The item's key. It stays as it is while the item is in a list.
    fn key(&self) -> &str;
}

/// Items in the order of the document, found by key in constant time.
///
/// Keys need not differ: [`Keyed::get`] gives the first item of a key, [`Keyed::repeated`] lists the others.
#[derive(Clone, Debug)]
pub struct Keyed<T> {
    items: Vec<T>,
    directory: Directory,
}

impl<T: Key> Keyed<T> {
    /// Indexes `items`.
    pub fn new(items: Vec<T>) -> Self {
        let directory = Directory::new(items.len(), &|at| items[at].key());
        Keyed { items, directory }
    }

    /// The position of the first item with this key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.directory.find(key, |at| self.items[at].key()).next()
    }

    /// The first item with this key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.position(key).map(|at| &self.items[at])
    }

    /// The item at a position.
    pub fn get_at(&self, at: usize) -> Option<&T> {
        self.items.get(at)
    }

    /// The item at a position, to be changed. Its key stays as it is.
    pub(crate) fn at_mut(&mut self, at: usize) -> Option<&mut T> {
        self.items.get_mut(at)
    }

    /// Whether more than one item has this key.
    pub fn is_ambiguous(&self, key: &str) -> bool {
        self.directory.find(key, |at| self.items[at].key()).nth(1).is_some()
    }

    /// The items, in order.
    pub(crate) fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The positions of items whose key an earlier item has, each with the position of the first, in order.
    pub fn repeated(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let first = |(at, item): (usize, &T)| Some((at, self.position(item.key())?));
        self.items.iter().enumerate().filter_map(first).filter(|(at, first)| at != first)
    }
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Keyed { items: Vec::new(), directory: Directory::default() }
    }
}

impl<T> Deref for Keyed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T: PartialEq> PartialEq for Keyed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<'a, T> IntoIterator for &'a Keyed<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

/// A hash table of positions: eight bytes an item, no randomness, and nothing that chosen keys could make slow.
///
/// Each bucket lists its positions in the order of their keys, so that keys made to collide cost a binary search where
/// a chain or a probe would cost a walk over all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    /// Where each bucket starts in `members`, and at last where the last one ends. Empty for a short list.
    starts: Vec<u32>,
    /// Positions, bucket by bucket.
    members: Vec<u32>,
}

/// Up to so many items, looking at each is as fast as a table.
const SHORT: usize = 8;

impl Directory {
    /// A table of `len` items; `key` gives the key at a position. (Not generic: one sort in the wasm is enough.)
    pub(super) fn new<'k>(len: usize, key: &dyn Fn(usize) -> &'k str) -> Self {
        if len <= SHORT {
            return Directory { starts: Vec::new(), members: (0..len as u32).collect() };
        }
        let buckets = len.next_power_of_two();
        let bucket_of: Vec<u32> = (0..len).map(|at| bucket(key(at), buckets) as u32).collect();
        let mut starts = vec![0_u32; buckets + 1];
        bucket_of.iter().for_each(|&bucket| starts[bucket as usize + 1] += 1);
        for bucket in 0..buckets {
            starts[bucket + 1] += starts[bucket];
        }
        let mut free = starts.clone();
        let mut members = vec![0_u32; len];
        for (at, &bucket) in bucket_of.iter().enumerate() {
            members[free[bucket as usize] as usize] = at as u32;
            free[bucket as usize] += 1;
        }
        for bounds in starts.windows(2) {
            let members = &mut members[bounds[0] as usize..bounds[1] as usize];
            if members.len() > 1 {
                // Stable: positions with one key stay in their order.
                let mut sorted = members.to_vec();
                order::sort(&mut sorted, |&one, &other| key(one as usize).cmp(key(other as usize)));
                members.copy_from_slice(&sorted);
            }
        }
        Directory { starts, members }
    }

    /// Every position with the key `wanted`, in order.
    pub(super) fn find<'k>(&self, wanted: &str, key: impl Fn(usize) -> &'k str) -> impl Iterator<Item = usize> {
        let members = match self.starts.len().checked_sub(1) {
            None => &self.members[..],
            Some(buckets) => {
                let bucket = bucket(wanted, buckets);
                let members = &self.members[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
                &members[members.partition_point(|&at| key(at as usize) < wanted)..]
            }
        };
        // A bucket is sorted, so the first other key ends it; a short list is not.
        let sorted = !self.starts.is_empty();
        let mut members = members.iter().map(|&at| at as usize);
        std::iter::from_fn(move || {
            loop {
                let at = members.next()?;
                match key(at) == wanted {
                    true => return Some(at),
                    false if sorted => return None,
                    false => {}
                }
            }
        })
    }
}

/// FNV-1a, folded onto a power of two.
fn bucket(key: &str, buckets: usize) -> usize {
    let hash = key
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    (hash ^ (hash >> 32)) as usize & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_found_in_order() {
        for len in [0, 1, 7, 8, 9, 10, 100, 5000] {
            // Every key stands three times, apart from a remainder.
            let keys: Vec<String> = (0..len).map(|at| format!("{}", at % (len / 3 + 1))).collect();
            let directory = Directory::new(len, &|at| &keys[at]);
            for key in &keys {
                let expected: Vec<usize> = (0..len).filter(|&at| keys[at] == *key).collect();
                assert_eq!(directory.find(key, |at| &keys[at]).collect::<Vec<_>>(), expected);
            }
            for other in ["", "x", "-1", "5001"] {
                assert_eq!(directory.find(other, |at| &keys[at]).next(), None);
            }
        }
    }
}
