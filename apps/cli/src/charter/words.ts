import { grouped, hashWords, keyWords, type Names, needWords, ruleWords, shown } from "@rempart/client";
import { type Charter, currentLog, type Row } from "@rempart/trust";
import { counted, t, translated } from "../language/language.ts";
import { moment, span } from "../shown.ts";

/** Who must sign, in plain words. */
export function needText(row: Row): string {
  return translated(needWords(row));
}

/** One rule as a sentence. */
export function ruleText(row: Row): string {
  return translated(ruleWords(row));
}

/** A charter in plain words, from its verified bytes. */
export function charterLines(charter: Charter, names: Names): string[] {
  const { body } = charter;
  const nameOf = (id: string): string => names.find((one) => one.id === id)?.name ?? id;
  const { destructive, hold, reach } = body.brake;
  return [
    t`charter version ${body.version}, issued ${moment(body.issuedAt)}`,
    t`  hash     ${grouped(charter.hash)}`,
    t`  genesis  ${grouped(charter.genesis)}`,
    t`  roots    ${body.roots.threshold} of ${body.roots.keys.length} must sign a charter`,
    t`  people`,
    ...body.people.map(
      (one) => `    ${nameOf(one.id)}: ${one.roles.join(", ")}; ${counted(one.credentials.length, "credential")}`,
    ),
    t`  rules (the first that fits decides)`,
    ...body.rules.map((row) => `    ${ruleText(row)}`),
    t`  brake`,
    ...destructive.map((one) => t`    at most ${counted(one.phones, "phone")} destroyed in ${span(one.seconds)}`),
    t`    destructive orders for more than ${counted(hold.above, "phone")} are held ${span(hold.seconds)}`,
    t`    new standing documents reach ${reach.least} phones or ${reach.permille / 10} % in the first ${span(reach.seconds)}`,
    t`  log      ${shown(currentLog(body).origin)}, epoch ${currentLog(body).epoch}; ${body.k} of ${body.witnesses.length} witnesses needed`,
    t`  console  ${body.origins.map((one) => shown(one)).join(", ")}`,
    t`  phones call ${body.rendezvous.map((one) => shown(one)).join(", ")}`,
    t`  TLS keys ${body.tlsPins.map((pin) => hashWords(pin)).join("\n           ")}`,
    t`  sealing  ${keyWords(body.sealKey.spki)}`,
    t`  directory key of epoch ${body.directory.epoch}; ${counted(body.directory.writers.length, "writer")}`,
    t`  void     ${counted(body.voids.length, "document")}; documents of older charters count below log entry ${body.from}`,
  ];
}

/** The same for programs. */
export function charterJson(charter: Charter, names: Names): object {
  const { body } = charter;
  return {
    version: body.version,
    hash: charter.hash,
    genesis: charter.genesis,
    issuedAt: body.issuedAt,
    from: body.from,
    roots: { keys: body.roots.keys.map((key) => key.kid), threshold: body.roots.threshold },
    people: body.people.map((one) => {
      const name = names.find((known) => known.id === one.id)?.name;
      return {
        id: one.id,
        ...(name === undefined ? {} : { name }),
        roles: one.roles,
        kids: one.credentials.map((c) => c.kid),
      };
    }),
    rules: body.rules,
    brake: body.brake,
    origins: body.origins,
    rpId: body.rpId,
    rendezvous: body.rendezvous,
    tlsPins: body.tlsPins,
    log: { epoch: currentLog(body).epoch, origin: currentLog(body).origin, kid: currentLog(body).kid },
    witnesses: { k: body.k, kids: body.witnesses.map((one) => one.kid) },
    sealKey: body.sealKey.kid,
    directory: { epoch: body.directory.epoch, writers: body.directory.writers.map((one) => one.kid) },
    voids: body.voids,
  };
}
