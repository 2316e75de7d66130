/**
 * Made-up worlds: a manifest, a document, and the same document written as YAML in many styles, as JSON and (another one) as
 * HCL. Everything comes from one seed, so a case that fails can be made again.
 */

import { ROS, TERRAFORM } from "./rules.js";

const REGIONS = ["cn-hangzhou", "cn-beijing", "ap-southeast-1"];
const ACCOUNTS = ["1000000000000002", "1000000000000003", "1000000000000004"];
const LITERALS = ["web", "m-bp1aaaaaaaaaaaaaaaaa", "centos_7_9_x64_20G_alibase_20240403.vhd", "centos_7", "it's \"quoted\"", "a b # c", "größe-画像", "back\\slash", "${not}", " padded "];
const PERMISSIONS = ["Deployable", "Accessible", "DeployableIncludeBeta", "AccessibleIncludeBeta", "Authorized"];

/** @param {number} seed a whole number @returns {Random} */
export function random(seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (/** @type {number} */ end) => Math.floor(next() * end);
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)],
    some: (list, share = 0.5) => list.filter(() => next() < share),
  };
}

/**
 * @typedef {object} Random
 * @property {(end: number) => number} below
 * @property {(share: number) => boolean} chance
 * @property {<T>(list: readonly T[]) => T} pick
 * @property {<T>(list: readonly T[], share?: number) => T[]} some
 */

/** A manifest without errors of its own, and with everything else that can stand against a request. @param {Random} draw */
export function manifest(draw) {
  let made = 0;
  const id = () => `m-${draw.pick(["bp1", "2ze", "t4n"])}${String((made += 1)).padStart(17, "z")}`;
  const version = (/** @type {string} */ name) => ({
    version: name,
    versionName: `v_${name}`,
    status: draw.pick(name === "draft" ? ["Created", "Created", "Scanning"] : ["Available", "Available", "Available", "Available", "Available", "Delivering", "Delivering", "Scanning", "Unheard"]),
    source: draw.chance(0.85) ? { type: "custom", imageId: id(), regionId: draw.pick(REGIONS) } : { type: "marketplace", commodityCode: "cmjj00000001", commodityVersion: "V1.0" },
    supportRegionIds: "all",
    images: Object.fromEntries(
      draw.some(REGIONS, 0.9).map((region) => {
        const status = draw.pick(draw.chance(0.9) ? ["Available"] : ["Delivering", "CreateFailed"]);
        return [region, { ...(status === "Available" || draw.chance(0.5) ? { imageId: id() } : {}), status }];
      }),
    ),
  });
  const artifacts = ["artifact-one", "artifact-two"].map((artifactId) => ({
    artifactId,
    artifactType: "EcsImage",
    name: artifactId.replace("-", "_"),
    description: "an artifact that was made up",
    versions: draw.some(["draft", "1", "2", "10"], 0.7).map(version),
  }));
  const services = ["service-one", "service-two"].map((serviceId) => ({
    serviceId,
    name: serviceId,
    status: draw.pick(["Online", "Online", "Online", "Beta", "Draft", "Offline"]),
    shareType: draw.pick(["Public", "Restricted", "Restricted", "Hidden", "OnlyTrialRestricted"]),
    sharedAccounts: draw.some(ACCOUNTS, 0.7).map((uid) => ({ uid, permission: draw.pick(PERMISSIONS) })),
    templates: [{ name: "any" }, { name: "some", allowedRegions: draw.some(REGIONS, 0.6) }],
    relations: Object.fromEntries(
      draw.some(LITERALS, 0.4).map((literal) => {
        const artifact = draw.pick(artifacts);
        const named = artifact.versions.map(({ version }) => version).filter((version) => version !== "draft" || draw.chance(0.2));
        const version = draw.pick([...named, undefined]);
        return [literal, { artifactId: artifact.artifactId, ...(version === undefined ? {} : { version }) }];
      }),
    ),
  }));
  return { manifestVersion: 1, provider: "1000000000000001", artifacts, services };
}

/** @param {Random} draw */
export const request = (draw) => ({
  service: draw.pick(draw.chance(0.95) ? ["service-one", "service-two"] : ["service-none"]),
  region: draw.pick(draw.chance(0.95) ? REGIONS : ["cn-shanghai"]),
  account: draw.pick(draw.chance(0.5) ? ["1000000000000001"] : [...ACCOUNTS, ...ACCOUNTS, "1000000000000009", ""]),
  ...(draw.chance(0.5) ? { template: draw.pick(draw.chance(0.9) ? ["any", "any", "some"] : ["none"]) } : {}),
});

