/**
 * A stand-in for ECS: a server on this machine that answers the official SDK as the image interfaces of ECS are documented
 * to. It holds images in memory, lets time pass, and fails on request.
 *
 * It imitates: signatures (ACS3-HMAC-SHA256, of one pair of keys, not older than 15 minutes); the regions; `DescribeRegions`,
 * `DescribeImages` (filter by status with `Available` as the default, by owner, ids, name and tags; pages of at most 100),
 * `CopyImage` (at once an id, then `Waiting`, `Creating` with progress, `Available` or `CreateFailed`; five at a time from one
 * source region; client tokens; `InvalidImageName.Duplicated`, `IncorrectDestinationRegion`, refusals of sources that are not
 * `Available` or open to everyone; `DryRunOperation`), `CancelCopyImage`, `DeleteImage` (refused while copying),
 * `ModifyImageSharePermission` (of more than ten accounts the first ten count and the rest is dropped without a word; at most
 * 50 accounts an image; refusals of images that are open to everyone, deprecated or encrypted with the service's key; the whole call is refused for one account that does not exist),
 * `DescribeImageSharePermission` (pages of at most 100), `Throttling.User`.
 *
 * It does not imitate: permissions of RAM users, resource groups, snapshots and their price, images over 2 TiB, endpoints of
 * their own for each region, share groups, the agreement that publishing needs, the order of codes where several apply, and
 * how long anything really takes.
 */

import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";

/** @import { AddressInfo } from "node:net" */
/** @import { EcsImage, EcsOptions, EcsRequest } from "./ecs.d.ts" */

/** The regions that ECS's metadata lists. */
export const REGIONS = [
  ..."cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou cn-shanghai cn-shenzhen cn-heyuan".split(" "),
  ..."cn-guangzhou cn-chengdu cn-zhongwei cn-zhengzhou-jva cn-nanjing cn-fuzhou cn-wuhan-lr cn-hongkong".split(" "),
  ..."ap-northeast-1 ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ap-southeast-6".split(" "),
  ..."ap-southeast-7 ap-southeast-8 ap-south-1 us-east-1 us-west-1 us-southeast-1 na-south-1 eu-central-1 eu-west-1".split(" "),
  ..."me-east-1 me-central-1 cn-beijing-finance-1 cn-shanghai-finance-1 cn-shenzhen-finance-1 cn-north-2-gov-1".split(" "),
  "cn-heyuan-acdr-1",
];

/** The keys that the stand-in knows. */
export const KEYS = { accessKeyId: "stand-in", accessKeySecret: "stand-in-secret" };

/** How many copies run at once from one source region. */
const RUNNING = 5;
/** How many accounts one call handles. */
const BATCH = 10;

/** An answer that is an error. */
class Refusal extends Error {
  /** @param {number} status @param {string} code @param {string} [message] */
  constructor(status, code, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The cloud. `start` gives its address. */
export class EcsStandIn {
  /** @type {Map<string, EcsImage[]>} */
  #regions;
  #options;
  #server;
  /** How many images were made in a region. @type {Map<string, number>} */
  #made = new Map();
  /** @type {Map<string, string>} the image that a client token made */
  #tokens = new Map();
  #clock;
  #last;
  /** @type {Set<import("node:net").Socket>} */
  #sockets = new Set();

  /** Every request that was understood, in order. @type {EcsRequest[]} */
  requests = [];
  /** What must never happen and did. @type {string[]} */
  violations = [];
  /** The most copies that ran at once from one source region. */
  mostRunning = 0;

  /** @param {EcsOptions} [options] */
  constructor(options = {}) {
    this.#options = { regions: REGIONS, copyTime: 200, shareLimit: 50, ...options };
    this.#clock = options.clock ?? (() => performance.now());
    this.#last = this.#clock();
    this.#regions = new Map(this.#options.regions.map((region) => [region, []]));
    this.#server = createServer((request, response) => this.#receive(request, response));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** @returns {Promise<string>} the address, such as `http://127.0.0.1:40001` */
  async start() {
    const { port = 0 } = this.#options;
    await new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => resolve(undefined));
    }).catch((error) => {
      if (error.code !== "EADDRINUSE") throw error;
      throw new Error(`port ${port} is in use: end the program that uses it, or give another \`port\` (0: any free one)`);
    });
    return `http://127.0.0.1:${/** @type {AddressInfo} */ (this.#server.address()).port}`;
  }

