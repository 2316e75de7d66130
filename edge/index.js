/** The entry of the npm package: the portable handler, and what a platform of one's own is made with. */

export { BundleError, readTrust } from "./bundle/index.js";
export { createHandler, misconfigured } from "./handler.js";
export { alarm, toConsole } from "./log.js";
export { dataPoint, Metrics } from "./metrics.js";
export { Problem } from "./problem.js";
export { createProviders } from "./providers.js";
export { rate } from "./rate.js";
export { Store } from "./store.js";
export { queue, Writer } from "./writer.js";
