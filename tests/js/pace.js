/** How the cost of work grows with its input. Never how long it takes: a machine is as fast as it is, and may be busy. */

import assert from "node:assert/strict";

/** What four times the input may cost, as a multiple. */
const MOST = 6;

/**
 * Asserts that `work` on `long`, which is four times as much as `short`, costs at most six times as much, and prints both.
 *
 * @template T
 * @param {string} name
 * @param {T} short
 * @param {T} long
 * @param {(input: T) => void} work
 * @returns {number} the ratio
 */
export function assertLinear(name, short, long, work) {
  const best = [Infinity, Infinity];
  // The cheapest of some rounds is what it costs; where something disturbs, more of them are needed to see it.
  for (let round = 0; round < 60 && (round < 5 || best[1] > MOST * best[0]); round += 1) {
    best[0] = Math.min(best[0], cost(() => work(short)));
    best[1] = Math.min(best[1], cost(() => work(long)));
  }
  const [one, four] = best;
  console.log(`${name.padEnd(40)} ${one.toFixed(2).padStart(8)} ms for n, ${four.toFixed(2).padStart(8)} ms for 4n: ${(four / one).toFixed(1)}`);
  assert.ok(four <= MOST * one, `${name}: ${one} ms, and ${four} ms for four times as much`);
  return four / one;
}

/** Milliseconds by the clock: what the processor counts includes the compiler's and the collector's threads. @param {() => void} work */
export function cost(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}
