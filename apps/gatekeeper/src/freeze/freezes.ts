import type pg from "pg";

const mostStrange = 16;

/** Which freezes stand, which were lifted by what, and whose further freezes are refused. */
export class Freezes {
  /** Open freezes, oldest first. */
  open: string[] = [];
  /** Freeze hash to the unfreeze order that lifted it. */
  readonly lifted = new Map<string, string>();
  readonly muted = new Set<string>();
  /** Freezes that phones keep and this gatekeeper never accepted: another one, with the log key, showed them. */
  readonly strange = new Set<string>();

  async load(pool: pg.Pool): Promise<void> {
    const { rows } = await pool.query<{ hash: string; lifted_by: string | null }>(
      "select hash, lifted_by from open_freeze order by position",
    );
    for (const row of rows) {
      if (row.lifted_by === null) this.open.push(row.hash);
      else this.lifted.set(row.hash, row.lifted_by);
    }
    const people = await pool.query<{ person: string }>("select person from muted");
    for (const row of people.rows) this.muted.add(row.person);
  }

  get frozen(): boolean {
    return this.open.length > 0;
  }
  /** What heads say: the oldest freeze that was not lifted. */
  get oldest(): string | undefined {
    return this.open[0];
  }

  /** After the commit of a freeze order. */
  add(hash: string): void {
    this.open.push(hash);
  }
  /** After the commit of an unfreeze order. */
  lift(freezes: readonly string[], by: string, mute: readonly string[]): void {
    for (const freeze of freezes) {
      this.lifted.set(freeze, by);
      this.strange.delete(freeze);
    }
    this.open = this.open.filter((freeze) => !freezes.includes(freeze));
    for (const person of mute) this.muted.add(person);
  }

  /** Notes what a phone says it keeps; returns the freezes that are strange and new. At most 16 are kept in mind. */
  meet(known: readonly string[]): string[] {
    const fresh = known.filter(
      (freeze) => !this.open.includes(freeze) && !this.lifted.has(freeze) && !this.strange.has(freeze),
    );
    const kept = fresh.slice(0, Math.max(0, mostStrange - this.strange.size));
    for (const freeze of kept) this.strange.add(freeze);
    return kept;
  }

  /** Whether what a phone says it knows of freezes is out of date, and a lift that `ready` names can mend it. */
  isNews(known: readonly string[], ready: (unfreeze: string) => boolean): boolean {
    const { oldest } = this;
    if (oldest !== undefined && !known.includes(oldest)) return true;
    return known.map((freeze) => this.lifted.get(freeze)).some((lift) => lift !== undefined && ready(lift));
  }
}
