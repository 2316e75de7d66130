/** Real files: opened, saved, dropped. Bytes in, the same bytes out. */

/** @import { File as Known } from "./history.js" */

/** A file that was given. @typedef {{ path: string, bytes: Uint8Array, handle?: FileSystemFileHandle, modified?: number }} Given `path` holds `/` where it came in a folder */

/** How much of a folder is read, and how large a file may be: nothing that the core takes is larger. */
const MOST_FILES = 500;
const MOST_BYTES = 2 ** 24;

/** Folders that nobody means. */
const PASSED_OVER = /^(?:\.git|node_modules|\.terraform|\.svn|\.hg)$/;

/** What browsers of this day have, and the types do not know. @typedef {{ showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>, showSaveFilePicker?(options: object): Promise<FileSystemFileHandle> }} Pickers */

const pickers = () => /** @type {Pickers} */ (/** @type {unknown} */ (globalThis));

const JSON_TYPE = { description: "JSON", accept: { "application/json": [".json"] } };

/**
 * Lets the person choose files.
 *
 * @param {{ accept?: string, multiple?: boolean }} [options] `accept` as `<input>` has it
 * @returns {Promise<Given[]>} none where they thought better of it
 */
export async function choose({ accept = ".json", multiple = false } = {}) {
  const { showOpenFilePicker } = pickers();
  if (showOpenFilePicker && !multiple) {
    try {
      const handles = await showOpenFilePicker({ types: [JSON_TYPE], excludeAcceptAllOption: false });
      return Promise.all(handles.map(givenOf));
    } catch (error) {
      if (isAbort(error)) return [];
      // Some frames have the function and may not use it.
    }
  }
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept, multiple });
  const files = await new Promise((/** @type {(files: File[]) => void} */ resolve) => {
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
  return Promise.all(files.map(async (file) => ({ path: file.name, bytes: await bytesOf(file) })));
}

/**
 * Writes into the file that is known, or into one that the person chooses; where the browser has no such thing, as a
 * download.
 *
 * @param {Uint8Array} bytes
 * @param {Known} file
 * @param {boolean} elsewhere whether to ask where, even if the file is known
 * @returns {Promise<Known | undefined>} where they lie now; `undefined` where the person thought better of it
 */
export async function save(bytes, file, elsewhere) {
  let handle = elsewhere ? undefined : file.handle;
  const { showSaveFilePicker } = pickers();
  if (handle === undefined && showSaveFilePicker) {
    try {
      handle = await showSaveFilePicker({ suggestedName: file.name, types: [JSON_TYPE] });
    } catch (error) {
      if (isAbort(error)) return undefined;
    }
  }
  if (handle === undefined) {
    download(bytes, file.name);
    return { name: file.name };
  }
  // What is written lies beside the file until it is closed: a failure leaves the file as it was.
  const writable = await handle.createWritable();
  await writable.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  await writable.close();
  return { name: handle.name, handle, modified: await modifiedOf(handle) };
}

/** When a file was last written, by whomever; `undefined` where it cannot be seen. @param {FileSystemFileHandle | undefined} handle */
export async function modifiedOf(handle) {
  try {
    return (await handle?.getFile())?.lastModified;
  } catch {
    return undefined;
  }
}

/** @param {Uint8Array} bytes @param {string} name */
export function download(bytes, name) {
  const address = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  // Some browsers look at the address only later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Every file of a drop, those of folders included. It has to be called while the event is handled.
 *
 * @param {DataTransfer} dropped
 * @returns {Promise<{ files: Given[], left: number }>} `left`: how many were left out, too large or too many
 */
export async function dropped(dropped) {
  const items = [...dropped.items].filter(({ kind }) => kind === "file");
  /** @type {(FileSystemEntry | File)[]} */
  const roots = items.flatMap((item) => item.webkitGetAsEntry?.() ?? item.getAsFile() ?? []);
  /** @type {Given[]} */
  const files = [];
  let left = 0;
  const take = async (/** @type {File} */ file, /** @type {string} */ path) => {
    if (files.length >= MOST_FILES || file.size > MOST_BYTES) left += 1;
    else files.push({ path, bytes: await bytesOf(file) });
  };
  const walk = async (/** @type {FileSystemEntry} */ entry) => {
    if (entry.isFile) {
      const file = await new Promise((/** @type {(file: File) => void} */ resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
      await take(file, entry.fullPath.replace(/^\//, ""));
    } else if (!PASSED_OVER.test(entry.name)) {
      for (const inner of await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry))) await walk(inner);
    }
  };
  for (const root of roots) {
    if (root instanceof File) await take(root, root.name);
    else await walk(root);
  }
  return { files, left };
}

/** The text of bytes that are UTF-8, to be made the same bytes again; `undefined` where they are not. @param {Uint8Array} bytes */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @param {FileSystemFileHandle} handle @returns {Promise<Given>} */
async function givenOf(handle) {
  const file = await handle.getFile();
  return { path: handle.name, bytes: await bytesOf(file), handle, modified: file.lastModified };
}

/** @param {Blob} file */
const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/** @param {unknown} error */
const isAbort = (error) => error instanceof DOMException && error.name === "AbortError";

/** @param {FileSystemDirectoryEntry} folder @returns {Promise<FileSystemEntry[]>} */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  // A reader gives them in portions, and an empty one at the end.
  for (;;) {
    const some = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...some);
  }
}
