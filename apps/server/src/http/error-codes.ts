// Every code an answer can carry besides those of refused documents; http/contract.test.ts finds what is missing here.
import { refusalCodes } from "@rempart/trust";

export const errorCodes: Readonly<Record<string, string>> = {
  session: "401: no valid session or API token with the request",
  "signin.audience": "401: the sign-in was made for the gatekeeper",
  "signin.expired": "401: the sign-in is older than five minutes",
  "signin.nonce": "401: the nonce was used, or is not ours",
  "signin.signature": "401: no key of the charter in force signed",
  link: "401: not the gatekeeper's link token",
  scope: "403: the API token may not do this",
  "read-only": "403: the session can only read",
  role: "403: the person has not the role for this",
  "signature.invalid": "403: a signature that no key of the charter made over these bytes",
  "not-found": "404: nothing of that name is held here",
  "not-founded": "409: no organisation is founded yet",
  "link.gap": "409: events are missing before this one; `seq` is the newest held",
  "link.conflict": "409: an event came before with other content",
  "link.hash": "an event names another hash than its document has",
  signatures: "409: a draft has sixteen signatures already",
  "webhook.disabled": "409: the webhook is switched off; switch it on first",
  size: "413, 400: larger than this address or document may be",
  json: "400, 415: not JSON as the signed documents are read",
  schema: "400: a field is missing, unknown or out of range; `where` says which",
  request: "4xx: the request cannot be read",
  "webhook.url": "400: the address cannot be a webhook's; `message` says why",
  rate: "429: too many requests; Retry-After says when",
  streams: "429: too many event streams are open",
  drafts: "429: too many drafts of one person wait",
  tokens: "429: too many API tokens of one person",
  webhooks: "429: too many webhooks",
  groups: "429: too many groups have names",
  internal: "500: a fault in the server",
  gatekeeper: "502: the gatekeeper did not answer, or not as expected",
  unavailable: "503: the database is away; nothing was changed",
  busy: "503: too many sign-ins are under way",
};

/** All codes with what they mean, for the description of the API. */
export const errorCodeList: string = [
  "A code to decide by. Of this server:",
  ...Object.entries(errorCodes).map(([code, what]) => `\`${code}\` (${what})`),
  `Of refused documents, with 400, 403 or 409: ${refusalCodes.map((code) => `\`${code}\``).join(", ")}.`,
].join(" ");
