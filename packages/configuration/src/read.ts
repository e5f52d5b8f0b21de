import { readRules } from "@rempart/policy";
import { everyPhone, type JsonObject, type JsonValue, toBase64 } from "@rempart/trust";
import { certificateDer } from "./certificate.ts";
import type { Place } from "./fault.ts";
import { readFence } from "./fences.ts";
import type { App, Certificate, Configuration, Group, OsUpdate, Policy } from "./model.ts";
import { nearest } from "./near.ts";
import { type Fields, type Load, Shape } from "./shape.ts";
import { type Located, locate, plain } from "./tree.ts";

/** The file with which a folder begins. */
export const entryFile = "rempart.yaml";

const most = { groups: 1_000, policies: 500, apps: 2_000, osUpdates: 2, certificates: 200, rules: 64, fences: 64 };
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;
const nameForm = "a name has 1 to 64 letters, digits, spaces, dots, dashes, and begins with a letter or digit";
const idPattern = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const idForm = "an id has 22 characters: base64url of 16 bytes";
const hashPattern = /^[0-9a-f]{64}$/;
const hashForm = "a hash has 64 digits 0-9 a-f";

/** Reads one folder; each method reads one list of it. */
class Reading {
  readonly shape: Shape;
  readonly #groups = new Set<string>();

  constructor(load: Load) {
    this.shape = new Shape(load);
  }

