import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openSecret } from "@rempart/directory";
import {
  forms,
  fromBase64,
  type JsonValue,
  makeEnvelope,
  newId,
  openEnvelope,
  orderType,
  paramsOf,
} from "@rempart/trust";
import { foundedWorld } from "../testing/world.ts";

describe("sealed texts", () => {
  let world: Awaited<ReturnType<typeof foundedWorld>>;
  let file: string;
  const phone = newId();
  before(async () => {
    world = await foundedWorld();
    file = await world.write("text", "Bring it to room 4\n");
  });
  after(() => world.close());

  it("are read by every approver before they sign, and by the gatekeeper", async () => {
    const draft = await world.run(
      "otto",
      "order",
      "draft",
      "message",
      "--phones",
      phone,
      "--text-file",
      file,
      "--reason",
      "support",
      "--reason-file",
      file,
    );
    assert.equal(draft.code, 0, draft.stdout);
    assert.match(draft.stderr, /"Bring it to room 4"/);
    const { envelope } = world.server.drafts.get(draft.json.hash)!;
    assert.ok(!JSON.stringify(envelope).includes("room"));
    const shown = await world.run("anna", "order", "show", draft.json.hash);
    assert.deepEqual(shown.json.texts, [
      { field: "text", text: "Bring it to room 4" },
      { field: "reason", text: "Bring it to room 4" },
    ]);
    const order = openEnvelope(orderType, envelope);
    const opened = await openSecret(
      paramsOf(order, "message").text,
      "gatekeeper",
      world.gatekeeper.sealKey,
      order.body.org,
      order.body.id,
    );
    assert.equal(opened?.text, "Bring it to room 4");
  });

  it("are not signed unread: an operator signs what they drafted, in the same command", async () => {
    const draft = await world.run("otto", "order", "draft", "message", "--phones", phone, "--text-file", file);
    const later = await world.run("otto", "order", "sign", draft.json.hash, "--yes");
    assert.deepEqual([later.code, later.json.error], [1, "secret.unread"]);
    const atOnce = await world.run(
      "otto",
      "order",
      "draft",
      "message",
      "--phones",
      phone,
      "--text-file",
      file,
      "--sign-now",
    );
    assert.equal(atOnce.json.complete, true, atOnce.stdout);
  });

  it("are not signed when the two sides would read two texts", async () => {
    const draft = await world.run("anna", "order", "draft", "message", "--phones", phone, "--text-file", file);
    const other = await world.run("anna", "order", "draft", "message", "--phones", phone, "--text-file", file);
    const kept = world.server.drafts.get(draft.json.hash)!;
    const payload = JSON.parse(Buffer.from(fromBase64((kept.envelope as { payload: string }).payload)!).toString());
    payload.params.text.approvers = other.json.params.text.approvers;
    const forged = makeEnvelope("order", Buffer.from(JSON.stringify(payload)), []) as JsonValue;
    const { hash } = openEnvelope(orderType, forged);
    world.server.drafts.set(hash, { ...kept, envelope: forged });
    const ran = await world.run("ben", "order", "sign", hash, "--yes");
    assert.deepEqual([ran.code, ran.json.error], [1, "secret.hash"]);
    assert.equal(forms.hash(hash, "hash"), hash);
  });
});
