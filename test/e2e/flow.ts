// Orders that flow while processes die. A submit whose answer was lost is sent again with the same document.
import { setTimeout as sleep } from "node:timers/promises";
import { type Document, forms, newId, type Order } from "@rempart/trust";
import { type Answer, ask, type Stack } from "./stack.ts";

export interface Accepted {
  order: Document<Order>;
  devices: string[];
}
export interface SeenHead {
  size: number;
  root: string;
}

/** Submits orders and looks at heads until told to stop. */
export class Flow {
  readonly accepted: Accepted[] = [];
  readonly heads: SeenHead[] = [];
  /** Submits whose first answer was lost. */
  repeated = 0;
  #stopping = false;
  readonly #stack: Stack;
  readonly #devices: string[];
  readonly #workers: Promise<void>[];
  constructor(stack: Stack, devices: string[]) {
    this.#stack = stack;
    this.#devices = devices;
    this.#workers = [this.#rings(), this.#rings(), this.#policies(), this.#watch()];
  }

  /** Resolves once whatever was begun has an answer. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#workers);
  }

  async #submit(order: Document<Order>, devices: string[], targets?: string[]): Promise<void> {
    const body = { envelope: order.envelope, ...(targets ? { targets } : {}) };
    for (let attempt = 0; ; attempt++) {
      let answer: Answer | undefined;
      try {
        answer = await ask(`${this.#stack.gatekeeper}/gate/v1/submit`, body);
      } catch {
        // Nobody answered, or the answer was cut off: accepted or not, the same document tells.
      }
      // Accepted before: `replay`, or for a document whose reach may still be lifted, that nobody more has signed it.
      const known = targets ? ["replay"] : ["replay", "signature.quorum"];
      const before = attempt > 0 && known.includes(String(answer?.json.error));
      if (answer?.status === 200 || before) {
        if (attempt > 0) this.repeated++;
        this.accepted.push({ order, devices });
        return;
      }
      if (answer && answer.status !== 503) throw new Error(`${order.body.action}: ${JSON.stringify(answer.json)}`);
      if (attempt > 200) throw new Error("the gatekeeper does not come back");
      await sleep(100 + Math.random() * 200);
    }
  }

  async #rings(): Promise<void> {
    const { organisation } = this.#stack;
    for (let n = 0; !this.#stopping; n++) {
      const devices = this.#devices.filter((_, index) => index === n % this.#devices.length || Math.random() < 0.3);
      const ring = await organisation.order("ring", devices, [organisation.operator], { seconds: 5 });
      await this.#submit(ring, devices, devices);
      await sleep(Math.random() * 120);
    }
  }

  async #policies(): Promise<void> {
    const { organisation } = this.#stack;
    const id = newId();
    for (let n = 1, last: Document<Order> | undefined; !this.#stopping; n++) {
      const rules = [{ kind: "camera", disabled: n % 2 === 0 }];
      last = await organisation.policy(id, rules, last, organisation.approvers.slice(0, 2));
      await this.#submit(last, this.#devices);
      await sleep(500 + Math.random() * 500);
    }
  }

  async #watch(): Promise<void> {
    while (!this.#stopping) {
      try {
        const { json, status } = await this.#stack.head();
        if (status === 200) this.heads.push(headOf(json.head));
      } catch {
        // It is down.
      }
      await sleep(150);
    }
  }
}

/** Size and root of a head's envelope; whoever needs to be sure verifies it. */
export function headOf(envelope: unknown): SeenHead {
  const { payload } = envelope as { payload: string };
  const { size, root } = JSON.parse(Buffer.from(payload, "base64").toString()) as SeenHead;
  return { size: forms.size(size, "size"), root: forms.hash(root, "root") };
}
