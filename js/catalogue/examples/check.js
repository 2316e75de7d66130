import { js, manifest, previous, together, yaml } from "../example.js";

/**
 * A service with one template, its relations, and the versions of the artifact behind them.
 *
 * @param {string} relations
 * @param {string} versions
 * @param {string} [template]
 */
const model = (relations, versions, template = '{"name": "single", "path": "single.yaml", "allowedRegions": ["cn-hangzhou"]}') => {
  return `
      {
        "manifestVersion": 1,
        "provider": "1000000000000001",
        "artifacts": [{
          "artifactId": "artifact-web",
          "versions": [${versions}]
        }],
        "services": [{
          "serviceId": "service-shop",
          "status": "Online",
          "shareType": "Public",
          "templates": [${template}],
          "relations": {${relations}}
        }]
      }
  `;
};

/** @param {Parameters<typeof model>} parts */
const shop = (...parts) => manifest`${model(...parts)}`;

/** @param {string} image */
const launches = (image) => yaml`
  ROSTemplateFormatVersion: '2015-09-01'
  Resources:
    Web:
      Type: ALIYUN::ECS::Instance
      Properties:
        ImageId: ${image}
`;

const web = `"web-image": {"artifactId": "artifact-web", "version": "1"}`;
const hangzhou = `{
            "version": "1", "status": "Available",
            "source": {"type": "custom", "imageId": "m-bp1000000000000000aa", "regionId": "cn-hangzhou"}
          }`;
const everywhere = '{"name": "single", "path": "single.yaml"}';
const beijing = '{"name": "single", "path": "single.yaml", "allowedRegions": ["cn-hangzhou", "cn-beijing"]}';

export default {
  "template-not-given": shop(web, hangzhou, '{"name": "single"}'),
  "service-without-templates": shop(web, hangzhou, ""),
  "relation-never-used": together(launches("Web-Image"), shop(web, hangzhou)),
  "regions-not-covered": together(launches("web-image"), shop(web, hangzhou, beijing)),
  "template-unrestricted": together(launches("web-image"), shop(web, hangzhou, everywhere)),
  "version-serves-nothing": together(launches("web-image"), shop(web, hangzhou.replace("Available", "Scanning"))),
  "version-delivering": together(launches("web-image"), shop(web, hangzhou.replace("Available", "Delivering"))),
  "site-not-replaced": together(
    yaml`
      ROSTemplateFormatVersion: '2015-09-01'
      Resources:
        Copy:
          Type: ALIYUN::ECS::CopyImage
          Properties:
            ImageId: web-image
            DestinationRegionId: cn-beijing
    `,
    shop(web, hangzhou),
  ),
  "image-region-bound": together(launches("m-bp1000000000000000aa"), shop("", hangzhou, beijing)),
  "image-is-relation": together(
    launches("web-image"),
    shop(
      `${web}, "m-bp1000000000000000aa": {"artifactId": "artifact-web", "version": "2"}`,
      `${hangzhou}, ${hangzhou.replace('"1"', '"2"').replace("0aa", "0bb")}`,
    ),
  ),
  "image-changed": together(
    launches("web-image"),
    shop(web, hangzhou),
    previous`${model(web, hangzhou.replace("0aa", "0bb"))}`,
  ),
  "previous-unreadable": together(launches("web-image"), shop(web, hangzhou), previous`{"manifestVersion": 1`),
  "check-limit": js`
    const allowedRegions = Array.from({ length: 10_000 }, (_, at) => "xx-" + at); // and 1,000 relations
    resolver.check({ templates: { "service-shop/single": template } });
  `,
  "matrix-limit": js`
    const regions = Array.from({ length: 2_000_000 }, (_, at) => "xx-" + at);
    resolver.matrix({ service: "service-shop", accounts: [], regions });
  `,
};
