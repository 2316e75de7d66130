/** Checks of what a caller passes in. A wrong argument throws a `TypeError`; wrong *input* never throws. */

/** @import { AnalyzeOptions, MatrixQuestion, Request, ResolverOptions, Severity, TemplateOptions, TransitionOptions } from "./index.js" */

const FORMATS = ["ros-yaml", "ros-json", "terraform", "terraform-json"];
const PROFILES = ["documented", "extended"];
const SEVERITIES = ["error", "warning", "info", "ignore"];
const KINDS = [
  "computenest",
  "get-artifact",
  "list-artifacts",
  "list-artifact-versions",
  "get-service",
  "list-services",
  "list-service-shared-accounts",
  "describe-images",
  "ros-mappings",
  "packer",
  "manifest",
];
const UNDO = ["copies", "failed", "accounts", "community"];
const TABLES = ["manifest", "ros-mappings", "hcl-locals"];
const LIMITS = ["templateBytes", "manifestBytes", "nesting", "aliases", "sites", "diagnostics"];

/**
 * @template T
 * @param {T} value
 * @returns {T & (string | Uint8Array)}
 */
export function template(value) {
  return source("template", value);
}

/**
 * @param {unknown} value
 * @param {string} [name]
 * @returns {{ text: string | Uint8Array, located: boolean }} its JSON, and whether places in it mean something to the caller
 */
export function manifest(value, name = "manifest") {
  if (typeof value === "string" || isBytes(value)) return { text: value, located: true };
  if (typeof value !== "object" || value === null) throw wrong(name, "a string, a Uint8Array or an object", value);
  const text = JSON.stringify(value);
  if (typeof text !== "string") throw wrong(name, "an object that JSON can hold", value);
  return { text, located: false };
}

/**
 * @param {unknown} value
 * @param {boolean} told whether the resolver takes permissions from its requests
 * @returns {Request}
 */
export function request(value, told) {
  const known = ["service", "region", "account", "template", "permissions"];
  const { service, region, account, template, permissions } = object("request", value, known);
  return {
    service: string("request.service", service),
    region: string("request.region", region),
    account: string("request.account", account),
    template: template === undefined ? undefined : string("request.template", template),
    permissions: readPermissions("request.permissions", permissions, told),
  };
}

/**
 * What a request says of its account counts only where the resolver was made for that: whoever passes on a request that came
 * from outside cannot pass on permissions by mistake.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {boolean} told
 * @returns {(string | null)[] | undefined} `undefined` where the manifest says it
 */
function readPermissions(name, value, told) {
  if (!told) {
    if (value === undefined) return undefined;
    throw new TypeError(`\`${name}\` goes with a Resolver whose \`permissionsFrom\` is \`request\``);
  }
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw wrong(name, "an array of strings and nulls", value);
  return value.map((item, at) => (item === null ? null : string(`${name}[${at}]`, item)));
}

/**
 * @param {unknown} value
 * @returns {{ templates: [string, string | Uint8Array][], previous: string | Uint8Array | undefined }}
 */
export function checkQuestion(value) {
  if (value === undefined) return { templates: [], previous: undefined };
  const { templates, previous } = object("question", value, ["templates", "previous"]);
  const given = templates === undefined ? [] : Object.entries(object("question.templates", templates));
  return {
    templates: given.map(([key, text]) => [key, source(`question.templates[${JSON.stringify(key)}]`, text)]),
    previous: previous === undefined ? undefined : manifest(previous, "question.previous").text,
  };
}

/**
 * @param {unknown} value
 * @returns {{ question: Omit<MatrixQuestion, "text">, text: string | Uint8Array | undefined }}
 */
