// What files say of the cloud: journals, answers, observations; and what other files are.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { readObservation } from "../../js/distribute/observation.js";

/** @param {string} ImageId @param {object} [more] */
const image = (ImageId, more) => ({ ImageId, ImageName: "web", Status: "Available", Progress: "100%", ...more });

/** @param {string} RegionId @param {object[]} images @param {object} [more] */
const images = (RegionId, images, more) => ({ RequestId: "R", RegionId, TotalCount: images.length, PageNumber: 1, PageSize: 100, Images: { Image: images }, ...more });

/** @param {string} RegionId @param {string} ImageId @param {string[]} uids @param {object} [more] */
const shares = (RegionId, ImageId, uids, more) => ({ RequestId: "R", RegionId, ImageId, TotalCount: uids.length, PageNumber: 1, PageSize: 100, Accounts: { Account: uids.map((AliyunId) => ({ AliyunId })) }, ...more });

/** @param {...(string | object)} documents */
const read = (...documents) => readObservation(documents.map((document, at) => ({ name: `${at}.json`, text: typeof document === "string" ? document : JSON.stringify(document) })));

/** What is wrong with a file. @param {string | object} document */
const problem = (document) => read(document).files[0].problems;

describe("answers", () => {
  test("of several regions in one file, as a shell appends them, and whom images are shared with", () => {
    const text = [images("cn-beijing", [image("m-1"), image("m-2", { Status: "Creating", Progress: "40%" })]), images("cn-hangzhou", []), shares("cn-beijing", "m-1", ["7", "8"])].map((one) => JSON.stringify(one, null, 2)).join("\n");
    const { observed, files } = read(text);
    assert.deepEqual(Object.keys(observed.regions), ["cn-beijing", "cn-hangzhou"]);
    assert.deepEqual(observed.regions["cn-beijing"].images.map(({ imageId, status, progress, accounts }) => [imageId, status, progress, accounts]), [["m-1", "Available", 100, ["7", "8"]], ["m-2", "Creating", 40, undefined]]);
    assert.deepEqual(files, [{ name: "0.json", kinds: ["describe-images", "describe-image-share-permission"], problems: [] }]);
  });

  test("in a list, of the SDK, one a line, and with a mark at the beginning", () => {
    const sdk = { headers: {}, statusCode: 200, body: { regionId: "cn-beijing", totalCount: 1, pageNumber: 1, images: { image: [{ imageId: "m-1", status: "Available" }] } } };
    for (const text of [JSON.stringify([sdk]), `\ufeff${JSON.stringify(sdk)}\n`, `${JSON.stringify(images("cn-hangzhou", []))}\n${JSON.stringify(sdk)}`]) {
      assert.equal(read(text).observed.regions["cn-beijing"].images[0].imageId, "m-1", text);
    }
  });

  test("page by page: a region counts once all of its pages are there", () => {
    const page = (/** @type {number} */ PageNumber, /** @type {string} */ id) => images("cn-beijing", [image(id)], { PageNumber, PageSize: 1, TotalCount: 2 });
    const partial = read(page(1, "m-1"), images("cn-hangzhou", []));
    assert.deepEqual(Object.keys(partial.observed.regions), ["cn-hangzhou"]);
    assert.deepEqual(partial.files[0].problems, [{ problem: "pages", of: "cn-beijing", have: 1, total: 2 }]);
    const whole = read(page(2, "m-2"), page(1, "m-1"));
    assert.deepEqual(whole.observed.regions["cn-beijing"].images.map(({ imageId }) => imageId), ["m-1", "m-2"]);
    const again = read(page(1, "m-1"), page(2, "m-2"), images("cn-beijing", [image("m-3")]));
    assert.deepEqual(again.observed.regions["cn-beijing"].images.map(({ imageId }) => imageId), ["m-3"], "it was asked for again");
    const half = read(images("cn-beijing", [image("m-1")]), shares("cn-beijing", "m-1", ["7"], { TotalCount: 120 }));
    assert.equal(half.observed.regions["cn-beijing"].images[0].accounts, undefined);
    assert.deepEqual(half.files[1].problems, [{ problem: "pages", of: "m-1", have: 1, total: 120 }]);
  });

  test("without a region are those of the file's name, or nobody's", () => {
    const merged = { Images: { Image: [image("m-1")] } };
    const named = (/** @type {string} */ name) => readObservation([{ name, text: JSON.stringify(merged) }]);
    for (const name of ["cn-beijing.json", "images-cn-beijing.json", "2026.cn-beijing.txt"]) assert.deepEqual(Object.keys(named(name).observed.regions), ["cn-beijing"], name);
    assert.deepEqual(Object.keys(named("cn-wuhan-lr.json").observed.regions), ["cn-wuhan-lr"]);
    assert.deepEqual(named("images.json").files[0], { name: "images.json", kinds: [], problems: [{ problem: "no-region", line: 1 }] });
  });

  test("say which regions are all, and whom an image is shared with that nobody listed", () => {
    assert.deepEqual(read({ RequestId: "R", Regions: { Region: [{ RegionId: "cn-beijing" }, { RegionId: "cn-new" }] } }).allRegions, ["cn-beijing", "cn-new"]);
    assert.deepEqual(read(shares("cn-beijing", "m-1", [])).files[0].problems, [{ problem: "no-image", of: "m-1" }]);
  });
});