/**
 * A ROS document as plain data. A function is `{ "Ref": … }` or `{ "Fn::…": … }`.
 *
 * @param {Random} draw
 */
export function rosDocument(draw) {
  const parameters = Object.fromEntries(["Image", "Other"].map((name) => [name, { Type: "String", Default: draw.pick(LITERALS) }]));
  const mappings = { Images: Object.fromEntries(REGIONS.map((region) => [region, { web: draw.pick(LITERALS), db: draw.pick(LITERALS) }])) };
  const value = () => {
    if (draw.chance(0.9)) return draw.pick([...LITERALS, ...LITERALS, "", "yes", "0x10", "{{resolve:oos:web}}", "{{ web }}"]);
    return draw.pick([
      { Ref: draw.pick(["Image", "Other", "ALIYUN::Region", "Nobody"]) },
      { "Fn::FindInMap": ["Images", draw.pick([{ Ref: "ALIYUN::Region" }, "cn-beijing"]), draw.pick(["web", "db", "none"])] },
      { "Fn::If": ["Condition", draw.pick(LITERALS), { Ref: "Image" }] },
      { "Fn::Join": ["-", ["web", "1"]] },
      7,
      true,
      null,
      ["web"],
    ]);
  };
  const resources = Object.fromEntries(
    Array.from({ length: 1 + draw.below(5) }, (_, at) => {
      const type = draw.chance(0.15) ? draw.pick(["ALIYUN::ECS::VPC", "ALIYUN::ENS::Instance"]) : draw.pick(Object.keys(ROS));
      /** @type {any} */
      const properties = { InstanceType: "ecs.g7.large", UserData: "image_id = \"web\"\nImageId: web\n" };
      for (const [path] of ROS[type] ?? [["ImageId", ""]]) if (draw.chance(0.9)) put(properties, path.split("."), value, draw);
      return [`Resource${at}`, { Type: type, ...(draw.chance(0.2) ? { Count: 2 } : {}), Properties: properties }];
    }),
  );
  return {
    ROSTemplateFormatVersion: "2015-09-01",
    Description: { en: "web", "zh-cn": "网站 # not a comment" },
    Parameters: parameters,
    Mappings: mappings,
    Conditions: { Condition: { "Fn::Equals": ["a", { Ref: "Other" }] } },
    Resources: resources,
    Outputs: { ImageId: { Value: "web" } },
  };
}

/** @param {any} mapping @param {string[]} steps @param {() => unknown} value @param {Random} draw */
function put(mapping, [step, ...rest], value, draw) {
  const name = step.replace("[]", "");
  if (rest.length === 0) mapping[name] = value();
  else if (name === step) put((mapping[name] ??= {}), rest, value, draw);
  else for (const item of (mapping[name] ??= Array.from({ length: 1 + draw.below(2) }, () => ({})))) put(item, rest, value, draw);
}

