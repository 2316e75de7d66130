import { manifest, request, together } from "../example.js";

/** @param {string} service */
const services = (service) => manifest`
  {
    "manifestVersion": 1,
    "artifacts": [{"artifactId": "artifact-web"}],
    "services": [${service}]
  }
`;

const seen = request`
  {"service": "service-shop", "account": "1234567890123456", "action": "view"}
`;
const used = request`
  {"artifact": "artifact-web", "account": "1234567890123456", "action": "deploy"}
`;

export default {
  "service-not-shown": together(services('{"serviceId": "service-shop", "status": "Draft"}'), seen),
  "account-cannot-view": together(
    manifest`
      {
        "manifestVersion": 1,
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "sharedAccounts": [{"uid": "1234567890123456", "permission": "Unauthorized", "type": "Reseller"}]
        }]
      }
    `,
    seen,
  ),
  "artifact-private": together(services('{"serviceId": "service-shop", "status": "Online", "shareType": "Public"}'), used),
  "artifact-closed": together(
    manifest`
      {
        "manifestVersion": 1,
        "artifacts": [{"artifactId": "artifact-web"}],
        "services": [{
          "serviceId": "service-shop", "status": "Online", "shareType": "Restricted",
          "relations": {"web-image": {"artifactId": "artifact-web"}}
        }]
      }
    `,
    used,
  ),
};
