import { grouped, type Opened, payloadOf, type Review, shown } from "@rempart/client";
import { type Order, type Person, type Ticket, targetCount } from "@rempart/trust";
import { needText } from "../charter/words.ts";
import { counted, t } from "../language/language.ts";
import { nameOf, type ProfileFile } from "../profile/profile.ts";
import { moment } from "../shown.ts";

const listed = 20;
const everyPhoneGroup = "AAAAAAAAAAAAAAAAAAAAAA";

function aim(order: Order): string {
  if ("group" in order.targets)
    return order.targets.group === everyPhoneGroup ? t`EVERY PHONE` : t`group ${order.targets.group}`;
  const count = targetCount(order.targets);
  return count === undefined ? t`the whole organisation` : counted(count, "phone");
}

/** The payload's params as JSON, sealed values shortened: their text stands beside them. */
function paramsText(review: Review): string {
  const { params } = payloadOf(review.document.envelope) as { params: Record<string, unknown> };
  const short = Object.entries(params).map(([key, value]) =>
    typeof value === "object" && value !== null && "gatekeeper" in value ? [key, t`(sealed text)`] : [key, value],
  );
  return shown(JSON.stringify(Object.fromEntries(short)), 4000);
}

function orderLines(review: Review, order: Order, opened: readonly Opened[]): string[] {
  const lines = [`${order.action.toUpperCase()} ${aim(order)}`];
  lines.push(t`  why       ${order.reason.code}`, t`  params    ${paramsText(review)}`);
  for (const { field, text } of opened)
    lines.push(
      `  ${field.padEnd(9)} ${text === undefined ? t`(sealed; this profile cannot open it)` : `"${shown(text, 8192)}"`}`,
    );
  if (order.stream)
    lines.push(t`  stream    ${shown(order.stream)}${order.n === undefined ? "" : t`, number ${order.n}`}`);
  if (review.targets === undefined)
    lines.push(t`  phones    (the list was not given; only their number is signed for)`);
  else if (review.targets.length > 0) {
    const rest = review.targets.length - listed;
    lines.push(t`  phones    ${review.targets.slice(0, listed).join(", ")}${rest > 0 ? t` and ${rest} more` : ""}`);
  }
  lines.push(
    t`  created   ${moment(order.createdAt)}${order.expiresAt === undefined ? "" : t`, expires ${moment(order.expiresAt)}`}`,
  );
  return lines;
}

function ticketLines(ticket: Ticket): string[] {
  return [
    t`INVITE ${counted(ticket.uses, "phone")}`,
    t`  groups    ${ticket.groups.join(", ") || t`none`}`,
    t`  person    ${ticket.person ?? t`none`}`,
    t`  confirm   ${ticket.confirm ? t`an operator compares a code for each phone` : t`no: whoever has the QR gets in`}`,
    t`  created   ${moment(ticket.createdAt)}, expires ${moment(ticket.expiresAt)}`,
  ];
}

function personWords(person: Person, profile: ProfileFile): string {
  return `${nameOf(profile, person.id)} (${person.roles.join(", ")})`;
}

/** What still has to happen, by the rule that decides. */
export function missingWords(review: Review): string {
  if (review.refusal) return t`refused: ${review.refusal.message}`;
  if (review.complete) return t`nothing: ${needText(review.row!)} signed`;
  const { role, count } = review.row!.need;
  return role === "root"
    ? t`${review.missing} of ${counted(count, "root key")}`
    : t`${review.missing} of ${counted(count, role)}, distinct people`;
}

/** A document as the person reads it before signing: verb and number first, every field from the signed bytes. */
export function reviewLines(review: Review, opened: readonly Opened[], profile: ProfileFile): string[] {
  const lines =
    review.kind === "order" ? orderLines(review, review.document.body, opened) : ticketLines(review.document.body);
  const signers = review.signers.map((person) => personWords(person, profile));
  lines.push(t`  signed by ${signers.join(", ") || t`nobody`}`, t`  missing   ${missingWords(review)}`);
  if (!review.current)
    lines.push(t`  charter   names an older charter than the one in force: it cannot be signed any more`);
  lines.push(t`  hash      ${grouped(review.hash)}`);
  return lines;
}

/** The same for programs. */
export function reviewJson(review: Review, opened: readonly Opened[], profile: ProfileFile): Record<string, unknown> {
  const payload = payloadOf(review.document.envelope) as Record<string, unknown>;
  const { v: _v, org: _org, ...fields } = payload;
  return {
    hash: review.hash,
    type: review.kind,
    ...fields,
    ...(review.targets?.length ? { phones: review.targets } : {}),
    current: review.current,
    texts: opened.map(({ field, text }) => ({ field, ...(text === undefined ? {} : { text }) })),
    signatures: review.signers.map((person) => ({
      person: person.id,
      ...(nameOf(profile, person.id) === person.id ? {} : { name: nameOf(profile, person.id) }),
      roles: person.roles,
    })),
    need: review.row?.need ?? null,
    missing: review.missing,
    complete: review.complete,
    ...(review.refusal ? { refusal: { error: review.refusal.code, message: review.refusal.message } } : {}),
  };
}
