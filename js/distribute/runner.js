/**
 * Carries plans out. The core decides what is to be done; this asks it, makes the calls, and asks again. All that it knows is
 * what the cloud said, so a run can end at any moment and the next one goes on.
 */

import { change, observedRegion, planCall, shareRecords } from "../distribution.js";
import { CallFailed } from "./cloud.js";

/** @import { Observed, PlanAction, PlanQuestion } from "../index.js" */
/** @import { Cloud } from "./cloud.js" */
/** @import { Journal } from "./journal.js" */
/** @import { ManifestFile } from "./manifest-file.js" */
/** @import { Plan } from "../distribution.js" */

/**
 * @typedef {object} Settings
 * @property {Omit<PlanQuestion, "observed" | "now" | "ahead">} question
 * @property {number} concurrency how many calls may be under way
 * @property {number} perRegion how many of them to one region
 * @property {number} poll milliseconds between looks at a copy that runs
 */

/** What happens, for whoever shows it. @typedef {{ type: "looked" | "sent" | "done" | "failed" | "marked", action: PlanAction, code?: string }} Event */

/** The tag that names a copy's artifact. */
const OF = "ecs-image-resolver:artifact";

/** How often a copy may be missing in the lists after ECS gave its id. */
const UNSEEN = 20;

/** @typedef {Observed & { regions: NonNullable<Observed["regions"]> }} Known */

export class Runner {
  #manifest;
  #cloud;
  #journal;
  #settings;
  #report;
  #clock;
  /** @type {Known["regions"]} */
  #regions = {};
  /** Actions on their way, and shares that are not verified yet. @type {Map<string, PlanAction>} */
  #sent = new Map();
  /** @type {Map<string, { id: string, code: string, count: number, at: number }>} */
  #failures = new Map();
  /** Copies that ECS gave an id for and does not list yet. @type {Map<string, { region: string, id: string, name: string, tags: Record<string, string>, looks: number }>} */
  #unseen = new Map();
  /** Those of them that were answered, and are not verified. @type {Set<string>} */
  #answered = new Set();
  /** Calls under way, by region. @type {Map<string, number>} */
  #busy = new Map();
  #calls = 0;
  /** When to look at a region again. @type {Map<string, number>} */
  #looks = new Map();
  /** Regions that are being looked at. @type {Set<string>} */
  #looking = new Set();
  /** What the journal says of each region: its images by id, as JSON. @type {Map<string, Map<string, string>>} */
  #told = new Map();
  /** The regions of the versions that are distributed. The others are looked at for copies that nothing asks for. @type {Set<string>} */
  #meant = new Set();
  /** @type {(() => void) | undefined} */
  #wake;
  #changed = false;
  #stopped = false;

  /**
   * @param {{ manifest: ManifestFile, cloud: Cloud, journal: Journal, settings: Settings, report?: (event: Event) => void, clock?: () => number }} parts
   */
  constructor({ manifest, cloud, journal, settings, report = () => {}, clock }) {
    this.#manifest = manifest;
    this.#cloud = cloud;
    this.#journal = journal;
    this.#settings = settings;
    this.#report = report;
    // The system's clock may jump; time since the process started does not.
    const start = Date.now() - performance.now();
    this.#clock = clock ?? (() => Math.round(start + performance.now()));
    for (const { id = "", region = "", imageId = "", imageName = "", tags = {} } of journal.copies) {
      this.#unseen.set(imageId, { region, id, name: imageName, tags, looks: 0 });
    }
  }

  /** No further call is started; {@link Runner.run} ends when those under way are answered. */
  stop() {
    this.#stopped = true;
    this.#notify();
  }

  /** Forgets what was seen, so that the next {@link Runner.run} looks again. */
  forget() {
    this.#regions = {};
    this.#failures.clear();
  }

