// What the console keeps: undo and redo, a later visit, two tabs at once, a browser that keeps nothing or has no room.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually } from "../../scripts/browser.mjs";
import { go, onConsole, SAMPLE, settled, start, stop } from "./console.js";

/** @import { Page } from "playwright-core" */

before(start);
after(stop);

const [ARTIFACT] = SAMPLE.artifacts;
const [SERVICE] = SAMPLE.services;

/** What the store of a page holds. @param {Page} page */
const held = (page) =>
  page.evaluate(() => {
    const { store } = /** @type {any} */ (document.querySelector("eir-console"));
    return { manifest: store.manifest, undoable: store.undoable, redoable: store.redoable, keeping: store.keeping, file: store.file.name };
  });

/** @param {Page} page @param {object | object[]} change @param {object} [options] */
const apply = (page, change, options) =>
  page.evaluate(async ([change, options]) => {
    const made = await /** @type {any} */ (document.querySelector("eir-console")).store.apply(change, options);
    return { ok: made.ok, codes: made.diagnostics.map((/** @type {{ code: string }} */ { code }) => code) };
  }, /** @type {const} */ ([change, options]));

const rename = (/** @type {string} */ name) => ({ change: "rename-service", serviceId: SERVICE.serviceId, name });

/** @param {string} manifest */
const nameIn = (manifest) => JSON.parse(manifest).services[0].name;

test("every change can be undone and redone, by buttons and keys, and says what it was", () =>
  onConsole(async (page) => {
    const first = (await held(page)).manifest;
    await apply(page, rename("Shop A"));
    await apply(page, [rename("Shop B"), { change: "unshare", serviceId: SERVICE.serviceId, uids: ["1000000000000002"] }]);
    await page.getByRole("button", { name: "Undo: rename service Shop B, and 1 more" }).click();
    await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Shop A"));
    await page.getByText("Undone: rename service Shop B, and 1 more").waitFor();
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: "Undo", exact: true, disabled: true }).waitFor();
    await eventually(async () => assert.equal((await held(page)).manifest, first));
    await page.keyboard.press("Control+Shift+z");
    await page.getByRole("button", { name: /^Undo: rename service/ }).waitFor();
    await page.keyboard.press("Control+y");
    await page.getByRole("button", { name: "Redo", exact: true, disabled: true }).waitFor();
    await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Shop B"));
    await page.getByRole("searchbox").fill("abc");
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Shop B", "in a field the field is meant"));
  }));

test("a change that the core refuses changes nothing", () =>
  onConsole(async (page) => {
    const before = await held(page);
    const made = await apply(page, { change: "delete-artifact", artifactId: ARTIFACT.artifactId });
    assert.equal(made.ok, false);
    assert.deepEqual([...new Set(made.codes)].length, 1);
    await eventually(async () => assert.deepEqual(await held(page), before));
  }));

test("a later visit goes on where the last one ended, what was undone included", () =>
  onConsole(async (page) => {
    await apply(page, rename("One"));
    await apply(page, rename("Two"));
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: /^Redo: rename service/ }).waitFor();
    const before = await held(page);
    await page.reload();
    await settled(page);
    await eventually(async () => assert.deepEqual(await held(page), before));
    await page.keyboard.press("Control+y");
    await page.getByRole("button", { name: "Redo", exact: true, disabled: true }).waitFor();
    await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Two"));
  }));

/** Runs in the page: the text that lies in the browser, read past the console. @returns {Promise<string>} */
async function kept() {
  const database = await new Promise((/** @type {(value: IDBDatabase) => void} */ resolve) => {
    const opening = indexedDB.open("ecs-image-resolver");
    opening.onsuccess = () => resolve(opening.result);
  });
  const reading = database.transaction(["state", "texts"]);
  const get = (/** @type {string} */ store, /** @type {string} */ key) =>
    new Promise((/** @type {(value: any) => void} */ resolve) => {
      const request = reading.objectStore(store).get(key);
      request.onsuccess = () => resolve(request.result);
    });
  const state = await get("state", "state");
  const text = await get("texts", state.steps[state.position].id);
  database.close();
  return text;
}

/** A page whose storage is full while its `full` is true. @param {Page} page */
const withLittleRoom = (page) =>
  page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    Object.assign(globalThis, { full: false });
    IDBObjectStore.prototype.put = function (...args) {
      if (/** @type {any} */ (globalThis).full && this.name === "texts") {
        this.transaction.abort();
        throw new DOMException("no room, says the test", "QuotaExceededError");
      }
      return put.apply(this, args);
    };
  });

/** @param {(one: Page, other: Page) => Promise<void>} work @param {Parameters<typeof onConsole>[1]} [options] */
const inTwoTabs = (work, options) =>
  onConsole(async (one, { context, url, watch }) => {
    const other = await context.newPage();
    watch(other);
    await other.goto(url);
    await settled(other);
    await work(one, other);
  }, options);

test("what one tab changes shows up in the other, and is undone from there", () =>
  inTwoTabs(async (one, other) => {
    await go(other, "#/services");
    await apply(one, rename("From one tab"));
    await other.getByText("From one tab").first().waitFor();
    await other.getByRole("button", { name: "Undo: rename service From one tab" }).click();
    await one.getByRole("button", { name: /^Redo: / }).and(one.locator(":enabled")).waitFor();
    await eventually(async () => assert.deepEqual(await held(one), await held(other)));
  }));

