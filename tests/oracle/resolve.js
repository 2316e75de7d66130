/**
 * What a template becomes for one request, from the documents' words alone: who may deploy, which image a region has,
 * which texts are replaced. It shares no code with the core, is slow, and reads as the rules do.
 */

import { ROS, TERRAFORM } from "./rules.js";
import { get, inWorkspace, readHcl, readJson, readYaml, templateInJson } from "./tree.js";

/** @import { Block, Node, Text } from "./tree.js" */

/** The keys at the top of a template that ROS reads. */
export const SECTIONS = new Set(["ROSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Rules", "Locals", "Transform", "Workspace"]);

/**
 * @typedef {{ service: string, region: string, account: string, template?: string }} Request
 * @typedef {"ros-yaml" | "ros-json" | "terraform" | "terraform-json"} Language
 * @typedef {{ resource: string, path: string, tier: string, value: Text | { kind: "other", ends: string[] }, elsewhere?: boolean, terraform?: boolean, at?: string[] }} Place
 *   `at` are the keys from the top of a ROS template to it
 * @typedef {{ resource: string, path: string, outcome: "replaced" | "unassociated" | "not-literal" | "left-alone", imageId?: string }} Said
 * @typedef {{ errors: Set<string>, sites: Said[], replaced: Map<Text, string>, placed: { at: string[], id: string }[], places: Place[], shared: boolean }} Verdict
 *   `errors` are codes; none means that there is an output, in which each of `placed`, and elsewhere each key of `replaced`, reads as its
 *   id. `shared` says that others read one of those texts, which must keep it: there may be no edit for that
 */

/**
 * @param {string} text
 * @param {Language} format
 * @param {any} manifest
 * @param {Request} request
 * @param {"documented" | "extended"} [profile]
 * @returns {Verdict}
 */
