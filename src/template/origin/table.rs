//! A hash table of positions, compiled once whatever stands at them.

/// Positions by the hash of what stands at them.
#[derive(Debug, Default)]
pub struct Table {
    /// Hash and position; a free slot has the hash 0. As many as a power of two, at most half of them taken.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Table {
    /// The position with this hash that `is` accepts; `new`, which is put in, where there is none.
    pub fn get(&mut self, hash: u32, new: u32, is: &mut dyn FnMut(u32) -> bool) -> u32 {
        if 2 * self.taken >= self.slots.len() {
            let larger = vec![(0, 0); (2 * self.slots.len()).max(16)];
            for (hash, position) in std::mem::replace(&mut self.slots, larger) {
                if hash != 0 {
                    let slot = self.slot(hash, &mut |_| false);
                    self.slots[slot] = (hash, position);
                }
            }
        }
        let slot = self.slot(hash, is);
        if self.slots[slot].0 == 0 {
            self.slots[slot] = (hash, new);
            self.taken += 1;
        }
        self.slots[slot].1
    }

    /// Where the position that `is` accepts stands, or the free slot where it belongs.
    fn slot(&self, hash: u32, is: &mut dyn FnMut(u32) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (other, position) = self.slots[slot];
            if other == 0 || (other == hash && is(position)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// The hash of some numbers; never 0.
pub fn hash<T: Copy + Into<u32>>(parts: &[T]) -> u32 {
    let mixed = parts.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |hash, &part| {
        let hash = (hash ^ u64::from(part.into())).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        hash ^ (hash >> 32)
    });
    (mixed ^ (mixed >> 29)) as u32 | 1
}