export function matrixQuestion(value) {
  const known = ["service", "artifact", "template", "text", "regions", "accounts", "versions"];
  const { service, artifact, template, text, regions, accounts, versions } = object("question", value, known);
  if ((service === undefined) === (artifact === undefined)) throw new TypeError("`question` must have `service` or `artifact`, and not both");
  if (artifact !== undefined && (template !== undefined || text !== undefined)) throw new TypeError("`question.artifact` goes with no `template` and no `text`");
  const optional = (/** @type {"service" | "artifact" | "template"} */ name, /** @type {unknown} */ given) => (given === undefined ? undefined : string(`question.${name}`, given));
  const list = (/** @type {string} */ name, /** @type {unknown} */ given) => (given === undefined ? undefined : strings(`question.${name}`, given));
  return {
    question: defined({
      service: optional("service", service),
      artifact: optional("artifact", artifact),
      template: optional("template", template),
      regions: list("regions", regions),
      accounts: strings("question.accounts", accounts),
      versions: list("versions", versions),
    }),
    text: text === undefined ? undefined : source("question.text", text),
  };
}

/**
 * @param {unknown} value
 * @param {boolean} told whether the resolver takes permissions from its questions
 * @returns {{ id: string, isArtifact: boolean, account: string, view: boolean, permissions: (string | null)[] | undefined }}
 */
export function accessQuestion(value, told) {
  const known = ["service", "artifact", "account", "action", "permissions"];
  const { service, artifact, account, action, permissions } = object("question", value, known);
  if (artifact !== undefined && permissions !== undefined) throw new TypeError("`question.permissions` goes with `service`");
  if ((service === undefined) === (artifact === undefined)) throw new TypeError("`question` must have `service` or `artifact`, and not both");
  const isArtifact = artifact !== undefined;
  return {
    id: isArtifact ? string("question.artifact", artifact) : string("question.service", service),
    isArtifact,
    account: string("question.account", account),
    view: action !== undefined && oneOf("question.action", action, ["deploy", "view"]) === "view",
    permissions: isArtifact ? undefined : readPermissions("question.permissions", permissions, told),
  };
}

/**
 * @param {unknown} artifact
 * @param {unknown} options
 * @returns {{ id: string, accounts: boolean }}
 */
export function audienceQuestion(artifact, options) {
  const { accounts = false } = options === undefined ? {} : object("options", options, ["accounts"]);
  if (typeof accounts !== "boolean") throw wrong("options.accounts", "a boolean", accounts);
  return { id: string("artifact", artifact), accounts };
}

/**
 * @param {unknown} value
 * @returns {TransitionOptions}
 */
export function transitionOptions(value) {
  if (value === undefined) return {};
  const options = object("options", value, ["limits", "regions"]);
  return defined({ regions: readRegions(options.regions), ...readResolver(options) });
}

/**
 * @param {unknown} value
 * @returns {TemplateOptions}
 */
export function templateOptions(value) {
  return value === undefined ? {} : readTemplate(object("options", value, ["format", "filename"]));
}

/**
 * @param {unknown} value
 * @returns {ResolverOptions}
 */
export function resolverOptions(value) {
  if (value === undefined) return {};
  const options = object("options", value, ["profile", "severities", "limits", "permissionsFrom", "sharing", "regions"]);
  const { permissionsFrom: from, sharing, regions } = options;
  return defined({
    permissionsFrom: from === undefined ? undefined : oneOf("options.permissionsFrom", from, ["manifest", "request"]),
    sharing: sharing === undefined ? undefined : oneOf("options.sharing", sharing, ["enforce", "audit"]),
    regions: readRegions(regions),
    ...readResolver(options),
  });
}

/**
 * @param {unknown} value
 * @returns {AnalyzeOptions}
 */
export function analyzeOptions(value) {
  if (value === undefined) return {};
  const known = ["format", "filename", "anyType", "profile", "severities", "limits"];
  const options = object("options", value, known);
  const { anyType } = options;
  if (anyType !== undefined && typeof anyType !== "boolean") throw wrong("options.anyType", "a boolean", anyType);
  return defined({ anyType, ...readTemplate(options), ...readResolver(options) });
}

