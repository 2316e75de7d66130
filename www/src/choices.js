/** What a manifest offers to choose from. It is judged elsewhere; here whatever has the wrong shape is passed over. */

/** @typedef {{ uid: string, permission: string }} Account */
/** @typedef {{ id: string, name: string, status: string, shareType: string, accounts: Account[] }} Service */

/**
 * @typedef {object} Choices
 * @property {Service[]} services
 * @property {string[]} regions every region that is named anywhere in the manifest, sorted
 * @property {string} provider `""` where the manifest names none
 * @property {string} stranger an account that the manifest does not name
 * @property {string[]} accounts every account that is named anywhere in the manifest
 * @property {ReadonlyMap<string, string>} artifacts names by id
 */

/** ECS's regions, to pick from where the manifest's own are not meant. */
export const REGIONS = [
  ...["cn-beijing", "cn-chengdu", "cn-fuzhou", "cn-guangzhou", "cn-hangzhou", "cn-heyuan", "cn-hongkong", "cn-huhehaote"],
  ...["cn-nanjing", "cn-qingdao", "cn-shanghai", "cn-shenzhen", "cn-wuhan-lr", "cn-wulanchabu", "cn-zhangjiakou"],
  ...["ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"],
  ...["ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "eu-central-1", "eu-west-1", "me-central-1", "me-east-1"],
  ...["na-south-1", "us-east-1", "us-west-1"],
];

/**
 * @param {Uint8Array} bytes
 * @returns {Choices}
 */
export function choicesOf(bytes) {
  const manifest = parse(bytes);
  const services = list(manifest.services).map(serviceOf).filter(({ id }) => id !== "");
  const provider = text(manifest.provider);
  const accounts = unique([provider, ...services.flatMap((service) => service.accounts.map(({ uid }) => uid))]);
  return {
    services,
    regions: unique([...list(manifest.artifacts).flatMap(regionsOfArtifact), ...list(manifest.services).flatMap(regionsOfService)]).sort(),
    provider,
    stranger: strangerTo(accounts),
    accounts,
    artifacts: new Map(list(manifest.artifacts).map(({ artifactId, name }) => [text(artifactId), text(name)])),
  };
}

/** @param {Record<string, unknown>} service @returns {Service} */
function serviceOf({ serviceId, name, status, shareType, sharedAccounts }) {
  const accounts = list(sharedAccounts).map(({ uid, permission }) => ({ uid: text(uid), permission: text(permission) }));
  return {
    id: text(serviceId),
    name: text(name),
    status: text(status),
    shareType: text(shareType),
    accounts: accounts.filter(({ uid }) => uid !== ""),
  };
}

/** @param {Record<string, unknown>} artifact */
function regionsOfArtifact({ versions }) {
  return list(versions).flatMap(({ source, supportRegionIds, images }) => [
    text(record(source).regionId),
    ...texts(supportRegionIds),
    ...Object.keys(record(images)),
  ]);
}

/** @param {Record<string, unknown>} service */
function regionsOfService({ templates }) {
  return list(templates).flatMap(({ allowedRegions }) => texts(allowedRegions));
}

/** @param {string[]} accounts */
function strangerTo(accounts) {
  let uid = 9_000_000_000_000_000n;
  while (accounts.includes(String(uid))) uid += 1n;
  return String(uid);
}

/** @param {Uint8Array} bytes */
function parse(bytes) {
  try {
    return record(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return {};
  }
}

/** @param {unknown} value @returns {Record<string, unknown>} */
const record = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {});

/** @param {unknown} value */
const list = (value) => (Array.isArray(value) ? value.map(record) : []);

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");

/** @param {unknown} value */
const texts = (value) => (Array.isArray(value) ? value.map(text) : []);

/** @param {string[]} values */
const unique = (values) => [...new Set(values)].filter((value) => value !== "");
