// What the server's API can do, as commands. One row for each operation that has no command of its own; the test beside
// compares this table and `ownCommands` with the server's own description, so that nothing is forgotten.

/** A flag that becomes a query parameter of GET, or a field of the body. */
export interface ApiFlag {
  flag: string;
  help: string;
  field: string;
  kind: "text" | "number" | "flag" | "list";
  required?: true;
}

export interface ApiCommand {
  /** `operationId` of the server's description. */
  operation: string;
  /** The command's words. */
  words: string;
  help: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `{id}` stands for the argument. */
  path: string;
  argument?: { name: string; help: string };
  flags?: ApiFlag[];
  /** The list in the answer, and what is shown of each row. Without columns the answer is shown as it is. */
  rows?: string;
  columns?: readonly string[];
  /** The answer holds a secret that the server shows this once. */
  once?: true;
  /** Query parameter that takes an answer's `next`. */
  paged?: "after" | "before";
}

const text = (flag: string, field: string, help: string): ApiFlag => ({
  flag: `${flag} <value>`,
  field,
  help,
  kind: "text",
});
const number = (flag: string, field: string, help: string): ApiFlag => ({
  flag: `${flag} <n>`,
  field,
  help,
  kind: "number",
});

const since = number("--since", "since", "not before this time, Unix seconds");
const until = number("--until", "until", "not after this time, Unix seconds");

/** Filters of the inventory. */
const phoneFilters: ApiFlag[] = [
  text("--search", "q", "words that must each be in the model or OS, or begin the id"),
  text("--platform", "platform", "android, ios"),
  text("--model", "model", "exactly these models, separated by commas"),
  text("--os", "os", "exactly these versions, separated by commas"),
  text("--os-from", "osFrom", "this version or newer"),
  text("--os-below", "osBelow", "older than this version"),
  text("--patch-before", "patchBefore", "a patch level before this one"),
  text("--state", "state", "ready, confirm, gone"),
  text("--group", "group", "id of a group"),
  text("--groups", "groups", "in any of these groups, separated by commas"),
  text("--ticket", "ticket", "hash of the ticket that it came with"),
  number("--seen-after", "seenAfter", "last seen after this time, Unix seconds"),
  number("--seen-before", "seenBefore", "last seen before this time, or never"),
  text("--behind", "behind", "true: below the OS minimum in force for it; false: not"),
  text("--lost", "lost", "true: in lost mode; false: not"),
  text("--compliance", "compliance", "in-line, out-of-line, unknown"),
];

/** Filters of orders. */
const orderFilters: ApiFlag[] = [
  text("--state", "state", "held, released, cancelled, ended"),
  text("--action", "action", "wipe, policy and so on, separated by commas"),
  text("--stream", "stream", "name of a stream"),
  text("--by", "by", "id of a person who signed it"),
  text("--device", "device", "id of a phone that it concerns"),
];