  async stop() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(() => resolve(undefined)));
  }

  /** Changes what calls end in from now on. @param {EcsOptions["fault"]} fault */
  fail(fault) {
    this.#options.fault = fault;
  }

  /**
   * Puts an image there; what is not given has a default.
   *
   * @param {string} regionId
   * @param {Partial<EcsImage>} [image]
   */
  add(regionId, image = {}) {
    const imageId = image.imageId ?? this.#id(regionId);
    /** @type {EcsImage} */
    const added = { imageId, imageName: imageId, status: "Available", progress: 100, tags: {}, isPublic: false, encrypted: false, customerKey: false, accounts: [], size: 40, createdAt: new Date().toISOString(), ...image };
    this.images(regionId).push(added);
    return added;
  }

  /** Takes an image away, as if somebody had deleted it. @param {string} regionId @param {string} imageId */
  remove(regionId, imageId) {
    const images = this.images(regionId);
    const at = images.findIndex((image) => image.imageId === imageId);
    if (at >= 0) images.splice(at, 1);
  }

  /** The images of a region, as they are now. @param {string} regionId */
  images(regionId) {
    this.#pass();
    const images = this.#regions.get(regionId);
    if (images === undefined) throw new Refusal(404, "InvalidRegionId.NotFound");
    return images;
  }

  /** The same in every run: the region's letters, and a number. @param {string} regionId */
  #id(regionId) {
    const number = (this.#made.get(regionId) ?? 0) + 1;
    this.#made.set(regionId, number);
    const letters = regionId.replaceAll("-", "").slice(0, 16);
    return `m-${letters}${String(number).padStart(20 - letters.length, "0")}`;
  }

  /** Lets the time pass since it was last looked at: copies go on, and the next in line start. */
  #pass() {
    const now = this.#clock();
    // A clock that is set back stands still until it is where it was.
    const passed = Math.max(0, now - this.#last);
    this.#last = now;
    const { copyTime, slow = {} } = this.#options;
    /** @type {Map<string, number>} */
    const running = new Map();
    const all = [...this.#regions].flatMap(([region, images]) => images.map((image) => ({ region, image })));
    for (const { region, image } of all) {
      if (image.status !== "Creating") continue;
      image.progress = Math.min(100, image.progress + (100 * passed) / (slow[region] ?? copyTime));
      if (image.progress < 100) running.set(image.from ?? "", (running.get(image.from ?? "") ?? 0) + 1);
      else this.#finish(region, image);
    }
    for (const { image } of all) {
      const from = image.from ?? "";
      if (image.status !== "Waiting" || (running.get(from) ?? 0) >= RUNNING) continue;
      running.set(from, (running.get(from) ?? 0) + 1);
      image.status = "Creating";
    }
    this.mostRunning = Math.max(this.mostRunning, ...running.values());
  }

  /** @param {string} region @param {EcsImage} image */
  #finish(region, image) {
    const failing = this.#options.failingCopies ?? {};
    const fails = (failing[region] ?? 0) > 0;
    if (fails) failing[region] -= 1;
    image.status = fails ? "CreateFailed" : "Available";
    image.progress = fails ? 0 : 100;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async #receive(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://stand-in");
    const parameters = Object.fromEntries([...url.searchParams, ...new URLSearchParams(Buffer.concat(chunks).toString())]);
    const action = String(request.headers["x-acs-action"] ?? "");
    /** @type {EcsRequest} */
    const asked = { action, regionId: parameters.RegionId, parameters };
    const fault = await this.#options.fault?.(asked);
    if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    if (fault?.reset === "before") return void request.socket.destroy();
    if (fault?.code !== undefined && !fault.after) return this.#answer(response, fault.status ?? 500, { Code: fault.code, Message: fault.code });
    const [status, body] = this.#perform(request, url.searchParams, asked);
    if (fault?.reset === "after") return void request.socket.destroy();
    if (fault?.code !== undefined) return this.#answer(response, fault.status ?? 500, { Code: fault.code, Message: fault.code });
    this.#answer(response, status, body);
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {URLSearchParams} query
   * @param {EcsRequest} asked
   * @returns {[number, object]}
   */
  #perform(request, query, asked) {
    try {
      verify(request, query);
      const perform = ACTIONS[asked.action];
      if (perform === undefined) throw new Refusal(400, "InvalidAction.NotFound");
      this.#pass();
      const body = perform.call(this, asked.parameters);
      this.requests.push(asked);
      return [200, body];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.requests.push({ ...asked, code: error.code });
      return [error.status, { Code: error.code, Message: error.message }];
    }
  }

  /** @param {import("node:http").ServerResponse} response @param {number} status @param {object} body */
  #answer(response, status, body) {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ RequestId: "00000000-0000-0000-0000-000000000000", ...body }));
  }

  /** The image that a call names. @param {Record<string, string>} parameters */
  #image({ RegionId = "", ImageId = "" }) {
    const image = this.images(RegionId).find(({ imageId }) => imageId === ImageId);
    if (image === undefined) throw new Refusal(404, "InvalidImageId.NotFound");
    return image;
  }

  describeRegions() {
    return { Regions: { Region: [...this.#regions.keys()].map((RegionId) => ({ RegionId, LocalName: RegionId })) } };
  }

  /** @param {Record<string, string>} parameters */
  describeImages(parameters) {
    const { RegionId = "", Status = "Available", ImageOwnerAlias, ImageId, ImageName, PageNumber = "1", PageSize = "10" } = parameters;
    const tags = numbered(parameters, "Tag", ".Key").map((key, at) => ({ key, value: parameters[`Tag.${at + 1}.Value`] }));
    const states = Status.split(",");
    const ids = ImageId?.split(",");
    const found = this.images(RegionId).filter((image) => {
      return (states.includes(image.status) || Status === "ALL") && (ids?.includes(image.imageId) ?? true) && (ImageName === undefined || image.imageName === ImageName) && tags.every(({ key, value }) => Object.hasOwn(image.tags, key) && (value === undefined || image.tags[key] === value));
    });
    const own = ImageOwnerAlias === undefined || ImageOwnerAlias === "self" ? found : [];
    const { page, from, size } = paging(PageNumber, PageSize);
    return { RegionId, TotalCount: own.length, PageNumber: page, PageSize: size, Images: { Image: own.slice(from, from + size).map(shown) } };
  }

  /** @param {Record<string, string>} parameters */
  copyImage(parameters) {
    const { RegionId = "", DestinationRegionId = "", DestinationImageName = "", ClientToken = "", DryRun } = parameters;
    const source = this.#image(parameters);
    if (RegionId === DestinationRegionId) throw new Refusal(400, "IncorrectDestinationRegion");
    const images = this.images(DestinationRegionId);
    const token = `${DestinationRegionId} ${ClientToken}`;
    const made = this.#tokens.get(token);
    if (ClientToken !== "" && made !== undefined) return { ImageId: made };
    if (source.isPublic) throw new Refusal(403, "OperationDenied.PublicImage");
    if (source.status !== "Available") throw new Refusal(403, "IncorrectImageStatus");
    if (!/^[\p{L}][\p{L}\d._:-]{1,127}$/u.test(DestinationImageName) || /^(aliyun|acs:)/.test(DestinationImageName)) throw new Refusal(400, "InvalidImageName.Malformed");
    if (ClientToken.length > 64) throw new Refusal(400, "InvalidClientToken.Malformed");
    if (images.some(({ imageName }) => imageName === DestinationImageName)) throw new Refusal(400, "InvalidImageName.Duplicated");
    if (DryRun === "true") throw new Refusal(400, "DryRunOperation");
    const tags = Object.fromEntries(numbered(parameters, "Tag", ".Key").map((key, at) => [key, parameters[`Tag.${at + 1}.Value`] ?? ""]));
    const twin = images.find((image) => image.status !== "CreateFailed" && Object.keys(tags).length > 0 && JSON.stringify(image.tags) === JSON.stringify(tags));
    if (twin !== undefined) this.violations.push(`${DestinationRegionId}: a second copy of ${JSON.stringify(tags)}`);
    const { encrypted, customerKey } = source;
    const copy = this.add(DestinationRegionId, { imageName: DestinationImageName, status: "Waiting", progress: 0, tags, encrypted, customerKey, from: RegionId });
    this.#tokens.set(token, copy.imageId);
    return { ImageId: copy.imageId };
  }

  /** @param {Record<string, string>} parameters */
  cancelCopyImage(parameters) {
    const image = this.#image(parameters);
    if (!["Waiting", "Creating"].includes(image.status)) throw new Refusal(403, "IncorrectImageStatus");
    this.#remove(parameters.RegionId, image);
    return {};
  }

  /** @param {Record<string, string>} parameters */
  deleteImage(parameters) {
    const image = this.#image(parameters);
    if (["Waiting", "Creating"].includes(image.status)) throw new Refusal(403, "IncorrectImageStatus");
    this.#remove(parameters.RegionId, image);
    return {};
  }

  /** @param {string} region @param {EcsImage} image */
  #remove(region, image) {
    const images = this.images(region);
    images.splice(images.indexOf(image), 1);
  }

  /** @param {Record<string, string>} parameters */
  modifyImageSharePermission(parameters) {
    const image = this.#image(parameters);
    const added = numbered(parameters, "AddAccount", "").slice(0, BATCH);
    const removed = numbered(parameters, "RemoveAccount", "").slice(0, BATCH);
    if (parameters.IsPublic !== undefined) {
      if (image.encrypted) throw new Refusal(403, "InvalidOperation.EncryptedImage");
      image.isPublic = parameters.IsPublic === "true";
      return {};
    }
    if (added.length > 0) {
      if (image.isPublic) throw new Refusal(403, "OperationDenied.PublicImage");
      if (image.status !== "Available") throw new Refusal(403, "IncorrectImageStatus");
      if (image.encrypted && !image.customerKey) throw new Refusal(403, "InvalidOperation.EncryptedImage");
      if (added.some((uid) => !/^\d{16}$/.test(uid) || this.#options.unknownAccounts?.includes(uid))) throw new Refusal(404, "InvalidAccount.NotFound");
      const accounts = [...new Set([...image.accounts, ...added])].sort();
      if (accounts.length > this.#options.shareLimit) throw new Refusal(403, "QuotaExceed.ImageShareAccount");
      image.accounts = accounts;
    }
    image.accounts = image.accounts.filter((uid) => !removed.includes(uid));
    return {};
  }

  /** @param {Record<string, string>} parameters */
  describeImageSharePermission(parameters) {
    const { accounts } = this.#image(parameters);
    const { page, from, size } = paging(parameters.PageNumber ?? "1", parameters.PageSize ?? "10");
    const Account = accounts.slice(from, from + size).map((AliyunId) => ({ AliyunId }));
    return { ImageId: parameters.ImageId, RegionId: parameters.RegionId, TotalCount: accounts.length, PageNumber: page, PageSize: size, Accounts: { Account } };
  }
}

/** @type {Record<string, (this: EcsStandIn, parameters: Record<string, string>) => object>} */
const ACTIONS = {
  DescribeRegions: EcsStandIn.prototype.describeRegions,
  DescribeImages: EcsStandIn.prototype.describeImages,
  CopyImage: EcsStandIn.prototype.copyImage,
  CancelCopyImage: EcsStandIn.prototype.cancelCopyImage,
  DeleteImage: EcsStandIn.prototype.deleteImage,
  ModifyImageSharePermission: EcsStandIn.prototype.modifyImageSharePermission,
  DescribeImageSharePermission: EcsStandIn.prototype.describeImageSharePermission,
};

/** @param {EcsImage} image */
function shown({ imageId, imageName, status, progress, tags, isPublic, encrypted, from, size, createdAt }) {
  return {
    ImageId: imageId,
    ImageName: imageName,
    ImageOwnerAlias: "self",
    Status: status,
    Progress: `${Math.floor(progress)}%`,
    IsPublic: isPublic,
    IsCopied: from !== undefined,
    Size: size,
    CreationTime: createdAt,
    Tags: { Tag: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })) },
    DiskDeviceMappings: { DiskDeviceMapping: [{ Device: "/dev/xvda", Type: "system", Encrypted: encrypted }] },
  };
}

/** The values of `NAME.1FIELD`, `NAME.2FIELD` and so on. @param {Record<string, string>} parameters @param {string} name @param {string} field */
function numbered(parameters, name, field) {
  const values = [];
  for (let at = 1; parameters[`${name}.${at}${field}`] !== undefined; at += 1) values.push(parameters[`${name}.${at}${field}`]);
  return values;
}

/** @param {string} number @param {string} size */
function paging(number, size) {
  const page = Number(number);
  const most = Number(size);
  if (!(page >= 1) || !(most >= 1) || most > 100) throw new Refusal(400, "InvalidParameter.PageSize");
  return { page, from: (page - 1) * most, size: most };
}

/**
 * Holds a signature against the keys.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {URLSearchParams} query
 */
function verify({ method, headers }, query) {
  const [, key, signed = "", signature] = /^ACS3-HMAC-SHA256 Credential=([^,]*),SignedHeaders=([^,]*),Signature=(.*)$/.exec(headers.authorization ?? "") ?? [];
  if (key !== KEYS.accessKeyId) throw new Refusal(404, "InvalidAccessKeyId.NotFound");
  const names = [...query.keys()].sort();
  const canonical = [
    method,
    "/",
    names.map((name) => `${name}=${encoded(query.get(name) ?? "")}`).join("&"),
    ...signed.split(";").map((name) => `${name}:${headers[name]}`),
    "",
    signed,
    headers["x-acs-content-sha256"],
  ].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const expected = createHmac("sha256", KEYS.accessKeySecret).update(`ACS3-HMAC-SHA256\n${digest}`).digest("hex");
  if (signature !== expected) throw new Refusal(400, "SignatureDoesNotMatch");
  const skew = Math.abs(Date.now() - Date.parse(String(headers["x-acs-date"])));
  if (!(skew < 15 * 60_000)) throw new Refusal(400, "InvalidTimeStamp.Expired");
}

/** RFC 3986. @param {string} text */
const encoded = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
