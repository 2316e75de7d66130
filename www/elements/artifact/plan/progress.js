/** A plan region by region: what is still to be done there, how far it is, how fast it goes on. */

/** @import { Diagnostic, PlanAction, PlanRegion, RegionState } from "../../../../js/index.js" */
/** @import { Point } from "../../../../js/distribute/course.js" */

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
 * @property {RegionState} state as the core has it: by what was seen alone
 * @property {{ code: string, args: Record<string, string | number>, message: string } | undefined} why what it waits for, why it is stuck, or what comes first
 * @property {number} without how many accounts were set aside
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
 * @param {readonly PlanRegion[]} given.states how far each is by what was seen
 * @param {ReadonlySet<string>} [given.begun] regions that nobody looked at, and that a copy was begun to
 * @param {readonly string[]} given.sent ids of actions that are not answered
 * @param {Map<string, Point[]>} given.points
 * @param {number} given.accounts how many may deploy
 * @returns {Region[]} first those with something to do or to read, in the plan's order; then the others
 */
export function progressOf({ actions, diagnostics, regions, states, begun = new Set(), sent, points, accounts }) {
  const placed = diagnostics.filter((diagnostic) => !isGeneral(diagnostic));
  const named = [...actions.map(({ regionId }) => regionId), ...placed.map(({ args }) => String(args.region))];
  // What is about the whole version comes after all of its regions.
  const order = [...new Set(named)].sort((one, other) => Number(one === "") - Number(other === ""));
  return [...new Set([...order, ...regions])].map((region) => {
    const own = actions.filter(({ regionId }) => regionId === region);
    const findings = placed.filter(({ args }) => args.region === region);
    const steps = stepsOf(own, sent);
    const { state: seen = region === "" ? "waiting" : "not-started", code, args = {}, why = "", withoutCount = 0 } = states.find(({ regionId }) => regionId === region) ?? {};
    /** @type {RegionState} */
    const state = seen === "not-started" && begun.has(region) ? "running" : seen;
    const waits = own.find(({ action }) => action === "wait");
    const missing = own.filter(({ action }) => action === "share-image").reduce((sum, { accounts }) => sum + (accounts?.length ?? 0), 0);
    const isThere = code === "plan-share" && missing > 0;
    return {
      region,
      state,
      why: code === undefined || region === "" || state !== seen ? undefined : { code, args, message: why },
      without: withoutCount,
      percent: state === "done" || isThere || code === "plan-mark" ? 100 : state === "running" ? Number(waits?.args.progress ?? 0) : 0,
      steps,
      findings,
      shared: isThere ? { have: Math.max(0, accounts - missing - withoutCount), all: accounts } : undefined,
      pace: state === "running" ? paceOf(points.get(waits?.imageId ?? "") ?? []) : undefined,
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
  const lefts = meant.flatMap(({ state, pace }) => (state === "running" ? [pace?.left] : []));
  const isLast = count("copy-image") === 0 && !actions.some(({ action, args }) => action === "wait" && args.status === "Waiting");
  const isKnown = isLast && lefts.length > 0 && lefts.every((left) => left !== undefined);
  return {
    regions: meant.length,
    done: meant.filter(({ state }) => state === "done").length,
    percent: meant.length === 0 ? 100 : Math.floor(meant.reduce((sum, { percent }) => sum + percent, 0) / meant.length),
    copies: count("copy-image"),
    running: meant.filter(({ state }) => state === "running").length,
    accounts: actions.reduce((sum, { action, accounts }) => sum + (action === "share-image" ? (accounts?.length ?? 0) : 0), 0),
    stuck: meant.filter(({ state }) => state === "stuck").length,
    /** Until all copies are there that are made now; `undefined` where others are still to be begun, or nothing is known. */
    left: isKnown ? Math.max(...lefts.map(Number)) : undefined,
  };
}
