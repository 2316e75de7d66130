import { change, js, manifest, together } from "../example.js";

/**
 * A provider's artifact with its versions, a service with its relations, and a change of them.
 *
 * @param {string} versions
 * @param {string} asked
 * @param {string} [relations]
 * @param {string} [status] of the service
 */
const changed = (versions, asked, relations = "", status = "Draft") => {
  return together(
    manifest`
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{
          "artifactId": "artifact-web",
          "artifactType": "EcsImage",
          "name": "web_server",
          "versions": [${versions}]
        }],
        "services": [{
          "serviceId": "service-shop",
          "status": "${status}",
          "relations": {${relations}}
        }]
      }
    `,
    change`
      ${asked}
    `,
  );
};

const source = `"source": {"type": "custom", "imageId": "m-bp10123456789abcdefg", "regionId": "cn-hangzhou"}`;
const regions = `"supportRegionIds": ["cn-hangzhou", "cn-beijing"]`;

/** @param {string} status */
const draft = (status) => `{
            "version": "draft", "status": "${status}",
            ${source},
            ${regions}
          }`;

/** @param {string} status @param {string} images */
const first = (status, images) => `{
            "version": "1", "status": "${status}",
            ${source},
            ${regions},
            "images": {${images}}
          }`;

const beijing = `"cn-beijing": {"imageId": "m-2ze0123456789abcdefg", "status": "Available"}`;
const onItsWay = `"cn-beijing": {"status": "Delivering", "progress": 60}`;
const web = `"web-image": {"artifactId": "artifact-web", "version": "1"}`;

export default {
  "region-shape": changed(
    draft("Created"),
    `{"change": "update-draft", "artifactId": "artifact-web", "supportRegionIds": ["cn_hangzhou"]}`,
  ),
  "regions-all-in-list": changed(
    draft("Created"),
    `{"change": "update-draft", "artifactId": "artifact-web", "supportRegionIds": ["all"]}`,
  ),
  "service-empty": changed(
    first("Available", beijing),
    `{"change": "set-status", "serviceId": "service-shop", "status": "Submitted"}`,
    web,
  ),
  "draft-online-changed": changed(
    draft("Created"),
    `{"change": "update-draft", "artifactId": "artifact-web", "source": {"type": "custom", "imageId": "m-bp1gfedcba9876543210", "regionId": "cn-hangzhou"}}`,
    `"web-image": {"artifactId": "artifact-web", "version": "draft"}`,
    "Online",
  ),
  "change-unknown": changed(draft("Created"), `{"change": "publish", "artifactId": "artifact-web"}`),
  "change-unknown-field": changed(draft("Created"), `{"change": "release", "artifactId": "artifact-web", "version": "draft"}`),
  "change-limit": js`
    const change = Array.from({ length: 1_001 }, () => ({ change: "release", artifactId: "artifact-web" }));
  `,
  "id-taken": changed(draft("Created"), `{"change": "create-service", "serviceId": "service-shop"}`),
  "field-fixed": changed(draft("Created"), `{"change": "update-draft", "artifactId": "artifact-web", "name": "shop_server"}`),
  "source-incomplete": changed(
    draft("Created"),
    `{"change": "update-draft", "artifactId": "artifact-web", "source": {"type": "custom", "imageId": "m-bp10123456789abcdefg"}}`,
  ),
  "draft-exists": changed(
    `${first("Available", beijing)}, ${draft("Created")}`,
    `{"change": "open-draft", "artifactId": "artifact-web", "versionName": "second"}`,
  ),
  "draft-missing": changed(first("Available", beijing), `{"change": "release", "artifactId": "artifact-web"}`),
  "draft-not-editable": changed(
    draft("Scanning"),
    `{"change": "update-draft", "artifactId": "artifact-web", "description": "The web server of the shop"}`,
  ),
  "draft-not-releasable": changed(draft("ScanFailed"), `{"change": "release", "artifactId": "artifact-web"}`),
  "version-none-released": changed("", `{"change": "open-draft", "artifactId": "artifact-web", "versionName": "second"}`),
  "delivery-not-open": changed(
    draft("Created"),
    `{
        "change": "mark-delivery", "artifactId": "artifact-web", "version": "draft",
        "regionId": "cn-beijing", "status": "Delivering", "progress": 10
      }`,
  ),
  "delivery-final": changed(
    first("Available", beijing),
    `{
        "change": "mark-delivery", "artifactId": "artifact-web", "version": "1",
        "regionId": "cn-beijing", "status": "Available", "imageId": "m-2zeabcdefghij01234567"
      }`,
  ),
  "delivery-progress": changed(
    first("Delivering", onItsWay),
    `{
        "change": "mark-delivery", "artifactId": "artifact-web", "version": "1",
        "regionId": "cn-beijing", "status": "Available", "imageId": "m-2ze0123456789abcdefg", "progress": 60
      }`,
  ),
  "delivery-incomplete": changed(
    first("Delivering", onItsWay),
    `{"change": "mark-delivery", "artifactId": "artifact-web", "version": "1", "status": "Available"}`,
  ),
  "region-not-meant": changed(
    first("Delivering", onItsWay),
    `{
        "change": "mark-delivery", "artifactId": "artifact-web", "version": "1",
        "regionId": "cn-shanghai", "status": "Delivering"
      }`,
  ),
  "version-in-use": changed(
    `${first("Available", beijing)}, ${draft("Created")}`,
    `{"change": "delete-version", "artifactId": "artifact-web", "version": "1"}`,
    web,
  ),
  "artifact-in-use": changed(first("Available", beijing), `{"change": "delete-artifact", "artifactId": "artifact-web"}`, web),
  "relation-missing": changed(
    first("Available", beijing),
    `{"change": "unrelate", "serviceId": "service-shop", "literal": "Web-Image"}`,
    web,
  ),
  "share-missing": changed(
    first("Available", beijing),
    `{"change": "unshare", "serviceId": "service-shop", "uids": ["1234567890123456"]}`,
  ),
  "service-not-editable": changed(
    first("Available", beijing),
    `{"change": "add-template", "serviceId": "service-shop", "name": "cluster"}`,
    web,
    "Submitted",
  ),
  "service-not-deletable": changed(
    first("Available", beijing),
    `{"change": "delete-service", "serviceId": "service-shop"}`,
    web,
    "Online",
  ),
  "service-status-forbids": changed(
    first("Available", beijing),
    `{"change": "set-status", "serviceId": "service-shop", "status": "Online"}`,
  ),
};
