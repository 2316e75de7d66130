//! Resolves the ECS image ids of a ROS or Terraform template for a region, and decides who may deploy it.

pub use ecs_image_reading::{diagnostic, format, limits, order, rules, source, syntax, template};

pub mod artifact;
pub mod check;
pub mod distribution;
pub mod manifest;
pub mod matrix;
pub mod resolve;
pub mod splice;
pub mod visibility;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
