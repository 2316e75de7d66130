import { exported, file, manifest, shFile, together, told, yamlFile } from "../example.js";

const service = (/** @type {string} */ shareType) => file`
  {"ServiceId": "service-shop", "Status": "Online", "ShareType": "${shareType}"}
`;

const config = yamlFile`
  Service:
    DeployMetadata:
      SupplierDeployMetadata:
        ArtifactRelation:
          centos_7:
            ArtifactId: \${Artifact.Web.ArtifactId}
            ArtifactVersion: draft
  Artifact:
    Web:
      ArtifactType: EcsImage
      ArtifactProperty:
        RegionId: cn-hangzhou
        ImageId: \${ImageBuilder.Web.SourceImageId}
`;

export default {
  "import-file-too-large": shFile`
    head -c 16777217 /dev/zero | tr '\\000' ' '
  `,
  "import-too-much-work": shFile`
    printf 'Regions: &all ['
    yes 'cn-beijing,' | head -n 3000 | tr -d '\\n'
    printf ']\\nArtifact:\\n'
    seq 3000 | sed 's/.*/  Web&: {SupportRegionIds: *all}/'
  `,
  "import-unknown-source": file`
    {"RequestId": "4A5B", "Message": "Forbidden"}
  `,
  "import-other-source": together(
    service("Public"),
    told`
      {"kind": "list-artifacts"}
    `,
  ),
  "import-wrong-type": file`
    {"Artifacts": [{"ArtifactId": "artifact-web", "ArtifactVersion": ["1"]}]}
  `,
  "import-null": file`
    {"ServiceId": "service-shop", "Status": "Online", "ShareType": null}
  `,
  "import-unquoted": yamlFile`
    Artifact:
      Web:
        ArtifactType: EcsImage
        VersionName: 1.10
  `,
  "import-placeholder": config,
  "import-missing": config,
  "import-derived-id": config,
  "import-taken-as": together(
    config,
    file`
      {"Artifacts": [{"ArtifactId": "artifact-web", "ArtifactVersion": "1", "Status": "Available"}]}
    `,
  ),
  "import-conflict": together(service("Public"), service("Restricted")),
  "import-replaced": together(
    file`
      {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "shareType": "Public"}]}
    `,
    service("Restricted"),
  ),
  "import-left-out": yamlFile`
    Artifact:
      Web:
        ArtifactType: EcsImage
      Files:
        ArtifactType: File
  `,
  "import-service-unnamed": file`
    {"ShareAccount": [{"UserAliUid": "1234567890123456", "Permission": "Deployable"}]}
  `,
  "import-region-missing": file`
    {"Images": {"Image": [{"ImageId": "m-2ze00000000000000001", "ImageName": "web"}]}}
  `,
  "import-image-repeated": file`
    {"RegionId": "cn-beijing", "Images": {"Image": [
      {"ImageId": "m-2ze00000000000000001", "ImageName": "web"},
      {"ImageId": "m-2ze00000000000000002", "ImageName": "web"}
    ]}}
  `,
  "import-artifact-text": file`
    {"builds": [{"name": "web", "builder_type": "alicloud-ecs", "artifact_id": "m-2ze00000000000000001"}]}
  `,
  "import-more-pages": file`
    {"Services": [{"ServiceId": "service-shop", "Status": "Online"}], "TotalCount": 2, "NextToken": "AAAA"}
  `,
  "import-nothing": file`
    {"Artifacts": [], "TotalCount": 0}
  `,
  "export-no-images": together(
    manifest`
      {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1", "status": "Delivering"}]}]}
    `,
    exported`
      {"format": "ros-mappings", "artifact": "artifact-web"}
    `,
  ),
};
