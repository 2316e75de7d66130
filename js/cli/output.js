/** Writing: to streams that may close, to a terminal in colour, and to files that are whole or not there. */

import { chmodSync, closeSync, fstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { Usage } from "./usage.js";

/** @typedef {{ color: boolean, width: number }} Style */

/**
 * What a stream can show: colours on a terminal only and never with `NO_COLOR`, and as many columns as it has.
 *
 * @param {NodeJS.WriteStream} stream
 * @returns {Style}
 */
export function style(stream) {
  const { NO_COLOR, TERM } = process.env;
  const color = stream.isTTY === true && !NO_COLOR && TERM !== "dumb";
  return { color, width: Math.min(160, Math.max(40, (stream.columns ?? 108) - 8)) };
}

/** A stream to print to. When its reader has gone (`| head`), the rest is dropped and the exit code stays what it is. */
export class Output {
  #stream;
  #closed = false;
  /** @type {(string | Uint8Array)[]} */
  #held = [];
  #length = 0;

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.#stream = stream;
    stream.on("error", (error) => {
      this.#closed = true;
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") return;
      process.exitCode = 2;
      process.on("exit", () => {
        process.exitCode = 2;
      });
      if (stream === process.stdout) process.stderr.write(`ecs-image-resolver: cannot write to standard output: ${error.message}\n`);
    });
  }

  get isTerminal() {
    return this.#stream.isTTY === true;
  }

  /** Takes in what can wait until there is more. @param {string} chunk */
  async add(chunk) {
    this.#held.push(chunk);
    this.#length += chunk.length;
    if (this.#length > 1 << 16) await this.flush();
  }

  /** @param {string | Uint8Array} chunk */
  async write(chunk) {
    this.#held.push(chunk);
    await this.flush();
  }

  async flush() {
    const held = this.#held;
    this.#held = [];
    this.#length = 0;
    const joined = held.every((chunk) => typeof chunk === "string") ? [held.join("")] : held;
    for (const chunk of joined) {
      if (this.#closed || chunk.length === 0) continue;
      await new Promise((resolve) => this.#stream.write(chunk, resolve));
    }
  }
}

/** One line on a terminal that says how far it is. Silent elsewhere, and for a few files. */
export class Progress {
  #output;
  #total;
  #shown = 0;
  #next = Date.now() + 300;

  /** @param {Output} output @param {number} total */
  constructor(output, total) {
    this.#output = output;
    this.#total = total;
  }

  /** @param {number} done @param {string} what */
  async step(done, what) {
    if (!this.#output.isTerminal || Date.now() < this.#next) return;
    this.#next = Date.now() + 100;
    const text = `${done}/${this.#total} ${what}`.slice(0, 76);
    await this.#output.write(`\r${text.padEnd(this.#shown)}`);
    this.#shown = text.length;
  }

  async end() {
    if (this.#shown > 0) await this.#output.write(`\r${" ".repeat(this.#shown)}\r`);
    this.#shown = 0;
  }
}

/**
 * Writes a file under another name in its folder and then renames it, so that it is never there in part. What is no
 * regular file (a pipe, a device) is written to directly.
 *
 * @param {string} path
 * @param {Uint8Array} bytes
 */
export function writeWhole(path, bytes) {
  let temporary;
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) return writeDirectly(path, bytes);
    const target = before === undefined ? path : realpathSync(path);
    const name = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFileSync(name, bytes, { flag: "wx" });
    temporary = name;
    if (before !== undefined) chmodSync(temporary, before.mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new Usage(`cannot write ${path}: ${reason(error)}`, { hint: false });
  }
}

/** @param {string} path @param {Uint8Array} bytes */
function writeDirectly(path, bytes) {
  const file = openSync(path, "w");
  try {
    if (fstatSync(file).isDirectory()) throw new Error("it is a folder");
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

/** What the system says, without its call and path. @param {unknown} error */
export function reason(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const known = { ENOENT: "no such file", EACCES: "permission denied", EISDIR: "it is a folder", EPERM: "not permitted", ENOTDIR: "not a folder" };
  return known[/** @type {keyof typeof known} */ (code)] ?? message;
}
