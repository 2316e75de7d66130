// Receipts as the edge function writes them: plain, and signed.
import assert from "node:assert/strict";
import { test } from "node:test";

import { base64url, compactVerify, exportJWK, generateKeyPair } from "jose";

import { formOf, Receipts } from "../../edge/receipt.js";

const DIGEST = "a".repeat(64);
const FACTS = { core: "0.1.0", wasm: DIGEST, template: DIGEST, revision: DIGEST, bundle: 1, document: DIGEST, service: "service-1", region: "cn-beijing", images: [], output: DIGEST };
const key = "a secret of the tests, of some length";
const caller = () => ({ account: "1000000000000002", scopes: new Set(["customer"]) });

for (const alg of ["EdDSA", "ES256"]) {
  test(`a receipt signed with ${alg} says what a plain one says, and nobody else can sign it`, async () => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const signer = { ...(await exportJWK(privateKey)), alg, kid: "receipts-1" };
    const plain = await new Receipts({ key }).make(formOf(FACTS), caller());
    const signed = await new Receipts({ key, signer }).make(formOf(FACTS), caller());

    const { payload, protectedHeader } = await compactVerify(signed, publicKey);
    assert.deepEqual(protectedHeader, { alg, typ: "ecs-image-receipt+json", kid: "receipts-1" });
    assert.deepEqual(payload, base64url.decode(plain));
    const { account, ...facts } = JSON.parse(new TextDecoder().decode(payload));
    assert.deepEqual(facts, { receipt: 1, ...FACTS });
    assert.doesNotMatch(account, /1000000000000002/);

    const other = await generateKeyPair(alg);
    await assert.rejects(compactVerify(signed, other.publicKey));
  });
}
