//! Image sites: where a template's resources take an ECS image.

mod duplicate;
pub mod reference;
pub mod ros;
pub mod site;
pub mod terraform;
mod workspace;

use crate::limits::Limits;

/// What to look for, and how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteOptions {
    /// Also the `ImageId` directly under the properties of every ROS type, and the `image_id` at any block depth of
    /// every `alicloud_*` resource, whatever the rules say.
    pub any_type: bool,
    /// The bounds.
    pub limits: Limits,
}
