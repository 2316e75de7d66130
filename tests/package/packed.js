/** The package as its users get it: packed, then installed into an empty project. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { at, root } from "../../scripts/commands.mjs";

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
export function run(program, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8" });
  return { code: status, out: stdout, err: error ? error.message : stderr };
}

/**
 * Packs the package and installs the tarball.
 *
 * @returns {{ tarball: string, project: string, installed: string, remove(): void }}
 */
export function pack() {
  const folder = mkdtempSync(join(tmpdir(), "ecs-image-resolver-"));
  const packed = run("npm", ["pack", "--silent", "--pack-destination", folder], root);
  if (packed.code !== 0) throw new Error(packed.err);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "");
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  const installed = run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], project);
  if (installed.code !== 0) throw new Error(installed.err);
  const remove = () => rmSync(folder, { recursive: true });
  return { tarball, project, installed: join(project, "node_modules/ecs-image-resolver"), remove };
}

/** A program of the development dependencies. @param {string} path */
export const tool = (path) => at(`node_modules/${path}`);