export const apiCommands: readonly ApiCommand[] = [
  {
    ...{ operation: "listPhones", words: "phones list", method: "GET", path: "/api/v1/phones", paged: "after" },
    help: "List phones, all or those that the filters match.",
    flags: [
      ...phoneFilters,
      text(
        "--sort",
        "sort",
        "id, model, os, patch, seen, enrolled, compliance; a dash before it turns the order round",
      ),
    ],
    rows: "phones",
    columns: ["id", "state", "platform", "model", "os", "seenAt"],
  },
  {
    ...{ operation: "countPhones", words: "phones count", method: "GET", path: "/api/v1/phones/count" },
    help: "How many phones the filters match.",
    flags: phoneFilters,
  },
  {
    ...{ operation: "countFacets", words: "phones facets", method: "GET", path: "/api/v1/phones/facets" },
    help: "How many phones there are of each platform, model, OS, patch level, state, compliance and group.",
    flags: [text("--state", "state", "ready, confirm, gone")],
  },
  {
    ...{ operation: "listPhoneIds", words: "phones ids", method: "GET", path: "/api/v1/phones/ids" },
    help: "The ids of all phones that the filters match, in one answer.",
    flags: phoneFilters,
  },
  {
    ...{
      operation: "listPhoneOrders",
      words: "phones orders",
      method: "GET",
      path: "/api/v1/phones/{id}/orders",
      paged: "before",
    },
    help: "Orders that concern one phone, newest first, with what it said to each.",
    argument: { name: "id", help: "the phone's id" },
    rows: "orders",
    columns: ["acceptedAt", "action", "state", "hash", "result"],
  },
  {
    ...{
      operation: "listPhoneStanding",
      words: "phones standing",
      method: "GET",
      path: "/api/v1/phones/{id}/standing",
    },
    help: "Standing documents that apply to one phone, with what it said to each.",
    argument: { name: "id", help: "the phone's id" },
    rows: "documents",
    columns: ["stream", "n", "hash", "result"],
  },
  {
    ...{ operation: "countOrders", words: "order count", method: "GET", path: "/api/v1/orders/facets" },
    help: "How many orders there are in each state and of each action.",
    flags: orderFilters,
  },
  {
    ...{ operation: "refuseDraft", words: "draft refuse", method: "POST", path: "/api/v1/drafts/{id}/refuse" },
    help: "Say that you will not sign a draft, and why; the server's word, and binds nobody.",
    argument: { name: "hash", help: "the draft's hash" },
    flags: [
      {
        ...text(
          "--code",
          "code",
          "lost, stolen, leaver, compromise, policy, update, support, exercise, legal, mistake, other",
        ),
        required: true,
      },
      text("--sealed", "sealed", "words sealed to the directory's key, base64"),
    ],
  },
  {
    ...{
      operation: "reconsiderDraft",
      words: "draft reconsider",
      method: "DELETE",
      path: "/api/v1/drafts/{id}/refuse",
    },
    help: "Take back that you will not sign a draft.",
    argument: { name: "hash", help: "the draft's hash" },
  },
  {
    ...{ operation: "withdrawDraft", words: "draft withdraw", method: "POST", path: "/api/v1/drafts/{id}/withdraw" },
    help: "Take back a draft that you made: nobody is asked to sign it any more.",
    argument: { name: "hash", help: "the draft's hash" },
  },
  {
    ...{ operation: "readStream", words: "stream list", method: "GET", path: "/api/v1/streams" },
    help: "List the streams of standing documents, each with its newest.",
    flags: [
      text("--prefix", "prefix", "streams that begin so, as policy/"),
      text("--name", "name", "this stream alone"),
    ],
    rows: "streams",
    columns: ["name", "n", "action", "state", "acceptedAt", "hash"],
  },
  {
    ...{
      operation: "listStreamHistory",
      words: "stream history",
      method: "GET",
      path: "/api/v1/streams/history",
      paged: "before",
    },
    help: "All documents of a stream, newest first.",
    flags: [{ ...text("--name", "name", "name of a stream"), required: true }],
    rows: "documents",
    columns: ["n", "acceptedAt", "state", "hash"],
  },
  {
    ...{ operation: "readOverview", words: "overview", method: "GET", path: "/api/v1/overview" },
    help: "How everything is, in numbers: phones, orders, drafts, alarms, rollouts.",
  },
  {
    ...{
      operation: "listReports",
      words: "phones reports",
      method: "GET",
      path: "/api/v1/phones/{id}/reports",
      paged: "before",
    },
    help: "What one phone reported, newest first.",
    argument: { name: "id", help: "the phone's id" },
    flags: [text("--kind", "kind", "order, inventory, drift, fence, alert")],
    rows: "reports",
    columns: ["at", "kind", "outcome", "code", "order"],
  },
  {
    ...{ operation: "listGroups", words: "group list", method: "GET", path: "/api/v1/groups" },
    help: "Groups that phones are in or that have a name.",
    rows: "groups",
    columns: ["id", "phones", "label"],
  },
  {
    ...{ operation: "createGroup", words: "group create", method: "POST", path: "/api/v1/groups" },
    help: "Draw a group's id and give it a name with the server.",
    flags: [{ ...text("--label", "label", "what people call it; the server's word"), required: true }],
  },
  {
    ...{ operation: "labelGroup", words: "group label", method: "PUT", path: "/api/v1/groups/{id}/label" },
    help: "Name a group.",
    argument: { name: "id", help: "the group's id" },
    flags: [{ ...text("--label", "label", "what people call it; the server's word"), required: true }],
  },
  {
    ...{ operation: "unlabelGroup", words: "group unlabel", method: "DELETE", path: "/api/v1/groups/{id}/label" },
    help: "Take a group's name away; its phones stay in it.",
    argument: { name: "id", help: "the group's id" },
  },
  {
    ...{ operation: "listHistory", words: "history", method: "GET", path: "/api/v1/history", paged: "before" },
    help: "What happened, newest first, as the server tells it; the log is the evidence.",
    flags: [
      text("--kind", "kind", "as order.released, or order for all that begin so; separated by commas"),
      text("--object", "object", "hash or id of what it is about"),
      text("--person", "person", "id of who did it"),
      since,
      until,
    ],
    rows: "history",
    columns: ["at", "kind", "object", "person"],
  },
  {
    ...{ operation: "listAlarms", words: "alarm list", method: "GET", path: "/api/v1/alarms", paged: "before" },
    help: "What a person must look at, newest first.",
    flags: [text("--standing", "standing", "true: not seen to yet; false: seen to")],
    rows: "alarms",
    columns: ["id", "raisedAt", "kind", "object", "liftedAt"],
  },
  {
    ...{ operation: "liftAlarm", words: "alarm lift", method: "POST", path: "/api/v1/alarms/{id}/lift" },
    help: "Say that somebody has seen to it.",
    argument: { name: "id", help: "the alarm's number" },
  },
  {
    ...{ operation: "listRefused", words: "link refused", method: "GET", path: "/api/v1/link/refused" },
    help: "Events of the gatekeeper that the server refused and kept aside.",
    rows: "events",
    columns: ["seq", "code", "where"],
  },
  {
    ...{ operation: "listTokens", words: "token list", method: "GET", path: "/api/v1/tokens" },
    help: "API tokens: your own, or everybody's for an approver.",
    rows: "tokens",
    columns: ["id", "label", "scopes", "person", "expiresAt"],
  },
  {
    ...{ operation: "createToken", words: "token create", method: "POST", path: "/api/v1/tokens", once: true },
    help: "Make an API token; its value is shown once. It can never sign.",
    flags: [
      { ...text("--label", "label", "what it is for"), required: true },
      {
        flag: "--scopes <list>",
        field: "scopes",
        help: "what it may do, separated by commas",
        kind: "list",
        required: true,
      },
      number("--expires-in", "expiresIn", "seconds (default: 90 days)"),
    ],
  },
  {
    ...{ operation: "deleteToken", words: "token delete", method: "DELETE", path: "/api/v1/tokens/{id}" },
    help: "End an API token: your own, or any for an approver.",
    argument: { name: "id", help: "the token's id" },
  },
  {
    ...{ operation: "listSessions", words: "session list", method: "GET", path: "/api/v1/sessions" },
    help: "List open sessions: your own, or everybody's for an approver.",
    rows: "sessions",
    columns: ["id", "person", "readOnly", "openedAt", "expiresAt", "own"],
  },
  {
    ...{ operation: "endSession", words: "session end", method: "POST", path: "/api/v1/session/end" },
    help: "End this session, or another one: your own, or anybody's for an approver.",
    flags: [text("--id", "id", "another session than the one that asks")],
  },
  {
    ...{ operation: "listWebhooks", words: "webhook list", method: "GET", path: "/api/v1/webhooks" },
    help: "List the webhooks, without their secrets.",
    rows: "webhooks",
    columns: ["id", "label", "url", "types", "disabledAt"],
  },
  {
    ...{ operation: "createWebhook", words: "webhook create", method: "POST", path: "/api/v1/webhooks", once: true },
    help: "Tell a target of changes, by ids and types alone. The secret that signs the messages is shown once.",
    flags: [
      { ...text("--url", "url", "https address that takes the messages"), required: true },
      {
        flag: "--types <list>",
        field: "types",
        help: "phone, order, app, rollout, draft, charter, ticket, freeze, group, alarm; separated by commas",
        kind: "list",
        required: true,
      },
      { ...text("--label", "label", "what it is for"), required: true },
    ],
  },
  {
    ...{ operation: "deleteWebhook", words: "webhook delete", method: "DELETE", path: "/api/v1/webhooks/{id}" },
    help: "Tell a target no more; what waits for it is dropped.",
    argument: { name: "id", help: "the webhook's id" },
  },
  {
    ...{ operation: "enableWebhook", words: "webhook enable", method: "POST", path: "/api/v1/webhooks/{id}/enable" },
    help: "Switch a webhook on that was switched off.",
    argument: { name: "id", help: "the webhook's id" },
  },
  {
    ...{ operation: "testWebhook", words: "webhook test", method: "POST", path: "/api/v1/webhooks/{id}/test" },
    help: "Send a message of type test; how it went stands in the deliveries.",
    argument: { name: "id", help: "the webhook's id" },
  },
  {
    ...{
      operation: "listDeliveries",
      words: "webhook deliveries",
      method: "GET",
      path: "/api/v1/webhooks/{id}/deliveries",
    },
    help: "The newest messages to a target, and how they went. Kept for seven days.",
    argument: { name: "id", help: "the webhook's id" },
    flags: [text("--state", "state", "waiting, delivered, failed"), number("--most", "limit", "at most so many")],
    rows: "deliveries",
    columns: ["at", "type", "object", "state", "attempts", "status", "problem", "triedAt"],
  },
  {
    ...{ operation: "listBlobs", words: "blob list", method: "GET", path: "/api/v1/blobs", paged: "before" },
    help: "List uploaded files and which documents name them.",
    rows: "blobs",
    columns: ["sha256", "size", "uploadedAt", "orders", "drafts"],
  },
  {
    ...{ operation: "deleteBlob", words: "blob delete", method: "DELETE", path: "/api/v1/blobs/{id}" },
    help: "Remove a file that no document names.",
    argument: { name: "sha256", help: "the file's hash" },
  },
  {
    ...{ operation: "listApps", words: "app list", method: "GET", path: "/api/v1/apps", paged: "after" },
    help: "List apps that orders released, each with its newest order.",
    flags: [text("--platform", "platform", "android, ios")],
    rows: "apps",
    columns: ["platform", "package", "releases", "newest"],
  },
  {
    ...{
      operation: "listRollouts",
      words: "app rollout list",
      method: "GET",
      path: "/api/v1/rollouts",
      paged: "before",
    },
    help: "List rollouts, newest first.",
    flags: [
      text("--state", "state", "running, paused, halted, done, returned, replaced"),
      text("--package", "package", "package name or bundle id"),
    ],
    rows: "rollouts",
    columns: ["id", "package", "state", "due", "because"],
  },
  {
    ...{ operation: "readRollout", words: "app rollout status", method: "GET", path: "/api/v1/rollouts/{id}" },
    help: "How each ring stands, and which one is due.",
    argument: { name: "id", help: "the rollout's id" },
  },
  {
    ...{ operation: "pauseRollout", words: "app rollout pause", method: "POST", path: "/api/v1/rollouts/{id}/pause" },
    help: "No further ring for now.",
    argument: { name: "id", help: "the rollout's id" },
  },
  {
    ...{
      operation: "resumeRollout",
      words: "app rollout resume",
      method: "POST",
      path: "/api/v1/rollouts/{id}/resume",
    },
    help: "Go on; failures until now are counted no more.",
    argument: { name: "id", help: "the rollout's id" },
  },
  {
    ...{ operation: "listOsUpdates", words: "os list", method: "GET", path: "/api/v1/os-updates" },
    help: "The OS asked for on each platform, and how many phones have it.",
    rows: "updates",
    columns: ["platform", "minimum", "deadline", "phones", "current", "behind", "overdue", "unknown"],
  },
  {
    ...{ operation: "listPhonesByOs", words: "os behind", method: "GET", path: "/api/v1/os-updates/{id}/phones" },
    help: "Phones whose OS is behind what is asked for.",
    paged: "after",
    argument: { name: "platform", help: "android or ios" },
    flags: [text("--which", "which", "behind, overdue, current, unknown")],
    rows: "phones",
    columns: ["id", "model", "os", "patch", "seenAt"],
  },
];

/** Operations that commands of their own use, with the commands. */
export const ownCommands: Readonly<Record<string, string>> = {
  askNonce: "every command that asks the server",
  signIn: "every command that asks the server",
  openReadOnlySession: "session create",
  readStatus: "status",
  readPhone: "phones show",
  readReport: "report open",
  createDraft: "order draft",
  listDrafts: "order list",
  readDraft: "order show",
  addSignature: "order sign",
  submitDraft: "order submit",
  listOrders: "order list",
  readOrder: "order show",
  listOrderPhones: "order results",
  readEvents: "events",
  describe: "api describe",
  isAlive: "server health",
  isReady: "server health",
  readMetrics: "server metrics",
  putBlob: "app upload",
  readApp: "app show",
  startRollout: "app release",
};

/** Operations for others than people. */
export const notForPeople: ReadonlySet<string> = new Set(["takeEvents", "getBlob", "getBlobForPhones"]);
