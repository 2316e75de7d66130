/** Bundles for tests: keys, a small manifest, a store in memory that counts and can be spoilt. */

import { newKey } from "../../edge/bundle/offline.js";
import { Bundle, Gate, readTrust } from "../../edge/bundle/index.js";
import { sign } from "../../edge/bundle/sign.js";
import { Resolver } from "../../js/node.js";

/** @import { JWK } from "jose" */
/** @import { OpenOptions, Ref } from "../../edge/bundle/bundle.js" */
/** @import { Signed, SignOptions } from "../../edge/bundle/sign.js" */

export const PROVIDER = "1000000000000001";
export const CUSTOMER = "1000000000000002";
export const STRANGER = "1000000000000003";
export const NOW = Date.UTC(2026, 0, 31, 12);
export const HOUR = 3_600_000;

export const TEMPLATE = `ROSTemplateFormatVersion: '2015-09-01'
Resources:
  Web:
    Type: ALIYUN::ECS::Instance
    Properties:
      ImageId: web_image
`;

/** Three keys, made once. */
export const KEYS = await Promise.all([newKey(), newKey(), newKey()]);

/** @param {JWK} key */
export const publicHalf = ({ kty, crv, x }) => ({ kty, crv, x });

/** @param {string} text */
export const bytes = (text) => new TextEncoder().encode(text);

/** @param {Uint8Array | undefined} given */
export const text = (given) => new TextDecoder().decode(given);

/** A manifest with a service for everyone, one for `CUSTOMER` and one that is not online. */
export function manifest() {
  return {
    manifestVersion: 1,
    provider: PROVIDER,
    artifacts: [
      {
        artifactId: "artifact-web",
        name: "web_server",
        versions: [
          {
            version: "1",
            status: "Available",
            source: { type: "custom", imageId: "m-bp1aaaaaaaaaaaaaaaaa1", regionId: "cn-hangzhou" },
            images: { "cn-beijing": { imageId: "m-2zeaaaaaaaaaaaaaaaaa1", status: "Available" } },
          },
        ],
      },
    ],
    services: [service("service-open", "Public", []), service("service-shared", "Restricted", [{ uid: CUSTOMER, permission: "Deployable" }]), { ...service("service-draft", "Public", []), status: "Draft" }],
  };
}

/** @param {string} serviceId @param {string} shareType @param {{ uid: string, permission?: string, type?: string }[]} sharedAccounts */
export const service = (serviceId, shareType, sharedAccounts) => ({
  serviceId,
  status: "Online",
  shareType,
  sharedAccounts,
  templates: [{ name: "single", path: "single.yaml" }],
  relations: { web_image: { artifactId: "artifact-web", version: "1" } },
});

export const TEMPLATES = new Map(["service-open", "service-shared", "service-draft"].map((id) => [`${id}/single`, bytes(TEMPLATE)]));

/** @param {Partial<Omit<SignOptions, "manifest">> & { manifest?: object }} [options] @returns {Promise<Signed>} */
export function signed({ manifest: model = manifest(), ...options } = {}) {
  return sign({ Resolver, manifest: bytes(JSON.stringify(model)), templates: TEMPLATES, keys: [KEYS[0]], now: NOW, ...options });
}

/** Objects in memory, which are counted as they are read. */
export class MemoryStore {
  /** @type {Map<string, Uint8Array>} */
  objects = new Map();
  /** What was read, in order. @type {string[]} */
  reads = [];

  /** @param {Ref} ref @returns {Promise<Uint8Array | ReadableStream<Uint8Array> | null>} */
  read = async ({ sha256 }) => {
    this.reads.push(sha256);
    return this.objects.get(sha256) ?? null;
  };

  /** @param {Ref} ref */
  has = async ({ sha256 }) => this.objects.has(sha256);

  /** @param {Ref} ref @param {Uint8Array} given */
  put = async ({ sha256 }, given) => void this.objects.set(sha256, given);

  /** @param {Signed} made */
  async fill({ objects }) {
    for await (const { ref, bytes: given } of objects()) await this.put(ref, given);
    return this;
  }
}

/**
 * A bundle that is stored and open.
 *
 * @param {Signed} made
 * @param {Partial<OpenOptions>} [options]
 */
export async function opened(made, options) {
  const store = await new MemoryStore().fill(made);
  const bundle = await Bundle.open({ head: made.head, trust: await readTrust(made.trust), read: store.read, now: NOW, ...options });
  return { store, bundle, gate: new Gate({ Resolver }) };
}
