import { manifest, request, together } from "../example.js";

/** A request that most of these manifests are asked with. */
const customer = request`
  {"service": "service-shop", "region": "cn-beijing", "account": "1234567890123456"}
`;
const provider = request`
  {"service": "service-shop", "region": "cn-beijing", "account": "1000000000000001"}
`;

/**
 * The service of the provider above, its one relation, and one version of the artifact behind it.
 *
 * @param {string} relation
 * @param {string} version
 */
const deploys = (relation, version) => {
  return together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{
          "artifactId": "artifact-web",
          "versions": [${version}]
        }],
        "services": [{
          "serviceId": "service-shop",
          "relations": {"web-image": ${relation}}
        }]
      }
    `,
    provider,
  );
};

export default {
  "manifest-wrong-type": manifest`
    {"manifestVersion": 1, "services": {"serviceId": "service-shop"}}
  `,
  "manifest-number-for-id": manifest`
    {"manifestVersion": 1, "provider": 1234567890123456}
  `,
  "manifest-missing-field": manifest`
    {"manifestVersion": 1, "services": [{"name": "shop"}]}
  `,
  "manifest-empty-id": manifest`
    {"manifestVersion": 1, "services": [{"serviceId": ""}]}
  `,
  "manifest-version": manifest`
    {"manifestVersion": 2}
  `,
  "manifest-duplicate-id": manifest`
    {
      "manifestVersion": 1,
      "services": [
        {"serviceId": "service-shop", "status": "Online"},
        {"serviceId": "service-shop", "status": "Draft"}
      ]
    }
  `,
  "manifest-duplicate-version": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{"version": "1", "status": "Available"}, {"version": "1", "status": "Deleted"}]
      }]
    }
  `,
  "manifest-duplicate-template": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "templates": [
          {"name": "standard", "allowedRegions": ["cn-hangzhou"]},
          {"name": "standard", "allowedRegions": ["cn-beijing"]}
        ]
      }]
    }
  `,
  "manifest-artifact-unknown": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
      }]
    }
  `,
  "manifest-version-unknown": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1", "status": "Available"}]}],
      "services": [{
        "serviceId": "service-shop",
        "relations": {"web-image": {"artifactId": "artifact-web", "version": "draft"}}
      }]
    }
  `,
  "manifest-duplicate-account": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "sharedAccounts": [
          {"uid": "1234567890123456", "permission": "Deployable"},
          {"uid": "1234567890123456", "permission": "Accessible"}
        ]
      }]
    }
  `,
  "manifest-unknown-field": manifest`
    {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "sharetype": "Public"}]}
  `,
  "manifest-unknown-word": manifest`
    {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "shareType": "public"}]}
  `,
  "manifest-progress": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{"version": "1", "images": {"cn-beijing": {"status": "Delivering", "progress": 110}}}]
      }]
    }
  `,
  "manifest-name-shape": manifest`
    {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "name": "web server"}]}
  `,
  "manifest-description-length": manifest`
    {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "description": "web"}]}
  `,
  "manifest-tag-count": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "tags": {
          "1": "", "2": "", "3": "", "4": "", "5": "", "6": "", "7": "", "8": "", "9": "", "10": "", "11": "",
          "12": "", "13": "", "14": "", "15": "", "16": "", "17": "", "18": "", "19": "", "20": "", "21": ""
        }
      }]
    }
  `,
  "manifest-tag-shape": manifest`
    {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "tags": {"acs:team": "web"}}]}
  `,
  "manifest-name-combining": manifest`
    {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "name": "cafe\u0301_server"}]}
  `,
  "manifest-no-regions": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{"version": "draft", "status": "Created", "supportRegionIds": []}]
      }]
    }
  `,
  "manifest-image-id-shape": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "1", "status": "Available",
          "images": {"cn-beijing": {"imageId": "m-2ze****", "status": "Available"}}
        }]
      }]
    }
  `,
  "manifest-image-id-length": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "1", "status": "Available",
          "images": {"cn-beijing": {"imageId": "m-2ze0123456789abcdef", "status": "Available"}}
        }]
      }]
    }
  `,
  "manifest-image-region": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "1", "status": "Available",
          "images": {"cn-beijing": {"imageId": "m-bp10123456789abcdefg", "status": "Available"}}
        }]
      }]
    }
  `,
  "manifest-no-image": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1", "status": "Available"}]}]
    }
  `,
  "manifest-duplicate-region": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "templates": [{"name": "standard", "allowedRegions": ["cn-hangzhou", "cn-beijing", "cn-hangzhou"]}]
      }]
    }
  `,
  "manifest-zone": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "templates": [{"name": "standard", "allowedRegions": ["cn-hangzhou-h"]}]
      }]
    }
  `,
  "manifest-region-unknown": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "templates": [{"name": "standard", "allowedRegions": ["cn-hangzou"]}]
      }]
    }
  `,
  "manifest-account-shape": manifest`
    {
      "manifestVersion": 1,
      "services": [{
        "serviceId": "service-shop",
        "sharedAccounts": [{"uid": "customer@example.com", "permission": "Deployable"}]
      }]
    }
  `,
  "manifest-relation-near": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1"}, {"version": "2"}]}],
      "services": [{
        "serviceId": "service-shop",
        "relations": {
          "web-image": {"artifactId": "artifact-web", "version": "1"},
          "Web-Image": {"artifactId": "artifact-web", "version": "2"}
        }
      }]
    }
  `,
  "manifest-draft-online": manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "draft", "status": "Created"}]}],
      "services": [{
        "serviceId": "service-shop",
        "status": "Online",
        "relations": {"web-image": {"artifactId": "artifact-web", "version": "draft"}}
      }]
    }
  `,
  "service-unknown": together(
    manifest`
      {"manifestVersion": 1, "services": [{"serviceId": "service-store"}]}
    `,
    customer,
  ),
  "template-unknown": together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "services": [{"serviceId": "service-shop", "templates": [{"name": "standard"}]}]
      }
    `,
    request`
      {"service": "service-shop", "region": "cn-beijing", "account": "1000000000000001", "template": "standard.yaml"}
    `,
  ),
  "region-not-allowed": together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "services": [{
          "serviceId": "service-shop",
          "templates": [{"name": "standard", "allowedRegions": ["cn-hangzhou"]}]
        }]
      }
    `,
    request`
      {"service": "service-shop", "region": "cn-beijing", "account": "1000000000000001", "template": "standard"}
    `,
  ),
  "region-unknown": together(
    manifest`
      {"manifestVersion": 1, "provider": "1000000000000001", "services": [{"serviceId": "service-shop"}]}
    `,
    request`
      {"service": "service-shop", "region": "cn-beijing-h", "account": "1000000000000001"}
    `,
  ),
  "account-empty": together(
    manifest`
      {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "status": "Online", "shareType": "Public"}]}
    `,
    request`
      {"service": "service-shop", "region": "cn-beijing", "account": ""}
    `,
  ),
  "service-not-online": together(
    manifest`
      {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "status": "Draft", "shareType": "Public"}]}
    `,
    customer,
  ),
  "account-denied": together(
    manifest`
      {
        "manifestVersion": 1,
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "sharedAccounts": [{"uid": "6543210987654321", "permission": "Deployable"}]
        }]
      }
    `,
    customer,
  ),
  "account-cannot-deploy": together(
    manifest`
      {
        "manifestVersion": 1,
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "sharedAccounts": [{"uid": "1234567890123456", "permission": "Accessible"}]
        }]
      }
    `,
    customer,
  ),
  "service-not-shown": together(
    manifest`
      {"manifestVersion": 1, "services": [{"serviceId": "service-shop", "status": "Draft", "shareType": "Public"}]}
    `,
    request`
      {"service": "service-shop", "account": "1234567890123456", "action": "view"}
    `,
  ),
  "account-cannot-view": together(
    manifest`
      {
        "manifestVersion": 1,
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "sharedAccounts": [{"uid": "1234567890123456", "type": "Reseller", "permission": "Unauthorized"}]
        }]
      }
    `,
    request`
      {"service": "service-shop", "account": "1234567890123456", "action": "view"}
    `,
  ),
  "artifact-private": together(
    manifest`
      {"manifestVersion": 1, "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1"}]}]}
    `,
    request`
      {"artifact": "artifact-web", "account": "1234567890123456", "action": "deploy"}
    `,
  ),
  "artifact-closed": together(
    manifest`
      {
        "manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-web", "versions": [{"version": "1"}]}],
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}},
          "sharedAccounts": [{"uid": "6543210987654321", "permission": "Deployable"}]
        }]
      }
    `,
    request`
      {"artifact": "artifact-web", "account": "1234567890123456", "action": "deploy"}
    `,
  ),
  "account-not-in-beta": together(
    manifest`
      {
        "manifestVersion": 1,
        "services": [{
          "serviceId": "service-shop", "status": "Beta", "shareType": "Restricted",
          "sharedAccounts": [{"uid": "1234567890123456", "permission": "Deployable"}]
        }]
      }
    `,
    customer,
  ),
  "artifact-unknown": together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "services": [{
          "serviceId": "service-shop",
          "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
        }]
      }
    `,
    provider,
  ),
  "artifact-type": together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{"artifactId": "artifact-web", "artifactType": "File", "versions": [{"version": "1", "status": "Available"}]}],
        "services": [{
          "serviceId": "service-shop",
          "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
        }]
      }
    `,
    provider,
  ),
  "version-unknown": deploys(`{"artifactId": "artifact-web", "version": "2"}`, `{"version": "1", "status": "Available"}`),
  "version-unspecified": deploys(
    `{"artifactId": "artifact-web"}`,
    `{
            "version": "1", "status": "Available",
            "images": {"cn-beijing": {"imageId": "m-2ze0123456789abcdefg", "status": "Available"}}
          }`,
  ),
  "version-none-serves": deploys(`{"artifactId": "artifact-web"}`, `{"version": "1", "status": "ScanFailed"}`),
  "version-not-a-number": deploys(
    `{"artifactId": "artifact-web", "version": "v1"}`,
    `{"version": "v1", "status": "Available"}`,
  ),
  "version-not-available": deploys(
    `{"artifactId": "artifact-web", "version": "1"}`,
    `{"version": "1", "status": "Scanning"}`,
  ),
  "draft-without-source": deploys(
    `{"artifactId": "artifact-web", "version": "draft"}`,
    `{
            "version": "draft", "status": "Created",
            "source": {"type": "marketplace", "commodityCode": "cmjj00012345", "commodityVersion": "V1.0"}
          }`,
  ),
  "draft-outside-source-region": deploys(
    `{"artifactId": "artifact-web", "version": "draft"}`,
    `{
            "version": "draft", "status": "Created",
            "source": {"type": "custom", "imageId": "m-bp10123456789abcdefg", "regionId": "cn-hangzhou"}
          }`,
  ),
  "region-not-served": deploys(
    `{"artifactId": "artifact-web", "version": "1"}`,
    `{
            "version": "1", "status": "Available",
            "source": {"type": "custom", "imageId": "m-bp10123456789abcdefg", "regionId": "cn-hangzhou"}
          }`,
  ),
  "region-not-ready": deploys(
    `{"artifactId": "artifact-web", "version": "1"}`,
    `{
            "version": "1", "status": "Delivering",
            "images": {"cn-beijing": {"status": "Delivering", "progress": 60}}
          }`,
  ),
  "image-not-shared": together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{
          "artifactId": "artifact-web",
          "versions": [{
            "version": "1", "status": "Available",
            "images": {"cn-beijing": {
              "imageId": "m-2ze0123456789abcdefg", "status": "Available", "shared": ["1000000000000002"]
            }}
          }]
        }],
        "services": [{
          "serviceId": "service-shop",
          "status": "Online",
          "sharedAccounts": [{"uid": "1234567890123456", "permission": "Deployable"}],
          "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
        }]
      }
    `,
    customer,
  ),
};
