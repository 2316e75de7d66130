// The stand-in for ECS, asked by the official SDK: what it imitates is as its head says.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";

import { Cloud } from "../../js/distribute/cloud.js";
import { EcsStandIn, REGIONS } from "../../js/testing/ecs.js";
import { accounts, HOME } from "./scene.js";

/** Moved by the tests. */
let now = 0;

/** @type {EcsStandIn} */
let ecs;
/** @type {Cloud} */
let cloud;
/** @type {string} */
let url;

before(async () => {
  ecs = new EcsStandIn({ clock: () => now, copyTime: 100, failingCopies: { "cn-shenzhen": 1 }, unknownAccounts: ["9999999999999999"] });
  url = await ecs.start();
  cloud = await Cloud.open({ endpoint: url });
});
after(() => ecs.stop());

/** A new image in its own region. @type {string} */
let source;
beforeEach(() => {
  source = ecs.add(HOME).imageId;
});

let named = 0;

/** @param {string} region @param {Record<string, any>} [more] */
function copy(region, more = {}) {
  const name = `copy-${(named += 1)}`;
  return cloud.call({ operation: "CopyImage", parameters: { RegionId: HOME, ImageId: source, DestinationRegionId: region, DestinationImageName: name, Tag: [{ Key: "name", Value: name }], ...more } });
}

/** @param {Promise<any>} call @param {string} code */
const refused = (call, code) => assert.rejects(call, (error) => /** @type {any} */ (error).code === code && /** @type {any} */ (error).refused);

/** @param {string} region @param {string} imageId */
const state = (region, imageId) => ecs.images(region).find((image) => image.imageId === imageId)?.status;

describe("regions and images", () => {
  test("there are forty regions", async () => {
    assert.deepEqual(await cloud.regions(), REGIONS);
    assert.equal(REGIONS.length, 40);
    await refused(cloud.call({ operation: "DescribeImages", parameters: { RegionId: "cn-nowhere" } }), "InvalidRegionId.NotFound");
  });

  test("only available images are listed unless others are asked for, in pages of at most a hundred", async () => {
    for (let at = 0; at < 130; at += 1) ecs.add("us-west-1", { status: at < 120 ? "Available" : "CreateFailed" });
    /** @param {Record<string, any>} parameters */
    const list = (parameters) => cloud.call({ operation: "DescribeImages", parameters: { RegionId: "us-west-1", ...parameters } });
    const first = await list({});
    assert.deepEqual([first.totalCount, first.images.image.length], [120, 10]);
    assert.equal((await list({ PageSize: 100, PageNumber: 2 })).images.image.length, 20);
    assert.equal((await list({ Status: "Available,CreateFailed" })).totalCount, 130);
    await refused(list({ PageSize: 101 }), "InvalidParameter.PageSize");
    const all = await cloud.all({ operation: "DescribeImages", parameters: { RegionId: "us-west-1", Status: "Available,CreateFailed" } }, (body) => body.images.image);
    assert.equal(new Set(all.map(({ imageId }) => imageId)).size, 130);
  });

  test("a wrong signature is refused", async () => {
    const { ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret } = process.env;
    process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = "wrong";
    const other = await Cloud.open({ endpoint: url });
    await refused(other.regions(), "SignatureDoesNotMatch");
    process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = secret;
  });
});

