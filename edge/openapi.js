/** What can be asked and what is answered, as an OpenAPI 3.1 document. `openapi.json` is this, written out by `npm run docs`. */

import { LANGUAGES, STATUS } from "./problem.js";

/** @import { Code } from "./problem.js" */

/** What every route that asks for a token can answer. @type {Code[]} */
const SIGNED_IN = ["token-missing", "token-invalid", "scope-missing", "rate-limited", "internal-error", "keys-unavailable"];

/** What every route that needs the manifest can answer. @type {Code[]} */
const MANIFEST = ["manifest-missing", "manifest-unavailable", "manifest-expired"];

/** What a body can be wrong in. @type {Code[]} */
const BODY = ["body-missing", "body-broken", "body-slow", "body-too-large", "encoding-unsupported", "media-type-unsupported"];

/** @type {Code[]} */
const OPEN = ["method-not-allowed", "rate-limited", "internal-error"];

const TEMPLATES = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/json", "application/hcl", "text/x-hcl", "text/plain"];

/** @param {string} name */
const schema = (name) => ({ $ref: `#/components/schemas/${name}` });

/** @param {string} type @param {object} of */
const content = (type, of) => ({ [type]: { schema: of } });

/** @param {string} description @param {boolean} [required] */
const header = (description, required = true) => ({ description, required, schema: { type: "string" } });

/** A template as it is, in any of its languages. */
const template = Object.fromEntries(TEMPLATES.map((type) => [type, {}]));

const CACHE = header("What may be kept, and by whom");
const VARY = header("The headers that the answer depends on");
const TIMING = header("How long the parts of the answer took, in milliseconds (`Server-Timing`)");

/**
 * The problems of a route, by status.
 *
 * @param {Code[]} codes
 */
function problems(codes) {
  /** @type {Record<string, object>} */
  const responses = {};
  for (const status of [...new Set(codes.map((code) => STATUS[code]))].sort()) {
    const found = codes.filter((code) => STATUS[code] === status);
    responses[status] = {
      description: found.map((code) => `\`${code}\``).join(", "),
      headers: {
        "Cache-Control": CACHE,
        Vary: VARY,
        "Content-Language": header("The language of the texts"),
        "Request-Id": header("What the log calls the request", false),
        ...(status === 401 && { "WWW-Authenticate": header("How to sign in (RFC 6750)") }),
        ...(status === 405 && { Allow: header("The methods that there are") }),
        ...(status === 429 && { "Retry-After": header("In seconds") }),
        ...(status === 412 && { ETag: header("Of what is there now", false) }),
      },
      content: content("application/problem+json", { allOf: [schema("Problem"), { properties: { status: { const: status }, code: { enum: found } } }] }),
    };
  }
  return responses;
}

/** @param {string} name @param {string} description @param {boolean} required */
const query = (name, description, required) => ({ name, in: "query", required, description, schema: { type: "string", minLength: 1, maxLength: 256 } });

const SERVICE = query("service", "The service's id", true);
const REGION = query("region", "The region to deploy in, such as `cn-hangzhou`", true);

const LANGUAGE = { name: "Accept-Language", in: "header", description: `One of ${LANGUAGES.join(", ")}, for texts`, schema: { type: "string" } };
const UNCHANGED = { name: "If-None-Match", in: "header", description: "The ETag of what is there already", schema: { type: "string" } };

const resolved = {
  200: {
    description: "The template with the region's images in it, everything else byte for byte as it was",
    headers: {
      ETag: header("The SHA-256 of the template"),
      "Resolver-Receipt": header("What the answer was made of: JSON (see `Receipt`) in base64url, or a compact JWS of it"),
      "Cache-Control": CACHE,
      Vary: VARY,
      "Server-Timing": TIMING,
    },
    content: template,
  },
};

/** @type {Code[]} */
const RESOLVE = [...SIGNED_IN, ...MANIFEST, "request-invalid", "service-unavailable", "template-unknown", "not-acceptable", "not-resolved"];

