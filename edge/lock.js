/**
 * A lock that one process of a folder holds at a time.
 *
 * It is a row of files with rising numbers, each made as a whole or not at all; whoever made the highest one holds the lock,
 * until it is marked as free or its maker is gone. A number is never used again while a higher one is there and the highest file
 * is never taken away, so of two who find a lock abandoned only one comes next, whatever happens in between.
 *
 * On one machine the maker is gone when its process is; one that only stands still keeps the lock. Of another machine, or another
 * container, that cannot be known: there a lock is abandoned that was not touched for a while.
 */

import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** How long a lock of another machine is good that nobody touches, in milliseconds. */
const ABANDONED = 30_000;

/** How long a lock is waited for, in milliseconds. */
const PATIENCE = 30_000;

/** How often who holds it touches it, and how soon one who waits looks again. */
const TOUCH = 5_000;
const LOOK = 50;

/** A maker of locks. `started` tells a process from a later one that was given the same number. @typedef {{ machine: string, pid: number, started: string }} Owner */

/**
 * Does work that only one process does at a time.
 *
 * @template T
 * @param {string} folder
 * @param {(held: () => Promise<void>) => Promise<T>} work `held` fails when another machine has taken the lock over meanwhile: ask it
 *   right before something is changed
 * @returns {Promise<T>}
 * @throws {Error} when another process holds it for too long
 */
export async function locked(folder, work) {
  await mkdir(folder, { recursive: true });
  const number = await acquired(folder);
  const path = join(folder, nameOf(number));
  const touching = setInterval(() => utimes(path, new Date(), new Date()).catch(() => {}), TOUCH);
  touching.unref();
  const held = async () => {
    if (((await numbers(folder)).at(-1) ?? 0) !== number) throw new Error("another process has taken the lock over");
  };
  try {
    return await work(held);
  } finally {
    clearInterval(touching);
    // Marked, not taken away: the next number has to be known.
    const aside = join(folder, `${nameOf(number)}.${randomUUID()}.part`);
    await writeFile(aside, "").then(() => rename(aside, path), () => rm(path, { force: true })).catch(() => {});
  }
}

/** @param {string} folder @returns {Promise<number>} the number of the lock that was made */
async function acquired(folder) {
  const aside = join(folder, `lock.${randomUUID()}.part`);
  const end = Date.now() + PATIENCE;
  await writeFile(aside, JSON.stringify(self()));
  try {
    for (;;) {
      const last = (await numbers(folder)).at(-1) ?? 0;
      if (last === 0 || (await isFree(join(folder, nameOf(last))))) {
        // A wait does not count as time that nobody touched it.
        await utimes(aside, new Date(), new Date());
        if (await made(aside, join(folder, nameOf(last + 1)))) {
          const all = await numbers(folder);
          if (all.at(-1) === last + 1) {
            for (const old of all.slice(0, -1)) await rm(join(folder, nameOf(old)), { force: true });
            return last + 1;
          }
          // The lock went on while this one looked.
          await rm(join(folder, nameOf(last + 1)), { force: true });
        }
        continue;
      }
      if (Date.now() > end) throw new Error(`another process holds the lock ${nameOf(last)}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  } finally {
    await rm(aside, { force: true });
  }
}

/** @param {number} number */
const nameOf = (number) => `lock.${number}`;

/** The numbers of the locks that are there, rising. @param {string} folder */
async function numbers(folder) {
  const found = (await readdir(folder)).flatMap((name) => /^lock\.([1-9]\d{0,14})$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((one, other) => one - other);
}

/** Links a file to a name that nobody has. @param {string} from @param {string} to */
async function made(from, to) {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Whether a lock is given back, or its maker is gone. @param {string} path */
async function isFree(path) {
  try {
    const text = await readFile(path, "utf8");
    if (text === "") return true;
    /** @type {Owner} */
    const owner = JSON.parse(text);
    if (owner.machine === self().machine) return !isAlive(owner);
    return Date.now() - (await stat(path)).mtimeMs >= ABANDONED;
  } catch (error) {
    // Somebody came next meanwhile.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

/** @param {Owner} owner */
function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's is there, too.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = startOf(pid);
  return now === undefined || now.isRunning && (started === "" || started === now.started);
}

/** @type {Owner | undefined} */
let known;

/** This process. @returns {Owner} */
function self() {
  known ??= { machine: machine(), pid: process.pid, started: startOf(process.pid)?.started ?? "" };
  return known;
}

/** What tells this machine, its start and its numbering of processes from others. */
function machine() {
  try {
    return [hostname(), readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(), readlinkSync("/proc/self/ns/pid")].join(" ");
  } catch {
    return hostname();
  }
}

/** When a process started, and whether it still runs, where the system says so. @param {number} pid */
function startOf(pid) {
  if (!existsSync("/proc/self/stat")) return undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    // A zombie has ended; only its parent has not looked.
    return { started: fields[19], isRunning: fields[0] !== "Z" && fields[0] !== "X" };
  } catch {
    return { started: "", isRunning: false };
  }
}
