// One phone over HTTPS, for tests of the gatekeeper: verifies as a phone does, and shows what it was offered.
import { Agent, request } from "node:https";
import {
  type Action,
  actions,
  claimedPayload,
  documentHash,
  enrolmentType,
  extendChain,
  forms,
  generateKey,
  helloType,
  type JsonValue,
  keySigner,
  newNonce,
  newPhone,
  openEnvelope,
  type PhoneState,
  Refusal,
  readBundle,
  remember,
  resultType,
  type Session,
  type Signer,
  signDocument,
  ticketType,
  toBase64,
  toBase64url,
  verifyHead,
  verifyItem,
} from "@rempart/trust";

export interface Seen {
  action?: string;
  order: string;
  code?: string;
}

const elapsed = (): number => performance.now() / 1000;

export class TestPhone {
  readonly #agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  #port: number;
  #signer!: Signer;
  #token = "";
  #count = 0;
  #seq = 0;
  state!: PhoneState;
  session!: Session;
  /** The last bundle as it came. */
  bundle!: JsonValue;
  constructor(port: number) {
    this.#port = port;
  }

  /** Calls another replica from now on. */
  move(port: number): void {
    this.#port = port;
  }
  get signer(): Signer {
    return this.#signer;
  }
  get token(): string {
    return this.#token;
  }
  get count(): number {
    return this.#count;
  }
  get id(): string {
    return this.state.device;
  }

  async call(
    path: string,
    body: unknown,
    token = this.#token,
  ): Promise<{ status: number; json: Record<string, JsonValue>; bytes: Buffer }> {
    const content = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(content),
        authorization: `Bearer ${token}`,
      };
      const call = request(
        { host: "localhost", port: this.#port, path, method: "POST", agent: this.#agent, headers },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("end", () => {
            const bytes = Buffer.concat(parts);
            resolve({ status: response.statusCode!, json: JSON.parse(bytes.toString()), bytes });
          });
        },
      );
      call.on("error", reject);
      call.end(content);
    });
  }

  async enrol(
    ticket: string,
    secret: Uint8Array,
    genesis: string,
  ): Promise<{ status: number; json: Record<string, JsonValue> }> {
    const key = await generateKey();
    this.#signer = keySigner(forms.keyId(key.spki), key.key);
    const begun = await this.call("/agent/v1/begin", { ticket });
    if (begun.status !== 200) return begun;
    const { groups } = openEnvelope(ticketType, begun.json.ticket!).body;
    const charters = await extendChain([], genesis, begun.json.charters as JsonValue[]);
    const body = {
      v: 1,
      org: genesis,
      ticket,
      challenge: begun.json.challenge!,
      spki: toBase64(key.spki),
      platform: "android",
      model: "Test",
      os: "14",
      agent: 1,
    };
    const enrolment = await signDocument(enrolmentType, body, [this.#signer]);
    const answer = await this.call("/agent/v1/enrol", { secret: toBase64url(secret), enrolment: enrolment.envelope });
    if (answer.status >= 300) return answer;
    this.state = newPhone(answer.json.device as string, charters, groups, new Set<Action>(actions));
    return answer;
  }

  async hello(): Promise<{ status: number; json: Record<string, JsonValue> }> {
    const streams = Object.entries(this.state.streams).map(([stream, { n }]) => ({ stream, n }));
    const body = { v: 1, org: this.state.genesis, device: this.id, count: ++this.#count, os: "14", agent: 1, streams };
    const document = await signDocument(helloType, body, [this.#signer]);
    const answer = await this.call("/agent/v1/hello", { hello: document.envelope });
    this.#token = (answer.json.token as string) ?? "";
    return answer;
  }

  /** Polls once; verifies and remembers what may be executed. */
  async poll(wait = 0): Promise<Seen[]> {
    const question = { nonce: newNonce(), drawnAt: elapsed() };
    const { log, charters, freezes } = this.state;
    const asked = {
      nonce: question.nonce,
      wait,
      charter: charters.at(-1)!.body.version,
      size: log.size,
      root: log.root,
      freezes: [...freezes],
    };
    const answer = await this.call("/agent/v1/poll", asked);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
    this.bundle = answer.json;
    const bundle = readBundle(answer.bytes);
    const passed = await verifyHead(this.state, bundle, question, elapsed());
    this.state = passed.state;
    this.session = passed.session;
    const seen: Seen[] = [];
    for (const item of [...(bundle.lifts ?? []), ...bundle.orders]) {
      const order = documentHash("order", claimedPayload(item)!);
      try {
        const verified = await verifyItem(this.state, this.session, item, elapsed());
        this.state = remember(this.state, verified.order);
        seen.push({ action: verified.order.body.action, order });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        seen.push({ order, code: error.code });
      }
    }
    return seen;
  }

  async result(order: string, outcome: string, code?: string, seq = this.#seq + 1): Promise<JsonValue> {
    const body: Record<string, JsonValue> = {
      v: 1,
      org: this.state.genesis,
      device: this.id,
      seq,
      kind: "order",
      order,
      outcome,
      at: Math.floor(Date.now() / 1000),
    };
    if (code !== undefined) body.code = code;
    return (await signDocument(resultType, body, [this.#signer])).envelope;
  }

  async report(seen: readonly Seen[], outcome = "done") {
    const results: JsonValue[] = [];
    for (const one of seen) {
      results.push(await this.result(one.order, one.code ? "refused" : outcome, one.code));
      this.#seq++;
    }
    return this.call("/agent/v1/report", { results, data: [] });
  }

  close(): void {
    this.#agent.destroy();
  }
}