export function resolve(text, format, manifest, request, profile = "extended") {
  const places = placesOf(text, format);
  const verdict = { errors: /** @type {Set<string>} */ (new Set()), sites: /** @type {Said[]} */ ([]), replaced: new Map(), placed: /** @type {Verdict["placed"]} */ ([]), places, shared: false };

  const service = manifest.services.find((/** @type {any} */ service) => service.serviceId === request.service);
  const denied = service ? deny(manifest, service, request.account) : "service-unknown";
  if (denied) {
    verdict.errors.add(denied);
    return verdict;
  }
  if (request.template !== undefined) {
    const named = service.templates?.find((/** @type {any} */ template) => template.name === request.template);
    const allowed = named?.allowedRegions ?? [];
    if (!named) verdict.errors.add("template-unknown");
    else if (allowed.length > 0 && !allowed.includes(request.region)) verdict.errors.add("region-not-allowed");
  }

  const relations = service.relations ?? {};
  const isRelated = (/** @type {string} */ literal) => Object.hasOwn(relations, literal);
  if (format === "terraform" && modulesOf(readHcl(text)).some(isRelated)) verdict.errors.add("module-not-read");
  /** How many places each text that is replaced was replaced at. @type {Map<Text, number>} */
  const counts = new Map();
  for (const { resource, path, tier, value, elsewhere = false, terraform = false, at } of places) {
    const stays = elsewhere || tier === "source" || (tier === "extended" && profile === "documented");
    const say = (/** @type {Said["outcome"]} */ outcome, /** @type {string} */ imageId = "") =>
      verdict.sites.push({ resource, path, outcome, ...(outcome === "replaced" ? { imageId } : {}) });
    const id = value.kind === "text" ? imageId(value) : undefined;
    if (stays) say("left-alone");
    else if (value.kind !== "text" || isLookedUp(value.value)) {
      say("not-literal");
      if (value.kind !== "text" && value.ends.some(isRelated)) verdict.errors.add("image-not-literal");
    } else if (!isRelated(value.value)) say("unassociated");
    else if (id !== undefined) {
      say("replaced", id);
      verdict.replaced.set(value, id);
      counts.set(value, (counts.get(value) ?? 0) + 1);
      if (at) verdict.placed.push({ at, id });
    }

    /** @param {Text} text */
    function imageId({ value }) {
      if (stays || isLookedUp(value) || !isRelated(value)) return undefined;
      const found = imageFor(manifest, relations[value], request.region);
      if ("error" in found) verdict.errors.add(found.error);
      // What ROS would look up again is no id.
      else if (isLookedUp(found.imageId)) verdict.errors.add("image-not-writable");
      return "error" in found ? undefined : found.imageId;
    }

    /** @param {string} value */
    function isLookedUp(value) {
      return !terraform && /\{\{\s*resolve:/.test(value);
    }
  }
  if (verdict.errors.size > 0) verdict.replaced.clear();
  else if (format === "ros-yaml") {
    const readers = readersOf(text);
    verdict.shared = [...counts].some(([value, count]) => count !== readers(value));
  }
  return verdict;
}

/** Says of a text how many places under sections read it, or the text that it stands in. @param {string} text */
function readersOf(text) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const place = (/** @type {Text} */ { start, within }) => `${(within ?? { start }).start}`;
  let looks = 0;
  /** @param {Node} node */
  const visit = (node) => {
    if ((looks += 1) > 1_000_000) return;
    if (node.kind === "text") counts.set(place(node), (counts.get(place(node)) ?? 0) + 1);
    else if (node.kind === "map") for (const [, value] of node.entries) visit(value);
    else if (node.kind === "list") node.items.forEach(visit);
    else if (node.kind === "call") visit(node.argument);
  };
  for (const document of readYaml(text)) {
    if (document.kind === "map") for (const [key, value] of document.entries) if (SECTIONS.has(key)) visit(value);
  }
  return (/** @type {Text} */ value) => counts.get(place(value)) ?? 0;
}

/** Why an account may not deploy, or undefined. @param {any} manifest @param {any} service @param {string} account */
export function deny(manifest, service, account) {
  if (account === "") return "account-empty";
  if (account === manifest.provider) return undefined;
  if (service.status !== "Online" && service.status !== "Beta") return "service-not-online";
  if (service.status === "Online" && service.shareType === "Public") return undefined;
  const permissions = (service.sharedAccounts ?? []).filter((/** @type {any} */ { uid }) => uid === account).map((/** @type {any} */ { permission }) => permission);
  const enough = service.status === "Online" ? ["Deployable", "DeployableIncludeBeta"] : ["DeployableIncludeBeta"];
  if (permissions.some((/** @type {string} */ permission) => enough.includes(permission))) return undefined;
  if (permissions.length === 0) return "account-denied";
  return service.status === "Online" ? "account-cannot-deploy" : "account-not-in-beta";
}

/**
 * The image that a relation has in a region.
 *
 * @param {any} manifest @param {{ artifactId: string, version?: string }} relation @param {string} region
 * @returns {{ imageId: string } | { error: string }}
 */
export function imageFor(manifest, relation, region) {
  const artifact = manifest.artifacts.find((/** @type {any} */ { artifactId }) => artifactId === relation.artifactId);
  if (!artifact) return { error: "manifest-artifact-unknown" };
  const serves = (/** @type {any} */ { version, status }) => (version === "draft" ? status === "Created" : status === "Available" || status === "Delivering");
  let version;
  if (relation.version === undefined) {
    const numbers = artifact.versions.filter((/** @type {any} */ version) => version.version !== "draft" && serves(version));
    version = numbers.sort((/** @type {any} */ one, /** @type {any} */ other) => Number(BigInt(other.version) - BigInt(one.version)))[0];
    if (!version) return { error: "version-none-serves" };
  } else {
    version = artifact.versions.find((/** @type {any} */ { version }) => version === relation.version);
    if (!version) return { error: "version-unknown" };
  }
  if (!serves(version)) return { error: "version-not-available" };
  const home = version.source.type === "custom" ? version.source.regionId : undefined;
  if (version.version === "draft" && home === undefined) return { error: "draft-without-source" };
  if (version.version === "draft" && home !== region) return { error: "draft-outside-source-region" };
  const entry = version.images?.[region];
  if (entry?.status === "Available" && entry.imageId) return { imageId: entry.imageId };
  if (home === region) return { imageId: version.source.imageId };
  return { error: entry ? "region-not-ready" : "region-not-served" };
}

/** Every place in a template that takes an image. @param {string} text @param {Language} format @returns {Place[]} */
export function placesOf(text, format) {
  const terraform = (/** @type {Place[]} */ places) => places.map((place) => ({ ...place, terraform: true }));
  if (format === "terraform") return terraform(placesOfTerraform(readHcl(text)));
  if (format === "terraform-json") return terraform(placesOfTerraformJson(readJson(text)));
  const documents = format === "ros-json" ? [readJson(text)] : readYaml(text);
  return documents.flatMap((document) => [...terraform(placesOfWorkspace(document)), ...placesOfRos({ template: document })]);
}

/**
 * The template that a value stands in; a child in a stack has the parameters that it is given, which are written in the
 * stack's own.
 *
 * @typedef {{ template: Node, given?: Node, outer?: Scope }} Scope
 */

/**
 * @param {Scope} scope @param {string} [resources] the ids of the stacks around it @param {string} [before] the path to them
 * @param {boolean} [elsewhere] @returns {Place[]}
 */
function placesOfRos(scope, resources = "", before = "", elsewhere = false) {
  /** @type {Place[]} */
  const places = [];
  const mapping = get(scope.template, "Resources");
  if (mapping?.kind !== "map") return places;
  for (const [name, body] of mapping.entries) {
    const type = get(body, "Type");
    const properties = get(body, "Properties");
    const resource = resources + name;
    const rules = type?.kind === "text" && Object.hasOwn(ROS, type.value) ? ROS[type.value] : [];
    const start = before === "" ? "Properties" : `${before}.${name}.Properties`;
    for (const [rule, tier] of rules) {
      for (const [path, node] of follow(properties, rule.split("."), start)) {
        const value = node.kind === "text" ? node : { kind: /** @type {const} */ ("other"), ends: [...ends(scope, node, 0)] };
        places.push({ resource, path, tier, value, elsewhere, at: ["Resources", resource.split("/")[0], ...path.split(".")] });
      }
    }
    const child = get(properties, "TemplateBody");
    if (type?.kind !== "text" || !/^ALIYUN::ROS::Stack(?:Group)?$/.test(type.value) || !child) continue;
    const inner = { template: child, given: get(properties, "Parameters"), outer: scope };
    places.push(...placesOfRos(inner, `${resource}/`, `${start}.TemplateBody.Resources`, elsewhere || type.value.endsWith("Group")));
  }
  return places;
}

/** Terraform's files in a ROS template; those of one folder are one module. @param {Node} template @returns {Place[]} */
function placesOfWorkspace(template) {
  /** @type {Map<string, Block>} */
  const modules = new Map();
  for (const [name, block] of inWorkspace(template)) {
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    const module = modules.get(folder) ?? { type: "", labels: [], attributes: [], blocks: [] };
    module.blocks.push(...block.blocks);
    modules.set(folder, module);
  }
  return [...modules.values()].flatMap(placesOfTerraform);
}

/** @param {Node} file @returns {Place[]} */
function placesOfTerraformJson(file) {
  /** @type {Place[]} */
  const places = [];
  const many = (/** @type {Node | undefined} */ node) => (node?.kind === "list" ? node.items : node ? [node] : []);
  const entries = (/** @type {Node | undefined} */ node) => many(node).flatMap((each) => (each.kind === "map" ? each.entries : []));
  for (const [type, named] of entries(get(file, "resource"))) {
    if (!Object.hasOwn(TERRAFORM, type)) continue;
    for (const [name, body] of entries(named)) {
      for (const [rule, tier] of TERRAFORM[type]) {
        let holders = many(body);
        for (const step of rule.split(".")) holders = holders.flatMap((holder) => many(get(holder, step)));
        for (const node of holders) {
          const value = node.kind === "text" ? templateInJson(node.value) : undefined;
          const text = node.kind === "text" && value !== undefined && { ...node, value };
          places.push({ resource: `${type}.${name}`, path: rule, tier, value: text || { kind: "other", ends: [] } });
        }
      }
    }
  }
  return places;
}

/**
 * The nodes at the end of a rule's path.
 *
 * @param {Node | undefined} node @param {string[]} steps @param {string} path @returns {[string, Node][]}
 */
function follow(node, steps, path) {
  const [step, ...rest] = steps;
  if (step === undefined) return node ? [[path, node]] : [];
  const name = step.replace("[]", "");
  const value = get(node, name);
  if (!value) return [];
  if (name === step) return follow(value, rest, `${path}.${name}`);
  return value.kind === "list" ? value.items.flatMap((item, at) => follow(item, rest, `${path}.${name}.${at}`)) : [];
}

/** Every literal that a value can end in. @param {Scope} scope @param {Node} node @param {number} depth @returns {Set<string>} */
function ends(scope, node, depth) {
  const { template, given, outer } = scope;
  if (depth > 20) return new Set();
  const all = (/** @type {(Node | undefined)[]} */ nodes) => new Set(nodes.flatMap((node) => (node ? [...ends(scope, node, depth + 1)] : [])));
  if (node.kind === "text") return new Set([node.value]);
  if (node.kind !== "call") return new Set();
  const { name, argument } = node;
  if (name === "Ref" && argument.kind === "text") {
    const passed = get(given, argument.value);
    if (passed && outer) return ends(outer, passed, depth + 1);
    const parameter = get(get(template, "Parameters"), argument.value);
    const allowed = get(parameter, "AllowedValues");
    return all([get(parameter, "Default"), ...(allowed?.kind === "list" ? allowed.items : [])]);
  }
  if (argument.kind !== "list") return new Set();
  if (name === "If") return all(argument.items.slice(1));
  if (name === "FindInMap") {
    const [map, first, second] = argument.items;
    const rows = select(map?.kind === "text" ? get(get(template, "Mappings"), map.value) : undefined, first);
    return all(rows.flatMap((row) => select(row, second)));
  }
  return all(inside(argument));
}

/** What stands in a function's arguments: it may make any of it the image. @param {Node} node @returns {Node[]} */
function inside(node) {
  if (node.kind === "list") return node.items.flatMap(inside);
  return node.kind === "map" ? node.entries.flatMap(([, value]) => inside(value)) : [node];
}

/** The entries of a mapping that a key can mean: a text one of them, a function any. @param {Node | undefined} mapping @param {Node} key @returns {Node[]} */
function select(mapping, key) {
  if (mapping?.kind !== "map") return [];
  return mapping.entries.filter(([name]) => key.kind !== "text" || key.value === name).map(([, value]) => value);
}

/** @param {Block} file @returns {Place[]} */
function placesOfTerraform(file) {
  /** @type {Place[]} */
  const places = [];
  for (const block of file.blocks) {
    const [type, name] = block.labels;
    if (block.type !== "resource" || !Object.hasOwn(TERRAFORM, type)) continue;
    for (const [rule, tier] of TERRAFORM[type]) {
      const steps = rule.split(".");
      const attribute = steps.pop();
      let holders = [block];
      for (const step of steps) holders = holders.flatMap(({ blocks }) => blocks.filter((inner) => inner.type === step));
      for (const holder of holders) {
        for (const [key, value] of holder.attributes) {
          if (key !== attribute) continue;
          const found = value.kind === "text" ? value : { kind: /** @type {const} */ ("other"), ends: endsInHcl(file, value.value, 0) };
          places.push({ resource: `${type}.${name}`, path: rule, tier, value: found });
        }
      }
    }
  }
  return places;
}

/** What modules whose files are not here are given as an image. @param {Block} file @returns {string[]} */
function modulesOf(file) {
  const modules = file.blocks.filter(({ type }) => type === "module");
  const given = modules.flatMap(({ attributes }) => attributes.filter(([key]) => key.includes("image")).map(([, value]) => value));
  return given.flatMap((value) => (value.kind === "text" ? [value.value] : endsInHcl(file, value.value, 0)));
}

/** The literals that `var.x`, `local.x`, a string with `${var.x}` in it and `a ? b : c` end in. @param {Block} file @param {string} written @param {number} depth @returns {string[]} */
function endsInHcl(file, written, depth) {
  const [, kind, name] = /^(?:"\$\{)?\s*(var|local)\.([\w-]+)\s*(?:\}")?$/.exec(written) ?? [];
  if (depth > 20) return [];
  const [, yes, no] = /^[^?"]+\?\s*(.+?)\s*:\s*(.+)$/.exec(written) ?? [];
  if (yes) return [yes, no].flatMap((branch) => (/^"[^"$\\]*"$/.test(branch) ? [branch.slice(1, -1)] : endsInHcl(file, branch, depth + 1)));
  if (!kind) return written.startsWith('"') ? [...written.matchAll(/\$\{\s*((?:var|local)\.[\w-]+)\s*\}/g)].flatMap(([, inner]) => endsInHcl(file, inner, depth + 1)) : [];
  const holders = kind === "var" ? file.blocks.filter(({ type, labels }) => type === "variable" && labels[0] === name) : file.blocks.filter(({ type }) => type === "locals");
  const values = holders.flatMap(({ attributes }) => attributes.filter(([key]) => key === (kind === "var" ? "default" : name)).map(([, value]) => value));
  return values.flatMap((value) => (value.kind === "text" ? [value.value] : endsInHcl(file, value.value, depth + 1)));
}