test("changes of both tabs at the same moment are both made", () =>
  inTwoTabs(async (one, other) => {
    const account = (/** @type {string} */ uid) => ({ change: "share", serviceId: SERVICE.serviceId, accounts: [{ uid, permission: "Deployable" }] });
    const made = await Promise.all(Array.from({ length: 8 }, (_, index) => apply(index % 2 ? one : other, account(`200000000000000${index}`))));
    assert.ok(made.every(({ ok }) => ok));
    await one.waitForTimeout(200);
    await eventually(async () => assert.deepEqual(await held(one), await held(other)));
    const shared = JSON.parse((await held(one)).manifest).services[0].sharedAccounts.map((/** @type {{ uid: string }} */ { uid }) => uid);
    for (let index = 0; index < 8; index += 1) assert.ok(shared.includes(`200000000000000${index}`), String(index));
  }));

test("a form that another tab overtook asks whose change is kept, and undo leads to the other's", () =>
  inTwoTabs(async (one, other) => {
    const draft = `#/artifacts/${ARTIFACT.artifactId}?edit`;
    for (const choice of ["Take mine", "Keep the other tab’s"]) {
      const [theirs, mine] = [`Changed by the first tab: ${choice}`, `Typed in the second tab: ${choice}`];
      await go(other, draft);
      await other.getByLabel("Description").fill(mine);
      assert.ok((await apply(one, { change: "update-draft", artifactId: ARTIFACT.artifactId, description: theirs })).ok);
      await other.waitForTimeout(200);
      await eventually(async () => assert.equal(await other.getByLabel("Description").inputValue(), mine, "what is typed stays"));
      await other.getByRole("button", { name: "Save as draft" }).click();
      await other.getByRole("heading", { name: "Changed in another tab meanwhile" }).waitFor();
      await other.getByRole("button", { name: choice }).click();
      await other.getByRole("heading", { name: "Changed in another tab meanwhile" }).waitFor({ state: "detached" });
      await other.waitForTimeout(200);
      const description = async () => JSON.parse((await held(other)).manifest).artifacts[0].description;
      await eventually(async () => assert.equal(await description(), choice === "Take mine" ? mine : theirs));
      if (choice === "Take mine") {
        await go(other, "#/artifacts");
        await other.keyboard.press("Control+z");
        await other.getByText(/^Undone/).first().waitFor();
        await eventually(async () => assert.equal(await description(), theirs));
      } else {
        await go(other, "#/artifacts");
      }
    }
  }));

test("where the browser gives no storage it works in memory and says so", () =>
  onConsole(
    async (page) => {
      await page.getByText("What you do is not kept in this browser.").waitFor();
      await eventually(async () => assert.match(await page.locator(".banner").innerText(), /gives this page no storage.*denied by the test/s));
      assert.ok((await apply(page, rename("In memory"))).ok);
      await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "In memory"));
      await page.keyboard.press("Control+z");
      await page.getByText(/^Undone/).waitFor();
      assert.notEqual(nameIn((await held(page)).manifest), "In memory");
    },
    { prepare: (page) => page.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException("denied by the test", "SecurityError"); }; }) },
  ));

test("a storage that is full loses nothing that is shown, says so, and is used again once there is room", () =>
  onConsole(
    async (page) => {
      await apply(page, rename("Kept"));
      await page.evaluate("full = true");
      assert.ok((await apply(page, rename("Too much"))).ok);
      await page.getByText("Its storage is full").waitFor();
      await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Too much"));
      assert.equal(nameIn(await page.evaluate(kept)), "Kept", "nothing is half-written");
      await page.evaluate("full = false");
      await apply(page, rename("Room again"));
      await page.getByText("Its storage is full").waitFor({ state: "detached" });
      await page.reload();
      await settled(page);
      await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Room again"));
    },
    { prepare: withLittleRoom },
  ));

test("what a tab had no room for is not lost when another tab writes meanwhile", () =>
  inTwoTabs(async (one, other) => {
    await one.evaluate("full = true");
    await apply(one, rename("Alone"));
    await one.getByText("Its storage is full").waitFor();
    await apply(other, rename("Theirs"));
    await one.evaluate("full = false");
    const made = apply(one, { change: "set-share-type", serviceId: SERVICE.serviceId, shareType: "Hidden" });
    await one.getByRole("button", { name: "Take mine" }).click();
    await made;
    const [{ name, shareType }] = JSON.parse((await held(one)).manifest).services;
    assert.deepEqual([name, shareType], ["Alone", "Hidden"]);
    await one.keyboard.press("Control+z");
    await one.getByText(/^Undone/).waitFor();
    await eventually(async () => assert.equal(nameIn((await held(one)).manifest), "Theirs"));
    await one.waitForTimeout(200);
    await eventually(async () => assert.deepEqual(await held(one), await held(other)));
  }, { prepare: withLittleRoom }));

test("a storage that was damaged is begun anew from what is whole", () =>
  onConsole(async (page) => {
    await apply(page, rename("Whole"));
    await apply(page, rename("Damaged"));
    await page.evaluate(async () => {
      const database = await new Promise((/** @type {(value: IDBDatabase) => void} */ resolve) => { const opening = indexedDB.open("ecs-image-resolver"); opening.onsuccess = () => resolve(opening.result); });
      const writing = database.transaction(["state", "texts"], "readwrite");
      const reading = writing.objectStore("state").get("state");
      reading.onsuccess = () => writing.objectStore("texts").delete(reading.result.steps[reading.result.position].id);
      await new Promise((resolve) => { writing.oncomplete = resolve; });
      database.close();
    });
    await page.reload();
    await settled(page);
    await eventually(async () => assert.equal(nameIn((await held(page)).manifest), "Whole"));
    assert.ok((await apply(page, rename("Goes on"))).ok);
  }));
