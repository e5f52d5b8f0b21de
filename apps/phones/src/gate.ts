// The agent protocol, call by call (PROTOCOL section 12). Nothing that comes back is trusted here.
import type { Agent } from "node:https";
import { bundleLimit, charterLimit, forms, type JsonObject, type JsonValue, readJson, schema } from "@rempart/trust";
import { call } from "./http.ts";

const seconds = 1000;
const patience = 30 * seconds;
const small = 64 * 1024;

/** A gatekeeper at one URL, spoken to over one connection. */
export interface Gate {
  readonly url: string;
  readonly agent: Agent;
}

function below(url: string, path: string): string {
  return `${url.replace(/\/+$/, "")}/${path}`;
}

function field(body: Uint8Array, limit: number): JsonObject {
  const value = readJson(body, limit, "answer");
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

async function post(gate: Gate, name: string, body: unknown, signal: AbortSignal, token?: string): Promise<JsonObject> {
  const url = below(gate.url, `agent/v1/${name}`);
  const limit = name === "begin" ? bundleLimit : small;
  return field(await call({ agent: gate.agent, url, body, token, limit, timeout: patience, signal }), limit);
}

const integer = schema.integer();

export async function begin(gate: Gate, ticket: string, signal: AbortSignal) {
  const answer = await post(gate, "begin", { ticket }, signal);
  const any = (value: JsonValue): JsonValue => value;
  return {
    charters: schema.list(any, 1, 1000)(answer.charters ?? null, "begin.charters"),
    ticket: answer.ticket ?? null,
    challenge: forms.nonce(answer.challenge ?? null, "begin.challenge"),
  };
}

export async function enrol(gate: Gate, secret: string, enrolment: JsonValue, signal: AbortSignal) {
  // A virtual phone has no hardware that could attest its key.
  const answer = await post(gate, "enrol", { secret, enrolment, attestation: [] }, signal);
  const state = schema.oneOf("ready", "confirm")(answer.state ?? null, "enrol.state");
  return {
    device: forms.id(answer.device ?? null, "enrol.device"),
    confirm: state === "confirm" ? forms.nonce(answer.confirm ?? null, "enrol.confirm") : undefined,
  };
}

export async function hello(gate: Gate, envelope: JsonValue, signal: AbortSignal) {
  const answer = await post(gate, "hello", { hello: envelope }, signal);
  return {
    token: schema.text(1, 256)(answer.token ?? null, "hello.token"),
    expiresIn: integer(answer.expiresIn ?? null, "hello.expiresIn"),
    wait: Math.min(integer(answer.wait ?? null, "hello.wait"), 900),
    seq: integer(answer.seq ?? null, "hello.seq"),
  };
}

/** The raw bundle: `readBundle` reads it. */
export function poll(
  gate: Gate,
  token: string,
  question: { nonce: string; wait: number; charter: number; size: number; root: string; freezes: readonly string[] },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = below(gate.url, "agent/v1/poll");
  const timeout = question.wait * seconds + patience;
  return call({ agent: gate.agent, url, body: question, token, limit: bundleLimit, timeout, signal });
}

export async function report(
  gate: Gate,
  token: string,
  results: readonly JsonValue[],
  data: readonly { sha256: string; value: string }[],
  signal: AbortSignal,
): Promise<number> {
  const answer = await post(gate, "report", { results, data }, signal, token);
  return integer(answer.seq ?? null, "report.seq");
}

/** The charter of `version` at any rendezvous; it identifies nobody. */
export async function charter(agent: Agent, url: string, version: number, signal: AbortSignal): Promise<JsonValue> {
  const address = below(url, `charters/${version}`);
  const limit = 2 * charterLimit;
  return readJson(await call({ agent, url: address, limit, timeout: patience, signal }), limit, "charter");
}
