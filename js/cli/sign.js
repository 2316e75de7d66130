/** `sign`: makes a signed bundle of a manifest, and the keys for that. Offline: it opens files and nothing else. */

import { closeSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { BundleError, cosign, readFile, sign, thumbprint, Unsound, writeFile } from "../../pkg/bundle.js";
import { catalogue } from "../diagnostics.js";
import { Resolver } from "../node.js";
import { readAccounts, Spool } from "./accounts.js";
import { inside, paths, split } from "./check.js";
import { chunks, input } from "./files.js";
import { Findings, plural } from "./findings.js";
import { makeKey, readKey, readKeySet } from "./keys.js";
import { reason, writeWhole } from "./output.js";
import { parse, Usage } from "./usage.js";

/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver sign MANIFEST --key K… -o BUNDLE [OPTIONS]: signs a manifest and its templates for the edge
ecs-image-resolver sign --cosign BUNDLE --key K… -o BUNDLE: adds signatures that are still missing
ecs-image-resolver sign --new-key FILE: makes a key: FILE is to be kept, FILE.pub to be given away

In this order: a key; the first bundle, which is version 1; then each next one with the bundle before it:

  ecs-image-resolver sign --new-key alice.key
  ecs-image-resolver sign manifest.json --key alice.key --trust-out trust.json -o bundle
  ecs-image-resolver sign manifest.json --key alice.key --previous bundle --trust trust.json -o bundle

The bundle holds the manifest, the templates whose files it names, and what an edge needs to look up one service and one account.
Readers take it if enough keys of a set that they trust have signed it, if it is newer than what they have seen, and if it has not
expired. A manifest with errors is not signed.

  --key K               a private key that signs           (may be given more than once, as the next one)
  --member K            a key of the key set, where there is none yet or it changes: FILE.pub. Without it the set is that of
                        --previous, or the keys that sign
  --threshold M         how many keys of such a set have to sign; without it all of them. A changed set has to be signed by the
                        old keys and by its own
  --key-set N           the version of a first key set, after others that were given up; without it 1
  --previous OLD        the bundle that this one follows; its version is one higher, its key set the same. Without it the bundle
                        is the first, version 1, and no bundle is replaced by it
  --trust T             the key set that OLD is trusted by
  --trust-out T         writes the key set: what readers are to trust, and the next \`--trust\`
  --expires TIME        how long it is good for: 90m, 24h (the default), 7d
  --templates DIR       where the \`path\`s of templates start; without it the manifest's folder
  --template S/NAME=FILE  take FILE as the text of template NAME of service S    (may be given more than once)
  --no-templates        the bundle carries no templates
  --accounts FILE       more shared accounts than a manifest can hold, beside those in it; a line is
                        {"service": S, "uid": U, "permission": P}
  -o, --output BUNDLE   write to BUNDLE, which is replaced as a whole
`;

/** @param {string[]} args @param {Context} context */
export async function run(args, context) {
  const { values, positionals } = parse(args, {
    key: { type: "string", multiple: true },
    member: { type: "string", multiple: true },
    threshold: { type: "string" },
    "key-set": { type: "string" },
    previous: { type: "string" },
    trust: { type: "string" },
    "trust-out": { type: "string" },
    expires: { type: "string" },
    templates: { type: "string" },
    template: { type: "string", multiple: true },
    "no-templates": { type: "boolean" },
    accounts: { type: "string" },
    cosign: { type: "string" },
    "new-key": { type: "string" },
    output: { type: "string", short: "o" },
  });
  const { key: keys = [], output } = values;
  if (values["new-key"] !== undefined) {
    if (positionals.length > 0 || keys.length > 0) throw new Usage("`--new-key` makes a key and signs nothing");
    await context.out.write(`${values["new-key"]}: key ${await makeKey(values["new-key"])}\n`);
    return 0;
  }
  if (keys.length === 0) throw new Usage("`sign` needs `--key`: `sign --new-key FILE` makes one");
  if (output === undefined) throw new Usage("`sign` needs `--output`");
  try {
    if (values.cosign !== undefined) {
      if (positionals.length > 0) throw new Usage("`--cosign` signs what is signed already, and no manifest");
      return await addSignatures(values.cosign, keys, output, context);
    }
    if (positionals.length !== 1) throw new Usage(`name one manifest, not ${positionals.length}`);
    return await signManifest(positionals[0], { ...values, keys, output }, context);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    await context.err.write(`ecs-image-resolver: ${error.message}\n`);
    return 1;
  }
}

/**
 * @typedef {object} Values
 * @property {string[]} keys
 * @property {string} output
 * @property {string[]} [member]
 * @property {string} [threshold]
 * @property {string} [key-set]
 * @property {string} [previous]
 * @property {string} [trust]
 * @property {string} [trust-out]
 * @property {string} [expires]
 * @property {string} [templates]
 * @property {string[]} [template]
 * @property {boolean} [no-templates]
 * @property {string} [accounts]
 */

/** @param {string} name @param {Values} values @param {Context} context */
async function signManifest(name, values, { err, errStyle }) {
  if ((values.previous === undefined) !== (values.trust === undefined)) throw new Usage("`--previous` and `--trust` go together: an old bundle proves nothing by itself");
  const { previous, trust } = values;
  if (previous !== undefined && values["key-set"] !== undefined) throw new Usage("`--key-set` is for a first bundle: one that follows another counts on from it");
  if (previous === undefined && holdsBundle(values.output)) {
    throw new Usage(`${values.output} is a bundle already, and readers take only a newer one: sign with \`--previous ${values.output} --trust T\`, or delete the file to start again with version 1`, { hint: false });
  }
  const manifest = { name: input(name).name, text: await input(name).read() };
  const spool = new Spool();
  try {
    if (values.accounts !== undefined) await spoolAccounts(manifest.text, values.accounts, spool);
    const signed = await sign({
      Resolver,
      manifest: manifest.text,
      templates: await templatesOf(name, manifest.text, values),
      accounts: values.accounts === undefined ? undefined : spool,
      keys: values.keys.map(readKey),
      members: values.member?.map(readKey).map(({ kty, crv, x }) => ({ kty, crv, x })),
      threshold: values.threshold === undefined ? undefined : count("threshold", values.threshold),
      keySet: values["key-set"] === undefined ? undefined : count("key-set", values["key-set"]),
      previous: previous === undefined || trust === undefined ? undefined : { head: await headOf(previous), trust: await readKeySet(trust) },
      now: Date.now(),
      lifetime: duration(values.expires ?? "24h"),
    });
    const bytes = await save(values.output, writeFile(signed.head, signed.objects()));
    if (values["trust-out"] !== undefined) writeWhole(values["trust-out"], Buffer.from(`${signed.trust}\n`));
    const { have, threshold } = signed.signatures;
    await err.write(`${values.output}: version ${signed.position.version}, ${plural(bytes, "byte")}, signed by ${have} of ${threshold}\n`);
    if (have < threshold) await err.write(`ecs-image-resolver: ${plural(threshold - have, "signature")} missing: \`sign --cosign ${values.output} --key K\` adds them\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Unsound)) throw error;
    const findings = new Findings(await catalogue(), errStyle);
    await err.write(findings.render(error.diagnostics, { manifest }, error.dropped));
    await err.write(`ecs-image-resolver: ${error.message}\n`);
    return 1;
  } finally {
    spool.remove();
  }
}

/** @param {string} name @param {string[]} keys @param {string} output @param {Context} context */
async function addSignatures(name, keys, output, { err }) {
  const { head, objects } = await readFile(chunks(name));
  const jwks = keys.map(readKey);
  const bytes = await save(output, writeFile(await cosign(head, jwks), objects));
  const names = await Promise.all(jwks.map(thumbprint));
  await err.write(`${output}: ${plural(bytes, "byte")}, signed by ${names.join(", ")}\n`);
  return 0;
}

/** The manifest's accounts first: of two entries of one account their order is that of the manifest. @param {Uint8Array} manifest @param {string} path @param {Spool} spool */
async function spoolAccounts(manifest, path, spool) {
  /** @type {any} */
  let model;
  try {
    model = JSON.parse(new TextDecoder().decode(manifest));
  } catch {
    // `sign` says what is wrong with it.
    return;
  }
  const services = Array.isArray(model?.services) ? model.services : [];
  for (const { serviceId, sharedAccounts } of services) {
    if (!Array.isArray(sharedAccounts)) continue;
    for (const { uid, permission, type } of sharedAccounts) spool.add(uid, type === undefined ? [serviceId, permission ?? null] : [serviceId, permission ?? null, type]);
  }
  await readAccounts(path, new Set(services.map((/** @type {any} */ { serviceId }) => serviceId)), spool);
}

/** @param {string} name @param {Uint8Array} manifest @param {Values} values */
async function templatesOf(name, manifest, values) {
  /** @type {Map<string, Uint8Array>} */
  const texts = new Map();
  if (values["no-templates"] === true) return texts;
  for (const [key, file] of (values.template ?? []).map(split)) texts.set(key, await input(file).read());
  for (const [key, path] of paths(manifest)) {
    if (texts.has(key)) continue;
    texts.set(key, await input(inside(path, values.templates === undefined ? name : join(values.templates, "manifest"))).read());
  }
  return texts;
}

/** Whether there is a bundle in a file, of whatever format. @param {string} path */
function holdsBundle(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(MAGIC.length);
    return readSync(file, start) === MAGIC.length && start.equals(MAGIC);
  } finally {
    closeSync(file);
  }
}

/** How the file of a bundle begins, before the number of its format. */
const MAGIC = Buffer.from("ecs-image-resolver bundle ");

/** The head of a bundle's file. @param {string} name */
async function headOf(name) {
  const { head } = await readFile(chunks(name));
  return head;
}

/** @param {string} option @param {string} value */
function count(option, value) {
  if (!/^[1-9][0-9]{0,2}$/.test(value)) throw new Usage(`\`--${option}\` takes a number, not \`${value}\``);
  return Number(value);
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @param {string} value @returns {number} milliseconds */
function duration(value) {
  const found = /^([1-9][0-9]{0,5})([mhd])$/.exec(value);
  if (found === null) throw new Usage(`\`--expires\` takes a time such as 90m, 24h or 7d, not \`${value}\``);
  return Number(found[1]) * UNITS[/** @type {keyof typeof UNITS} */ (found[2])];
}

/**
 * Writes a file as its bytes come, under another name until all of it is there.
 *
 * @param {string} path
 * @param {AsyncIterable<Uint8Array>} bytes
 * @returns {Promise<number>} how many there were
 */
async function save(path, bytes) {
  const temporary = join(dirname(path), `.${process.pid}.bundle.tmp`);
  let length = 0;
  try {
    const file = openSync(temporary, "wx");
    try {
      for await (const piece of bytes) {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
        length += piece.length;
      }
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return length;
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof BundleError || error instanceof Usage) throw error;
    throw new Usage(`cannot write ${path}: ${reason(error)}`, { hint: false });
  }
}

