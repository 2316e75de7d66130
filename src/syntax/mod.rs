//! Three languages, read for positions: bytes in, a tape of spans and diagnostics out.
//!
//! No front end fails, prints or knows what ROS or Terraform is. What is not valid is a diagnostic at its place, and
//! reading goes on where it can.

pub mod hcl;
pub mod json;
pub mod scalar;
pub mod tape;
pub mod view;
pub mod yaml;

pub use tape::{Document, Kind, Node, NodeId};
pub use view::View;
