// The status page: reads the gatekeeper's own status and, with a read-only session, what the server says. It orders
// nothing and holds no key. Everything from the server may be hostile text: it only ever becomes text nodes.

const nextCommand = (server) =>
  `npx --no-install rempart found --gatekeeper ${location.origin} --server ${server} --organisation "Your organisation" --code-file -`;
const tokenKey = "rempart.read-only";
const destructive = new Set(["wipe", "unenrol", "clear-passcode", "agent-update"]);
const mostPhones = 1000;

const state = { server: undefined, status: undefined, charter: undefined, token: sessionStorage.getItem(tokenKey) };
const $ = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

// ---- Words ---------------------------------------------------------------------------------------------------------

const verbs = {
  lock: "Lock",
  "lost-mode": "Set lost mode on",
  ring: "Ring",
  message: "Send a message to",
  query: "Ask",
  locate: "Locate",
  wipe: "Wipe",
  unenrol: "Unenrol",
  "clear-passcode": "Clear the passcode of",
  admit: "Admit",
  assign: "Change the groups of",
};
const titles = {
  freeze: "Freeze everything",
  unfreeze: "Lift the freeze",
  cancel: "Cancel an order",
  pace: "Raise the brake for an order",
  policy: "Set a policy",
  app: "Manage an app",
  certificate: "Manage a certificate",
  "os-update": "Require an OS version",
  "agent-update": "Update the agent",
};
// word, shape, tone: colour is never the only sign.
const states = {
  waiting: ["Waiting", "wait"],
  accepted: ["Accepted", "good"],
  refused: ["Refused", "bad"],
  held: ["Held", "wait"],
  released: ["Released", "good"],
  cancelled: ["Cancelled", "over"],
  ended: ["Ended", "over"],
  ready: ["Ready", "good"],
  confirm: ["Compare code", "wait"],
  gone: ["Gone", "over"],
};

const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
const short = (id) => String(id).slice(0, 8);
const groups = (hash) => hash.slice(0, 16).match(/.{4}/g).join(" ");

function duration(seconds) {
  if (seconds < 60) return `${Math.max(0, seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return plural(Math.floor(seconds / 86_400), "day");
}

/** A time as its age, kept current by `tick`; the moment itself on hover. */
function age(time, after = "ago") {
  const at = new Date(time * 1000);
  const node = el("time", { datetime: at.toISOString(), title: at.toLocaleString("en-GB"), "data-after": after });
  node.textContent = `${duration(Math.floor(Date.now() / 1000) - time)} ${after}`;
  return node;
}

function tick() {
  for (const node of document.querySelectorAll("time[data-after]")) {
    const seconds = Math.floor((Date.now() - Date.parse(node.dateTime)) / 1000);
    node.textContent = `${duration(seconds)} ${node.dataset.after}`;
  }
}

function stateWord(name, tag = "span") {
  const [word, tone] = states[name] ?? [name, "over"];
  return el(tag, { class: `state ${tone} is-${name in states ? name : "other"}` }, word);
}

// ---- Documents -----------------------------------------------------------------------------------------------------

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** The signed payload and the document hash, both from the envelope: what the server says beside it does not count. */
async function open(envelope) {
  const payload = bytesOf(envelope.payload);
  const type = envelope.payloadType;
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${type} ${payload.length} `);
  const digest = await crypto.subtle.digest("SHA-256", await new Blob([head, payload]).arrayBuffer());
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { type: type.replace(/^.*rempart\.|\.v1.*$/g, ""), body: JSON.parse(new TextDecoder().decode(payload)), hash };
}

function titleOf(type, body) {
  if (type === "ticket") return body.uses === 1 ? "Invite 1 phone" : `Invite ${plural(body.uses, "phone")}`;
  if (type === "charter") return `Charter, version ${body.version}`;
  if (verbs[body.action]) return `${verbs[body.action]} ${plural(body.targets?.count ?? 0, "phone")}`;
  return titles[body.action] ?? body.action;
}