const document = {
  openapi: "3.1.0",
  info: {
    title: "ecs-image-resolver at the edge",
    version: "1",
    summary: "The right template for the signed-in customer, at deploy time.",
    description:
      "Puts the ECS image ids of one region into a ROS or Terraform template, for an account that may deploy the service. " +
      "Who asks is said by the token alone. A service that an account may not deploy and one that does not exist are answered alike.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
  security: [{ token: [] }],
  paths: {
    "/v1/resolve": {
      parameters: [SERVICE, REGION, LANGUAGE, UNCHANGED],
      get: {
        operationId: "resolveCarried",
        summary: "Resolves a template that the manifest carries",
        parameters: [query("template", "The template's name in the service", true)],
        responses: { ...resolved, 304: { description: "It is the one that If-None-Match names", headers: { ETag: header("The SHA-256 of the template") } }, ...problems(RESOLVE) },
      },
      post: {
        operationId: "resolve",
        summary: "Resolves the template in the body, or one that the manifest carries",
        parameters: [query("template", "The template's name in the service; there is then no body", false)],
        requestBody: { required: false, content: template },
        responses: { ...resolved, ...problems([...RESOLVE, ...BODY, "template-twice", "unchanged", "method-not-allowed"]) },
      },
    },
    "/v1/services/{id}/regions": {
      parameters: [{ name: "id", in: "path", required: true, description: "The service's id", schema: { type: "string", minLength: 1, maxLength: 256 } }, LANGUAGE],
      get: {
        operationId: "regions",
        summary: "The regions that the service can be deployed in, and why not in others",
        parameters: [query("template", "A template's name in the service: only the regions that it allows", false)],
        responses: {
          200: {
            description: "The regions",
            headers: { "Cache-Control": CACHE, Vary: VARY, "Server-Timing": TIMING },
            content: content("application/json", schema("Regions")),
          },
          ...problems([...SIGNED_IN, ...MANIFEST, "request-invalid", "service-unavailable", "template-unknown", "not-resolved", "method-not-allowed"]),
        },
      },
    },
    "/v1/analyze": {
      post: {
        operationId: "analyze",
        summary: "Where the images of a template stand",
        parameters: [LANGUAGE],
        requestBody: { required: true, content: template },
        responses: {
          200: {
            description: "What is in it, errors included",
            headers: { "Cache-Control": CACHE, Vary: VARY, "Server-Timing": TIMING },
            content: content("application/json", schema("Analysis")),
          },
          ...problems([...SIGNED_IN, ...MANIFEST, ...BODY, "request-invalid", "provider-mismatch", "method-not-allowed"]),
        },
      },
    },
    "/v1/manifest": {
      get: {
        operationId: "readManifest",
        summary: "The manifest, byte for byte as it was signed",
        parameters: [UNCHANGED],
        responses: {
          200: {
            description: "The manifest, with its shared accounts",
            headers: {
              ETag: header("The SHA-256 of the bundle's root"),
              "Manifest-Version": header("The version of the bundle"),
              Expires: header("When the manifest expires"),
              "Cache-Control": CACHE,
              Vary: VARY,
              "Server-Timing": TIMING,
            },
            content: content("application/json", { type: "object", required: ["manifestVersion"] }),
          },
          304: { description: "It is the one that If-None-Match names", headers: { ETag: header("The SHA-256 of the bundle's root") } },
          ...problems([...SIGNED_IN, ...MANIFEST, "request-invalid", "provider-mismatch", "method-not-allowed"]),
        },
      },
      put: {
        operationId: "replaceManifest",
        summary: "Replaces the manifest by a signed bundle",
        parameters: [
          { name: "If-Match", in: "header", description: "The ETag of the manifest to replace", schema: { type: "string" } },
          { name: "If-None-Match", in: "header", description: "`*` where there is no manifest yet", schema: { type: "string" } },
        ],
        requestBody: { required: true, content: { "application/vnd.ecs-image-resolver.bundle": {} } },
        responses: {
          200: {
            description: "It is replaced",
            headers: { ETag: header("The SHA-256 of the new bundle's root"), "Cache-Control": CACHE, Vary: VARY },
            content: content("application/json", schema("Publication")),
          },
          ...problems([...SIGNED_IN, ...MANIFEST, ...BODY, "request-invalid", "manifest-changed", "manifest-refused", "manifest-incomplete", "if-match-missing", "method-not-allowed", "manifest-unverified", "storage-full"]),
        },
      },
    },
    "/healthz": {
      get: {
        operationId: "health",
        summary: "Whether it is alive",
        security: [],
        responses: { 200: { description: "It is", headers: { "Cache-Control": CACHE }, content: content("application/json", schema("Health")) }, ...problems(OPEN) },
      },
    },
    "/readyz": {
      get: {
        operationId: "ready",
        summary: "Whether it can answer: a manifest, an object of it and the keys of tokens are there",
        security: [],
        responses: { 200: { description: "It has", headers: { "Cache-Control": CACHE }, content: content("application/json", schema("Ready")) }, ...problems([...OPEN, ...MANIFEST, "keys-unavailable"]) },
      },
    },
    "/openapi.json": {
      get: {
        operationId: "openapi",
        summary: "This document",
        security: [],
        responses: { 200: { description: "It", headers: { "Cache-Control": CACHE }, content: content("application/json", { type: "object", required: ["openapi"] }) }, ...problems(OPEN) },
      },
    },
    "/problems/{code}": {
      parameters: [{ name: "code", in: "path", required: true, schema: { type: "string" } }, LANGUAGE],
      get: {
        operationId: "explain",
        summary: "What a problem means, and what to do about it",
        security: [],
        responses: {
          200: { description: "The problem", headers: { "Cache-Control": CACHE, Vary: VARY }, content: content("application/json", schema("Explanation")) },
          ...problems([...OPEN, "route-unknown"]),
        },
      },
    },
  },
  components: {
    securitySchemes: {
      token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "`sub` is the account id; `scope` has `customer`, `provider` or both. Signed with EdDSA, ES256 or RS256." },
    },
    schemas: {
      Problem: {
        type: "object",
        description: "Problem details (RFC 9457)",
        required: ["type", "title", "status", "code", "detail"],
        properties: {
          type: { type: "string", format: "uri-reference", description: "Where it is explained" },
          title: { type: "string" },
          status: { type: "integer" },
          code: { enum: Object.keys(STATUS), description: "Its permanent name" },
          detail: { type: "string" },
          diagnostics: { type: "array", items: schema("Diagnostic") },
          dropped: { type: "integer", minimum: 0, description: "How many diagnostics were past the limit" },
        },
        unevaluatedProperties: false,
      },
      Diagnostic: {
        type: "object",
        description: "A finding of the core. Offsets count bytes.",
        required: ["code", "severity", "message", "args", "source", "related", "fixes"],
        properties: {
          code: { type: "string" },
          severity: { enum: ["error", "warning", "info"] },
          message: { type: "string" },
          args: { type: "object", additionalProperties: { type: ["string", "number"] } },
          source: { enum: ["template", "manifest", "request"] },
          related: { type: "array", items: { type: "object" } },
          fixes: { type: "array", items: { type: "object", required: ["start", "end", "text"] } },
        },
      },
      Analysis: {
        type: "object",
        required: ["ok", "format", "sites", "diagnostics", "dropped"],
        properties: {
          ok: { type: "boolean" },
          format: { enum: ["ros-yaml", "ros-json", "terraform", "terraform-json", null] },
          sites: { type: "array", items: { type: "object", required: ["resource", "type", "path", "tier", "valueKind", "value", "start", "end", "line", "column"] } },
          diagnostics: { type: "array", items: schema("Diagnostic") },
          dropped: { type: "integer", minimum: 0 },
        },
        additionalProperties: false,
      },
      Regions: {
        type: "object",
        required: ["service", "regions"],
        properties: {
          service: { type: "string" },
          template: { type: "string" },
          regions: {
            type: "array",
            items: {
              type: "object",
              required: ["region", "deployable"],
              properties: {
                region: { type: "string" },
                deployable: { type: "boolean" },
                reasons: {
                  type: "array",
                  minItems: 1,
                  items: {
                    type: "object",
                    required: ["code", "title"],
                    properties: { code: { type: "string" }, title: { type: "string" }, literal: { type: "string", description: "The image in the template that it is about" } },
                    additionalProperties: false,
                  },
                },
              },
              additionalProperties: false,
              if: { properties: { deployable: { const: true } } },
              then: { not: { required: ["reasons"] } },
              else: { required: ["reasons"] },
            },
          },
        },
        additionalProperties: false,
      },
      Publication: {
        type: "object",
        required: ["version", "keys", "sha256", "stored"],
        properties: {
          version: { type: "integer", minimum: 1 },
          keys: { type: "integer", minimum: 1, description: "The version of the key set" },
          sha256: { type: "string", pattern: "^[0-9a-f]{64}$", description: "Of the root" },
          stored: { type: "integer", minimum: 0, description: "How many objects were stored" },
        },
        additionalProperties: false,
      },
      Health: { type: "object", required: ["status"], properties: { status: { const: "alive" } }, additionalProperties: false },
      Ready: {
        type: "object",
        required: ["status", "version", "revision", "age", "expiresIn", "read"],
        properties: {
          status: { enum: ["ready", "aging", "degraded"], description: "`degraded`: the store cannot be read, and memory answers what it can" },
          version: { type: "integer", minimum: 1, description: "Of the bundle" },
          revision: { type: "string", pattern: "^[0-9a-f]{64}$", description: "The SHA-256 of the manifest" },
          age: { type: "integer", description: "Seconds since it was signed" },
          expiresIn: { type: "integer", description: "In seconds" },
          read: { type: "integer", minimum: 0, description: "Seconds since it was last looked for" },
          warning: { type: "string" },
        },
        additionalProperties: false,
      },
      Explanation: {
        type: "object",
        required: ["type", "code", "status", "title", "todo"],
        properties: { type: { type: "string" }, code: { type: "string" }, status: { type: "integer" }, title: { type: "string" }, todo: { type: "string" } },
        additionalProperties: false,
      },
      Receipt: {
        type: "object",
        description: "What a resolution was made of; `ecs-image-resolver replay` makes it again. Digests are SHA-256 in hexadecimal digits.",
        required: ["receipt", "core", "wasm", "template", "revision", "bundle", "document", "service", "region", "account", "output"],
        properties: {
          receipt: { const: 1 },
          core: { type: "string", description: "The version of the package" },
          wasm: { $ref: "#/components/schemas/Digest" },
          template: { $ref: "#/components/schemas/Digest" },
          revision: { $ref: "#/components/schemas/Digest", description: "Of the manifest" },
          bundle: { type: "integer", minimum: 1, description: "The version of the bundle" },
          document: { $ref: "#/components/schemas/Digest", description: "Of the service's document" },
          service: { type: "string" },
          region: { type: "string" },
          name: { type: "string", description: "Of the template, where one was named" },
          account: { $ref: "#/components/schemas/Digest", description: "An HMAC of the account's id" },
          format: { enum: ["ros-yaml", "ros-json", "terraform", "terraform-json"] },
          filename: { type: "string" },
          images: { type: "array", items: { type: "string" }, uniqueItems: true, description: "The ids that were put in" },
          imagesSha256: { $ref: "#/components/schemas/Digest", description: "In place of `images` where they are too long for a header: of them as JSON without blanks" },
          output: { $ref: "#/components/schemas/Digest", description: "Of the resolved template" },
        },
        additionalProperties: false,
      },
      Digest: { type: "string", pattern: "^[0-9a-f]{64}$" },
    },
  },
};

export default document;