/** @param {unknown} document @param {Random} draw @returns {string} JSON, in one of its forms */
export function writeJson(document, draw) {
  const text = JSON.stringify(document, null, draw.pick([undefined, 2, "\t"]));
  // The same characters, escaped: `\u0077eb` is `web`.
  const escaped = draw.chance(0.3) ? text.replace(/(?<!\\)[w画]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`) : text;
  return ends(escaped, draw);
}

/** @param {string} text with LF @param {Random} draw */
function ends(text, draw) {
  const last = draw.chance(0.7) && !text.endsWith("\n") ? `${text}\n` : text;
  const lines = draw.chance(0.25) ? last.replaceAll("\n", "\r\n") : last;
  return draw.chance(0.15) ? `\uFEFF${lines}` : lines;
}

/** @param {any} document @param {Random} draw @returns {string} YAML, each value in a style of its own */
export function writeYaml(document, draw) {
  const comment = () => (draw.chance(0.05) ? ` # ImageId: web` : "");
  const step = draw.pick([2, 4]);
  /** Texts that stand behind an anchor, each where it was first written. @type {Map<string, string>} */
  const anchors = new Map();

  /** What follows `key:` or `-`, with its line end. @param {any} value @param {number} depth @param {boolean} anchored @returns {string} */
  function block(value, depth, anchored) {
    const margin = " ".repeat(step * depth);
    if (typeof value === "string") return scalar(value, depth, anchored);
    if (value === null || typeof value !== "object" || draw.chance(0.15) || Object.keys(value).length === 0) return ` ${flow(value)}${comment()}\n`;
    if (Array.isArray(value)) return `${comment()}\n${value.map((item) => `${margin}-${block(item, depth + 1, false)}`).join("")}`;
    const [key] = Object.keys(value);
    const short = Object.keys(value).length === 1 && (key === "Ref" || key.startsWith("Fn::")) && draw.chance(0.6);
    if (short) return ` !${key.replace("Fn::", "")} ${flow(value[key])}${comment()}\n`;
    return `${comment()}\n${Object.keys(value).map((key) => `${margin}${quoted(key)}:${block(value[key], depth + 1, key === "ImageId")}`).join("")}`;
  }

  /** @param {string} value @param {number} depth @param {boolean} anchored @returns {string} */
  function scalar(value, depth, anchored) {
    if (anchored && anchors.has(value) && draw.chance(0.3)) return ` *${anchors.get(value)}${comment()}\n`;
    let anchor = "";
    if (anchored && !anchors.has(value) && draw.chance(0.2)) {
      anchors.set(value, `text${anchors.size}`);
      anchor = ` &${anchors.get(value)}`;
    }
    const margin = " ".repeat(step * depth);
    if (/^\S/.test(value) && !value.includes("\n") && draw.chance(0.15)) return `${anchor} ${draw.pick(["|-", ">-"])}\n${margin}${value}\n`;
    return `${anchor} ${inline(value)}${comment()}\n`;
  }

  /** @param {any} value @returns {string} */
  function flow(value) {
    if (typeof value === "string") return inline(value, true);
    if (value === null) return draw.pick(["null", "~"]);
    if (typeof value !== "object") return String(value);
    if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
    return `{${Object.keys(value).map((key) => `${quoted(key)}: ${flow(value[key])}`).join(", ")}}`;
  }

  /** @param {string} value */
  const inline = (value, inFlow = false) => {
    const plain = /^[A-Za-z][\w.-]*(?:::\w+)*$/.test(value) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(value) && !(inFlow && value.includes("::"));
    const style = draw.pick(plain ? ["plain", "plain", "single", "double"] : ["single", "double"]);
    if (style === "plain") return value;
    if (style === "single" && !value.includes("\n")) return `'${value.replaceAll("'", "''")}'`;
    return JSON.stringify(value);
  };

  /** @param {string} key */
  const quoted = (key) => (key.includes("::") || draw.chance(0.05) ? `"${key}"` : key);

  const body = Object.keys(document).map((key) => `${quoted(key)}:${block(document[key], 1, false)}`).join("");
  return ends(`${draw.pick(["", "", "---\n", "# a template\n\n"])}${body}`, draw);
}

/** @param {Random} draw @returns {string} a Terraform file */
export function writeHcl(draw) {
  const margin = draw.pick(["  ", "\t", "    "]);
  const text = (/** @type {string} */ value) => JSON.stringify(value).replaceAll("${", "$${").replaceAll("%{", "%%{");
  const value = () => {
    if (draw.chance(0.85)) return text(draw.pick([...LITERALS, ""]));
    return draw.pick(["var.image", "local.image", '"${var.image}"', '"${var.image}-1"', "data.alicloud_images.all.images[0].id", 'var.free ? "web" : "centos_7"', "null", "7", "<<EOF\nweb\nEOF"]);
  };
  const blank = () => draw.pick(["", "", "\n", `${margin}# image_id = "web"\n`, `${margin}/* image_id = "web" */\n`, `${margin}// a "quote\n`]);
  const blocks = [
    `variable "image" {\n${margin}default = ${text(draw.pick(LITERALS))}\n}\n`,
    `locals {\n${margin}image = ${draw.pick(["var.image", text("web")])}\n}\n`,
    ...Array.from({ length: 1 + draw.below(4) }, (_, at) => {
      const type = draw.chance(0.15) ? draw.pick(["alicloud_vpc", "aws_instance"]) : draw.pick(Object.keys(TERRAFORM));
      const rules = TERRAFORM[type] ?? [["image_id", ""]];
      const attributes = rules.filter(([path]) => !path.includes(".")).map(([path]) => `${margin}${path} ${draw.pick(["", "   "])}= ${value()}\n`);
      const nested = rules.filter(([path]) => path.includes(".")).map(([path]) => wrap(path.split("."), margin, 1));
      return `resource "${type}" "made_${at}" {\n${margin}user_data = <<-EOT\n${margin}image_id = "web"\n${margin}EOT\n${blank()}${attributes.join(blank())}${nested.join("")}${blank()}}\n`;
    }),
  ];
  return ends(blocks.join(blank()), draw);

  /** @param {string[]} steps @param {string} margin @param {number} depth @returns {string} */
  function wrap([step, ...rest], margin, depth) {
    const before = margin.repeat(depth);
    if (rest.length === 0) return `${before}${step} = ${value()}\n`;
    return `${before}${step} {\n${wrap(rest, margin, depth + 1)}${before}}\n`;
  }
}
