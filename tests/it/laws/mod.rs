//! The laws: what holds for every template, manifest and request, over made-up ones.
//!
//! Everything is made from bytes (`choice`), so that the fuzz targets, which use these modules too, make the same.

pub mod anchors;
pub mod answer;
pub mod change;
pub mod choice;
pub mod document;
pub mod hcl;
pub mod json;
pub mod manifest;
pub mod reading;
pub mod scalar;
pub mod style;
pub mod text;
pub mod yaml;

#[cfg(test)]
mod properties;
