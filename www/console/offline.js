/** Keeps the console for times without a network, and says when a newer one is there. */

/** How often an open page looks for a newer console, in milliseconds. */
const OFTEN = 3_600_000;

/** @type {ServiceWorkerRegistration | undefined} */
let registration;

/**
 * Where the browser has no such thing, or this page may not, the console needs the network, and that is all.
 *
 * @param {() => void} updated called when a newer console is ready
 */
export async function keepOffline(updated) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const found = await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI), { type: "classic" });
    registration = found;
    // A worker that waits has an older one before it, which this page came from.
    if (found.waiting) updated();
    found.addEventListener("updatefound", () => {
      const { installing } = found;
      installing?.addEventListener("statechange", () => installing.state === "installed" && navigator.serviceWorker.controller && updated());
    });
    navigator.serviceWorker.controller?.postMessage("here");
    setInterval(() => void found.update().catch(() => {}), OFTEN);
  } catch {
    // Nothing is lost by it.
  }
}

/** Loads the page again, from the newest console that is there. */
export function reload() {
  if (!registration?.waiting) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting.postMessage("take over");
}
