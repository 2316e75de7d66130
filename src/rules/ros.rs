//! ROS resource types. Sources: the brief for `Documented`; the property graph of ROS CDK 1.15.0 for the rest.

use super::Tier::{Documented, Extended, Source};
use super::{Rule, row};

pub(super) const RULES: &[Rule] = &[
    row("ALIYUN::CDDC::MyBase", "ImageId", Extended),
    row("ALIYUN::CS::Cluster", "ImageId", Extended),
    row("ALIYUN::CS::ClusterNodePool", "ScalingGroup.ImageId", Extended),
    row("ALIYUN::CS::ManagedEdgeKubernetesCluster", "NodePools[].ScalingGroup.ImageId", Extended),
    row("ALIYUN::CS::ManagedKubernetesCluster", "NodePools[].ScalingGroup.ImageId", Extended),
    row("ALIYUN::ECS::AutoProvisioningGroup", "LaunchConfiguration.ImageId", Extended),
    row("ALIYUN::ECS::AutoProvisioningGroup", "LaunchTemplateConfig[].ImageId", Extended),
    row("ALIYUN::ECS::CopyImage", "ImageId", Source),
    row("ALIYUN::ECS::ImagePipeline", "BaseImage", Source),
    row("ALIYUN::ECS::ImageSharePermission", "ImageId", Source),
    row("ALIYUN::ECS::Instance", "ImageId", Documented),
    row("ALIYUN::ECS::InstanceClone", "ImageId", Extended),
    row("ALIYUN::ECS::InstanceGroup", "ImageId", Documented),
    row("ALIYUN::ECS::InstanceGroupClone", "ImageId", Extended),
    row("ALIYUN::ECS::LaunchTemplate", "ImageId", Extended),
    row("ALIYUN::ECS::LaunchTemplateVersion", "LaunchTemplateData.ImageId", Extended),
    row("ALIYUN::ECS::PrepayInstance", "ImageId", Extended),
    row("ALIYUN::EHPC::AutoScaleConfig", "ImageId", Extended),
    row("ALIYUN::EHPC::AutoScaleConfig", "Queues[].QueueImageId", Extended),
    row("ALIYUN::EHPC::Cluster", "ImageId", Documented),
    row("ALIYUN::EHPC::ClusterV2", "Manager.ManagerNode.ImageId", Extended),
    row("ALIYUN::EHPC::ClusterV2", "Queues[].ComputeNodes[].ImageId", Extended),
    row("ALIYUN::EHPC::Queue", "ComputeNodes[].ImageId", Extended),
    row("ALIYUN::ESS::ScalingConfiguration", "ImageId", Documented),
    // The brief names it; ROS has no such property, the image is on the scaling configuration.
    Rule { misnamed: true, ..row("ALIYUN::ESS::ScalingGroup", "ImageId", Documented) },
    row("ALIYUN::MarketPlace::ImageSubscription", "ImageId", Source),
    row("DATASOURCE::ECS::Images", "ImageId", Source),
    row("DATASOURCE::ECS::Instances", "ImageId", Source),
];

/// Types whose image is not an ECS image; `*` ends a prefix.
pub(super) const FOREIGN: &[&str] = &[
    "ALIYUN::ACS::ApplicationPod",
    "ALIYUN::CloudPhone::InstanceGroup",
    "ALIYUN::ECD::Bundle",
    "ALIYUN::ECI::ContainerGroup",
    "ALIYUN::ENS::Instance",
    "ALIYUN::ESS::EciScalingConfiguration",
    "ALIYUN::GWS::Instance",
    "ALIYUN::PAI::*",
    "ALIYUN::SWAS::Instance*",
];
