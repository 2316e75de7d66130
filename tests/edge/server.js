/** The server that is tested: what `edge/node.js` runs, with faults that can be set from outside. */

import { analyze, Resolver } from "../../js/node.js";
import * as glue from "../../pkg/core.js";
import { version, wasm } from "../../pkg/identity.js";
import { files } from "../../edge/files.js";
import { createEdge, server } from "../../edge/node.js";
import { Faults } from "./faults.js";

/**
 * @param {any} given the settings of `createEdge`
 */
export async function start({ folder, ...given }) {
  const faults = new Faults();
  const trapping = "trap" in glue ? glue : undefined;
  const make = () =>
    createEdge({
      folder,
      keyed: faults.around(files(folder)),
      core: faults.core({ Resolver, analyze, version, wasm }, trapping),
      now: faults.now,
      log: (/** @type {object} */ line) => faults.log.push(line),
      limit: () => faults.state.limit || undefined,
      ...given,
    });
  let edge = make();
  const listening = server((request, about) => edge(request, about));
  await new Promise((resolve) => listening.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (listening.address());
  return {
    url: `http://127.0.0.1:${port}`,
    /** @param {any} state */
    async set({ cold, ...state }) {
      faults.set(state);
      if (cold) edge = make();
    },
    async take() {
      return faults.take();
    },
    async stop() {
      listening.closeAllConnections();
      await new Promise((resolve) => listening.close(resolve));
    },
  };
}
