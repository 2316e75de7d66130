import { hcl, json, manifest, request, sh, together, yaml } from "../example.js";

/** One image for one region, as most examples with a manifest need it. */
const web = manifest`
  {
    "manifestVersion": 1,
    "provider": "1000000000000001",
    "artifacts": [{
      "artifactId": "artifact-web",
      "versions": [{
        "version": "1", "status": "Available",
        "images": {"cn-beijing": {"imageId": "m-2ze0123456789abcdefg", "status": "Available"}}
      }]
    }],
    "services": [{
      "serviceId": "service-shop",
      "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
    }]
  }
`;

const provider = request`
  {"service": "service-shop", "region": "cn-beijing", "account": "1000000000000001"}
`;

export default {
  "foreign-template": yaml`
    AWSTemplateFormatVersion: '2010-09-09'
    Resources: {}
  `,
  "not-a-template": yaml`
    apiVersion: v1
    kind: Service
  `,
  "format-version-missing": yaml`
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
  `,
  "resources-missing": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Description: A web server
  `,
  "unknown-section": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources: {}
    Output: {}
  `,
  "wrong-type": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      - Type: ALIYUN::ECS::Instance
  `,
  "type-missing": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Properties:
          ImageId: web-image
  `,
  "several-documents": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources: {}
    ---
    ROSTemplateFormatVersion: '2015-09-01'
    Resources: {}
  `,
  "duplicate-key": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Description: A shop
    Resources: {}
    Description: A web server
  `,
  "duplicate-site-key": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
        Properties:
          ImageId: web-image
          ImageId: db-image
  `,
  "template-not-checked": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Network:
        Type: ALIYUN::ROS::Stack
        Properties:
          TemplateURL: oss://templates/network.yaml
  `,
  "stack-depth": sh`
    printf 'ROSTemplateFormatVersion: "2015-09-01"\nResources: '
    for depth in 1 2 3 4 5 6; do
      printf '{Child: {Type: ALIYUN::ROS::Stack, Properties: {TemplateBody: {Resources: '
    done
    printf '{}'
    for depth in 1 2 3 4 5 6; do printf '}}}}'; done
  `,
  "workspace-missing": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Transform: Aliyun::Terraform-v1.5
  `,
  "terraform-not-alicloud": hcl`
    resource "random_password" "admin" {
      length = 16
    }
  `,
  "workspace-ignored": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Workspace:
      main.tf: |-
        resource "alicloud_instance" "web" {
          image_id = "web-image"
        }
  `,
  "image-not-literal": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Parameters:
      Image:
        Type: String
        Default: web-image
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
        Properties:
          ImageId: !Ref Image
  `,
  "module-not-read": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Type: MODULE::Example::Web
        Properties:
          ImageId: web-image
  `,
  "site-not-documented": together(
    yaml`
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Web:
          Type: ALIYUN::ECS::LaunchTemplate
          Properties:
            ImageId: web-image
    `,
    web,
    provider,
  ),
  "property-misnamed": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Type: ALIYUN::ESS::ScalingGroup
        Properties:
          ImageId: web-image
  `,
  "stack-group-site": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Everywhere:
        Type: ALIYUN::ROS::StackGroup
        Properties:
          TemplateBody:
            Resources:
              Web:
                Type: ALIYUN::ECS::Instance
                Properties:
                  ImageId: web-image
  `,
  "image-unassociated": together(
    yaml`
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Web:
          Type: ALIYUN::ECS::Instance
          Properties:
            ImageId: Web-image
    `,
    web,
    provider,
  ),
  "relation-unused": together(
    yaml`
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Web:
          Type: ALIYUN::ECS::Instance
          Properties:
            ImageId: centos_7
    `,
    web,
    provider,
  ),
  "image-hidden-character": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
        Properties:
          ImageId: "web\u200bimage"
  `,
  "image-look-alike": yaml`
    ROSTemplateFormatVersion: '2015-09-01'
    Resources:
      Web:
        Type: ALIYUN::ECS::Instance
        Properties:
          ImageId: "w\u0435b-image"
  `,
  "edit-conflict": together(
    yaml`
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Web:
          Type: ALIYUN::ECS::Instance
          Properties: &properties
            ImageId: web-image
        Edge:
          Type: ALIYUN::ENS::Instance
          Properties: *properties
    `,
    web,
    provider,
  ),
  "image-not-writable": together(
    json`
      {
        "ROSTemplateFormatVersion": "2015-09-01",
        "Resources": {
          "Web": {"Type": "ALIYUN::ECS::Instance", "Properties": {"ImageId": "web-image"}}
        }
      }
    `,
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{
          "artifactId": "artifact-web",
          "versions": [{
            "version": "1", "status": "Available",
            "images": {"cn-beijing": {"imageId": "{{resolve:oos:web-image}}", "status": "Available"}}
          }]
        }],
        "services": [{
          "serviceId": "service-shop",
          "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
        }]
      }
    `,
    provider,
  ),
};