/** @param {Record<string, unknown>} options */
function readTemplate({ format, filename }) {
  return defined({
    format: format === undefined ? undefined : oneOf("options.format", format, FORMATS),
    filename: filename === undefined ? undefined : string("options.filename", filename),
  });
}

/** @param {Record<string, unknown>} options */
function readResolver({ profile, severities, limits }) {
  return defined({
    profile: profile === undefined ? undefined : oneOf("options.profile", profile, PROFILES),
    severities: severities === undefined ? undefined : readSeverities(severities),
    limits: limits === undefined ? undefined : readLimits(limits),
  });
}

/** @param {unknown} value */
function readRegions(value) {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrong("options.regions", "a list", value);
  return value.map((region, at) => string(`options.regions[${at}]`, region));
}

/**
 * @param {unknown} value
 * @returns {Record<string, Severity | "ignore">}
 */
function readSeverities(value) {
  const read = Object.entries(object("options.severities", value)).map(([code, severity]) => {
    return [code, oneOf(`options.severities[${JSON.stringify(code)}]`, severity, SEVERITIES)];
  });
  return Object.fromEntries(read);
}

/** @param {unknown} value */
function readLimits(value) {
  const read = Object.entries(object("options.limits", value, LIMITS)).filter(([, limit]) => limit !== undefined);
  for (const [name, limit] of read) {
    if (!Number.isInteger(limit) || Number(limit) < 0 || Number(limit) > 0xffff_ffff) {
      throw wrong(`options.limits.${name}`, "a whole number from 0 to 4294967295", limit);
    }
  }
  return Object.fromEntries(read);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string[]} [known] the keys it may have; any when left out
 * @returns {Record<string, unknown>}
 */
