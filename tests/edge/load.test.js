// A short form of `npm run bench:edge`: no request fails, and memory does not grow with their number.
import assert from "node:assert/strict";
import { test } from "node:test";

import { measure } from "../../benches/edge/load.mjs";

/** What the collector of garbage may be behind, in bytes. */
const SLACK = 96 << 20;

test("4,000 requests on 16 connections are all answered, in memory that stays", async (context) => {
  const { runs } = await measure({ requests: 4000, connections: 16 });
  const [nothing, edge] = runs;
  for (const { name, requests, failed, rate, p50, p99, cpu, memory } of runs) {
    context.diagnostic(`${name}: ${rate} requests/s, p50 ${p50} ms, p99 ${p99} ms, ${cpu.toFixed(0)} s of CPU for a million, ${memory.map((bytes) => bytes >> 20).join(" ")} MiB`);
    assert.deepEqual([requests, failed], [4000, 0]);
  }
  context.diagnostic(`the edge function answers ${((edge.rate / nothing.rate) * 100).toFixed(0)} % of the requests of a worker that does nothing`);
  assert.ok((edge.memory.at(-1) ?? 0) - edge.memory[0] < SLACK);
});
