/**
 * The calls of ECS, made with the official SDK: it signs, knows the endpoint of each region, and finds the credentials. It is
 * an optional peer of this package, and looked for only here.
 */

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @import { PlanCall } from "../index.js" */

const SDK = "@alicloud/ecs20140526";
const CREDENTIALS = "@alicloud/credentials";

/** The SDK is not installed, or there are no credentials. */
export class CloudUnavailable extends Error {}

/** A call that failed. */
export class CallFailed extends Error {
  /**
   * @param {string} code the API's, or the system's for a connection that failed
   * @param {string} message
   * @param {boolean} refused whether it certainly did nothing: an answer said so
   */
  constructor(code, message, refused) {
    super(message);
    this.code = code;
    this.refused = refused;
  }
}

/** One page is at most so long. */
const PAGE = 100;

/** ECS, in every region. */
export class Cloud {
  #sdk;
  #credential;
  #options;
  /** @type {Map<string, any>} */
  #clients = new Map();

  /**
   * @param {Record<string, any>} sdk the SDK, without its types: they bring those of an old Node with them
   * @param {any} credential
   * @param {{ endpoint?: string, timeout?: number }} options
   */
  constructor(sdk, credential, options) {
    this.#sdk = sdk;
    this.#credential = credential;
    this.#options = options;
  }

  /**
   * @param {{ endpoint?: string, timeout?: number }} [options] `endpoint`: where all regions are, instead of where each is;
   *   `timeout`: milliseconds until a call without an answer counts as failed, by default 30,000
   * @throws {CloudUnavailable}
   */
  static async open(options = {}) {
    const sdk = await load(SDK);
    const { default: Credential } = await load(CREDENTIALS);
    try {
      const credential = new Credential();
      await credential.getCredential();
      return new Cloud(sdk, credential, options);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      throw new CloudUnavailable(`no credentials: ${message}. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or sign in with \`aliyun configure\``);
    }
  }

  /** The ids of all regions. @returns {Promise<string[]>} */
  async regions() {
    const body = await this.call({ operation: "DescribeRegions", parameters: { RegionId: "cn-hangzhou" } });
    return body.regions.region.map((/** @type {any} */ region) => region.regionId);
  }

  /** All pages of a listing call. @param {PlanCall} call @param {(body: any) => any[]} items @returns {Promise<any[]>} */
  async all(call, items) {
    const found = [];
    for (let page = 1; ; page += 1) {
      const body = await this.call({ ...call, parameters: { ...call.parameters, PageNumber: page, PageSize: PAGE } });
      const some = items(body) ?? [];
      found.push(...some);
      if (some.length === 0 || found.length >= (body.totalCount ?? 0)) return found;
    }
  }

  /**
   * @param {PlanCall} call
   * @returns {Promise<any>} the answer's body, as the SDK names its fields
   * @throws {CallFailed}
   */
  async call({ operation, parameters }) {
    const client = this.#client(String(parameters.RegionId));
    const Request = this.#sdk[`${operation}Request`];
    try {
      const { body } = await client[lower(operation)](new Request(fields(parameters)));
      return body;
    } catch (error) {
      throw failure(error);
    }
  }

  /** @param {string} regionId */
  #client(regionId) {
    const known = this.#clients.get(regionId);
    if (known !== undefined) return known;
    const { endpoint, timeout = 30_000 } = this.#options;
    const url = endpoint === undefined ? undefined : new URL(endpoint);
    const place = url === undefined ? {} : { endpoint: url.host, protocol: url.protocol.slice(0, -1) };
    const settings = { credential: this.#credential, regionId, readTimeout: timeout, connectTimeout: timeout, ...place };
    const client = new this.#sdk.default(/** @type {any} */ (settings));
    this.#clients.set(regionId, client);
    return client;
  }
}

/** @param {string} word */
const lower = (word) => word[0].toLowerCase() + word.slice(1);

/** The parameters, as the SDK's requests name them. @param {PlanCall["parameters"]} parameters */
function fields(parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => {
    const list = Array.isArray(value) ? value.map((item) => (typeof item === "string" ? item : { key: item.Key, value: item.Value })) : value;
    return [lower(name), list];
  }));
}

/** @param {unknown} error */
function failure(error) {
  const { code, name, message, statusCode } = /** @type {{ code?: string, name: string, message: string, statusCode?: number }} */ (error);
  const refused = statusCode !== undefined && statusCode < 500;
  return new CallFailed(String(code ?? name), message, refused);
}

/**
 * A package from beside this one, or from where the command is run.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
async function load(name) {
  try {
    return named(await import(name));
  } catch (error) {
    if (!isMissing(error, name)) throw error;
  }
  try {
    const path = createRequire(join(process.cwd(), "package.json")).resolve(name);
    return named(await import(pathToFileURL(path).href));
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new CloudUnavailable(`\`distribute\` makes its calls with the official SDK, which is not installed: \`npm install ${SDK} ${CREDENTIALS}\``);
  }
}

/** @param {unknown} error @param {string} name */
function isMissing(error, name) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  return (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && message.includes(name);
}

/** Its names, where it is a CommonJS module. @param {any} module */
const named = (module) => (module.default?.default === undefined ? module : module.default);
