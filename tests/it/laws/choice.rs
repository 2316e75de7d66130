//! Decisions read from bytes: the same bytes make the same document, fewer and smaller ones a simpler one.
//!
//! A property test draws the bytes at random and shrinks them; a fuzzer mutates them.

/// A source of decisions. Once the bytes are used up every answer is the first alternative.
#[derive(Clone, Debug)]
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Choices(bytes)
    }

    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    /// A number less than `end`, which is at most 256.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    /// Whether something happens that does so in this many of a hundred cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        u32::from(self.byte()) * 100 / 256 >= 100 - percent
    }

    /// One of `list`, which is not empty.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// One of `list`, which is not empty.
    pub fn word<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    /// Those of `list` that are not left out; each is in this many of a hundred cases.
    pub fn without<'t, T>(&mut self, list: &'t [T], percent: u32) -> Vec<&'t T> {
        list.iter().filter(|_| !self.chance(percent)).collect()
    }
}
