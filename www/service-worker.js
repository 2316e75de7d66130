/**
 * The console without a network: every file of one build, fetched once and kept. A page goes on with the files of its own build
 * for as long as it is open, whatever comes after it.
 *
 * `BUILD` and `FILES` are written when the page is built.
 */

/** Which build this is, and all of its files; the first is the page. @type {{ BUILD: string, FILES: string[] }} */
const { BUILD, FILES } = /** @type {any} */ (globalThis).OFFLINE;

const CACHE = `ecs-image-resolver-${BUILD}`;

/** The types are those of a page. @typedef {{ skipWaiting(): void, registration: ServiceWorkerRegistration, clients: { claim(): Promise<void>, matchAll(options: object): Promise<unknown[]> }, addEventListener(type: string, listener: (event: any) => void): void }} Worker */
const worker = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));

worker.addEventListener("install", (event) => event.waitUntil(fill()));

worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") worker.skipWaiting();
  if (event.data === "here") event.waitUntil(tidy());
});

async function fill() {
  const cache = await caches.open(CACHE);
  // The page has one name in all builds; the others say in their names what is in them.
  await cache.addAll(FILES.map((file, at) => new Request(file, { cache: at === 0 ? "no-cache" : "default" })));
}

/** @param {Request} request */
async function page(request) {
  const scope = new URL(worker.registration.scope).pathname;
  const { pathname } = new URL(request.url);
  if (pathname !== scope && pathname !== `${scope}index.html`) return fetch(request);
  return (await (await caches.open(CACHE)).match(FILES[0])) ?? fetch(request);
}

/** Of whatever build it is. @param {Request} request */
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** Forgets other builds, once the only page that is open is of this one. */
async function tidy() {
  const { installing, waiting } = worker.registration;
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (installing || waiting || pages.length > 1) return;
  for (const name of await caches.keys()) if (name.startsWith("ecs-image-resolver-") && name !== CACHE) await caches.delete(name);
}
