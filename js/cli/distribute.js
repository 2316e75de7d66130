/** `distribute`: copies and shares the images of a manifest until every region has them and everyone who may can use them. */

import { catalogue } from "../diagnostics.js";
import { Cloud, CloudUnavailable } from "../distribute/cloud.js";
import { Journal } from "../distribute/journal.js";
import { ManifestFile } from "../distribute/manifest-file.js";
import { Bars, duration, line, Progress } from "../distribute/progress.js";
import { Runner } from "../distribute/runner.js";
import { planCommands, planRows } from "../distribution.js";
import { printable } from "../excerpt.js";
import { Findings, plural } from "./findings.js";
import { reason } from "./output.js";
import { parse, Usage, word } from "./usage.js";

/** @import { Undo } from "../index.js" */
/** @import { Plan } from "../distribution.js" */
/** @import { Event, Settings } from "../distribute/runner.js" */
/** @import { Context } from "./usage.js" */

export const usage = `ecs-image-resolver distribute --manifest M [OPTIONS]: gets the images of M into every region, and shares them

Of each released version the source image is copied to the regions that it is meant for, each copy is shared with the accounts
that may deploy the artifact, and M is marked. It can be ended at any moment and run again: it goes on where it was, and makes
nothing twice. It makes its calls with the official SDK, which has to be installed (npm install @alicloud/ecs20140526
@alicloud/credentials) and finds its credentials where \`aliyun\` does.

  --manifest M         the manifest, which is replaced as a whole
  --dry-run            look at the cloud, print what would be done, and do nothing; what was seen goes into the journal if
                       \`--journal\` names one
  --commands           the same, as commands for \`aliyun\`
  --journal FILE       what was seen and done, one JSON a line; by default M.journal
  --artifact A         only this artifact
  --version V          only this version
  --region R           only this region                    (each of the three may be given more than once)
  --publish            last of all, open the images of public artifacts to everyone (community images): from then on they can be
                       neither copied nor shared
  --undo WHAT          also take back what M gives no reason for: copies, failed (copies), accounts (shares) or community
                       (images open to everyone); may be given more than once
  --customer-key       source images that are encrypted are so with a key of yours, and can be shared
  --copies N           how many copies may run from one region; 5 by default, as the cloud does
  --accounts N         how many accounts an image can be shared with: your quota; 50 by default
  --attempts N         how often a call is made before it counts as stuck; 10 by default
  --failed-copies N    how many copies of an image to a region may fail before that counts as stuck; 3 by default
  --concurrency N      how many calls are under way at once; 48 by default
  --poll SECONDS       how often copies that run are looked at; 15 by default
  --retry-after SECONDS  the pause after a first failure, which doubles up to 64 times; 1 by default
  --timeout SECONDS    when a call without an answer has failed; 30 by default
  --endpoint URL       make all calls there, instead of where each region is
  --watch              do not end: look again every so often, and put right what differs
  --every SECONDS      how often; 300 by default
  --format F           human (the default) or json: one document at the end

Exit code: 0 when all is done, 3 when some regions are and others are not, 1 when none is, 2 for wrong usage or without the
SDK or credentials, 130 when it was interrupted.
`;

/**
 * @param {string[]} args
 * @param {Context} context
 */
export async function run(args, context) {
  const several = /** @type {const} */ ({ type: "string", multiple: true });
  const single = /** @type {const} */ ({ type: "string" });
  const flag = /** @type {const} */ ({ type: "boolean" });
  const { values, positionals } = parse(args, {
    ...{ manifest: single, journal: single, endpoint: single, format: single },
    ...{ "dry-run": flag, commands: flag, publish: flag, "customer-key": flag, watch: flag },
    ...{ artifact: several, version: several, region: several, undo: several },
    ...{ copies: single, accounts: single, attempts: single, "failed-copies": single, concurrency: single },
    ...{ poll: single, "retry-after": single, timeout: single, every: single },
  });
  if (positionals.length > 0) throw new Usage("`distribute` takes its manifest with `--manifest`, and nothing else");
  if (values.manifest === undefined) throw new Usage("`distribute` needs `--manifest`");
  const undo = (values.undo ?? []).map((what) => word("undo", what, /** @type {const} */ (["copies", "failed", "accounts", "community"])));
  const seconds = (/** @type {"poll" | "retry-after" | "timeout" | "every"} */ name, /** @type {number} */ otherwise) => Math.round(number(name, values[name], 0.001, otherwise) * 1_000);
  const whole = (/** @type {"copies" | "accounts" | "attempts" | "failed-copies" | "concurrency"} */ name, /** @type {number} */ otherwise) => Math.floor(number(name, values[name], 1, otherwise));
  const format = word("format", values.format, /** @type {const} */ (["human", "json"]));
  const manifest = opened(values.manifest);
  /** @type {Settings} */
  const settings = {
    question: {
      copies: whole("copies", 5),
      accounts: whole("accounts", 50),
      attempts: whole("attempts", 10),
      failedCopies: whole("failed-copies", 3),
      retryAfter: seconds("retry-after", 1),
      publish: values.publish === true,
      customerKey: values["customer-key"] === true,
      undo: /** @type {Undo[]} */ (undo),
      artifacts: values.artifact ?? [],
      versions: values.version ?? [],
      regions: values.region ?? [],
    },
    concurrency: whole("concurrency", 48),
    perRegion: 3,
    poll: seconds("poll", 15),
  };
  const before = manifest.plan(settings.question);
  const needsRegions = before.diagnostics.some(({ code }) => code === "regions-unknown");
  if (!before.ok && before.actions.length === 0 && !needsRegions) {
    await show(before, manifest, context, format);
    return 1;
  }
  const cloud = await connect({ endpoint: values.endpoint, timeout: seconds("timeout", 30) });
  if (needsRegions || undo.includes("copies")) settings.question.allRegions = await regionsOf(cloud);
  const isPreview = values["dry-run"] === true || values.commands === true;
  const journal = isPreview && values.journal === undefined ? nothing : opening(values.journal ?? `${values.manifest}.journal`);
  const told = new Telling(context, format);
  const runner = new Runner({ manifest, cloud, journal, settings, report: (event) => told.event(event) });
  if (isPreview) {
    journal.write({ event: "start" });
    await runner.look();
    journal.write({ event: "end" });
    journal.close();
    return preview(runner.plan(), values, context, format, manifest);
  }
  const every = seconds("every", 300);
  return carryOut({ runner, manifest, journal, told, context, format, watch: values.watch === true ? every : undefined });
}

