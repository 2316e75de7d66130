/**
 * What the core is compared with: how people put an image into a template today, each as well as its library allows.
 *
 * A peer does less than the core: it knows one property of one name below `Resources` (or in a `resource` block), checks
 * nothing else, and asks nobody who may deploy. Its packages stand in `peers/`, outside the package's own dependencies.
 */

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { scan } from "./scanner.mjs";
import { IMAGE } from "./templates.mjs";

const require = createRequire(new URL("peers/", import.meta.url));

/** @param {string} name */
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {(text: string, bytes: Uint8Array) => unknown | Promise<unknown>} run
 * @property {boolean} [prints] whether the bytes it leaves alone are printed anew: its answer must then mean the same
 * @property {boolean} [reads] whether it only reads, and gives no template
 * @property {number} [upTo] the largest input, in bytes, that it is given
 */

/** @param {string} literal */
const replacement = (literal) => (literal === IMAGE.old ? IMAGE.new : undefined);

/** @param {string} text @param {{ start: number, end: number, new: string }[]} edits ascending */
function splice(text, edits) {
  let output = "";
  let kept = 0;
  for (const edit of edits) {
    output += text.slice(kept, edit.start) + edit.new;
    kept = edit.end;
  }
  return output + text.slice(kept);
}

/** What the templates are turned into JSON with. @returns {Promise<(text: string) => any>} */
export async function yamlReader() {
  const { parse } = await load("yaml");
  return (text) => parse(text, { logLevel: "silent" });
}