describe("other files", () => {
  test("are told apart, and nothing of them is used", () => {
    assert.deepEqual(problem(""), [{ problem: "empty" }]);
    assert.deepEqual(problem(" \n"), [{ problem: "empty" }]);
    assert.deepEqual(problem("Resources:\n  A: 1\n"), [{ problem: "no-json", line: 1 }]);
    assert.deepEqual(problem({ manifestVersion: 1 }), [{ problem: "manifest", line: 1 }]);
    assert.deepEqual(problem({ ROSTemplateFormatVersion: "2015-09-01" }), [{ problem: "template", line: 1 }]);
    assert.deepEqual(problem({ RequestId: "R", ImageId: "m-1" }), [{ problem: "other-answer", line: 1 }]);
    assert.deepEqual(problem({ RequestId: "R", Code: "Forbidden.RAM", Message: "no" }), [{ problem: "refusal", line: 1, of: "Forbidden.RAM" }]);
    assert.deepEqual(problem("ERROR: SDK.ServerError\nErrorCode: Throttling.User\nRecommend:"), [{ problem: "refusal", of: "Throttling.User" }]);
    assert.deepEqual(problem({ colour: "red" }), [{ problem: "unknown", line: 1 }]);
    assert.deepEqual(problem("7"), [{ problem: "unknown", line: 1 }]);
    assert.deepEqual(problem("]"), [{ problem: "no-json", line: 1 }]);
    assert.deepEqual(problem('{"a": "'), [{ problem: "no-json", line: 1 }]);
    assert.deepEqual(problem({ regions: { "cn-beijing": {} } }), [{ problem: "wrong", line: 1, of: "regions.cn-beijing.images" }]);
    assert.deepEqual(problem({ regions: { "cn-beijing": { images: [{ imageId: 7, status: "" }] } } }), [{ problem: "wrong", line: 1, of: "regions.cn-beijing.images.0" }]);
    assert.deepEqual(problem(images("cn-beijing", [{}])), [{ problem: "wrong", line: 1, of: "Images.Image.ImageId" }]);
    assert.deepEqual(readObservation([{ name: "x", text: new Uint8Array([0xff, 0xfe]) }]).files[0].problems, [{ problem: "no-text" }]);
    assert.deepEqual(readObservation([{ name: "x", text: new Uint8Array(16 * 2 ** 20 + 1) }]).files[0].problems, [{ problem: "large", total: 16 * 2 ** 20 + 1 }]);
  });

  test("with one thing wrong in them are wrong as a whole, and the line is said", () => {
    const text = `${JSON.stringify(images("cn-beijing", []))}\n${JSON.stringify({ RequestId: "R" })}\n`;
    const { observed, files } = read(text, images("cn-hangzhou", []));
    assert.deepEqual(Object.keys(observed.regions), ["cn-hangzhou"]);
    assert.deepEqual(files[0], { name: "0.json", kinds: [], problems: [{ problem: "other-answer", line: 2 }] });
    assert.deepEqual(problem(`${JSON.stringify(images("cn-beijing", []), null, 1)}\nnothing`)[0].problem, "no-json");
  });

  test("that are hostile end", () => {
    const began = performance.now();
    for (const text of ["[".repeat(100_000), '"\\'.repeat(200_000), "{}".repeat(100_000), '{"a":"'.repeat(50_000)]) assert.equal(read(text).files[0].problems.length, 1);
    console.log(`four hostile files: ${(performance.now() - began).toFixed(0)} ms`);
    assert.deepEqual(Object.keys(read(images("__proto__", [image("m-1")])).observed.regions), ["__proto__"]);
  });
});