/**
 * @param {{ runner: Runner, manifest: ManifestFile, journal: Journal, told: Telling, context: Context, format: "human" | "json", watch: number | undefined }} parts
 */
async function carryOut({ runner, manifest, journal, told, context, format, watch }) {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
    runner.stop();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  journal.write({ event: "start" }, true);
  if (journal.interrupted.length > 0) await told.note(`going on after ${plural(journal.interrupted.length, "call")} that nobody knows the end of`);
  told.start(() => runner.plan());
  try {
    for (;;) {
      await runner.run();
      if (watch === undefined || stop.signal.aborted) break;
      await told.note(`looking again in ${duration(watch)}`);
      await pause(watch, stop.signal);
      if (stop.signal.aborted) break;
      manifest.reread();
      runner.forget();
    }
  } finally {
    await told.end();
    manifest.save();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  const plan = runner.plan();
  const outcome = summed(plan, runner.regions);
  journal.write({ event: "end", status: outcome.status });
  journal.close();
  await show(plan, manifest, context, format, outcome);
  if (stop.signal.aborted) {
    await context.err.write("interrupted: run it again to go on\n");
    return 130;
  }
  return { all: 0, some: 3, none: 1 }[outcome.status];
}

/**
 * Which regions are done, and what is said of the others.
 *
 * @param {Plan} plan
 * @param {string[]} looked
 */
function summed(plan, looked) {
  const errors = plan.diagnostics.filter(({ severity }) => severity === "error");
  const open = plan.actions.filter(({ action }) => action !== "mark-delivery" || plan.actions.length > 0);
  const unfinished = new Set([...open.map(({ regionId }) => regionId), ...errors.map(({ args }) => String(args.region ?? ""))]);
  const regions = [...new Set([...looked, ...unfinished])].filter((region) => region !== "");
  const done = regions.filter((region) => !unfinished.has(region));
  const complete = errors.length === 0 && open.length === 0;
  const status = /** @type {"all" | "some" | "none"} */ (complete ? "all" : done.length > 0 ? "some" : "none");
  return { status, done, unfinished: regions.filter((region) => unfinished.has(region)) };
}

/**
 * @param {Plan} plan
 * @param {ManifestFile} manifest
 * @param {Context} context
 * @param {"human" | "json"} format
 * @param {ReturnType<typeof summed>} [outcome]
 */
async function show(plan, manifest, { out, err, errStyle }, format, outcome) {
  const { actions, diagnostics, dropped } = plan;
  if (format === "json") return out.write(`${JSON.stringify({ ...outcome, actions, diagnostics, dropped }, null, 2)}\n`);
  const text = { name: manifest.path, text: manifest.text };
  await err.write(new Findings(await catalogue(), errStyle).render(diagnostics, { manifest: text }, dropped));
  if (outcome === undefined) return undefined;
  const { status, done, unfinished } = outcome;
  const left = unfinished.length === 0 ? "" : `; not done: ${unfinished.map(printable).join(", ")}`;
  return out.write(`${{ all: "all done", some: "done in part", none: "not done" }[status]}: ${plural(done.length, "region")}${left}\n`);
}

/**
 * @param {Plan} plan
 * @param {Record<string, unknown>} values
 * @param {Context} context
 * @param {"human" | "json"} format
 * @param {ManifestFile} manifest
 */
async function preview(plan, values, context, format, manifest) {
  if (values.commands) {
    const { distribute, aliyun } = planCommands(plan, { manifest: manifest.path });
    await context.out.write(format === "json" ? `${JSON.stringify({ distribute, aliyun }, null, 2)}\n` : [`# ${distribute}`, ...aliyun].map((row) => `${row}\n`).join(""));
    return plan.ok ? 0 : 1;
  }
  if (format === "human") await context.out.write(table(plan));
  await show(plan, manifest, context, format);
  return plan.ok ? 0 : 1;
}

/** Of one image all calls for shares are one row. @param {Plan} plan */
function table(plan) {
  const rows = planRows(plan);
  if (rows.length === 0) return "nothing is to be done\n";
  /** @type {string[][]} */
  const cells = [];
  let last = "";
  let calls = 0;
  let accounts = 0;
  for (const [at, { regionId, action, artifactId, version = "", subject, ready, why }] of rows.entries()) {
    const of = plan.actions[at].accounts;
    const same = `${regionId} ${action} ${artifactId} ${version}`;
    if (of !== undefined && same === last) cells.pop();
    else calls = accounts = 0;
    calls += 1;
    accounts += of?.length ?? 0;
    last = same;
    const what = of === undefined ? subject : `${plural(accounts, "account")} in ${plural(calls, "call")}`;
    const count = of === undefined ? why : why.replace(/\d+$/, String(accounts));
    cells.push([regionId === "" ? "all" : regionId, action, `${artifactId} ${version}`, what, ready ? "now" : "then", count].map(printable));
  }
  const head = ["region", "action", "of", "what", "when", "why"];
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column].length)));
  return [head, ...cells].map((row) => `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]))).join("  ")}\n`).join("");
}

