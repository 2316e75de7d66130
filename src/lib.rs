//! Resolves the ECS image ids of a ROS or Terraform template for a region, and decides who may deploy it.

pub mod artifact;
pub mod check;
pub mod diagnostic;
pub mod distribution;
pub mod format;
pub mod limits;
pub mod manifest;
pub mod matrix;
pub mod order;
pub mod resolve;
pub mod rules;
pub mod source;
pub mod splice;
pub mod syntax;
pub mod template;
pub mod visibility;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
