/**
 * Where templates take ECS images, written down a second time: from the documentation of the resource types, not from
 * `src/rules/`. `[]` is every item of a list; in HCL every block of the name.
 */

/** @typedef {"documented" | "extended" | "source"} Tier */

/** @type {Record<string, [path: string, tier: Tier][]>} */
export const ROS = {
  "ALIYUN::CDDC::MyBase": [["ImageId", "extended"]],
  "ALIYUN::CS::Cluster": [["ImageId", "extended"]],
  "ALIYUN::CS::ClusterNodePool": [["ScalingGroup.ImageId", "extended"]],
  "ALIYUN::CS::ManagedEdgeKubernetesCluster": [["NodePools[].ScalingGroup.ImageId", "extended"]],
  "ALIYUN::CS::ManagedKubernetesCluster": [["NodePools[].ScalingGroup.ImageId", "extended"]],
  "ALIYUN::ECS::AutoProvisioningGroup": [["LaunchConfiguration.ImageId", "extended"], ["LaunchTemplateConfig[].ImageId", "extended"]],
  "ALIYUN::ECS::CopyImage": [["ImageId", "source"]],
  "ALIYUN::ECS::ImagePipeline": [["BaseImage", "source"]],
  "ALIYUN::ECS::ImageSharePermission": [["ImageId", "source"]],
  "ALIYUN::ECS::Instance": [["ImageId", "documented"]],
  "ALIYUN::ECS::InstanceClone": [["ImageId", "extended"]],
  "ALIYUN::ECS::InstanceGroup": [["ImageId", "documented"]],
  "ALIYUN::ECS::InstanceGroupClone": [["ImageId", "extended"]],
  "ALIYUN::ECS::LaunchTemplate": [["ImageId", "extended"]],
  "ALIYUN::ECS::LaunchTemplateVersion": [["LaunchTemplateData.ImageId", "extended"]],
  "ALIYUN::ECS::PrepayInstance": [["ImageId", "extended"]],
  "ALIYUN::EHPC::AutoScaleConfig": [["ImageId", "extended"], ["Queues[].QueueImageId", "extended"]],
  "ALIYUN::EHPC::Cluster": [["ImageId", "documented"]],
  "ALIYUN::EHPC::ClusterV2": [["Manager.ManagerNode.ImageId", "extended"], ["Queues[].ComputeNodes[].ImageId", "extended"]],
  "ALIYUN::EHPC::Queue": [["ComputeNodes[].ImageId", "extended"]],
  "ALIYUN::ESS::ScalingConfiguration": [["ImageId", "documented"]],
  "ALIYUN::ESS::ScalingGroup": [["ImageId", "documented"]],
  "ALIYUN::MarketPlace::ImageSubscription": [["ImageId", "source"]],
  "DATASOURCE::ECS::Images": [["ImageId", "source"]],
  "DATASOURCE::ECS::Instances": [["ImageId", "source"]],
};

/** @type {Record<string, [path: string, tier: Tier][]>} */
export const TERRAFORM = {
  alicloud_cddc_dedicated_propre_host: [["image_id", "extended"]],
  alicloud_copy_image: [["source_image_id", "source"]],
  alicloud_cs_kubernetes: [["image_id", "extended"]],
  alicloud_cs_kubernetes_node_pool: [["image_id", "extended"], ["upgrade_policy.image_id", "extended"]],
  alicloud_ecs_image_pipeline: [["base_image", "source"]],
  alicloud_ecs_instance_set: [["image_id", "extended"]],
  alicloud_ecs_launch_template: [["image_id", "extended"]],
  alicloud_ehpc_cluster: [["image_id", "extended"]],
  alicloud_ehpc_cluster_v2: [["manager.manager_node.image_id", "extended"], ["queues.compute_nodes.image_id", "extended"]],
  alicloud_ehpc_queue: [["compute_nodes.image_id", "extended"]],
  alicloud_ess_instance_refresh: [["desired_configuration_image_id", "extended"]],
  alicloud_ess_scaling_configuration: [["image_id", "documented"]],
  alicloud_image_copy: [["source_image_id", "source"]],
  alicloud_image_export: [["image_id", "source"]],
  alicloud_image_share_permission: [["image_id", "source"]],
  alicloud_instance: [["image_id", "documented"]],
  alicloud_launch_template: [["image_id", "extended"]],
  alicloud_rds_custom: [["image_id", "extended"]],
};