/** What is told while it runs, on standard error: bars on a terminal, lines elsewhere. */
class Telling {
  #err;
  #quiet;
  /** @type {Bars | undefined} */
  #bars;
  #progress = new Progress();
  /** @type {string[]} */
  #notes = [];
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  /** @type {Promise<void>} */
  #last = Promise.resolve();

  /** @param {Context} context @param {"human" | "json"} format */
  constructor({ err }, format) {
    this.#err = err;
    this.#quiet = format === "json";
    if (err.isTerminal && !this.#quiet) this.#bars = new Bars(err, process.stderr.rows ?? 24);
  }

  /** @param {Event} event */
  event(event) {
    const text = line(event);
    if (text !== undefined) void this.note(text);
  }

  /** @param {string} text */
  note(text) {
    if (this.#quiet) return Promise.resolve();
    if (this.#bars === undefined) return this.#err.write(`${text}\n`);
    this.#notes.push(text);
    return Promise.resolve();
  }

  /** @param {() => Plan} plan what is still to be done */
  start(plan) {
    const bars = this.#bars;
    if (bars === undefined) return;
    const draw = () => {
      this.#progress.update(plan().actions);
      this.#last = bars.draw(this.#progress, this.#notes.splice(0));
    };
    this.#timer = setInterval(draw, 500);
  }

  async end() {
    clearInterval(this.#timer);
    await this.#last;
    await this.#bars?.end();
    if (this.#notes.length > 0) await this.#err.write(this.#notes.splice(0).map((note) => `${note}\n`).join(""));
  }
}

/** A journal of what is not done. */
const nothing = /** @type {Journal} */ (/** @type {unknown} */ ({ before: [], interrupted: [], copies: [], write() {}, close() {} }));

/** @param {string} path */
function opened(path) {
  if (path === "-") throw new Usage("the manifest is written again, so it must be a file");
  try {
    return new ManifestFile(path);
  } catch (error) {
    throw new Usage(`${path}: ${reason(error)}`, { hint: false });
  }
}

/** @param {string} path */
function opening(path) {
  try {
    return new Journal(path);
  } catch (error) {
    throw new Usage(`${path}: ${reason(error)}`, { hint: false });
  }
}

/** @param {{ endpoint?: string, timeout: number }} options */
async function connect({ endpoint, timeout }) {
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw new Usage(`\`--endpoint\` takes an address such as https://ecs.example.com, not \`${endpoint}\``);
  try {
    return await Cloud.open({ endpoint, timeout });
  } catch (error) {
    if (error instanceof CloudUnavailable) throw new Usage(error.message, { hint: false });
    throw error;
  }
}

/** @param {Cloud} cloud */
async function regionsOf(cloud) {
  try {
    return await cloud.regions();
  } catch (error) {
    throw new Usage(`the regions cannot be listed: ${/** @type {Error} */ (error).message}`, { hint: false });
  }
}

/** @param {string} name @param {string | undefined} value @param {number} least @param {number} otherwise */
function number(name, value, least, otherwise) {
  if (value === undefined) return otherwise;
  const given = Number(value);
  if (!(given >= least && given <= 1e9)) throw new Usage(`\`--${name}\` takes a number from ${least}, not \`${value}\``);
  return given;
}

/** @param {number} milliseconds @param {AbortSignal} signal */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