describe("an observation", () => {
  test("is taken as it is, by itself or as the part of a question", () => {
    const observed = { regions: { "cn-beijing": { images: [{ imageId: "m-1", status: "Available", accounts: ["7"] }] } }, sent: ["x"], failures: [{ id: "y", code: "Z" }] };
    assert.deepEqual(read(observed).observed, observed);
    assert.deepEqual(read({ observed, publish: true }).observed, observed);
  });

  test("of the same region the later file counts, and what is known of accounts stays known", () => {
    const observed = { regions: { "cn-beijing": { images: [{ imageId: "m-1", status: "Creating", accounts: ["7"] }] } } };
    const later = read(observed, images("cn-beijing", [image("m-1")]));
    assert.deepEqual(later.observed.regions["cn-beijing"].images.map(({ status, accounts }) => [status, accounts]), [["Available", ["7"]]]);
    const earlier = read(images("cn-beijing", [image("m-1")]), observed);
    assert.equal(earlier.observed.regions["cn-beijing"].images[0].status, "Creating");
  });
});

describe("a journal", () => {
  const seen = (/** @type {number} */ at, /** @type {object} */ image, region = "cn-beijing") => ({ at, event: "seen", region, image: { imageId: "m-1", status: "Creating", ...image } });
  const looked = (/** @type {number} */ at, region = "cn-beijing") => ({ at, event: "looked", region });
  const journal = (/** @type {object[]} */ ...lines) => read(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));

  test("says what was seen and how far it was when", () => {
    const { observed, points, at, files } = journal({ at: 1, event: "start" }, seen(2, { progress: 10 }), looked(3), seen(60_002, { progress: 25 }), seen(60_003, { status: "Available", progress: 100, accounts: ["7"] }));
    assert.deepEqual(observed.regions, { "cn-beijing": { images: [{ imageId: "m-1", status: "Available", progress: 100, accounts: ["7"] }] } });
    assert.deepEqual(points.get("m-1")?.map(({ at, progress }) => [at, progress]), [[2, 10], [60_002, 25], [60_003, 100]]);
    assert.equal(at, 60_003);
    assert.deepEqual(files[0], { name: "0.json", kinds: ["journal"], problems: [], at: 60_003 });
  });

  test("of several runs says what the last one knows", () => {
    const lines = [{ at: 1, event: "start" }, seen(2, {}), seen(2, { imageId: "m-2" }), looked(2), looked(2, "cn-hangzhou"), { at: 3, event: "start" }, seen(4, { status: "Available" }), looked(4)];
    assert.deepEqual(journal(...lines).observed.regions["cn-beijing"].images.map(({ imageId, status }) => [imageId, status]), [["m-1", "Available"]]);
    assert.deepEqual(Object.keys(journal(...lines).observed.regions), ["cn-beijing", "cn-hangzhou"]);
    assert.deepEqual(journal(...lines, { at: 5, event: "gone", region: "cn-beijing", imageId: "m-1" }).observed.regions["cn-beijing"].images, []);
  });

  test("says what failed how often, and what is on its way while the run goes on", () => {
    const lines = [
      { at: 1, event: "start" },
      { at: 2, event: "call", id: "a", region: "cn-beijing", operation: "CopyImage" },
      { at: 3, event: "failed", id: "a", code: "Throttling.User" },
      { at: 4, event: "failed", id: "a", code: "Throttling.User" },
      { at: 5, event: "call", id: "b", region: "cn-beijing", operation: "CopyImage" },
    ];
    const going = journal(...lines).observed;
    assert.deepEqual([going.failures, going.sent], [[{ id: "a", code: "Throttling.User", at: 4, count: 2 }], ["b"]]);
    assert.deepEqual(journal(...lines, { at: 6, event: "end", status: "none" }).observed.sent, []);
    assert.deepEqual(journal(...lines, { at: 6, event: "start" }).observed.failures, []);
    assert.deepEqual(journal(...lines, { at: 6, event: "done", id: "a", operation: "CopyImage", region: "cn-beijing", imageId: "m-9" }).observed.failures, []);
  });

  test("of a region that was not looked at says which copies were begun, and which of them are there", () => {
    const copy = (/** @type {string} */ imageId) => ({ at: 2, event: "done", id: imageId, operation: "CopyImage", region: "cn-beijing", imageId, imageName: "eir-1", tags: { a: "b" } });
    const { observed, copies } = journal({ at: 1, event: "start" }, copy("m-1"), copy("m-2"), { at: 9, event: "mark", region: "cn-beijing", imageId: "m-1", status: "Available" });
    assert.deepEqual(observed.regions, {});
    assert.deepEqual(copies.get("cn-beijing")?.map(({ imageId, status }) => [imageId, status]), [["m-1", "Available"], ["m-2", "Waiting"]]);
  });

  test("that ends in the middle of a line, and one with a line of somebody else's", () => {
    const { observed } = read(`${JSON.stringify({ at: 1, event: "start" })}\n${JSON.stringify(looked(2))}\n{"at":3,"event":"seen","regi\n{"at":4,"event":"seen","region":"cn-beijing","image":7}\n`);
    assert.deepEqual(observed.regions, { "cn-beijing": { images: [] } });
  });
});
