/** A plan region by region: what is still to be done there, how far it is, how fast it goes on. */

/** @import { Diagnostic, PlanAction } from "../../../../js/index.js" */
/** @import { Point } from "../../../../js/distribute/course.js" */

/**
 * How far a region is: nothing left (`done`); something stands against it (`stuck`), or against what comes before (`held`); a copy that is to be made (`todo`), waits for its
 * turn (`queued`) or for its source (`waiting`), was asked for (`sent`), is made (`copying`) or is tried again later (`retry`);
 * then the accounts (`sharing`), the whole (`opening`), and what is left over (`clearing`); only something to look at (`looking`) or
 * to write down (`marking`).
 *
 * @typedef {"done" | "stuck" | "held" | "todo" | "queued" | "waiting" | "sent" | "copying" | "retry" | "sharing" | "opening" | "clearing" | "looking" | "marking"} State
 */

/**
 * One row: an action, or the calls for one image's accounts together.
 *
 * @typedef {object} Step
 * @property {PlanAction} action the first of them
 * @property {number} calls
 * @property {number} accounts
 * @property {boolean} isSent whether it was sent and not answered
 */

/**
 * @typedef {object} Region
 * @property {string} region `""` for what is about the whole version
 * @property {State} state
 * @property {number} percent of the copy, 0 to 100
 * @property {Step[]} steps in the plan's order
 * @property {Diagnostic[]} findings
 * @property {{ have: number, all: number } | undefined} shared accounts, while there is an image to be shared
 * @property {Pace | undefined} pace of the copy that is made
 */

/** Percent a minute, and the milliseconds that are left at that rate. @typedef {{ perMinute: number, left: number }} Pace */

/**
 * @param {object} given
 * @param {readonly PlanAction[]} given.actions
 * @param {readonly Diagnostic[]} given.diagnostics
 * @param {readonly string[]} given.regions all that it is meant for
 * @param {readonly string[]} given.served those of them that have their image by the manifest
 * @param {readonly string[]} given.sent ids of actions that are not answered
 * @param {Map<string, Point[]>} given.points
 * @param {number} given.accounts how many may deploy
 * @returns {Region[]} first those with something to do or to read, in the plan's order; then the others
 */
export function progressOf({ actions, diagnostics, regions, served, sent, points, accounts }) {
  // What is wrong with all of it leaves nothing to be done anywhere.
  const isStopped = actions.length === 0 && diagnostics.some((one) => one.severity === "error" && (isGeneral(one) || one.code === "too-many-accounts"));
  const placed = diagnostics.filter((diagnostic) => !isGeneral(diagnostic));
  const named = [...actions.map(({ regionId }) => regionId), ...placed.map(({ args }) => String(args.region))];
  // What is about the whole version comes after all of its regions.
  const order = [...new Set(named)].sort((one, other) => Number(one === "") - Number(other === ""));
  return [...new Set([...order, ...regions])].map((region) => {
    const own = actions.filter(({ regionId }) => regionId === region);
    const findings = placed.filter(({ args }) => args.region === region);
    const steps = stepsOf(own, sent);
    const state = stateOf(steps, findings, !isStopped && (region === "" || served.includes(region)));
    const waits = own.find(({ action }) => action === "wait");
    const missing = own.filter(({ action }) => action === "share-image").reduce((sum, { accounts }) => sum + (accounts?.length ?? 0), 0);
    return {
      region,
      state,
      percent: percentOf(state, own),
      steps,
      findings,
      shared: state === "sharing" && missing > 0 ? { have: Math.max(0, accounts - missing), all: accounts } : undefined,
      pace: state === "copying" ? paceOf(points.get(waits?.imageId ?? "") ?? []) : undefined,
    };
  });
}

/** What is said of a version, and so names the region of its source or none. */
const GENERAL = ["version-not-distributed", "regions-unknown", "public-needs-community", "image-encrypted"];

/** Whether a finding is about all regions. @param {Diagnostic} diagnostic */
export function isGeneral({ code, args }) {
  return GENERAL.includes(code) || typeof args.region !== "string" || args.region === "";
}