  /** What is still to be done as far as it is known. @param {boolean} [ahead] @returns {Plan} */
  plan(ahead = true) {
    const now = this.#clock();
    // A clock that was set back must not make what failed before wait for ever: the pause starts anew.
    for (const failure of this.#failures.values()) failure.at = Math.min(failure.at, now);
    const observed = { regions: this.#regions, sent: [...this.#sent.keys()], failures: [...this.#failures.values()] };
    const plan = this.#manifest.plan({ ...this.#settings.question, observed, now, ahead });
    this.#meant = new Set(plan.regions.map(({ regionId }) => regionId));
    return plan;
  }

  /** Whether an image was seen whose tags name an artifact. @param {string} artifactId */
  hasCopiesOf(artifactId) {
    return Object.values(this.#regions).some(({ images }) => images.some(({ tags = {} }) => tags[OF] === artifactId));
  }

  /** Looks at everything that the plan asks about, and changes nothing. */
  async look() {
    await this.#loop(({ id }) => id.startsWith("observe"));
  }

  /** Does all that can be done. */
  async run() {
    await this.#loop(() => true, true);
    this.#manifest.save();
  }

  /** @param {(action: PlanAction) => boolean} may @param {boolean} [writes] whether what was seen is written into the manifest */
  async #loop(may, writes = false) {
    for (;;) {
      this.#changed = false;
      const plan = this.plan(false);
      const ready = this.#stopped ? [] : plan.actions.filter((action) => action.ready && may(action));
      if (this.#mark(ready)) continue;
      if (writes) this.#manifest.record(shareRecords(plan.regions, this.#regions));
      let next = this.#start(ready);
      for (const at of this.#looks.values()) next = Math.min(next, at);
      if (this.#calls === 0 && (this.#stopped || next === Infinity)) return;
      await this.#event(next);
    }
  }

  /** Starts what there is room for; gives when something is to be done that cannot be done now. @param {PlanAction[]} actions */
  #start(actions) {
    const now = this.#clock();
    const { concurrency, perRegion, poll } = this.#settings;
    let next = Infinity;
    /** @type {Set<string>} */
    const waiting = new Set();
    for (const action of actions) {
      const { regionId } = action;
      if (action.action === "retry-after") {
        next = Math.min(next, action.at ?? now);
      } else if (action.action === "wait") {
        waiting.add(regionId);
        // Not all at once: a tenth sooner or later.
        if (!this.#looks.has(regionId)) this.#looks.set(regionId, now + poll * (0.9 + Math.random() / 5));
      } else if (this.#calls < concurrency && (this.#busy.get(regionId) ?? 0) < perRegion) {
        void this.#perform(action);
      }
    }
    for (const [region, at] of this.#looks) {
      if (!waiting.has(region)) this.#looks.delete(region);
      // A clock that was set back must not make it wait for that long.
      else if (at > now + 2 * poll) this.#looks.set(region, now + poll);
      else if (at <= now && !this.#looking.has(region)) void this.#under(region, () => this.#see(region));
    }
    return next;
  }

  /** Writes marks into the manifest; whether there were any. @param {PlanAction[]} actions */
  #mark(actions) {
    const marks = actions.filter(({ action }) => action === "mark-delivery");
    if (marks.length === 0) return false;
    const changes = marks.map(change);
    const refused = this.#manifest.mark(changes);
    if (refused.length > 0) throw new Error(`the manifest cannot be marked: ${refused[0].message}`);
    const told = marks.filter(({ status }) => status !== "Delivering");
    for (const action of told) {
      this.#journal.write({ event: "mark", region: action.regionId, imageId: action.imageId, status: action.status });
      this.#report({ type: "marked", action });
    }
    if (told.length > 0) this.#manifest.save();
    return true;
  }

  /** @param {PlanAction} action */
  #perform(action) {
    this.#sent.set(action.id, action);
    return this.#under(action.regionId, async () => {
      let known = true;
      try {
        this.#report({ type: "sent", action });
        if (action.action === "observe-region") await this.#see(action.regionId);
        else if (action.action === "observe-shares") await this.#seeShares(action);
        else known = await this.#change(action);
        this.#failures.delete(action.id);
        this.#report({ type: action.action.startsWith("observe") ? "looked" : "done", action });
      } catch (error) {
        await this.#failed(action, error);
      } finally {
        if (known) this.#sent.delete(action.id);
        else this.#answered.add(action.id);
      }
      if (action.accounts !== undefined) await this.#verify(action);
    });
  }

  /**
   * A call that changes the cloud. Gives whether what it did is known; of a share it is not: ECS drops what it does not take.
   *
   * @param {PlanAction} action
   */
  async #change(action) {
    const call = planCall(action);
    if (call === undefined) throw new Error(`${action.action} is no call`);
    const { id, regionId: region, imageName, tags = {} } = action;
    const { operation } = call;
    this.#journal.write({ event: "call", id, region, operation, imageId: action.imageId, imageName }, true);
    const body = await this.#cloud.call(call);
    this.#journal.write({ event: "done", id, region, operation, imageId: body.imageId ?? action.imageId, imageName, tags: action.tags });
    if (action.action === "copy-image") {
      this.#unseen.set(body.imageId, { region, id, name: imageName ?? "", tags, looks: 0 });
      this.#show(region);
    } else if (action.action === "share-image" || action.action === "unshare-image") {
      return false;
    } else {
      await this.#see(region).catch(() => {});
    }
    return true;
  }

  /** @param {PlanAction} action @param {unknown} error */
  async #failed(action, error) {
    if (!(error instanceof CallFailed)) throw error;
    const { code } = error;
    const count = (this.#failures.get(action.id)?.count ?? 0) + 1;
    const delay = (this.#settings.question.retryAfter ?? 1_000) * 2 ** Math.min(count - 1, 6);
    // Half of the pause is by chance, so that what failed together is not tried again together.
    this.#failures.set(action.id, { id: action.id, code, count, at: Math.round(this.#clock() - Math.random() * 0.5 * delay) });
    this.#journal.write({ event: "failed", id: action.id, region: action.regionId, code });
    this.#report({ type: "failed", action, code });
    // It may have been done all the same.
    if (!action.action.startsWith("observe") && (!error.refused || code.endsWith(".Duplicated"))) await this.#see(action.regionId).catch(() => {});
  }

  /** Asks whom an image is shared with, once every share of it is answered. @param {PlanAction} action */
  async #verify({ regionId, imageId }) {
    const shares = [...this.#sent.values()].filter((other) => other.accounts !== undefined && other.regionId === regionId && other.imageId === imageId);
    if (shares.length === 0 || shares.some(({ id }) => !this.#answered.has(id))) return;
    try {
      await this.#seeShares(shares[0]);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      // The plan asks again.
      for (const image of this.#regions[regionId]?.images ?? []) if (image.imageId === imageId) delete image.accounts;
    }
    for (const { id } of shares) {
      this.#answered.delete(id);
      this.#sent.delete(id);
    }
  }

  /** Looks at a region. @param {string} region */
  async #see(region) {
    this.#looking.add(region);
    try {
      const call = planCall(/** @type {PlanAction} */ ({ action: "observe-region", regionId: region }));
      const images = await this.#cloud.all(/** @type {NonNullable<typeof call>} */ (call), (body) => body.images.image);
      this.#regions[region] = observedRegion(images, this.#regions[region]);
      this.#show(region, true);
      this.#tell(region);
    } finally {
      this.#looking.delete(region);
      this.#looks.delete(region);
    }
  }

  /** Adds the copies that ECS gave an id for and does not list. @param {string} region @param {boolean} [looked] */
  #show(region, looked = false) {
    const seen = this.#regions[region]?.images ?? [];
    for (const [imageId, copy] of this.#unseen) {
      if (copy.region !== region) continue;
      const known = seen.find((image) => image.imageId === imageId);
      copy.looks += looked ? 1 : 0;
      if (known !== undefined && looked) this.#unseen.delete(imageId);
      else if (copy.looks > UNSEEN) {
        this.#unseen.delete(imageId);
        const attempts = this.#settings.question.attempts ?? 10;
        this.#failures.set(copy.id, { id: copy.id, code: "ImageNotListed", count: attempts, at: this.#clock() });
      } else if (known === undefined) {
        seen.push({ imageId, imageName: copy.name, status: "Waiting", tags: copy.tags });
        this.#regions[region] = { images: seen };
      }
    }
  }

  /** @param {PlanAction} action */
  async #seeShares(action) {
    const call = planCall({ ...action, action: "observe-shares" });
    const accounts = await this.#cloud.all(/** @type {NonNullable<typeof call>} */ (call), (body) => body.accounts.account);
    const image = this.#regions[action.regionId]?.images.find(({ imageId }) => imageId === action.imageId);
    if (image === undefined) return;
    image.accounts = accounts.map(({ aliyunId }) => aliyunId);
    this.#tell(action.regionId);
  }

  /** Writes what changed in a region since it was last written: whoever reads the journal sees how far it has come. @param {string} region */
  #tell(region) {
    const before = this.#told.get(region);
    const ours = (this.#regions[region]?.images ?? []).filter((image) => this.#manifest.concerns(image));
    const now = new Map(ours.map((image) => [image.imageId, JSON.stringify(image)]));
    const known = before === undefined ? this.#journal.there(region) : [...before.keys()];
    if (before === undefined && ours.length === 0 && known.length === 0 && !this.#meant.has(region)) return;
    for (const image of ours) {
      if (before?.get(image.imageId) !== now.get(image.imageId)) this.#journal.write({ event: "seen", region, image, ...(this.#unseen.has(image.imageId) ? { isUnlisted: true } : {}) });
    }
    for (const imageId of known) {
      if (!now.has(imageId)) this.#journal.write({ event: "gone", region, imageId });
    }
    if (before === undefined) this.#journal.write({ event: "looked", region });
    this.#told.set(region, now);
  }

  /** Counts work at a region, and wakes the loop when it ends. @param {string} region @param {() => Promise<void>} work */
  async #under(region, work) {
    this.#calls += 1;
    this.#busy.set(region, (this.#busy.get(region) ?? 0) + 1);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallFailed)) this.#broken ??= error;
    } finally {
      this.#calls -= 1;
      this.#busy.set(region, (this.#busy.get(region) ?? 1) - 1);
      this.#notify();
    }
  }

  /** A mistake of this program. @type {unknown} */
  #broken;

  #notify() {
    this.#changed = true;
    this.#wake?.();
  }

  /** Waits until something happened, or until a time. @param {number} until */
  async #event(until) {
    if (!this.#changed) {
      const pause = Math.min(Math.max(0, until - this.#clock()), 4 * this.#settings.poll);
      /** @type {NodeJS.Timeout | undefined} */
      let timer;
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
        timer = setTimeout(this.#wake, pause);
      });
      clearTimeout(timer);
      this.#wake = undefined;
    }
    // What else happens in this moment is planned for together.
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.#broken !== undefined) throw this.#broken;
  }
}