function object(name, value, known) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(name, "an object", value);
  const unknown = known && Object.keys(value).find((key) => !known.includes(key));
  if (known && unknown !== undefined) {
    throw new TypeError(`\`${name}\` has no field \`${unknown}\`: it may have ${known.map((key) => `\`${key}\``).join(", ")}`);
  }
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function string(name, value) {
  if (typeof value === "string") return value;
  throw wrong(name, "a string", value);
}

/**
 * @param {unknown} value
 * @returns {{ name: string, text: string | Uint8Array, located: boolean, kind?: string, region?: string, service?: string }[]}
 */
export function importFiles(value) {
  if (!Array.isArray(value) || value.length === 0) throw wrong("files", "an array with at least one file", value);
  return value.map((item, at) => {
    const name = `files[${at}]`;
    const file = object(name, item, ["name", "text", "kind", "region", "service"]);
    const optional = (/** @type {string} */ field) => (file[field] === undefined ? undefined : string(`${name}.${field}`, file[field]));
    const { text, located } = manifest(file.text, `${name}.text`);
    const kind = file.kind === undefined ? undefined : oneOf(`${name}.kind`, file.kind, KINDS);
    return { name: string(`${name}.name`, file.name), text, located, kind, region: optional("region"), service: optional("service") };
  });
}

/** @param {unknown} value */
export function importOptions(value) {
  const known = ["provider", "status", "serviceStatus", "folder", "root", "bind", "explain", "severities", "limits"];
  const options = value === undefined ? {} : object("options", value, known);
  const { provider, status, serviceStatus, folder, root, bind, explain } = options;
  const optional = (/** @type {string} */ name, /** @type {unknown} */ given) => (given === undefined ? undefined : string(`options.${name}`, given));
  if (explain !== undefined && typeof explain !== "boolean") throw wrong("options.explain", "a boolean", explain);
  const bound = bind === undefined ? [] : Object.entries(object("options.bind", bind));
  return {
    provider: optional("provider", provider),
    status: optional("status", status),
    serviceStatus: optional("serviceStatus", serviceStatus),
    folder: optional("folder", folder),
    root: optional("root", root),
    bind: bound.flatMap(([key, id]) => [key, string(`options.bind[${JSON.stringify(key)}]`, id)]),
    explain: explain === true,
    settings: readResolver(options),
  };
}

/** @param {unknown} value */
export function exportOptions(value) {
  const known = ["format", "service", "artifact", "version", "table", "severities", "limits"];
  const options = object("options", value, known);
  const { service, artifact, version, table } = options;
  const format = oneOf("options.format", options.format, TABLES);
  const optional = (/** @type {string} */ name, /** @type {unknown} */ given) => (given === undefined ? undefined : string(`options.${name}`, given));
  if (format === "manifest" && [service, artifact, version, table].some((given) => given !== undefined)) {
    throw new TypeError("the format `manifest` is of the whole: it goes with no `service`, `artifact`, `version` and `table`");
  }
  if (format !== "manifest" && (service === undefined) === (artifact === undefined)) {
    throw new TypeError("`options` must have `service` or `artifact`, and not both");
  }
  if (version !== undefined && artifact === undefined) throw new TypeError("`options.version` goes with `artifact`");
  return {
    format,
    service: optional("service", service),
    artifact: optional("artifact", artifact),
    version: optional("version", version),
    table: optional("table", table),
    settings: readResolver(options),
  };
}

/**
 * @param {unknown} value
 * @returns {string} its JSON: what is observed is input, and what is wrong in it a diagnostic
 */
export function planQuestion(value) {
  const counts = ["copies", "accounts", "attempts", "failedCopies", "retryAfter"];
  const flags = ["publish", "customerKey", "ahead", "leftovers", "replaceLost"];
  const lists = ["artifacts", "versions", "regions", "allRegions"];
  const { observed = {}, now = Date.now(), ...options } =
    value === undefined ? {} : object("question", value, ["observed", "now", "undo", ...counts, ...flags, ...lists]);
  for (const [name, number] of Object.entries({ now, ...options })) {
    const asked = `question.${name}`;
    if (number === undefined) continue;
    if ((name === "now" || counts.includes(name)) && !(Number.isSafeInteger(number) && Number(number) >= 0)) throw wrong(asked, "a whole number", number);
    if (flags.includes(name) && typeof number !== "boolean") throw wrong(asked, "a boolean", number);
    if (lists.includes(name)) strings(asked, number);
    if (name === "undo") strings(asked, number).forEach((word, at) => oneOf(`${asked}[${at}]`, word, UNDO));
  }
  return JSON.stringify({ now, observed: object("question.observed", observed), options });
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string[]}
 */
function strings(name, value) {
  if (!Array.isArray(value)) throw wrong(name, "an array of strings", value);
  return value.map((item, at) => string(`${name}[${at}]`, item));
}

/**
 * @template T
 * @param {string} name
 * @param {T} value
 * @returns {T & (string | Uint8Array)}
 */
function source(name, value) {
  if (typeof value === "string" || isBytes(value)) return value;
  throw wrong(name, "a string or a Uint8Array", value);
}

/**
 * @template {string} T
 * @param {string} name
 * @param {unknown} value
 * @param {T[]} known
 * @returns {T}
 */
function oneOf(name, value, known) {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrong(name, `one of ${known.map((one) => JSON.stringify(one)).join(", ")}`, value);
}

/**
 * Also right for an array of another realm (a frame, a `vm` context, a test runner), which is no `instanceof` of ours.
 *
 * @param {unknown} value
 * @returns {value is Uint8Array}
 */
function isBytes(value) {
  return ArrayBuffer.isView(value) && /** @type {any} */ (value)[Symbol.toStringTag] === "Uint8Array";
}

/**
 * Without the fields that are `undefined`, so that what the core is given is only what was said.
 *
 * @template {object} T
 * @param {T} fields
 * @returns {any}
 */
function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/**
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
function wrong(name, expected, value) {
  const given = typeof value === "string" ? JSON.stringify(value) : value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  return new TypeError(`\`${name}\` must be ${expected}, not ${given}`);
}
