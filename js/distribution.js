/**
 * What is still to be copied, shared and marked: the core's plan, and what it is in the words of the cloud. Nothing here calls
 * anything; `distribute/` does. The contract is `index.d.ts`.
 */

import { Findings } from "./report.js";

/** @import { Change, Observed, ObservedImage, PlanAction, PlanCall, PlanQuestion, PlanRegion, PlanRow } from "./index.js" */

/** A plan. */
export class Plan extends Findings {
  /** @type {{ ok: boolean, actions?: PlanAction[], regions?: PlanRegion[] }} */
  #answer;

  /** @param {Uint8Array} json */
  constructor(json) {
    const answer = JSON.parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(json));
    super(answer.ok, () => json);
    this.#answer = answer;
  }

  get actions() {
    return this.#answer.actions ?? [];
  }

  get regions() {
    return this.#answer.regions ?? [];
  }

  get changes() {
    return this.actions.filter(({ action, ready }) => action === "mark-delivery" && ready).map(change);
  }

  toJSON() {
    return { ...super.toJSON(), actions: this.actions, regions: this.regions };
  }
}

/** The change of the manifest that a mark is. @param {PlanAction} action @returns {Change} */
export function change({ artifactId, version, regionId, imageId, status, progress, lost }) {
  const region = regionId === "" ? undefined : regionId;
  return /** @type {Change} */ (JSON.parse(JSON.stringify({ change: "mark-delivery", artifactId, version, regionId: region, status, imageId, progress, lost })));
}

/**
 * What was seen of whom the images are shared with that the manifest has, as changes.
 *
 * @param {readonly PlanRegion[]} regions of a plan
 * @param {NonNullable<Observed["regions"]>} observed
 * @returns {Change[]}
 */
export function shareRecords(regions, observed) {
  return regions.flatMap(({ artifactId, version, regionId, imageId }) => {
    const image = observed[regionId]?.images.find((image) => image.imageId === imageId);
    if (imageId === undefined || image === undefined || (image.isPublic !== true && image.accounts === undefined)) return [];
    const shared = image.isPublic === true ? /** @type {const} */ ("everyone") : [...(image.accounts ?? [])].sort();
    return [{ change: /** @type {const} */ ("mark-delivery"), artifactId, version, regionId, status: /** @type {const} */ ("Available"), imageId, shared }];
  });
}

/** Every state that an image can be in. Without it only those that are `Available` are listed. */
const EVERY_STATUS = "Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated";

/** The most that one page holds. */
const PAGE = 100;

/**
 * The call of ECS that an action is; `undefined` for one that is none: `wait`, `retry-after` and `mark-delivery`.
 *
 * @param {PlanAction} action
 * @returns {PlanCall | undefined}
 */
export function planCall(action) {
  const { regionId, imageId, accounts } = action;
  const image = { RegionId: regionId, ImageId: imageId ?? "" };
  switch (action.action) {
    case "observe-region":
      return { operation: "DescribeImages", parameters: { RegionId: regionId, ImageOwnerAlias: "self", Status: EVERY_STATUS, PageSize: PAGE, PageNumber: 1 } };
    case "observe-shares":
      return { operation: "DescribeImageSharePermission", parameters: { ...image, PageSize: PAGE, PageNumber: 1 } };
    case "copy-image":
      return { operation: "CopyImage", parameters: copied(action) };
    case "share-image":
      return { operation: "ModifyImageSharePermission", parameters: { ...image, AddAccount: accounts ?? [] } };
    case "unshare-image":
      return { operation: "ModifyImageSharePermission", parameters: { ...image, RemoveAccount: accounts ?? [] } };
    case "publish-image":
      return { operation: "ModifyImageSharePermission", parameters: { ...image, IsPublic: true } };
    case "unpublish-image":
      return { operation: "ModifyImageSharePermission", parameters: { ...image, IsPublic: false } };
    case "cancel-copy":
      return { operation: "CancelCopyImage", parameters: image };
    case "delete-image":
      return { operation: "DeleteImage", parameters: image };
    default:
      return undefined;
  }
}

/** @param {PlanAction} action @returns {PlanCall["parameters"]} */
function copied({ regionId, sourceRegionId, sourceImageId, imageName, clientToken, resourceGroupId, tags }) {
  return {
    RegionId: sourceRegionId ?? "",
    ImageId: sourceImageId ?? "",
    DestinationRegionId: regionId,
    DestinationImageName: imageName ?? "",
    ...(resourceGroupId === undefined ? {} : { ResourceGroupId: resourceGroupId }),
    Tag: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ClientToken: clientToken ?? "",
  };
}

/**
 * The plan as the rows of a table.
 *
 * @param {{ readonly actions: PlanAction[] }} plan
 * @returns {PlanRow[]}
 */
export function planRows({ actions }) {
  return actions.map(({ action, artifactId, version, regionId, imageId, imageName, accounts, status, ready, code, args, why }) => ({
    action,
    artifactId,
    version,
    regionId,
    subject: accounts !== undefined ? `${accounts.length} ${accounts.length === 1 ? "account" : "accounts"}` : (status ?? imageId ?? imageName ?? ""),
    ready,
    code,
    args,
    why,
  }));
}

