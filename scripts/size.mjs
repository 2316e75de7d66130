/**
 * `npm run size`: what the core's wasm consists of, by module, and whether it is within its budget. `-- --functions` lists
 * the largest functions, too. The exit code is 1 over budget.
 */

import { existsSync, readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

import { at, isMain, script, Stop } from "./commands.mjs";
import { NAMED, setup } from "./setup.mjs";
import { functions, Section, sections } from "./wasm.mjs";

/** How many bytes the core may take on its way to a browser, compressed with Brotli at its highest quality. */
export const BUDGET = 257_000;

/** @param {Buffer} bytes */
export const compressed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

/** A name without the hashes that tell crates and instances apart. @param {string} name */
const plain = (name) => name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}(\.\d+)?$/, "");

/** The module of the crate that a function is of, or the crate that it comes from. @param {string} name */
function moduleOf(name) {
  const [, own] = /ecs_image_(?:resolver|reading)::((?:[a-z_0-9]+(?:::|$))*)/.exec(name) ?? [];
  if (own !== undefined) {
    const [first, second] = own.split("::").filter((part) => part !== "");
    return second && ["manifest", "syntax", "template"].includes(first) ? `${first}::${second}` : (first ?? "(crate)");
  }
  const [, crate] = /^<*&?(?:dyn )?([a-z_0-9]+)::/.exec(name) ?? [];
  return crate === undefined ? "(exports and glue)" : `crate ${crate}`;
}

/** Prints the modules by size, and the largest functions where they are wanted. @param {{ functions: boolean }} wanted */
function report(wanted) {
  if (!existsSync(at(NAMED))) return console.log("The modules are listed once the core was built here: pkg/ came from elsewhere.");
  const named = readFileSync(at(NAMED));
  const bodies = functions(named).map(({ name, start, end }) => ({ name: plain(name), bytes: end - start }));
  /** @type {Map<string, { bytes: number, functions: number }>} */
  const modules = new Map();
  for (const { name, bytes } of bodies) {
    const sum = modules.get(moduleOf(name)) ?? { bytes: 0, functions: 0 };
    modules.set(moduleOf(name), { bytes: sum.bytes + bytes, functions: sum.functions + 1 });
  }
  const data = sections(named).find(({ id }) => id === Section.data);
  if (data !== undefined) modules.set("(data)", { bytes: data.end - data.start, functions: 0 });
  const row = (/** @type {(string | number)[]} */ [bytes, count, name]) => {
    console.log(`${bytes.toLocaleString("en").padStart(9)} ${String(count).padStart(10)}  ${name}`);
  };
  row(["bytes", "functions", "module"]);
  for (const [name, sum] of [...modules].sort(([, one], [, other]) => other.bytes - one.bytes)) row([sum.bytes, sum.functions || "", name]);
  if (wanted.functions) {
    console.log("");
    for (const { name, bytes } of bodies.sort((one, other) => other.bytes - one.bytes).slice(0, 100)) row([bytes, "", name]);
  }
}

function measure() {
  const shipped = readFileSync(at("pkg/core.wasm"));
  const size = compressed(shipped);
  console.log(`\npkg/core.wasm: ${shipped.length.toLocaleString("en")} bytes, ${size.toLocaleString("en")} with Brotli; the budget is ${BUDGET.toLocaleString("en")}`);
  if (size > BUDGET) throw new Stop(`the core is ${(size - BUDGET).toLocaleString("en")} bytes over its budget`);
}

if (isMain(import.meta.url)) {
  await script(async () => {
    await setup();
    report({ functions: process.argv.includes("--functions") });
    measure();
  });
}
