import { fenced, manifest, together } from "../example.js";

/** A file to import, by its name. What a caller says of it follows the name. @param {string} info */
const json = (info) => fenced(`json import ${info}`);
/** @param {string} info */
const yaml = (info) => fenced(`yaml import ${info}`);
/** @param {string} info */
const sh = (info) => fenced(`sh import ${info}`);

export default {
  "import-file-too-large": sh("artifacts.json")`
    head -c 16777217 /dev/zero | tr '\000' ' '
  `,
  "import-too-much-work": sh("services.yaml")`
    printf 'Services:\n  - ServiceId: service-shop\n    DeployMetadata:\n      TemplateConfigs:\n'
    printf '        - {Name: web, AllowedRegions: &regions ['
    yes '            cn-beijing,' | head -n 3000
    printf '          ]}\n'
    yes '        - {Name: web, AllowedRegions: *regions}' | head -n 3000
  `,
  "import-unknown-source": yaml("images.yaml")`
    web: m-2zeaaaaaaaaaaaaaaaaa
  `,
  "import-other-source": json("service.json kind=list-artifacts")`
    {"ServiceId": "service-shop", "Status": "Online"}
  `,
  "import-wrong-type": json("service.json")`
    {"ServiceId": "service-shop", "Status": ["Online"]}
  `,
  "import-null": json("service.json")`
    {"ServiceId": "service-shop", "Status": "Online", "ShareType": null}
  `,
  "import-unquoted": yaml("config.yaml")`
    Artifact:
      Web:
        ArtifactType: EcsImage
        VersionName: 1.10
        ArtifactProperty: {ImageId: m-2zeaaaaaaaaaaaaaaaaa, RegionId: cn-beijing}
  `,
  "import-placeholder": yaml("config.yaml")`
    Artifact:
      Web:
        ArtifactType: EcsImage
        ArtifactProperty: {ImageId: "${"${"}ImageBuilder.Web.ImageId}", RegionId: cn-beijing}
  `,
  "import-missing": json("service.json")`
    {"ServiceId": "service-shop", "ShareType": "Public"}
  `,
  "import-derived-id": yaml("template.yaml")`
    Mappings:
      Images:
        cn-beijing: {Web: m-2zeaaaaaaaaaaaaaaaaa}
        cn-hangzhou: {Web: m-bp1aaaaaaaaaaaaaaaaa}
  `,
  "import-taken-as": together(
    yaml("config.yaml")`
      Artifact:
        Web:
          ArtifactType: EcsImage
          ArtifactName: web
          ArtifactProperty: {ImageId: m-2zeaaaaaaaaaaaaaaaaa, RegionId: cn-beijing}
    `,
    json("artifact.json")`
      {"ArtifactId": "artifact-web", "ArtifactType": "EcsImage", "ArtifactVersion": "1", "Status": "Available"}
    `,
  ),
  "import-conflict": together(
    json("monday.json")`
      {"ServiceId": "service-shop", "Status": "Online", "ShareType": "Public"}
    `,
    json("tuesday.json")`
      {"ServiceId": "service-shop", "Status": "Online", "ShareType": "Restricted"}
    `,
  ),
  "import-replaced": together(
    json("manifest.json")`
      {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "status": "Beta"}]}
    `,
    json("service.json")`
      {"ServiceId": "service-shop", "Status": "Online"}
    `,
  ),
  "import-left-out": json("artifacts.json")`
    {
      "Artifacts": [
        {"ArtifactId": "artifact-web", "ArtifactType": "EcsImage", "Name": "web"},
        {"ArtifactId": "artifact-chart", "ArtifactType": "HelmChart", "Name": "chart"}
      ]
    }
  `,
  "import-service-unnamed": json("accounts.json")`
    {"ShareAccount": [{"UserAliUid": "1234567890123456", "Permission": "Deployable"}]}
  `,
  "import-region-missing": json("images.json")`
    {"Images": {"Image": [{"ImageId": "m-2zeaaaaaaaaaaaaaaaaa", "ImageName": "web", "Status": "Available"}]}}
  `,
  "import-image-repeated": json("images.cn-beijing.json")`
    {
      "Images": {
        "Image": [
          {"ImageId": "m-2zeaaaaaaaaaaaaaaaaa", "ImageName": "web", "Status": "Available"},
          {"ImageId": "m-2zebbbbbbbbbbbbbbbbb", "ImageName": "web", "Status": "Available"}
        ]
      }
    }
  `,
  "import-artifact-text": json("packer.json")`
    {"builds": [{"name": "web", "builder_type": "alicloud-ecs", "artifact_id": "m-2zeaaaaaaaaaaaaaaaaa"}]}
  `,
  "import-more-pages": json("accounts.json")`
    {
      "ShareAccount": [{"ServiceId": "service-shop", "UserAliUid": "1234567890123456", "Permission": "Deployable"}],
      "TotalCount": 25
    }
  `,
  "import-nothing": json("artifacts.json")`
    {"Artifacts": [], "TotalCount": 0}
  `,
  "export-no-images": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{"version": "1", "status": "Delivering", "images": {"cn-beijing": {"status": "Delivering"}}}]
      }]
    }
  `,
};
