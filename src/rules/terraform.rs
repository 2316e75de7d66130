//! Terraform resource types of the `alicloud` provider. Source: its documentation of August 2026.

use super::Tier::{Documented, Extended, Source};
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row("alicloud_cddc_dedicated_propre_host", "image_id", Extended),
    row("alicloud_copy_image", "source_image_id", Source),
    row("alicloud_cs_kubernetes", "image_id", Extended),
    row("alicloud_cs_kubernetes_node_pool", "image_id", Extended),
    row("alicloud_cs_kubernetes_node_pool", "upgrade_policy.image_id", Extended),
    row("alicloud_ecs_image_pipeline", "base_image", Source),
    row("alicloud_ecs_instance_set", "image_id", Extended),
    row("alicloud_ecs_launch_template", "image_id", Extended),
    row("alicloud_ehpc_cluster", "image_id", Extended),
    row("alicloud_ehpc_cluster_v2", "manager.manager_node.image_id", Extended),
    row("alicloud_ehpc_cluster_v2", "queues.compute_nodes.image_id", Extended),
    row("alicloud_ehpc_queue", "compute_nodes.image_id", Extended),
    row("alicloud_ess_instance_refresh", "desired_configuration_image_id", Extended),
    row("alicloud_ess_scaling_configuration", "image_id", Documented),
    row("alicloud_image_copy", "source_image_id", Source),
    row("alicloud_image_export", "image_id", Source),
    row("alicloud_image_share_permission", "image_id", Source),
    row("alicloud_instance", "image_id", Documented),
    row("alicloud_launch_template", "image_id", Extended),
    row("alicloud_rds_custom", "image_id", Extended),
];

/// Types whose `image_id` is not an ECS image; `*` ends a prefix.
pub(super) const FOREIGN: &[&str] = &[
    "alicloud_cloud_phone_*",
    "alicloud_ecd_bundle",
    "alicloud_ecp_instance",
    "alicloud_eflo_*",
    "alicloud_ens_instance",
    "alicloud_live_caster",
    "alicloud_simple_application_server_instance",
    "alicloud_threat_detection_*",
];
