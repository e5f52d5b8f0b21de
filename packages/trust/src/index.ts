// The only door of this package. Order as in PROTOCOL: forms, envelope, charter, orders, documents, verification.
export {
  generateKey,
  importPrivateKey,
  importVerifyKey,
  type PrivateKey,
  randomBytes,
  sha256,
  signP256,
  type VerifyKey,
  verifyP256,
} from "#crypto";
export * from "./brake/brake.ts";
export * from "./brake/reach.ts";
export * from "./charter/charter.ts";
export { type CharterBody, charterType } from "./charter/schema.ts";
export * from "./documents/enrolment.ts";
export * from "./documents/types.ts";
export * from "./encoding/base64.ts";
export * from "./encoding/bytes.ts";
export { verifyAssertion, verifyKeySignature, type WebauthnScope } from "./envelope/approval.ts";
export * from "./envelope/der.ts";
export * from "./envelope/envelope.ts";
export * from "./gatekeeper/accept.ts";
export { type JsonObject, type JsonValue, readJson } from "./json/reader.ts";
export * from "./merkle/index.ts";
export {
  type Action,
  actions,
  type ParamsOf,
  reachActions,
  standingActions,
  streamOf,
  targetKind,
} from "./order/actions.ts";
export * from "./order/checks.ts";
export * from "./order/order.ts";
export { type Bundle, bundleLimit, claimedPayload, type Item, readBundle, readItem } from "./phone/bundle.ts";
export * from "./phone/head.ts";
export * from "./phone/item.ts";
export * from "./phone/state.ts";
export { Refusal, type RefusalCode, refusalCodes, refusalSentence } from "./refusal.ts";
export * from "./rules/quorum.ts";
export * from "./rules/rows.ts";
export * as forms from "./schema/forms.ts";
export * as schema from "./schema/schema.ts";
export * from "./sign/ids.ts";
export * from "./sign/proof.ts";
export * from "./sign/signer.ts";
export * from "./target/target.ts";
export * from "./words/words.ts";