/** Which people signed, by the charter that the gatekeeper holds, and how many of whom the first matching rule wants. */
function signing(type, body, envelope) {
  const owners = new Map();
  for (const person of state.charter?.people ?? []) for (const key of person.credentials) owners.set(key.kid, person);
  const people = new Map();
  let roots = 0;
  for (const { keyid } of envelope.signatures) {
    const person = owners.get(keyid);
    if (person) people.set(person.id, person);
    else if (state.charter?.roots.keys.some((key) => key.kid === keyid)) roots += 1;
  }
  const count = type === "ticket" ? body.uses : body.targets?.count;
  const action = type === "ticket" ? "ticket" : body.action;
  const when = state.status?.frozen ? "frozen" : "normal";
  const row = (state.charter?.rules ?? []).find(
    (rule) =>
      rule.actions.includes(action) &&
      (rule.when === "always" || rule.when === when) &&
      (rule.max === undefined || (count !== undefined && count <= rule.max)),
  );
  const need = type === "charter" ? { role: "root", count: state.charter?.roots.threshold ?? 1 } : row?.need;
  const counts = (person) => person.roles.includes("approver") || person.roles.includes(need?.role);
  const have = need?.role === "root" ? roots : [...people.values()].filter(counts).length;
  return { people: [...people.keys()], roots, missing: need ? Math.max(0, need.count - have) : undefined, need };
}

function signatureRow({ people, roots, missing, need }, closed) {
  const list = el("ul", { class: "people", "aria-label": "Signatures" });
  for (const id of people) list.append(el("li", { class: "id", title: id }, short(id)));
  if (roots > 0) list.append(el("li", {}, plural(roots, "root key")));
  if (closed) return list.childElementCount > 0 ? list : el("p", { class: "quiet" }, "No signature shown");
  if (missing > 0) list.append(el("li", { class: "missing" }, `${plural(missing, need.role)} missing`));
  if (missing === 0) list.append(el("li", { class: "good" }, "complete"));
  if (missing === undefined) list.append(el("li", { class: "missing" }, "no rule allows this now"));
  return list;
}

async function documentCard(item, isDraft) {
  let opened;
  try {
    opened = await open(item.envelope);
  } catch {
    return el("article", {}, el("h3", {}, "Unreadable document"), el("p", { class: "quiet id" }, short(item.hash)));
  }
  const { type, body, hash } = opened;
  const facts = [];
  if (body.reason) facts.push(`Reason: ${body.reason.code}`);
  if (body.targets?.group) facts.push(body.targets.group === "A".repeat(22) ? "every phone" : "one group");
  if (body.stream) facts.push(`${body.stream}${body.n ? `, number ${body.n}` : ""}`);
  const times = el("p", { class: "quiet" });
  if (body.createdAt ?? body.issuedAt) times.append("Written ", age(body.createdAt ?? body.issuedAt));
  if (item.acceptedAt) times.append(", accepted ", age(item.acceptedAt));
  const signed = signing(type, body, item.envelope);
  const outcomes = Object.entries(item.outcomes ?? {});
  const wrong = item.hash !== hash;
  return el(
    "article",
    { class: destructive.has(body.action) ? "destructive" : "" },
    el("div", { class: "head" }, el("h3", {}, titleOf(type, body)), stateWord(item.state)),
    facts.length > 0 ? el("p", {}, facts.join(" · ")) : undefined,
    times,
    signatureRow(signed, !isDraft),
    item.refusal
      ? el("p", { class: "bad" }, `${item.refusal.message} `, el("span", { class: "id" }, item.refusal.error))
      : undefined,
    isDraft || unreported.has(body.action) ? undefined : el("p", {}, progress(item.phones, outcomes)),
    wrong ? el("p", { class: "trouble" }, "The server names another hash than this document has.") : undefined,
    el("p", { class: "foot" }, el("span", { class: "id", title: "SHA-256, computed in this page" }, hash)),
  );
}

/** The gatekeeper obeys these itself; phones follow through heads and report nothing. */
const unreported = new Set(["freeze", "unfreeze", "cancel", "pace", "admit"]);

function progress(phones, outcomes) {
  if (outcomes.length === 0) return phones > 0 ? `No report yet of ${plural(phones, "phone")}` : "No report yet";
  return `${outcomes.map(([outcome, n]) => `${n.toLocaleString("en")} ${outcome}`).join(", ")}; ${plural(phones, "phone")} in all`;
}

// ---- Fetching ------------------------------------------------------------------------------------------------------

class Lost extends Error {}

