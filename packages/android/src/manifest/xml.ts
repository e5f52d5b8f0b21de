// Android's binary XML (ResXMLTree in AOSP's ResourceTypes.h): chunks of a header and a body. The shape that Android's own
// tools write is demanded; files that only a lenient reader opens are refused, since Android might read them otherwise.
import { Cursor } from "../cursor.ts";
import { Strings } from "./strings.ts";

const where = "AndroidManifest.xml";
const mostElements = 50_000;
const mostAttributes = 200_000;
const deepest = 64;

/** An attribute's value. A resource is a number that only the app's resources resolve, and differently on each phone. */
export type Value =
  | { text: string }
  | { integer: number }
  | { flag: boolean }
  | { resource: number }
  | { other: number };

export interface Element {
  name: string;
  /** By resource id, as Android looks them up: names are only for people. */
  byId: Map<number, Value>;
  /** Those outside of Android's namespace. */
  byName: Map<string, Value>;
  children: Element[];
}

const chunk = { xml: 3, strings: 1, resourceMap: 0x180, startNamespace: 0x100, endNamespace: 0x101 } as const;
const start = 0x102;
const end = 0x103;
const text = 0x104;

function readValue(cursor: Cursor, strings: Strings, raw: number): Value {
  if (cursor.u16() !== 8) cursor.fail("holds a value of another size");
  cursor.u8();
  const type = cursor.u8();
  const data = cursor.u32();
  if (type === 3) return { text: strings.at(data) ?? "" };
  if (type === 1 || type === 2) return { resource: data };
  if (type === 0x12) return { flag: data !== 0 };
  if (type === 0x10 || type === 0x11) return { integer: data | 0 };
  const written = strings.at(raw);
  return written === undefined ? { other: type } : { text: written };
}

function readElement(body: Cursor, strings: Strings, ids: readonly number[], budget: { attributes: number }): Element {
  body.u32();
  const name = strings.at(body.u32());
  const [first, size, count] = [body.u16(), body.u16(), body.u16()];
  body.take(6);
  if (name === undefined) body.fail("has an element without a name");
  if (first !== 20 || (size !== 20 && count > 0)) body.fail("holds attributes of another size");
  budget.attributes += count;
  if (budget.attributes > mostAttributes) body.fail("has too many attributes");
  const element: Element = { name, byId: new Map(), byName: new Map(), children: [] };
  for (let index = 0; index < count; index++) {
    const namespace = body.u32();
    const nameIndex = body.u32();
    const raw = body.u32();
    const value = readValue(body, strings, raw);
    const id = ids[nameIndex] ?? 0;
    if (id !== 0) {
      if (element.byId.has(id)) body.fail(`names an attribute of <${name}> twice`);
      element.byId.set(id, value);
    } else if (namespace === 0xffffffff) {
      const label = strings.at(nameIndex) ?? "";
      if (element.byName.has(label)) body.fail(`names an attribute of <${name}> twice`);
      element.byName.set(label, value);
    }
  }
  return element;
}

function readIds(cursor: Cursor): number[] {
  const ids: number[] = [];
  while (cursor.left >= 4) ids.push(cursor.u32());
  return ids;
}

/** The root element of a binary XML file; `apk.manifest` for what is none, or is larger than a manifest is. */
export function readXml(bytes: Uint8Array): Element {
  const cursor: Cursor = new Cursor(bytes, "apk.manifest", where);
  if (cursor.u16() !== chunk.xml || cursor.u16() !== 8 || cursor.u32() !== bytes.length)
    cursor.fail("is not Android's binary XML");
  let strings: Strings | undefined;
  let ids: number[] = [];
  let root: Element | undefined;
  const open: Element[] = [];
  const budget = { attributes: 0 };
  let elements = 0;
  while (cursor.left > 0) {
    const at = cursor.at;
    const type = cursor.u16();
    const header = cursor.u16();
    const size = cursor.u32();
    if (header < 8 || size < header) cursor.fail("holds a chunk that is shorter than its header");
    cursor.at = at;
    const whole = cursor.take(size);
    const body = new Cursor(whole, "apk.manifest", where, header);
    if (type === chunk.strings) {
      if (strings) cursor.fail("has two lists of strings");
      strings = new Strings(whole, where);
      continue;
    }
    if (!strings) cursor.fail("does not begin with its strings");
    if (type === chunk.resourceMap) {
      if (root) cursor.fail("has a list of resources behind its first element");
      ids = readIds(body);
    } else if (type === start) {
      if (++elements > mostElements || open.length >= deepest) cursor.fail("has too many elements");
      const element = readElement(body, strings, ids, budget);
      const parent = open.at(-1);
      if (parent) parent.children.push(element);
      else if (root) cursor.fail("has two root elements");
      else root = element;
      open.push(element);
    } else if (type === end) {
      if (!open.pop()) cursor.fail("closes an element that was never opened");
    } else if (type !== text && type !== chunk.startNamespace && type !== chunk.endNamespace) {
      cursor.fail(`holds a chunk of the unknown type ${type}`);
    }
  }
  if (!root || open.length > 0) cursor.fail("has no root element, or one that is never closed");
  return root;
}
