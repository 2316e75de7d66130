//! Where a resource takes an ECS image: data, a row a place.
//!
//! Adding a resource type is one row here and one fixture in `tests/fixtures/sites/`; no code.

mod ros;
mod terraform;

/// What is known of a place that takes an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Compute Nest's documentation names it: substituted.
    Documented,
    /// The same kind of image, not named there: substituted unless the profile is `documented`.
    Extended,
    /// An image that is copied, shared or searched for, not launched: listed, never substituted.
    Source,
    /// No row names it; listed when any type was asked for, never substituted.
    Unknown,
    /// Another product's image; listed when any type was asked for, never substituted.
    Foreign,
}

impl Tier {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Documented => "documented",
            Tier::Extended => "extended",
            Tier::Source => "source",
            Tier::Unknown => "unknown",
            Tier::Foreign => "foreign",
        }
    }
}

/// One place that takes an ECS image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The resource type, byte for byte.
    pub resource_type: &'static str,
    /// The property path below `Properties` (ROS) or the resource block (Terraform): names joined by `.`, with `[]`
    /// behind a property that holds a list. Terraform's nested blocks need no `[]`.
    pub path: &'static str,
    /// What is known of it.
    pub tier: Tier,
    /// Whether the service has no such property, although its documentation names it.
    pub misnamed: bool,
}

const fn row(resource_type: &'static str, path: &'static str, tier: Tier) -> Rule {
    Rule { resource_type, path, tier, misnamed: false }
}

/// The ROS rows of a resource type, in the order of their paths; empty for most types.
pub fn ros(resource_type: &[u8]) -> &'static [Rule] {
    rows(ros::RULES, resource_type)
}

/// The Terraform rows of a resource type.
pub fn terraform(resource_type: &[u8]) -> &'static [Rule] {
    rows(terraform::RULES, resource_type)
}

/// Whether the `ImageId` or `image_id` of a type is known to be another product's: Lingjun, Simple Application
/// Server, Elastic Desktop, cloud phones, edge nodes, containers.
pub fn is_foreign(resource_type: &[u8]) -> bool {
    let name = |entry: &&str| match entry.strip_suffix('*') {
        Some(prefix) => resource_type.starts_with(prefix.as_bytes()),
        None => resource_type == entry.as_bytes(),
    };
    ros::FOREIGN.iter().any(&name) || terraform::FOREIGN.iter().any(name)
}

/// Tables are sorted by type, so a type's rows stand together.
fn rows(table: &'static [Rule], resource_type: &[u8]) -> &'static [Rule] {
    let from = table.partition_point(|rule| rule.resource_type.as_bytes() < resource_type);
    let count = table[from..].partition_point(|rule| rule.resource_type.as_bytes() == resource_type);
    &table[from..from + count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_row_is_found() {
        for table in [ros::RULES, terraform::RULES] {
            assert!(table.is_sorted_by_key(|rule| rule.resource_type));
            for rule in table {
                assert!(rows(table, rule.resource_type.as_bytes()).contains(rule), "{rule:?}");
                assert!(!is_foreign(rule.resource_type.as_bytes()), "{rule:?} is on the negative list too");
            }
        }
        assert!(ros(b"ALIYUN::ECS::VPC").is_empty());
        assert!(is_foreign(b"alicloud_eflo_node") && is_foreign(b"ALIYUN::ENS::Instance"));
    }
}
