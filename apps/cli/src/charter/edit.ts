// Flags of `charter propose`, each a change of the charter's JSON. What comes out is read strictly afterwards.

import {
  type CharterJson,
  type KeyJson,
  type KeyRequest,
  type Names,
  openBody,
  type PersonJson,
  requestedCredential,
} from "@rempart/client";
import { type Charter, currentLog, forms, fromBase64, type JsonValue, readJson, toBase64 } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Problem, Usage } from "../problem.ts";
import { readNamed } from "../profile/files.ts";
import { checkUrl } from "../remote/http.ts";
import { readWitnessFile } from "../witness/store.ts";
import { type NextKeys, readNextKeys, readRequestFile } from "./request.ts";

export interface EditOptions {
  addPerson: string[];
  role: string[];
  removePerson: string[];
  addCredential: string[];
  strikeCredential: string[];
  roles: string[];
  rules?: string;
  brake?: string;
  roots: string[];
  addRoot: string[];
  strikeRoot: string[];
  threshold?: number;
  rendezvous: string[];
  tlsPin: string[];
  dropTlsPin: string[];
  witness: string[];
  dropWitness: string[];
  k?: number;
  gatekeeperKeys?: string;
  directoryEpoch?: number;
  directoryKey?: string;
  addWriter: string[];
  dropWriter: string[];
  void: string[];
  origin: string[];
  rpId?: string;
  edited?: string;
}

/** What an edit knows besides the charter. */
export interface Known {
  base: Charter;
  names: Names;
  /** The log as it was verified just now: where `from`, and a new epoch, begin. */
  log: { size: number; root: string };
}

/** A proposed body, with the names that the requests gave and the keys to compare aloud. */
export interface Edited {
  body: CharterJson;
  names: Names;
  compare: { what: string; spki?: Uint8Array; pin?: string }[];
}

const rolesKnown = ["approver", "operator", "writer", "auditor"];

