/** The console's page: settings, then the store, then everything else. */

import "./shell.js";

import { transition } from "./core.js";
import { Settings } from "./settings.js";
import { Store } from "./store.js";

const settings = new Settings();
const store = new Store({ transition });
const shell = document.createElement("eir-console");
Object.assign(shell, { settings, store });
await settings.start();
document.body.replaceChildren(shell);
