// First contact, silence, and other ways to the same organisation.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { suite, test } from "node:test";
import { formatInvitation, type JsonObject, readInvitation } from "@rempart/trust";
import { makeCertificate, makeIssuer } from "./testing/certificates.ts";
import { Gatekeeper } from "./testing/gatekeeper.ts";
import { now } from "./testing/organisation.ts";
import { until, World } from "./testing/world.ts";

suite("contact", { concurrency: true }, () => {
  test("an invitation with another pin enrols nowhere", async (t) => {
    const world = await World.make();
    t.after(() => world.end());
    const { qr, ticket } = await world.organisation.ticket(world.urls[0]!, "0".repeat(64));
    world.gatekeeper.addTicket(ticket);
    await writeFile(world.invitations, qr);
    await world.start();
    assert.match(String((await world.event("disconnected")).reason), /pinned/);
    assert.equal(world.show().enrolled, false);
    assert.equal(world.gatekeeper.phones.size, 0);
  });

  const tickets: Record<string, { code: string; more?: JsonObject; change?: (world: World) => void; floor?: boolean }> =
    {
      "an expired ticket": { code: "window.expired", more: { createdAt: now() - 100, expiresAt: now() - 50 } },
      "a ticket from the future": { code: "window.early", more: { createdAt: now() + 1000, expiresAt: now() + 5000 } },
      "charters older than the ticket's floor": {
        code: "charter.chain",
        more: { floor: { version: 2, hash: "6".repeat(64) } },
      },
      "a secret that is not the ticket's": { code: "schema", more: { secretHash: "7".repeat(64) } },
    };
  for (const [name, { code, more }] of Object.entries(tickets)) {
    test(`not enrolled with ${name}`, async (t) => {
      const world = await World.make();
      t.after(() => world.end());
      await world.invite(more);
      await world.start();
      assert.equal((await world.event("refused")).code, code);
      assert.equal(world.gatekeeper.phones.size, 0);
    });
  }

  test("not enrolled with a ticket that the QR does not name, or under another genesis", async (t) => {
    const world = await World.make();
    t.after(() => world.end());
    const { organisation, gatekeeper } = world;
    const invited = await organisation.ticket(world.urls[0]!, world.pin);
    const other = await organisation.ticket(world.urls[0]!, world.pin);
    gatekeeper.tickets.set(invited.ticket.hash, other.ticket);
    await writeFile(world.invitations, invited.qr);
    await world.start();
    assert.equal((await world.event("refused")).where, "ticket");
    await world.stop();
    world.events.length = 0;
    gatekeeper.addTicket(invited.ticket);
    const elsewhere = { ...readInvitation(invited.qr), genesis: "8".repeat(64) };
    await writeFile(world.invitations, formatInvitation(elsewhere));
    await world.start();
    assert.equal((await world.event("refused")).code, "charter.chain");
    assert.equal(gatekeeper.phones.size, 0);
  });

  test("a phone to be confirmed shows its code, over a restart, and waits to be admitted", async (t) => {
    const world = await World.make();
    t.after(() => world.end());
    await world.invite({ confirm: true });
    await world.start();
    const { code, device } = await world.event("confirm");
    assert.match(String(code), /^\d{6}$/);
    await world.stop();
    world.events.length = 0;
    await world.start();
    assert.equal((await world.event("confirm")).code, code);
    assert.equal(world.show().confirmed, false);
    world.gatekeeper.phones.get(String(device))!.admitted = true;
    assert.equal(await world.device(), device);
    await world.event("connected");
    assert.equal(world.show().confirmed, true);
  });

  test("a phone turns away from a rendezvous that fails, and comes back with its results", async (t) => {
    const world = await World.make();
    t.after(() => world.end());
    const { organisation } = world;
    // The second rendezvous is a replica that answers when the first does not.
    const broken = new Gatekeeper(() => organisation);
    const issuer = makeIssuer();
    const url = await broken.listen(makeCertificate(issuer));
    t.after(() => broken.close());
    broken.broken = 503;
    const tlsPins = [issuer.pin, world.pin];
    await organisation.amend({ rendezvous: [url, world.urls[1]!], tlsPins });
    await world.invite();
    await world.start(1, { rendezvous: world.urls[1]! });
    const device = await world.device();
    await world.event("connected");
    assert.equal(world.fleet!.redirect("https://elsewhere.example"), false);
    assert.equal(world.fleet!.redirect(url), true);
    await world.event("disconnected");
    await until(() => world.events.filter(({ event }) => event === "connected").length === 2, "connected again");
    const lock = await organisation.order("lock", {}, { targets: [device] });
    await world.gatekeeper.release(lock, [device]);
    assert.equal((await world.event("executed", lock.hash)).outcome, "done");
  });

  test("a charter that one gatekeeper hides is found at another rendezvous, behind any certificate", async (t) => {
    const world = await World.make();
    t.after(() => world.end());
    await world.invite();
    await world.start();
    await world.event("connected");
    const { organisation, gatekeeper } = world;
    const honest = new Gatekeeper(() => organisation);
    const url = await honest.listen(makeCertificate(makeIssuer()));
    t.after(() => honest.close());
    // Version 2 names the other rendezvous; the gatekeeper hands it over and hides version 3, which ends it.
    await organisation.amend({ rendezvous: [world.urls[0]!, url] });
    gatekeeper.announce();
    await until(() => world.show().charter === 2, "version 2");
    gatekeeper.broken = 503;
    gatekeeper.announce();
    await organisation.amend({ voids: ["9".repeat(64)] });
    await until(() => world.show().charter === 3, "version 3");
    await until(() => world.events.some(({ event }) => event === "disconnected"), "disconnected");
  });
});