async function readJsonFile(flag: string, path: string): Promise<JsonValue> {
  try {
    return readJson(await readNamed(path), 4 * 1024 * 1024, path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Usage(flag, t`${path} is not strict JSON: ${(error as Error).message}`);
  }
}

function keyJson(one: { kid: string; spki: Uint8Array }): KeyJson {
  return { kid: one.kid, spki: toBase64(one.spki) };
}

/** The person that a flag names, by id or by the profile's name. */
function person(body: CharterJson, names: Names, flag: string, given: string): PersonJson {
  const id = names.find((one) => one.name === given && body.people.some((known) => known.id === one.id))?.id ?? given;
  const found = body.people.find((one) => one.id === id);
  if (!found)
    throw new Usage(flag, t`${given} is no person of this charter: give an id, or a name that this profile knows.`);
  return found;
}

function without<T>(list: readonly T[], flag: string, what: string, given: string, is: (one: T) => boolean): T[] {
  const rest = list.filter((one) => !is(one));
  if (rest.length === list.length) throw new Usage(flag, t`${given} is no ${what} of this charter.`);
  return rest;
}

function readRoles(flag: string, given: string): string[] {
  const roles = given.split(",").map((one) => one.trim());
  const wrong = roles.find((role) => !rolesKnown.includes(role));
  if (wrong !== undefined) throw new Usage(flag, t`${wrong} is no role; there are ${rolesKnown.join(", ")}.`);
  return roles;
}

/** Refuses one human under two ids: they would count twice in every quorum. */
function checkNewPerson(body: CharterJson, names: Names, request: KeyRequest): void {
  if (body.people.some((one) => one.id === request.person))
    throw new Usage(
      "--add-person",
      t`${request.name} is in the charter already; use --add-credential for another key of theirs.`,
    );
  const known = names.find((one) => one.name.toLowerCase() === request.name.toLowerCase());
  if (known && body.people.some((one) => one.id === known.id))
    throw new Usage(
      "--add-person",
      t`Somebody called ${request.name} is in the charter already. One human with two ids would count twice: use --add-credential, or another name.`,
    );
}

async function editPeople(edited: Edited, known: Known, options: EditOptions): Promise<void> {
  const { body } = edited;
  // Who leaves goes first, so that a successor may bear the same name.
  for (const given of options.removePerson) {
    const gone = person(body, known.names, "--remove-person", given);
    body.people = body.people.filter((one) => one !== gone);
  }
  for (const [at, path] of options.addPerson.entries()) {
    const request = await readRequestFile(path, "person", body);
    checkNewPerson(body, [...known.names, ...edited.names], request);
    const roles = readRoles("--role", options.role[at] ?? options.role.at(-1) ?? "operator");
    body.people.push({ id: request.person!, roles, credentials: [requestedCredential(request)] });
    edited.names = [...edited.names, { id: request.person!, name: request.name }];
    edited.compare.push({ what: t`key of ${request.name}, new`, spki: request.spki });
  }
  for (const path of options.addCredential) {
    const request = await readRequestFile(path, "person", body);
    const owner = person(body, known.names, "--add-credential", request.person!);
    owner.credentials.push(requestedCredential(request));
    edited.compare.push({ what: t`further key of ${request.name}`, spki: request.spki });
  }
  for (const kid of options.strikeCredential) {
    const owner = body.people.find((one) => one.credentials.some((held) => held.kid === kid));
    if (!owner) throw new Usage("--strike-credential", t`${kid} is no credential of this charter.`);
    owner.credentials = owner.credentials.filter((held) => held.kid !== kid);
  }
  for (const given of options.roles) {
    const [who, roles, ...more] = given.split("=");
    if (!who || !roles || more.length > 0) throw new Usage("--roles", t`Write --roles PERSON=ROLE,ROLE.`);
    person(body, [...known.names, ...edited.names], "--roles", who).roles = readRoles("--roles", roles);
  }
}

async function editRoots(edited: Edited, options: EditOptions): Promise<void> {
  const { roots } = edited.body;
  const add = async (path: string): Promise<void> => {
    const request = await readRequestFile(path, "root");
    roots.keys.push(keyJson(request));
    edited.compare.push({ what: t`root key ${request.name}, new`, spki: request.spki });
  };
  if (options.roots.length > 0) roots.keys = [];
  for (const path of [...options.roots, ...options.addRoot]) await add(path);
  for (const kid of options.strikeRoot)
    roots.keys = without(roots.keys, "--strike-root", t`root key`, kid, (one) => one.kid === kid);
  if (options.threshold !== undefined) roots.threshold = options.threshold;
  if (roots.threshold > roots.keys.length)
    throw new Usage(
      "--threshold",
      t`${roots.threshold} of ${roots.keys.length} roots cannot sign. Give --threshold, or more roots.`,
    );
}

async function editGatekeeper(edited: Edited, known: Known, options: EditOptions): Promise<void> {
  const { body } = edited;
  if (options.gatekeeperKeys === undefined) return;
  const keys: NextKeys = await readNextKeys(options.gatekeeperKeys);
  if (keys.sealKey) {
    body.sealKey = keyJson(keys.sealKey);
    edited.compare.push({ what: t`the gatekeeper's next sealing key`, spki: keys.sealKey.spki });
  }
  if (keys.log) {
    const { epoch, origin } = currentLog(known.base.body);
    const name = origin.replace(/\/\d+$/, "");
    const start = { startSize: known.log.size, startRoot: known.log.root };
    body.logs.push({ epoch: epoch + 1, origin: `${name}/${epoch + 1}`, ...keyJson(keys.log), ...start });
    edited.compare.push({ what: t`the gatekeeper's next log key`, spki: keys.log.spki });
  }
  if (keys.tlsPin) {
    body.tlsPins.push(keys.tlsPin);
    edited.compare.push({ what: t`the gatekeeper's next TLS authority`, pin: keys.tlsPin });
  }
}

function editWays(body: CharterJson, options: EditOptions): void {
  if (options.rendezvous.length > 0) body.rendezvous = options.rendezvous.map((url) => checkUrl("--rendezvous", url));
  for (const pin of options.tlsPin) body.tlsPins.push(pin);
  for (const pin of options.dropTlsPin)
    body.tlsPins = without(body.tlsPins, "--drop-tls-pin", t`TLS key`, pin, (one) => one === pin);
  if (options.origin.length > 0) body.origins = options.origin.map((one) => new URL(checkUrl("--origin", one)).origin);
  if (options.rpId !== undefined) body.rpId = options.rpId;
}

async function editOthers(edited: Edited, options: EditOptions): Promise<void> {
  const { body } = edited;
  for (const path of options.witness) {
    // What `rempart witness init` wrote. The words say whether it is the witness's own.
    const key = readWitnessFile(await readNamed(path), path);
    body.witnesses.push(keyJson(key));
    edited.compare.push({ what: t`witness ${key.kid}, new`, spki: key.spki });
  }
  for (const path of options.addWriter) {
    const request = await readRequestFile(path, "writer");
    body.directory.writers.push(keyJson(request));
    edited.compare.push({ what: t`directory writer ${request.name}, new`, spki: request.spki });
  }
  for (const kid of options.dropWitness)
    body.witnesses = without(body.witnesses, "--drop-witness", t`witness`, kid, (one) => one.kid === kid);
  for (const kid of options.dropWriter)
    body.directory.writers = without(body.directory.writers, "--drop-writer", t`writer`, kid, (one) => one.kid === kid);
  if (options.k !== undefined) body.k = options.k;
  if (options.directoryKey !== undefined) {
    const spki = fromBase64(options.directoryKey);
    if (!spki) throw new Usage("--directory-key", t`Give the SPKI of the key in padded base64.`);
    body.directory.spki = options.directoryKey;
    body.directory.epoch = options.directoryEpoch ?? body.directory.epoch + 1;
    edited.compare.push({ what: t`the directory's next key`, spki });
  } else if (options.directoryEpoch !== undefined) body.directory.epoch = options.directoryEpoch;
  for (const hash of options.void) body.voids.push(forms.hash(hash, "--void"));
}

async function editRules(body: CharterJson, options: EditOptions): Promise<void> {
  if (options.rules !== undefined)
    body.rules = (await readJsonFile("--rules", options.rules)) as unknown as CharterJson["rules"];
  if (options.brake !== undefined) body.brake = (await readJsonFile("--brake", options.brake)) as object;
  // The schema ties such a rule to the threshold; a rule that somebody wrote otherwise on purpose is refused there.
  if (options.rules === undefined)
    for (const row of body.rules) if (row.need.role === "root") row.need.count = body.roots.threshold;
}

/** The charter that the flags (or the edited file) ask for, still without its counters. */
export async function edit(body: CharterJson, known: Known, options: EditOptions): Promise<Edited> {
  const start =
    options.edited === undefined ? body : ((await readJsonFile("--edited", options.edited)) as unknown as CharterJson);
  const edited: Edited = { body: start, names: [], compare: [] };
  if (options.edited !== undefined) {
    // Whatever else it says is read strictly with the rest; these parts the flags below walk through.
    await openBody({ ...start });
  }
  await editPeople(edited, known, options);
  await editRoots(edited, options);
  await editRules(edited.body, options);
  await editGatekeeper(edited, known, options);
  editWays(edited.body, options);
  await editOthers(edited, options);
  return edited;
}
