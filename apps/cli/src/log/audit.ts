// What the log says must have been so, judged again by somebody who trusts nobody: was each document signed by those who
// had to, under the charter of its time, and did the brake hold?

import type { Row } from "@rempart/log";
import type { Charter } from "@rempart/trust";
import { t } from "../language/language.ts";
import { Brake } from "./audit-brake.ts";
import { Documents } from "./audit-documents.ts";
import { Orders } from "./audit-orders.ts";

/** One thing that must not be. */
export interface Finding {
  index: number;
  code: string;
  what: string;
}

/** What the audit found. `unchecked` counts what could not be judged, by reason. */
export interface Audit {
  findings: Finding[];
  unchecked: Record<string, number>;
  checked: Record<string, number>;
  /** For each window of the newest charter's brake, the most phones that any such window held. */
  brake: { seconds: number; allowed: number; most: number }[];
}

/** What the judges of an audit share. */
export interface Scene {
  /** The charter in force at this entry. */
  charter: Charter;
  genesis: string;
  /** Time of the newest record before this entry. */
  time: number;
  find(code: string, what: string): void;
  count(what: string): void;
  skip(why: string): void;
}

/**
 * Judges every entry of a log whose tree was verified. `charters` is the verified chain. Documents that a row lacks, or
 * that were erased, are counted as unchecked.
 */
export async function auditLog(rows: Iterable<Row>, charters: readonly Charter[]): Promise<Audit> {
  const findings: Finding[] = [];
  const unchecked: Record<string, number> = {};
  const checked: Record<string, number> = {};
  const brake = new Brake();
  const documents = new Documents();
  const orders = new Orders(brake, documents);
  let index = 0;
  let version = 0;
  const scene: Scene = {
    charter: charters[0]!,
    genesis: charters[0]!.genesis,
    time: charters[0]!.body.issuedAt,
    find: (code, what) => void findings.push({ index, code, what }),
    count: (what) => {
      checked[what] = (checked[what] ?? 0) + 1;
    },
    skip: (why) => {
      unchecked[why] = (unchecked[why] ?? 0) + 1;
    },
  };
  for (const row of rows) {
    if (row.type === "charter") {
      const next = charters[version];
      if (next?.hash !== row.hash) scene.find("charter.chain", t`is not the next charter of the verified chain`);
      else {
        version++;
        scene.charter = next;
        orders.charterChanged();
      }
      scene.count("charter");
    } else if (version === 0) scene.find("charter.chain", t`stands before the genesis charter`);
    if (row.type === "release") await orders.release(scene, index, row);
    else await documents.entry(scene, index, row, orders);
    index++;
  }
  documents.finish(scene);
  return { findings, unchecked, checked, brake: brake.peaks(charters.at(-1)!.body.brake.destructive) };
}