  #name(fields: Fields, seen: Map<string, Place>): string | undefined {
    const node = fields.get("name");
    const name = this.shape.text(node, namePattern, nameForm)?.normalize("NFC");
    if (node) this.shape.once(seen, name, node.at);
    return name;
  }

  #id(fields: Fields, seen: Map<string, Place>): { id?: string } {
    const node = fields.get("id");
    const id = this.shape.text(node, idPattern, idForm);
    if (node) this.shape.once(seen, id, node.at);
    return id === undefined ? {} : { id };
  }

  groups(node: Located | undefined): Group[] {
    const { shape } = this;
    const [names, ids] = [new Map<string, Place>(), new Map<string, Place>()];
    return shape.list(node, most.groups).flatMap((entry) => {
      const fields = shape.fields(entry, ["name"], ["id", "label"]);
      if (!fields) return [];
      const name = this.#name(fields, names);
      const id = this.#id(fields, ids);
      const label = shape.text(
        fields.get("label"),
        /^[^\p{C}]{1,128}$/u,
        "a label has 1 to 128 characters, on one line",
      );
      if (name === "all")
        shape.faults.add(fields.get("name")!.at, "all is the group of every phone and needs no entry");
      if (id.id === everyPhone)
        shape.faults.add(fields.get("id")!.at, "this is the id of every phone; write group: all");
      if (name === undefined) return [];
      this.#groups.add(name);
      return [{ name, ...id, ...(label === undefined ? {} : { label }) }];
    });
  }

  #group(node: Located | undefined): string | undefined {
    const name = this.shape.text(node, namePattern, nameForm)?.normalize("NFC");
    if (!node || name === undefined || name === "all" || this.#groups.has(name)) return name;
    const meant = nearest(name, [...this.#groups, "all"]);
    if (meant !== undefined)
      return this.shape.faults.add(node.at, "there is no group {0}; did you mean {1}?", name, meant);
    return this.shape.faults.add(node.at, "there is no group {0}: list it under groups, or write all", name);
  }

  policies(node: Located | undefined): Policy[] {
    const { shape } = this;
    const [names, ids] = [new Map<string, Place>(), new Map<string, Place>()];
    return shape.list(node, most.policies).flatMap((entry) => {
      const fields = shape.fields(entry, ["name", "group"], ["id", "rules", "fences"]);
      if (!fields) return [];
      const name = this.#name(fields, names);
      const id = this.#id(fields, ids);
      const group = this.#group(fields.get("group"));
      const rules = this.#rules(entry, fields);
      return name === undefined || group === undefined || !rules ? [] : [{ name, ...id, group, rules }];
    });
  }

  #rules(entry: Located, fields: Fields): JsonObject[] | undefined {
    const { shape } = this;
    const fences = shape.list(fields.get("fences"), most.fences);
    const rules = shape.list(fields.get("rules"), most.rules);
    const read: { node: Located; rule: JsonObject }[] = [];
    for (const node of fences) {
      const rule = readFence(shape, node);
      if (!rule) return undefined;
      read.push({ node, rule });
    }
    for (const node of rules) {
      if (!this.#whole(node)) return undefined;
      read.push({ node, rule: plain(node) as JsonObject });
    }
    const problem = readRules(read.map(({ rule }) => rule));
    if (!problem) return read.map(({ rule }) => rule);
    const tree: Located = { at: (fields.get("rules") ?? entry).at, kind: "list", items: read.map(({ node }) => node) };
    const { at } = locate(tree, problem.where);
    return shape.faults.add(at, "the rule{0} {1}", problem.where.replace(/^\[\d+\]/, ""), problem.problem);
  }

  /** That a value holds whole numbers alone: nothing else can be signed. */
  #whole(node: Located): boolean {
    if (node.kind === "map") return [...node.fields.values()].every(({ value }) => this.#whole(value));
    if (node.kind === "list") return node.items.every((item) => this.#whole(item));
    if (node.value === null) this.shape.faults.add(node.at, "a value is missing");
    else if (typeof node.value === "number" && (!Number.isInteger(node.value) || Object.is(node.value, -0)))
      this.shape.faults.add(node.at, "only whole numbers can be signed (coordinates: degrees x 10^7, or use fences)");
    else return true;
    return false;
  }

  apps(node: Located | undefined): App[] {
    const { shape } = this;
    const seen = new Map<string, Place>();
    const pins = ["versionCode", "sha256", "size", "signer"] as const;
    return shape.list(node, most.apps).flatMap((entry) => {
      const fields = shape.fields(entry, ["package", "group"], ["platform", "state", ...pins, "urls"]);
      if (!fields) return [];
      const platform = shape.oneOf(fields.get("platform"), ["android", "ios"] as const) ?? "android";
      const name = shape.text(fields.get("package"), /^[A-Za-z0-9._-]{1,255}$/, "must be a package name or bundle id");
      const group = this.#group(fields.get("group"));
      const state = shape.oneOf(fields.get("state"), ["required", "available", "removed"] as const) ?? "required";
      if (name !== undefined) shape.once(seen, `${platform}/${name}`, entry.at);
      const versionCode = shape.integer(fields.get("versionCode"), 1, Number.MAX_SAFE_INTEGER);
      const sha256 = shape.text(fields.get("sha256"), hashPattern, hashForm);
      const size = shape.integer(fields.get("size"), 1, Number.MAX_SAFE_INTEGER);
      const signer = shape.text(fields.get("signer"), hashPattern, hashForm);
      const urls = this.#urls(fields.get("urls"));
      const given = pins.filter((field) => fields.has(field));
      if (state === "removed") {
        const extra = [...given, ...(urls ? ["urls"] : [])];
        if (extra.length > 0) shape.faults.add(entry.at, "an app that is removed has no {0}", extra.join(", "));
      } else if (given.length < pins.length)
        shape.faults.add(
          entry.at,
          "a release is pinned by {0}; missing: {1}",
          pins.join(", "),
          pins.filter((field) => !fields.has(field)).join(", "),
        );
      if (name === undefined || group === undefined) return [];
      const pinned = versionCode !== undefined && sha256 !== undefined && size !== undefined && signer !== undefined;
      return [
        {
          platform,
          package: name,
          group,
          state,
          ...(pinned ? { versionCode, sha256, size, signer } : {}),
          ...(urls ? { urls } : {}),
        },
      ];
    });
  }

  #urls(node: Located | undefined): string[] | undefined {
    if (!node) return undefined;
    const form = /^https:\/\/[^\s@#]{1,500}$/;
    const urls = this.shape.list(node, 8).flatMap((item) => {
      const url = this.shape.text(item, form, "must be an https URL without user and fragment");
      return url === undefined ? [] : [url];
    });
    return urls.length > 0 ? urls : this.shape.faults.add(node.at, "lists no URL");
  }

  osUpdates(node: Located | undefined): OsUpdate[] {
    const { shape } = this;
    const seen = new Map<string, Place>();
    return shape.list(node, most.osUpdates).flatMap((entry) => {
      const fields = shape.fields(entry, ["platform", "group", "minimum"], ["deadline"]);
      if (!fields) return [];
      const platform = shape.oneOf(fields.get("platform"), ["android", "ios"] as const);
      const group = this.#group(fields.get("group"));
      const minimum = shape.text(fields.get("minimum"), /^[^\p{C}]{1,64}$/u, "must be a version");
      const deadline = this.#moment(fields.get("deadline"));
      shape.once(seen, platform, entry.at);
      if (platform === undefined || group === undefined || minimum === undefined) return [];
      return [{ platform, group, minimum, ...(deadline === undefined ? {} : { deadline }) }];
    });
  }

  #moment(node: Located | undefined): number | undefined {
    const form = "must be a day or a time in UTC, like 2027-03-01 or 2027-03-01T06:00:00Z";
    const text = this.shape.text(node, /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/, form);
    if (!node || text === undefined) return undefined;
    const time = Date.parse(text);
    // 30 February is a date to some parsers.
    const same = Number.isFinite(time) && time >= 0 && new Date(time).toISOString().startsWith(text.replace(/Z$/, ""));
    return same ? time / 1000 : this.shape.faults.add(node.at, form);
  }

  certificates(node: Located | undefined): Certificate[] {
    const { shape } = this;
    const [names, ids] = [new Map<string, Place>(), new Map<string, Place>()];
    return shape.list(node, most.certificates).flatMap((entry) => {
      const fields = shape.fields(entry, ["name", "group", "file"], ["id"]);
      if (!fields) return [];
      const name = this.#name(fields, names);
      const id = this.#id(fields, ids);
      const group = this.#group(fields.get("group"));
      const file = fields.get("file");
      const bytes = file && shape.bytes(file);
      const der = bytes && certificateDer(bytes);
      if (bytes && !der)
        shape.faults.add(file.at, "must name a file with one certificate, PEM or DER, of at most 32 KiB");
      return name === undefined || group === undefined || !der ? [] : [{ name, ...id, group, der: toBase64(der) }];
    });
  }
}

/**
 * Reads the configuration that begins with `rempart.yaml` among the files that `load` gives. Throws ConfigurationError
 * with everything that is wrong, by file, line and column.
 */
export function readConfiguration(load: Load): Configuration {
  const reading = new Reading(load);
  const { shape } = reading;
  const top = shape.file(entryFile);
  const lists = ["groups", "policies", "apps", "osUpdates", "certificates"];
  const fields = top && shape.fields(top, ["version"], ["organisation", "prune", ...lists]);
  shape.integer(fields?.get("version"), 1, 1);
  const organisation = shape.text(fields?.get("organisation"), hashPattern, hashForm);
  const prune = shape.boolean(fields?.get("prune")) ?? false;
  const groups = reading.groups(fields?.get("groups"));
  const configuration: Configuration = {
    ...(organisation === undefined ? {} : { organisation }),
    prune,
    groups,
    policies: reading.policies(fields?.get("policies")),
    apps: reading.apps(fields?.get("apps")),
    osUpdates: reading.osUpdates(fields?.get("osUpdates")),
    certificates: reading.certificates(fields?.get("certificates")),
  };
  shape.faults.settle();
  return configuration;
}

/** What JSON makes of a value; for comparing two values field by field, whatever their order. */
export function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(",")}}`;
}
