/** Files in and out. Bytes stay bytes: what is downloaded was never decoded. */

/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer>, sample: boolean }} Input */

const SAMPLE = { template: "template.yaml", manifest: "manifest.json" };

/**
 * A file of the bundled sample.
 *
 * @param {"template" | "manifest"} role
 * @returns {Promise<Input>}
 */
export async function sample(role) {
  const name = SAMPLE[role];
  const response = await fetch(new URL(`../sample/${name}`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return { name, bytes: new Uint8Array(await response.arrayBuffer()), sample: true };
}

/**
 * A file that was picked or dropped.
 *
 * @param {File} file
 * @returns {Promise<Input>}
 */
export async function read(file) {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), sample: false };
}

/**
 * Whether a file says of itself that it is a manifest.
 *
 * @param {Input} file
 */
export function isManifest({ bytes }) {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  return start.startsWith("{") && start.includes('"manifestVersion"');
}

/**
 * Takes files dropped anywhere on the page.
 *
 * @param {(files: File[], target: Element) => void} take
 */
export function onDrop(take) {
  const page = document.documentElement;
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    page.dataset.dragging = "";
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) delete page.dataset.dragging;
  });
  addEventListener("drop", (event) => {
    delete page.dataset.dragging;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    take(files, event.target instanceof Element ? event.target : page);
  });
}

/**
 * Saves bytes as a file.
 *
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function download(name, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * The name of a template resolved for a region: `web.yaml` becomes `web.cn-beijing.yaml`.
 *
 * @param {string} name
 * @param {string} region
 */
export function resolvedName(name, region) {
  const { stem, ending } = /^(?<stem>.+?)(?<ending>(?:\.tf)?\.[^.]+)$/.exec(name)?.groups ?? { stem: name, ending: "" };
  return `${stem}.${region}${ending}`;
}
