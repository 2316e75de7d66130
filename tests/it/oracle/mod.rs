//! Parsers that are not ours, beside the front ends: what they must agree on, for any text.
//!
//! The fuzz targets use these modules too, so they know nothing of the other tests.

pub mod composed;
pub mod hcl;
pub mod json;
pub mod tokens;
pub mod value;
pub mod yaml;
pub mod yaml_tape;

/// What two readers make of one text.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Both read the same, or neither reads it.
    Agree,
    /// Only we find an error.
    OnlyOurs(String),
    /// Only the other one finds an error.
    OnlyTheirs(String),
    /// Both read it, each another thing.
    Differ(String),
}
