//! Resolves the ECS image ids of a ROS or Terraform template for a region, and decides who may deploy it.

pub use ecs_image_reading::{diagnostic, limits, order, source, syntax};

pub mod artifact;
pub mod check;
pub mod distribution;
pub mod format;
pub mod manifest;
pub mod matrix;
pub mod resolve;
pub mod rules;
pub mod splice;
pub mod template;
pub mod visibility;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
