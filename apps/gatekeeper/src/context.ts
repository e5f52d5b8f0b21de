// What the features of the gatekeeper share. Each function takes the parts that it uses; this is only their list.
import type pg from "pg";
import type { Charters } from "./charter/charters.ts";
import type { Config } from "./config.ts";
import type { Demonstration } from "./demonstration/demonstration.ts";
import type { Devices } from "./devices/registry.ts";
import type { Waiters } from "./devices/waiters.ts";
import type { Freezes } from "./freeze/freezes.ts";
import type { Keys } from "./keys/keys.ts";
import type { Log } from "./log/log.ts";
import type { Metrics } from "./metrics.ts";
import type { OrderBook } from "./orders/book.ts";
import type { Mutex } from "./orders/mutex.ts";
import type { Notices } from "./push/notices.ts";
import type { Refill } from "./refill/refill.ts";
import type { Witnesses } from "./witness/witnesses.ts";

export interface Context {
  config: Config;
  pool: pg.Pool;
  keys: Keys;
  log: Log;
  charters: Charters;
  freezes: Freezes;
  devices: Devices;
  book: OrderBook;
  waiters: Waiters;
  witnesses: Witnesses;
  refill: Refill;
  demonstration: Demonstration;
  /**
   * Whatever decides over orders by what is so now (submissions, timers, brake slots) takes its turn here, until its
   * commit: else a cancel and the end of a hold, or a freeze and a slot, could both believe that they came first.
   */
  decisions: Mutex;
  metrics: Metrics;
  notices: Notices;
  /** Something was written to the outbox. */
  nudge(): void;
  /** Somebody says that more was signed than is held here: the mirrors are asked. A phone's word alone stops nothing. */
  suspect: () => void;
}
