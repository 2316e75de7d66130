//! What is run for every byte of a template: a crate of its own, for it is compiled for speed and the rest for size.
//!
//! To those who use it the modules are `ecs_image_resolver`'s own.

pub mod diagnostic;
pub mod limits;
pub mod order;
pub mod source;
pub mod syntax;