/** @returns {Promise<Peer[]>} */
export async function yamlPeers() {
  const { isMap, isScalar, parse, parseDocument, visit } = await load("yaml");
  const { load: loadYaml, parseEvents } = await load("js-yaml");
  const tree = await treeSitter("@tree-sitter-grammars/tree-sitter-yaml/tree-sitter-yaml.wasm");
  return [
    { name: "JavaScript scanner", run: (text) => scan(text, replacement) },
    { name: "regex", run: (text) => text.replace(/^([ \t-]*ImageId:[ \t]*)(['"]?)([^'"\s#]+)\2/gm, (_, key, quote, literal) => key + quote + (replacement(literal) ?? literal) + quote) },
    { name: "js-yaml: events, splice", run: (text) => splice(text, jsYamlEdits(text, parseEvents(text, {}))) },
    { name: "js-yaml: load alone", run: (text) => loadYaml(text), reads: true },
    { name: "web-tree-sitter: query, splice", run: tree(`(block_mapping_pair key: (_) @key value: (_) @value (#eq? @key "ImageId"))`) },
    {
      name: "yaml: parse, set, print",
      prints: true,
      run: (text) => {
        const document = parseDocument(text, { logLevel: "silent" });
        visit(document.get("Resources"), {
          Pair: (/** @type {unknown} */ _, /** @type {any} */ pair) => {
            if (pair.key?.value !== "ImageId" || !isScalar(pair.value)) return;
            pair.value.value = replacement(pair.value.value) ?? pair.value.value;
          },
        });
        return isMap(document.contents) && document.toString({ lineWidth: 0 });
      },
    },
    { name: "yaml: parse alone", run: (text) => parse(text, { logLevel: "silent" }), reads: true },
  ];
}

/** @param {string} text @param {any[]} events of js-yaml */
function jsYamlEdits(text, events) {
  const [SEQUENCE, MAPPING, SCALAR, ALIAS, POP] = [2, 3, 4, 5, 6];
  const edits = [];
  /** What is open: for a mapping whether a key is next, and whether all of it is below `Resources`. */
  const open = [{ mapping: false, key: false, inside: false }];
  let name = "";
  for (const event of events) {
    if (event.type < SEQUENCE) continue;
    if (event.type === POP) {
      if (open.length > 1) open.pop();
      continue;
    }
    const top = open[open.length - 1];
    const isKey = top.mapping && top.key;
    const inside = top.inside || (open.length === 2 && !isKey && name === "Resources");
    if (top.mapping) top.key = !top.key;
    if (event.type === SCALAR) {
      const value = text.slice(event.valueStart, event.valueEnd);
      const found = inside && !isKey && top.mapping && name === "ImageId" ? replacement(value) : undefined;
      if (isKey) name = value;
      if (found !== undefined) edits.push({ start: event.valueStart, end: event.valueEnd, new: found });
    } else if (event.type !== ALIAS) {
      open.push({ mapping: event.type === MAPPING, key: true, inside });
    }
  }
  return edits;
}

/** @returns {Promise<Peer[]>} */
export async function jsonPeers() {
  const { visit } = await load("jsonc-parser");
  return [
    {
      name: "JSON: parse, set, print",
      run: (text) => {
        const template = JSON.parse(text);
        setImages(template.Resources);
        return JSON.stringify(template, null, 2);
      },
    },
    {
      name: "jsonc-parser: visit, splice",
      run: (text) => {
        /** @type {{ start: number, end: number, new: string }[]} */
        const edits = [];
        let name = "";
        let depth = 0;
        let inside = false;
        visit(text, {
          onObjectBegin: () => void (depth += 1),
          onObjectEnd: () => void (depth -= 1),
          onObjectProperty: (/** @type {string} */ property) => {
            name = property;
            if (depth === 1) inside = property === "Resources";
          },
          onLiteralValue: (/** @type {unknown} */ value, /** @type {number} */ offset, /** @type {number} */ length) => {
            const found = inside && name === "ImageId" && typeof value === "string" ? replacement(value) : undefined;
            if (found !== undefined) edits.push({ start: offset + 1, end: offset + length - 1, new: found });
          },
        });
        return splice(text, edits);
      },
    },
  ];
}

/** @param {any} value */
function setImages(value) {
  if (typeof value !== "object" || value === null) return;
  if (typeof value.ImageId === "string") value.ImageId = replacement(value.ImageId) ?? value.ImageId;
  Object.values(value).forEach(setImages);
}

/** @returns {Promise<Peer[]>} */
export async function hclPeers() {
  const { parse } = await load("@cdktf/hcl2json");
  const tree = await treeSitter("@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm");
  return [
    { name: "regex", run: (text) => text.replace(/^([ \t]*image_id[ \t]*=[ \t]*")([^"$%\\]+)"/gm, (_, key, literal) => `${key}${replacement(literal) ?? literal}"`) },
    { name: "web-tree-sitter: query, splice", run: tree(`(attribute (identifier) @key (expression (literal_value (string_lit (template_literal) @value))) (#eq? @key "image_id"))`) },
    { name: "hcl2json: parse alone", run: (text) => parse("main.tf", text), reads: true, upTo: 300_000 },
  ];
}

/** @param {string} grammar */
async function treeSitter(grammar) {
  const { Language, Parser, Query } = await load("web-tree-sitter");
  await Parser.init();
  const language = await Language.load(require.resolve(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  return (/** @type {string} */ source) => {
    const query = new Query(language, source);
    return (/** @type {string} */ text) => {
      const tree = parser.parse(text);
      const edits = [];
      for (const { captures } of query.matches(tree.rootNode)) {
        const value = captures.find((/** @type {any} */ capture) => capture.name === "value").node;
        const quote = /^['"]/.test(value.text) ? 1 : 0;
        const found = replacement(value.text.slice(quote, value.text.length - quote));
        if (found !== undefined) edits.push({ start: value.startIndex + quote, end: value.endIndex - quote, new: found });
      }
      tree.delete();
      return splice(text, edits.sort((one, other) => one.start - other.start));
    };
  };
}

/**
 * Peers for one decision: may this account, of so many, deploy this service.
 *
 * @param {string[]} accounts that may
 * @returns {Promise<{ name: string, run: (account: string) => boolean | Promise<boolean> }[]>}
 */
export async function deciders(accounts) {
  const { newEnforcer, newModelFromString } = await load("casbin");
  const cedar = await load("@cedar-policy/cedar-wasm/nodejs");
  const model = newModelFromString("[request_definition]\nr = sub, obj\n[policy_definition]\np = sub, obj\n[policy_effect]\ne = some(where (p.eft == allow))\n[matchers]\nm = r.sub == p.sub && r.obj == p.obj");
  const enforcer = await newEnforcer(model);
  // casbin walks its policies one after the other, so it is given the hundredth part of them.
  await enforcer.addPolicies(accounts.slice(-Math.ceil(accounts.length / 100)).map((account) => [account, "service-1"]));
  const known = new Set(accounts);
  const entities = [{ uid: { type: "Service", id: "service-1" }, attrs: { accounts: accounts.slice(-Math.ceil(accounts.length / 100)) }, parents: [] }];
  return [
    { name: "JavaScript Set", run: (account) => known.has(account) },
    { name: `casbin, ${Math.ceil(accounts.length / 100)} policies`, run: (account) => enforcer.enforceSync(account, "service-1") },
    {
      name: `cedar-wasm, ${Math.ceil(accounts.length / 100)} accounts`,
      run: (account) => {
        const answer = cedar.isAuthorized({
          principal: { type: "Account", id: account },
          action: { type: "Action", id: "deploy" },
          resource: { type: "Service", id: "service-1" },
          context: { account },
          policies: { staticPolicies: "permit(principal, action, resource) when { resource.accounts.contains(context.account) };" },
          entities,
        });
        return answer.response?.decision === "allow";
      },
    },
  ];
}