/**
 * The plan as commands to copy: the line that carries all of it out, and each call as a line for `aliyun`, in order. What
 * needs the id of an image that is still to be made takes it from a variable of the shell that the line of the copy sets.
 *
 * @param {{ readonly actions: PlanAction[] }} plan
 * @param {{ manifest?: string, question?: PlanQuestion }} [options] the file that the manifest is in; what the plan was asked with
 * @returns {{ distribute: string, aliyun: string[] }}
 */
export function planCommands({ actions }, { manifest = "manifest.json", question = {} } = {}) {
  const variables = new Map();
  const aliyun = actions.flatMap((action) => {
    const key = `${action.artifactId} ${action.version} ${action.regionId}`;
    if (action.action === "copy-image" && !variables.has(key)) variables.set(key, `image${variables.size + 1}`);
    const variable = action.imageId === undefined && action.action !== "copy-image" ? variables.get(key) : undefined;
    const imageId = variable === undefined ? undefined : `$${variable}`;
    if (action.action === "wait") return [waiting(action.regionId, action.imageId ?? imageId ?? "")];
    const call = planCall(action);
    if (call === undefined) return [];
    const line = command({ ...call, parameters: imageId === undefined ? call.parameters : { ...call.parameters, ImageId: imageId } });
    if (action.action !== "copy-image") return [line];
    return [`${variables.get(key)}=$(${line} | jq -r .ImageId)`, waiting(action.regionId, `$${variables.get(key)}`)];
  });
  return { distribute: ["npx ecs-image-resolver distribute --manifest", quoted(manifest), ...asked(question)].join(" "), aliyun };
}

/** What a plan was asked with, as the command line says it. @param {PlanQuestion} question */
function asked({ artifacts = [], versions = [], regions = [], undo = [], publish, customerKey, replaceLost, copies, accounts, attempts, failedCopies, retryAfter }) {
  const lists = Object.entries({ artifact: artifacts, version: versions, region: regions, undo });
  const flags = Object.entries({ publish, "customer-key": customerKey, "replace-lost": replaceLost });
  const numbers = Object.entries({ copies, accounts, attempts, "failed-copies": failedCopies, "retry-after": retryAfter === undefined ? undefined : retryAfter / 1_000 });
  return [
    ...lists.flatMap(([name, values]) => values.map((value) => `--${name} ${quoted(value)}`)),
    ...flags.flatMap(([name, value]) => (value === true ? [`--${name}`] : [])),
    ...numbers.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`])),
  ];
}

/** @param {string} region @param {string} image */
function waiting(region, image) {
  const line = command({ operation: "DescribeImages", parameters: { RegionId: region, ImageId: image, Status: EVERY_STATUS } });
  return `${line} --waiter expr='Images.Image[0].Status' to=Available timeout=7200`;
}

/** @param {PlanCall} call */
function command({ operation, parameters }) {
  const words = Object.entries(parameters).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [option(name, String(value))];
    return value.flatMap((item, at) => {
      if (typeof item === "string") return [option(`${name}.${at + 1}`, item)];
      return Object.entries(item).flatMap(([field, text]) => [option(`${name}.${at + 1}.${field}`, text)]);
    });
  });
  return ["aliyun", "ecs", operation, ...words].join(" ");
}

/** A value that starts with a dash would be an option of its own in a word of its own. @param {string} name @param {string} value */
function option(name, value) {
  return value.startsWith("-") ? quoted(`--${name}=${value}`) : `--${name} ${quoted(value)}`;
}

/** A word of the shell. A variable is one that this file made. @param {string} word */
function quoted(word) {
  if (/^\$image\d+$/.test(word)) return `"${word}"`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * What `DescribeImages` said of one region, as a plan takes it: the `Image` entries of all pages.
 *
 * @param {any[]} images as the API writes them, or as its SDK does
 * @param {{ readonly images: ObservedImage[] }} [before] what was known of the region: whom its images are shared with stays known
 * @returns {{ images: ObservedImage[] }}
 */
export function observedRegion(images, before) {
  const known = new Map(before?.images.map((image) => [image.imageId, image.accounts]));
  return { images: images.map((image) => ({ ...observedImage(image), accounts: known.get(field(image, "ImageId")) })) };
}

/** @param {any} image @returns {ObservedImage} */
function observedImage(image) {
  const tags = field(field(image, "Tags"), "Tag") ?? [];
  const disks = field(field(image, "DiskDeviceMappings"), "DiskDeviceMapping") ?? [];
  const progress = Number.parseInt(field(image, "Progress"), 10);
  const size = field(image, "Size");
  const created = Date.parse(field(image, "CreationTime"));
  return {
    imageId: field(image, "ImageId"),
    imageName: field(image, "ImageName") ?? "",
    status: field(image, "Status") ?? "",
    ...(progress >= 0 && progress <= 100 ? { progress } : {}),
    tags: Object.fromEntries(tags.map((/** @type {any} */ tag) => [field(tag, "TagKey") ?? field(tag, "Key"), field(tag, "TagValue") ?? field(tag, "Value") ?? ""])),
    isPublic: field(image, "IsPublic") === true,
    encrypted: disks.some((/** @type {any} */ disk) => field(disk, "Encrypted") === true),
    ...(Number.isSafeInteger(size) && size >= 0 ? { size } : {}),
    ...(created >= 0 ? { createdAt: created } : {}),
  };
}

/** `ImageId` as the API writes it, `imageId` as its SDK does. @param {any} object @param {string} name */
export function field(object, name) {
  return object?.[name] ?? object?.[name[0].toLowerCase() + name.slice(1)];
}