/** @param {PlanAction[]} actions @param {readonly string[]} sent @returns {Step[]} */
function stepsOf(actions, sent) {
  /** @type {Step[]} */
  const steps = [];
  for (const action of actions) {
    const last = steps.at(-1);
    const isSent = sent.includes(action.id);
    const count = action.accounts?.length ?? 0;
    if (last !== undefined && count > 0 && last.action.action === action.action && last.action.imageId === action.imageId) {
      last.calls += 1;
      last.accounts += count;
      last.isSent ||= isSent;
    } else {
      steps.push({ action, calls: 1, accounts: count, isSent });
    }
  }
  return steps;
}

/** What a region waits for first. @param {Step[]} steps @param {Diagnostic[]} findings @param {boolean} isServed @returns {State} */
function stateOf(steps, findings, isServed) {
  const find = (/** @type {string[]} */ ...kinds) => steps.find(({ action }) => kinds.includes(action.action));
  const copy = find("copy-image");
  const wait = find("wait");
  if (findings.some(({ severity }) => severity === "error")) return "stuck";
  if (find("retry-after") !== undefined) return "retry";
  if (copy !== undefined) return copy.isSent ? "sent" : copy.action.ready ? "todo" : copy.action.code === "plan-queue" ? "queued" : "waiting";
  if (wait !== undefined) return wait.action.args.status === "Waiting" ? "queued" : "copying";
  if (find("observe-region", "observe-shares") !== undefined) return "looking";
  if (find("share-image", "unshare-image") !== undefined) return "sharing";
  if (find("publish-image", "unpublish-image") !== undefined) return "opening";
  if (find("cancel-copy", "delete-image") !== undefined) return "clearing";
  if (steps.length > 0) return "marking";
  return isServed ? "done" : "held";
}

/** @param {State} state @param {PlanAction[]} actions */
function percentOf(state, actions) {
  if (state === "stuck" || state === "held" || actions.some(({ action }) => action === "copy-image")) return 0;
  const waits = actions.find(({ action }) => action === "wait");
  return waits === undefined ? 100 : Number(waits.args.progress ?? 0);
}

/**
 * How fast a copy has been, since it was first seen to move.
 *
 * @param {readonly Point[]} points
 * @returns {Pace | undefined}
 */
export function paceOf(points) {
  const [first, last] = [points.find(({ progress }) => progress !== undefined), points.at(-1)];
  if (first?.progress === undefined || last?.progress === undefined) return undefined;
  const [passed, gained] = [last.at - first.at, last.progress - first.progress];
  if (passed < 1_000 || gained <= 0) return undefined;
  return { perMinute: (gained * 60_000) / passed, left: ((100 - last.progress) * passed) / gained };
}

/**
 * Everything together.
 *
 * @param {readonly Region[]} regions
 * @param {readonly PlanAction[]} actions
 */
export function summaryOf(regions, actions) {
  const meant = regions.filter(({ region }) => region !== "");
  const count = (/** @type {string} */ kind) => actions.filter(({ action }) => action === kind).length;
  const lefts = meant.flatMap(({ state, pace }) => (state === "copying" ? [pace?.left] : []));
  const isLast = count("copy-image") === 0 && !meant.some(({ state }) => state === "queued");
  const isKnown = isLast && lefts.length > 0 && lefts.every((left) => left !== undefined);
  return {
    regions: meant.length,
    done: meant.filter(({ state }) => state === "done").length,
    percent: meant.length === 0 ? 100 : Math.floor(meant.reduce((sum, { percent }) => sum + percent, 0) / meant.length),
    copies: count("copy-image"),
    running: meant.filter(({ state }) => state === "copying").length,
    accounts: actions.reduce((sum, { action, accounts }) => sum + (action === "share-image" ? (accounts?.length ?? 0) : 0), 0),
    stuck: meant.filter(({ state }) => state === "stuck").length,
    /** Until all copies are there that are made now; `undefined` where others are still to be begun, or nothing is known. */
    left: isKnown ? Math.max(...lefts.map(Number)) : undefined,
  };
}
