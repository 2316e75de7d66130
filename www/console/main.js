/** The console's page: settings and store first, then the frame with its views. */

import "./shell.js";

import * as core from "../elements/core.js";
import { keepOffline } from "./offline.js";
import { sample, SAMPLE } from "./sample.js";
import { Settings } from "./settings.js";
import { Store } from "./store.js";

/** @import { Transition } from "./store.js" */

const settings = new Settings();
const store = new Store({
  transition: async (manifest, change) => /** @type {Transition} */ (await core.transition(manifest, change)),
});

const [isKnown] = await Promise.all([store.start(), settings.start()]);
if (!isKnown) {
  // Without its sample a console begins empty.
  const found = await sample().catch(() => undefined);
  if (found) {
    await store.begin(found.text, SAMPLE);
    for (const { key, bytes, filename } of found.templates) await store.templates.set(key, bytes, filename);
  }
}
const shell = Object.assign(document.createElement("eir-console"), { settings, store, isUpdated: false });
document.body.replaceChildren(shell);

// What is kept for later does not compete with what is wanted now.
const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 2000));
whenIdle(() => void keepOffline(() => (shell.isUpdated = true)));
