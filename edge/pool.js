/**
 * Threads beside the one that answers: a template over a size is read there, so that others, and `/healthz`, are answered
 * meanwhile. Each thread has an instance of the core of its own.
 */

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { Problem } from "./problem.js";

/** @import { Threads } from "./index.js" */
/** @import { Answer, Job } from "./thread.js" */

/** @typedef {{ job: Job, resolve(answer: any): void, reject(error: unknown): void }} Waiting */
/** @typedef {{ worker: Worker, at?: Waiting & { timer: ReturnType<typeof setTimeout> } }} Thread */

/** How many jobs wait at most; whoever comes then is told to come again. */
const QUEUE = 64;

/** How long a job may take, in milliseconds. The core's budget of work ends it far sooner; this is for what nobody foresaw. */
const PATIENCE = 20_000;

/** @implements {Threads} */
export class Pool {
  /** @type {Waiting[]} */
  #queue = [];
  /** @type {Set<Thread>} */
  #threads = new Set();
  #size;
  #file;
  #isClosed = false;

  /**
   * @param {URL} file the program of a thread
   * @param {number} [size] how many threads there are at most
   */
  constructor(file, size = Math.max(1, Math.min(4, availableParallelism() - 1))) {
    this.#file = file;
    this.#size = size;
  }

  /** @type {Threads["resolve"]} */
  resolve = (job) => this.#run({ kind: "resolve", ...job });

  /** @type {Threads["analyze"]} */
  analyze = (job) => this.#run({ kind: "analyze", ...job });

  /** Ends all threads. What they were at is not finished. */
  async close() {
    this.#isClosed = true;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  /** @param {Job} job @returns {Promise<any>} */
  #run(job) {
    if (this.#queue.length >= QUEUE) throw new Problem("rate-limited", { headers: { "retry-after": "1" } });
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#next();
    });
  }

  #next() {
    if (this.#isClosed) {
      for (const { reject } of this.#queue.splice(0)) reject(new Error("the threads are closed"));
      return;
    }
    if (this.#queue.length === 0) return;
    const thread = [...this.#threads].find(({ at }) => at === undefined) ?? (this.#threads.size < this.#size ? this.#start() : undefined);
    if (thread === undefined) return;
    const waiting = /** @type {Waiting} */ (this.#queue.shift());
    const timer = setTimeout(() => void thread.worker.terminate(), PATIENCE);
    thread.at = { ...waiting, timer };
    thread.worker.ref();
    thread.worker.postMessage(waiting.job);
  }

  #start() {
    const worker = new Worker(this.#file);
    /** @type {Thread} */
    const thread = { worker };
    worker.on("message", (/** @type {Answer} */ answer) => {
      const done = this.#done(thread);
      if ("failed" in answer) done?.reject(Object.assign(new Error("a thread failed"), { stack: answer.failed }));
      else done?.resolve(answer.answer);
      this.#next();
    });
    worker.on("error", (error) => this.#lost(thread, error));
    worker.on("exit", () => this.#lost(thread, new Error("a thread ended in the middle of its work")));
    this.#threads.add(thread);
    // Only work keeps the process alive. Listening for messages would, too.
    worker.unref();
    return thread;
  }

  /** @param {Thread} thread @param {unknown} error */
  #lost(thread, error) {
    this.#threads.delete(thread);
    this.#done(thread)?.reject(error);
    this.#next();
  }

  /** @param {Thread} thread */
  #done(thread) {
    const { at } = thread;
    thread.at = undefined;
    if (at === undefined) return undefined;
    clearTimeout(at.timer);
    thread.worker.unref();
    return at;
  }
}
