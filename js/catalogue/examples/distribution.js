import { fenced, manifest, together } from "../example.js";

/** What a plan is asked for: what was observed, and what the caller decides. */
const question = fenced("json question");

/** A version on its way to Beijing, shared with one account. */
const web = manifest`
  {
    "manifestVersion": 1,
    "artifacts": [{
      "artifactId": "artifact-web",
      "versions": [{
        "version": "1",
        "status": "Delivering",
        "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
        "supportRegionIds": ["cn-hangzhou", "cn-beijing"]
      }]
    }],
    "services": [{
      "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
      "sharedAccounts": [{"uid": "1234567890123456", "permission": "Deployable"}],
      "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
    }]
  }
`;

/** The same, public and in its own region alone. */
const open = manifest`
  {
    "manifestVersion": 1,
    "artifacts": [{
      "artifactId": "artifact-web",
      "versions": [{
        "version": "1",
        "status": "Available",
        "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
        "supportRegionIds": ["cn-hangzhou"]
      }]
    }],
    "services": [{
      "serviceId": "service-shop", "status": "Online", "shareType": "Public",
      "relations": {"web-image": {"artifactId": "artifact-web", "version": "1"}}
    }]
  }
`;

/** The source, shared with everyone who may deploy. */
const source = '{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "accounts": ["1234567890123456"]}';

/** The tags of a copy. */
const tags = `{
            "ecs-image-resolver:artifact": "artifact-web",
            "ecs-image-resolver:version": "1",
            "ecs-image-resolver:source": "cn-hangzhou/m-bp1aaaaaaaaaaaaaaaaa"
          }`;

/**
 * What is in the two regions.
 *
 * @param {string} beijing the images there
 * @param {string} [hangzhou]
 * @param {string} [more] what else is said
 */
const seen = (beijing, hangzhou = source, more = "") => question`
  {
    "observed": {
      "regions": {
        "cn-hangzhou": {"images": [${hangzhou}]},
        "cn-beijing": {"images": [${beijing}]}
      }${more}
    }
  }
`;

/** A copy in Beijing. @param {string} status @param {string} [more] */
const copy = (status, more = "") => `
          {"imageId": "m-2zeaaaaaaaaaaaaaaaaa", "status": "${status}"${more}, "tags": ${tags}}
        `;

/** What a call to look at Hangzhou ended in. @param {string} code @param {string} more */
const failure = (code, more) => question`
  {
    "now": 1800000000000,
    "observed": {
      "failures": [{"id": "observe-region cn-hangzhou images", "code": "${code}"${more}}]
    }
  }
`;

export default {
  "plan-observe": together(web, question`
    {}
  `),
  "plan-copy": together(web, seen("")),
  "plan-queue": together(web, question`
    {
      "copies": 0,
      "observed": {"regions": {"cn-hangzhou": {"images": [${source}]}, "cn-beijing": {"images": []}}}
    }
  `),
  "plan-wait": together(web, seen(copy("Creating", ', "progress": 40'))),
  "plan-share": together(web, seen(copy("Available", ', "accounts": []'))),
  "plan-mark": together(web, seen(copy("Available", ', "accounts": ["1234567890123456"]'))),
  "plan-publish": together(open, question`
    {
      "publish": true,
      "observed": {
        "regions": {
          "cn-hangzhou": {"images": [{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "accounts": []}]}
        }
      }
    }
  `),
  "plan-retry": together(web, failure("Throttling.User", ', "at": 1800000000000')),
  "version-not-distributed": together(manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "draft",
          "status": "Created",
          "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
          "supportRegionIds": ["cn-hangzhou", "cn-beijing"]
        }]
      }]
    }
  `, question`
    {}
  `),
  "regions-unknown": together(manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "1",
          "status": "Delivering",
          "source": {"type": "custom", "imageId": "m-bp1aaaaaaaaaaaaaaaaa", "regionId": "cn-hangzhou"},
          "supportRegionIds": "all"
        }]
      }]
    }
  `, question`
    {}
  `),
  "too-many-accounts": together(web, question`
    {
      "accounts": 0,
      "observed": {"regions": {"cn-hangzhou": {"images": [{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "accounts": []}]}, "cn-beijing": {"images": []}}}
    }
  `),
  "marketplace-image": together(manifest`
    {
      "manifestVersion": 1,
      "artifacts": [{
        "artifactId": "artifact-web",
        "versions": [{
          "version": "1",
          "status": "Delivering",
          "source": {"type": "marketplace", "commodityCode": "cmjj00012345", "commodityVersion": "V1.0"},
          "supportRegionIds": ["cn-beijing"]
        }]
      }]
    }
  `, question`
    {
      "observed": {"regions": {"cn-beijing": {"images": []}}}
    }
  `),
  "image-encrypted": together(web, seen("", '{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "encrypted": true}')),
  "image-not-available": together(web, seen(copy("Deprecated"))),
  "image-lost": together(web, seen("", "")),
  "image-name-taken": together(web, seen(`
          {"imageId": "m-2zebbbbbbbbbbbbbbbbb", "imageName": "eir-artifact_web-1-a66b47b950206c58f9f6eb6ca12a1288", "status": "Available"}
        `)),
  "community-image": together(web, seen("", '{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "isPublic": true, "accounts": []}')),
  "copy-failed": together(web, question`
    {
      "failedCopies": 1,
      "observed": {
        "regions": {
          "cn-hangzhou": {"images": [${source}]},
          "cn-beijing": {"images": [${copy("CreateFailed")}]}
        }
      }
    }
  `),
  "call-failed": together(web, failure("Forbidden.RAM", "")),
  "public-needs-community": together(open, question`
    {
      "observed": {
        "regions": {
          "cn-hangzhou": {"images": [{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "accounts": []}]}
        }
      }
    }
  `),
  "copy-unasked": together(web, question`
    {
      "observed": {
        "regions": {
          "cn-shanghai": {"images": [${copy("Available")}]}
        }
      }
    }
  `),
  "shared-unasked": together(web, seen("", '{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "accounts": ["1234567890123456", "6543210987654321"]}')),
  "public-unasked": together(web, seen("", '{"imageId": "m-bp1aaaaaaaaaaaaaaaaa", "status": "Available", "isPublic": true, "accounts": ["1234567890123456"]}')),
};
