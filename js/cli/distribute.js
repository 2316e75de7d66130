/** `distribute`: copies and shares the images of a manifest until every region has them and everyone who may can use them. */

import { catalogue } from "../diagnostics.js";
import { CallFailed, Cloud, CloudUnavailable } from "../distribute/cloud.js";
import { Journal } from "../distribute/journal.js";
import { ManifestFile } from "../distribute/manifest-file.js";
import { Bars, duration, line, Progress } from "../distribute/progress.js";
import { Runner } from "../distribute/runner.js";
import { planCommands, planRows } from "../distribution.js";
import { printable } from "../excerpt.js";
import { Findings, plural } from "./findings.js";
import { reason } from "./output.js";
import { parse, Usage, word } from "./usage.js";

/** @import { PlanRegion, Undo } from "../index.js" */
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
                       (images open to everyone); may be given more than once. \`copies\` deletes every image of every region
                       that has the tags of a copy and that M does not ask for, also those of artifacts that M does not have
                       (any more): where several manifests share a cloud account, name the artifact with \`--artifact\`
  --replace-lost       make copies again that M has and their region has not: from then on the region gets another image id
  --customer-key       source images that are encrypted are so with a key of yours, and can be shared
  --copies N           how many copies may run from one region; 5 by default, as the cloud does
  --accounts N         how many accounts an image can be shared with: your quota; 50 by default. What is above is set aside
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

Each region is not started, running, waiting, stuck, done or not asked for. Exit code: 0 when all that was asked for is done; 3
when a region is done and another is not, or accounts were set aside that ECS does not take; 1 when no region is done; 2 for wrong
usage or without the SDK or credentials; 130 when it was interrupted.
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
    ...{ "dry-run": flag, commands: flag, publish: flag, "customer-key": flag, watch: flag, "replace-lost": flag },
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
      replaceLost: values["replace-lost"] === true,
      leftovers: true,
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
    await show(before, manifest, context, format, summed(before, settings.question));
    return 1;
  }
  const cloud = await connect({ endpoint: values.endpoint, timeout: seconds("timeout", 30) });
  const allRegions = await regionsOf(cloud, settings.question);
  if (Array.isArray(allRegions)) {
    settings.question.allRegions = allRegions;
  } else {
    if (needsRegions || undo.includes("copies")) throw new Usage(`the regions cannot be listed: ${allRegions.message}`, { hint: false });
    await context.err.write(`the regions cannot be listed (${printable(allRegions.code)}): copies that nothing asks for are looked for in the regions of the manifest only\n`);
  }
  const isPreview = values["dry-run"] === true || values.commands === true;
  const journal = isPreview && values.journal === undefined ? nothing : opening(values.journal ?? `${values.manifest}.journal`);
  const told = new Telling(context, format);
  const runner = new Runner({ manifest, cloud, journal, settings, report: (event) => told.event(event) });
  // Copies of an artifact that is gone have its name in their tags; a name that nothing has is a slip.
  const gone = undo.includes("copies") ? manifest.plan({ artifacts: settings.question.artifacts, ahead: false }).diagnostics.filter(({ code }) => code === "artifact-unknown") : [];
  if (gone.length > 0) {
    await runner.look();
    const unknown = gone.filter(({ args }) => !runner.hasCopiesOf(String(args.artifact)));
    if (unknown.length > 0) {
      journal.close();
      await context.err.write(new Findings(await catalogue(), context.errStyle).render(unknown, { manifest: { name: manifest.path, text: manifest.text } }, 0));
      return 1;
    }
  }
  if (isPreview) {
    journal.write({ event: "start" });
    await runner.look();
    journal.write({ event: "end" });
    journal.close();
    return preview(runner.plan(), values, context, format, manifest);
  }
  const every = seconds("every", 300);
  return carryOut({ runner, question: settings.question, manifest, journal, told, context, format, watch: values.watch === true ? every : undefined });
}

/**
 * @param {{ runner: Runner, question: Settings["question"], manifest: ManifestFile, journal: Journal, told: Telling, context: Context, format: "human" | "json", watch: number | undefined }} parts
 */
async function carryOut({ runner, question, manifest, journal, told, context, format, watch }) {
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
  const outcome = summed(plan, question);
  journal.write({ event: "end", status: outcome.status });
  journal.close();
  await show(plan, manifest, context, format, outcome);
  if (stop.signal.aborted) {
    await context.err.write("interrupted: run it again to go on\n");
    return 130;
  }
  return EXIT[outcome.status];
}

/** `nothing`: no region was asked for, because the manifest has no released version. */
const EXIT = { all: 0, nothing: 0, some: 3, none: 1 };

/**
 * What became of what was asked for.
 *
 * @param {Plan} plan
 * @param {Settings["question"]} question
 */
function summed(plan, { artifacts = [], versions = [], regions: chosen = [], undo = [] }) {
  const isNamed = artifacts.length + versions.length + chosen.length > 0 && !undo.includes("copies");
  const asked = plan.regions.filter(({ state }) => state !== "not-asked-for");
  const isOpen = plan.actions.length > 0 || plan.diagnostics.some(({ severity }) => severity === "error");
  const unfinished = [...new Set(asked.filter(({ state }) => state !== "done").map(({ regionId }) => regionId))];
  const done = [...new Set(asked.map(({ regionId }) => regionId))].filter((region) => !unfinished.includes(region));
  const isWhole = !isOpen && unfinished.length === 0 && asked.every(({ withoutCount = 0 }) => withoutCount === 0);
  const isSome = asked.some(({ state }) => state === "done");
  /** @type {keyof typeof EXIT} */
  const status = !isWhole ? (isSome ? "some" : "none") : asked.length > 0 ? "all" : isNamed ? "none" : "nothing";
  return { status, done, unfinished, regions: plan.regions };
}

/** The regions of which there is more to say than that they are done. @param {readonly PlanRegion[]} regions */
function details(regions) {
  const rows = regions.flatMap(({ regionId, artifactId, version, state, why = "", without = [], withoutCount = 0 }) => {
    if (state === "not-asked-for" || (state === "done" && withoutCount === 0)) return [];
    const words = state === "done" ? "done" : `${state.replace("-", " ")}: ${why}`;
    const names = without.slice(0, NAMED).map(({ account, code }) => `${account} (${code})`).join(", ");
    const aside = withoutCount === 0 ? "" : `, without ${plural(withoutCount, "account")}: ${names}${withoutCount > NAMED ? " …" : ""}`;
    return [[regionId, `${artifactId} ${version}`, `${words}${aside}`].map(printable)];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map(([region, of, text]) => `  ${region.padEnd(widths[0])}  ${of.padEnd(widths[1])}  ${text}\n`).join("");
}

/** So many accounts of a region are named. */
const NAMED = 10;

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
  const { status, done, unfinished, regions } = outcome;
  if (regions.length === 0 && plan.ok) return out.write("nothing to distribute: of what was asked for no version is released\n");
  if (regions.length === 0 || status === "nothing") return undefined;
  const others = new Set(regions.filter(({ state }) => state === "not-asked-for").map(({ regionId }) => regionId)).size;
  const left = unfinished.length === 0 ? "" : `; not done: ${unfinished.map(printable).join(", ")}`;
  const unasked = others === 0 ? "" : `; not asked for: ${plural(others, "region")}`;
  return out.write(`${{ all: "all done", some: "done in part", none: "not done" }[status]}: ${plural(done.length, "region")}${left}${unasked}\n${details(regions)}`);
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
      const { actions, regions } = plan();
      this.#progress.update(actions, regions);
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
const nothing = /** @type {Journal} */ (/** @type {unknown} */ ({ before: [], interrupted: [], copies: [], there: () => [], write() {}, close() {} }));

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

/**
 * The regions of the cloud; the failure where it does not list them. What may pass is tried again.
 *
 * @param {Cloud} cloud
 * @param {{ attempts?: number, retryAfter?: number }} patience
 * @returns {Promise<string[] | CallFailed>}
 */
async function regionsOf(cloud, { attempts = 10, retryAfter = 1_000 }) {
  for (let count = 1; ; count += 1) {
    try {
      return await cloud.regions();
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (count >= attempts || (error.refused && !error.code.startsWith("Throttling"))) return error;
      await pause(retryAfter * 2 ** Math.min(count - 1, 6), new AbortController().signal);
    }
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
