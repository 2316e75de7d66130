/** Files that are read again as they change: the journal of a run that goes on. Only where the browser says where a file lies. */

/** @import { Given as Read } from "../../../../js/distribute/observation.js" */
/** @import { EcsImageArtifact } from "../artifact.js" */

/** A file, and where it lies. @typedef {Read & { handle?: FileSystemFileHandle, modified?: number }} Given */

/** Milliseconds between two looks. */
const PAUSE = 2_000;

export class Following {
  #host;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {EcsImageArtifact} host */
  constructor(host) {
    this.#host = host;
  }

  /** Goes on while there is something to follow, and somebody to see it. */
  update() {
    clearTimeout(this.#timer);
    const isWanted = this.#host.isConnected && this.#host.observation.some(({ handle }) => handle !== undefined);
    this.#timer = isWanted ? setTimeout(() => void this.#look(), PAUSE) : undefined;
  }

  async #look() {
    const before = this.#host.observation;
    const now = document.hidden ? before : await Promise.all(before.map(again));
    // Something else may have been taken in meanwhile.
    if (before === this.#host.observation && now.some((file, at) => file !== before[at])) this.#host.observe(now);
    this.update();
  }
}

/** The file as it is now; the same one where nothing changed. @param {Given} known @returns {Promise<Given>} */
async function again(known) {
  const { name, text, handle, modified } = known;
  if (handle === undefined) return known;
  try {
    const file = await handle.getFile();
    return file.lastModified === modified ? known : { name, text: new Uint8Array(await file.arrayBuffer()), handle, modified: file.lastModified };
  } catch {
    // It is gone, or may not be read any more: what it said last stays.
    return { name, text };
  }
}

/**
 * Files of a drop. It has to be called while the event is handled.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<Given[]>}
 */
export async function droppedFiles(transfer) {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const all = items.map((item) => ({ file: item.getAsFile(), handle: /** @type {Handing} */ (item).getAsFileSystemHandle?.().catch(() => undefined) }));
  return Promise.all(all.flatMap(({ file, handle }) => (file === null ? [] : [given(file, handle)])));
}

/** What some browsers have, and the types do not know. @typedef {DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> }} Handing */

/** @param {File} file @param {Promise<FileSystemHandle | null | undefined>} [handed] @returns {Promise<Given>} */
async function given(file, handed) {
  const [handle, text] = [await handed, new Uint8Array(await file.arrayBuffer())];
  return { name: file.name, text, ...(handle?.kind === "file" ? { handle: /** @type {FileSystemFileHandle} */ (handle), modified: file.lastModified } : {}) };
}
