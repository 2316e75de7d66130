/** @import { Words } from "../problem.js" */

/** @type {Words} */
export default {
  problems: {
    "request-invalid": {
      title: "The request is not complete, or not understood",
      detail: "`{parameter}` {fault}",
      todo: "Give every parameter that the route needs, once, after the `?`.",
    },
    "template-twice": {
      title: "Two templates at once",
      detail: "there is a template in the body, and `template` names another one",
      todo: "Send the template in the body, or name one that the manifest carries, not both.",
    },
    "body-missing": {
      title: "There is no body",
      detail: "the body is empty[[, and no `{parameter}` names a template]]",
      todo: "Send the document as the body of the request.",
    },
    "body-broken": {
      title: "The body cannot be read to its end",
      detail: "the body ended early, or is not packed as its Content-Encoding says",
      todo: "Send it again, whole; with `Content-Encoding: gzip` as one gzip member.",
    },
    "token-missing": {
      title: "Nobody is signed in",
      detail: "the request has no bearer token",
      todo: "Send `Authorization: Bearer TOKEN`.",
    },
    "token-invalid": {
      title: "The token is refused",
      detail: "{reason}",
      todo: "Have a new token issued for this address, and send it unchanged.",
    },
    "scope-missing": {
      title: "The token is for something else",
      detail: "the token's scope does not have `{scope}`",
      todo: "Have a token issued with this scope.",
    },
    "provider-mismatch": {
      title: "Another provider's manifest",
      detail: "the token's account is not the provider of the manifest",
      todo: "Use a token of the account that the manifest names as its provider.",
    },
    "route-unknown": {
      title: "There is nothing here",
      detail: "no route has this path",
      todo: "See /openapi.json for the routes that there are.",
    },
    "service-unavailable": {
      title: "No such service for this account",
      detail: "the service does not exist, or this account may not deploy it",
      todo: "Check the service's id, and ask its provider to share it with the account that the token names.",
    },
    "template-unknown": {
      title: "No such template",
      detail: "the service carries no template `{template}`",
      todo: "Name one of the service's templates, or send the template in the body.",
    },
    "method-not-allowed": {
      title: "The method does not fit",
      detail: "this route takes {allowed} only",
      todo: "Use one of the methods in the header Allow.",
    },
    "not-acceptable": {
      title: "The answer has another media type",
      detail: "the answer would be `{type}`, which the header Accept leaves out",
      todo: "Accept the media type that the template has, or send no Accept at all.",
    },
    "body-slow": {
      title: "The body takes too long",
      detail: "the body was not there within {seconds} s",
      todo: "Send it again, without pauses.",
    },
    "unchanged": {
      title: "The answer is the one that you have",
      detail: "If-None-Match names the answer that this request would get",
      todo: "Go on with the template that you have.",
    },
    "manifest-changed": {
      title: "The manifest is another one by now",
      detail: "If-Match does not name the manifest that is in use; nothing was written",
      todo: "Read the manifest, make the change on it, sign it with a higher version, and send it with its ETag.",
    },
    "body-too-large": {
      title: "The body is too large",
      detail: "the body has more than {limit} bytes",
      todo: "Send a smaller document. What a packed body unpacks to counts.",
    },
    "encoding-unsupported": {
      title: "The body is packed in an unknown way",
      detail: "`{encoding}` is not understood, only `gzip`",
      todo: "Send the body as it is, or packed once with gzip.",
    },
    "media-type-unsupported": {
      title: "The media type does not fit",
      detail: "[[`{type}` is none of]][[{missing}: there must be one of]] {known}",
      todo: "Say in Content-Type what the body is.",
    },
    "not-resolved": {
      title: "The template cannot be resolved",
      detail: "there are errors: {codes}",
      todo: "See `diagnostics`: each says what is wrong, where, and what would mend it.",
    },
    "manifest-refused": {
      title: "The manifest is refused",
      detail: "{reason}[[: {what}]]; nothing was written",
      todo: "Sign the manifest again with `ecs-image-resolver sign` and check it with `ecs-image-resolver verify`.",
    },
    "manifest-incomplete": {
      title: "Parts of the manifest are missing",
      detail: "{count} objects of the bundle are not there; what came is stored, and the manifest in use stays",
      todo: "Send the same bundle again with the objects that are missing, in one piece or in several.",
    },
    "if-match-missing": {
      title: "It is not said which manifest is replaced",
      detail: "the request has no If-Match",
      todo: "Send the ETag of `GET /v1/manifest` as If-Match, or `If-None-Match: *` when there is no manifest yet.",
    },
    "rate-limited": {
      title: "Too many requests",
      detail: "this account asks too often",
      todo: "Wait as many seconds as the header Retry-After says.",
    },
    "internal-error": {
      title: "A fault of this service",
      detail: "the request could not be answered",
      todo: "Send the request again. If that fails too, tell the provider the time of it.",
    },
    "keys-unavailable": {
      title: "Tokens cannot be checked now",
      detail: "the keys of the tokens' issuer cannot be had",
      todo: "Send the request again in a moment.",
    },
    "manifest-missing": {
      title: "There is no manifest yet",
      detail: "nothing has been published here",
      todo: "The provider publishes one with `PUT /v1/manifest`.",
    },
    "manifest-unavailable": {
      title: "The manifest cannot be had now",
      detail: "a part of it is missing, or is not what was signed",
      todo: "Send the request again in a moment. If it goes on, the provider publishes the manifest again.",
    },
    "manifest-unverified": {
      title: "Nothing can be written until an operator has looked",
      detail: "the record of the newest manifest cannot be verified from the trusted keys; the manifest in use stays in use",
      todo: "An operator runs `ecs-image-resolver recover --root FILE`, or sets `RECOVERY`, and names the key set that is to be trusted. Then the provider publishes again.",
    },
    "manifest-expired": {
      title: "The manifest has expired",
      detail: "its time ended, and no newer one is there",
      todo: "The provider signs and publishes it again.",
    },
    "storage-full": {
      title: "The store has no room",
      detail: "the disk that the manifest is stored on is full; the old manifest stays in use",
      todo: "Make room, or raise the quota, then send the same request again.",
    },
  },
  words: {
    fault: {
      missing: "is missing",
      twice: "is there more than once",
      long: "is too long",
      empty: "is empty",
      unknown: "is not a parameter of this route",
      form: "is not written as it must be",
    },
    reason: {
      form: "the token is not a signed JWT",
      algorithm: "the token is not signed with EdDSA, ES256 or RS256",
      key: "no key of the issuer is the one that the token names",
      signature: "the token's signature is not good",
      type: "the token's `typ` is not the one that is asked for here",
      lifetime: "the token is good for longer than is allowed here, or does not say since when",
      issuer: "the token has another issuer",
      audience: "the token is for another audience",
      expired: "the token has expired, or does not say when it does",
      early: "the token is not good yet",
      subject: "the token names no account",
      json: "it is not a bundle in JSON",
      signatures: "too few good signatures of known keys",
      version: "its version is not higher than that of the manifest in use",
      lapsed: "it has expired",
      newer: "its format is newer than this release",
      object: "a part is missing, or is not what the root lists",
      provider: "its provider is not the account of the token",
      manifest: "it does not hold a manifest",
    },
    missing: { "content-type": "there is no Content-Type" },
  },
};