describe("copies", () => {
  test("take their time, five from one region at once", async () => {
    const made = [];
    for (const region of REGIONS.filter((region) => region !== HOME && region !== "cn-shenzhen").slice(0, 7)) made.push([region, (await copy(region)).imageId]);
    ecs.images(HOME);
    assert.deepEqual(made.map(([region, id]) => state(region, id)), ["Creating", "Creating", "Creating", "Creating", "Creating", "Waiting", "Waiting"]);
    now += 60;
    const { images } = await cloud.call({ operation: "DescribeImages", parameters: { RegionId: made[0][0], Status: "Creating" } });
    assert.deepEqual([images.image[0].progress, images.image[0].isCopied], ["60%", true]);
    now += 60;
    assert.deepEqual(made.map(([region, id]) => state(region, id)), ["Available", "Available", "Available", "Available", "Available", "Creating", "Creating"]);
    now += 200;
    ecs.images(HOME);
  });

  test("of one token are one; of one name there is one", async () => {
    const first = await copy("cn-beijing", { ClientToken: "token", DestinationImageName: "once" });
    assert.equal((await copy("cn-beijing", { ClientToken: "token", DestinationImageName: "once" })).imageId, first.imageId);
    await refused(copy("cn-beijing", { DestinationImageName: "once" }), "InvalidImageName.Duplicated");
    now += 1_000;
  });

  test("are refused where they cannot be", async () => {
    await refused(copy(HOME), "IncorrectDestinationRegion");
    await refused(copy("cn-beijing", { DryRun: true }), "DryRunOperation");
    await refused(copy("cn-beijing", { ImageId: "m-none" }), "InvalidImageId.NotFound");
    await refused(copy("cn-beijing", { DestinationImageName: "aliyun-mine" }), "InvalidImageName.Malformed");
    const image = ecs.images(HOME).find(({ imageId }) => imageId === source);
    assert.ok(image);
    image.status = "Deprecated";
    await refused(copy("cn-beijing"), "IncorrectImageStatus");
    image.isPublic = true;
    await refused(copy("cn-beijing"), "OperationDenied.PublicImage");
  });

  test("fail, are cancelled, and cannot be deleted meanwhile", async () => {
    const { imageId } = await copy("cn-shenzhen");
    await refused(cloud.call({ operation: "DeleteImage", parameters: { RegionId: "cn-shenzhen", ImageId: imageId } }), "IncorrectImageStatus");
    now += 1_000;
    ecs.images(HOME);
    now += 1_000;
    assert.equal(state("cn-shenzhen", imageId), "CreateFailed");
    const other = await copy("cn-shenzhen");
    await cloud.call({ operation: "CancelCopyImage", parameters: { RegionId: "cn-shenzhen", ImageId: other.imageId } });
    assert.equal(state("cn-shenzhen", other.imageId), undefined);
    await refused(cloud.call({ operation: "CancelCopyImage", parameters: { RegionId: "cn-shenzhen", ImageId: imageId } }), "IncorrectImageStatus");
    await cloud.call({ operation: "DeleteImage", parameters: { RegionId: "cn-shenzhen", ImageId: imageId } });
  });
});

describe("shares", () => {
  /** @param {Record<string, any>} parameters */
  const share = (parameters) => cloud.call({ operation: "ModifyImageSharePermission", parameters: { RegionId: HOME, ImageId: source, ...parameters } });
  const shared = () => cloud.all({ operation: "DescribeImageSharePermission", parameters: { RegionId: HOME, ImageId: source } }, (body) => body.accounts.account);

  test("of more than ten accounts in a call, ten count", async () => {
    await share({ AddAccount: accounts(12) });
    assert.deepEqual((await shared()).map(({ aliyunId }) => aliyunId), accounts(10));
    await share({ RemoveAccount: accounts(3) });
    assert.equal((await shared()).length, 7);
  });

  test("with fifty accounts, and no more", async () => {
    for (let at = 0; at < 50; at += 10) await share({ AddAccount: accounts(50).slice(at, at + 10) });
    await refused(share({ AddAccount: ["1000000000009999"] }), "QuotaExceed.ImageShareAccount");
    assert.equal((await shared()).length, 50);
  });

  test("are refused for accounts that do not exist, encrypted images and images open to everyone", async () => {
    await refused(share({ AddAccount: ["9999999999999999"] }), "InvalidAccount.NotFound");
    const image = ecs.images(HOME).find(({ imageId }) => imageId === source);
    assert.ok(image);
    image.encrypted = true;
    await refused(share({ AddAccount: accounts(1) }), "InvalidOperation.EncryptedImage");
    await refused(share({ IsPublic: true }), "InvalidOperation.EncryptedImage");
    image.customerKey = true;
    await share({ AddAccount: accounts(1) });
    image.encrypted = false;
    await share({ IsPublic: true });
    await refused(share({ AddAccount: accounts(2) }), "OperationDenied.PublicImage");
    await share({ IsPublic: false });
    assert.equal((await shared()).length, 1, "closing it keeps the list");
  });
});