async function server(path, options = {}) {
  const headers = { authorization: `Bearer ${state.token}` };
  const response = await fetch(state.server + path, { headers, cache: "no-store", credentials: "omit", ...options });
  if (response.status === 401) throw new Lost();
  if (!response.ok) throw new Error((await response.json()).message);
  return response;
}
const read = async (path) => (await server(path)).json();
const own = async (path) => {
  const response = await fetch(path, { cache: "no-store", credentials: "omit" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

// ---- Parts of the page ---------------------------------------------------------------------------------------------

/** One fact of the strip, with its name where it needs one. */
function fact(name, value) {
  return el("span", { class: "fact" }, name ? el("span", { class: "name" }, name) : undefined, value);
}

function showStrip(reached) {
  const { status } = state;
  const strip = $("strip");
  const parts = [el("strong", {}, "Rempart")];
  if (!reached) parts.push(el("span", { role: "alert" }, "The gatekeeper does not answer. What is below may be old."));
  else if (!status.founded) parts.push(fact("", "No organisation yet"));
  if (status?.founded) {
    const print = el("span", { class: "id", title: status.genesis }, groups(status.genesis));
    parts.push(fact("Organisation", print), fact("Charter", `version ${status.version}`));
    parts.push(fact("Log", plural(status.size, "record")));
    parts.push(fact("", status.frozen ? el("strong", {}, "■ FROZEN: nothing is released") : "Not frozen"));
  }
  parts.push(el("span", { class: "origin" }, "gatekeeper says"));
  strip.replaceChildren(...parts);
  strip.classList.toggle("alarm", !reached || status?.frozen === true);
}

function showNext() {
  const founded = state.status?.founded ?? true;
  $("next").hidden = founded;
  $("connect").hidden = !founded || state.token !== null || state.server === undefined;
  $("server").hidden = !founded || state.token === null;
  if (founded) return;
  $("next").replaceChildren(
    el("h1", {}, "Found your organisation"),
    el(
      "p",
      {},
      "When it started, the gatekeeper printed a founding code. On the machine that will keep your root key, run:",
    ),
    el("pre", {}, el("code", {}, nextCommand(state.server ?? "SERVER_URL"))),
    el(
      "p",
      {},
      "Type the code when it asks. The command makes your keys and signs the first charter; this page then goes on by itself.",
    ),
  );
}

async function loadGatekeeper() {
  try {
    const before = state.status?.charter;
    state.status = await own("/gate/v1/status");
    if (state.status.founded && (state.charter === undefined || before !== state.status.charter)) {
      state.charter = (await open(await own(`/charters/${state.status.version}`))).body;
    }
    showStrip(true);
  } catch {
    showStrip(false);
  }
  showNext();
}

function empty(...children) {
  return el("p", { class: "empty" }, ...children);
}

async function showDrafts() {
  const { drafts: waiting, next } = await read("/api/v1/drafts?state=waiting");
  // A refusal is news for a while: whoever signed should see why, and what to do.
  const { drafts: refused } = await read("/api/v1/drafts?state=refused&limit=5");
  const drafts = [...waiting, ...refused];
  $("drafts-count").textContent = `${waiting.length}${next ? "+" : ""} waiting`;
  const cards = await Promise.all(drafts.map((draft) => documentCard(draft, true)));
  const teach = "Nothing waits. An order, ticket or charter stands here from its first signature until its last.";
  $("drafts").replaceChildren(...(cards.length > 0 ? cards : [empty(teach)]));
}

async function showOrders() {
  const { orders, next } = await read("/api/v1/orders");
  $("orders-count").textContent = `${orders.length}${next ? "+" : ""}`;
  const cards = await Promise.all(orders.map((order) => documentCard(order, false)));
  const teach = [
    "No order yet. Draft one that rings a phone, and see it pass: ",
    el("code", {}, "npx --no-install rempart order draft ring --help"),
  ];
  $("orders").replaceChildren(...(cards.length > 0 ? cards : [empty(...teach)]));
}

let shownPhones = 100;
async function showPhones() {
  const { phones, next } = await read(`/api/v1/phones?limit=${shownPhones}`);
  const { phones: totals } = await read("/api/v1/status");
  const total = Object.values(totals).reduce((sum, n) => sum + n, 0);
  $("phones-count").textContent = total.toLocaleString("en");
  if (total === 0) {
    const command = el("code", {}, "npx --no-install rempart ticket create --uses 1 --hours 24 --out invitation.txt");
    $("phones").replaceChildren(empty("No phone yet. Make a ticket and scan its code with the first one: ", command));
    return;
  }
  const body = el("tbody");
  for (const phone of phones) {
    const os = `${phone.platform === "ios" ? "iOS" : "Android"} ${phone.os}${phone.patch ? `, ${phone.patch}` : ""}`;
    const seen = phone.seenAt === undefined ? "never" : age(phone.seenAt);
    body.append(
      el(
        "tr",
        {},
        el("th", { scope: "row", class: "id" }, phone.id),
        el("td", { class: "model" }, phone.model),
        el("td", { class: "os" }, os),
        stateWord(phone.state, "td"),
        el("td", { class: "seen" }, seen),
      ),
    );
  }
  const names = ["Phone", "Model", "System", "State", "Last seen"].map((name) => el("th", { scope: "col" }, name));
  const caption = el("caption", { class: "visually-hidden" }, "Phones, as the server says");
  const parts = [el("table", {}, caption, el("thead", {}, el("tr", {}, ...names)), body)];
  if (next && shownPhones < mostPhones) {
    const more = el("button", { type: "button" }, `Show more of ${total.toLocaleString("en")}`);
    more.addEventListener("click", () => {
      shownPhones = Math.min(mostPhones, shownPhones * 3);
      void load("phone");
    });
    parts.push(more);
  } else if (next) parts.push(el("p", { class: "quiet" }, `The first ${mostPhones} are shown.`));
  $("phones").replaceChildren(...parts);
}

function note(text, trouble = false) {
  $("server-note").textContent = text;
  $("server-note").classList.toggle("trouble", trouble);
}

async function showNote() {
  const { behind } = await read("/api/v1/status");
  const heard =
    behind === undefined ? "It never heard the gatekeeper." : `It heard the gatekeeper ${duration(behind)} ago.`;
  note(`Server says. ${heard}`, behind === undefined);
}

function forget(message) {
  state.token = null;
  sessionStorage.removeItem(tokenKey);
  streaming?.abort();
  $("token-note").textContent = message;
  showNext();
  $("token").focus();
}

const loaders = {
  draft: [showDrafts],
  order: [showOrders],
  phone: [showPhones],
  all: [showDrafts, showOrders, showPhones],
};

/** Loads what a change is about. A lost session asks for another; other trouble is said and tried again. */
async function load(type) {
  if (state.token === null) return;
  try {
    for (const show of loaders[type] ?? []) await show();
    await showNote();
  } catch (error) {
    if (error instanceof Lost) forget("That session has ended or is not valid. Make another one.");
    else note(`The server does not answer: ${error.message}`, true);
  }
}

// ---- Live ----------------------------------------------------------------------------------------------------------

let streaming;
const pending = new Set();

/** Changes come in bursts: wait a moment, then load each part once. */
function changed(type) {
  if (pending.size === 0) setTimeout(loadChanged, 300);
  pending.add(type);
}

async function loadChanged() {
  const types = [...pending];
  pending.clear();
  const whole = types.some((one) => ["charter", "freeze", "all"].includes(one));
  if (whole || types.includes("order")) await loadGatekeeper();
  for (const one of whole ? ["all"] : types) await load(one);
}

/** EventSource cannot send an Authorization header, so the stream is read by hand. */
async function listen(signal) {
  const response = await server("/api/v1/events", { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop().slice(-4096);
    for (const event of events) {
      const data = event.split("\n").find((line) => line.startsWith("data: "));
      if (data) changed(JSON.parse(data.slice(6)).type);
    }
  }
}

async function follow() {
  streaming?.abort();
  const control = new AbortController();
  streaming = control;
  for (let wait = 1000; !control.signal.aborted; wait = Math.min(wait * 2, 30_000)) {
    await load("all"); // first of all, and after each break: what happened meanwhile was not heard
    const since = Date.now();
    await listen(control.signal).catch(() => {});
    if (Date.now() - since > 10_000) wait = 1000;
    if (!control.signal.aborted) await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

// ---- Start ---------------------------------------------------------------------------------------------------------

$("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  state.token = $("token").value.trim();
  $("token").value = "";
  if (!/^[A-Za-z0-9_-]{20,256}$/.test(state.token)) {
    forget("That is not a session. Paste the one line that the command prints.");
    return;
  }
  sessionStorage.setItem(tokenKey, state.token);
  showNext();
  $("main").focus();
  void follow();
});
$("forget").addEventListener("click", () => forget("Forgotten. Paste a session to see the fleet again."));

try {
  state.server = (await own("/config.json")).server;
  $("one-host").hidden = new URL(state.server).hostname !== location.hostname;
} catch {
  $("token-note").textContent = "The gatekeeper does not say where the server is. Reload this page.";
}
await loadGatekeeper();
if (state.token !== null && state.server !== undefined && state.status?.founded) void follow();
setInterval(tick, 1000);
setInterval(loadGatekeeper, 10_000);
setInterval(() => load("none"), 30_000);
