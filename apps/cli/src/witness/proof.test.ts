import assert from "node:assert/strict";
import { test } from "node:test";
import { gatekeeperProof } from "@rempart/client";
import { openCharter } from "@rempart/trust";
import { newOrganisation, newSigner } from "../../../gatekeeper/src/testing/organisation.ts";
import { ReaderProofs } from "./proof.ts";

test("a proof that comes many times at once is good once", async () => {
  const [log, sealKey] = [await newSigner(), await newSigner()].map(({ kid, spki }) => ({ kid, spki }));
  const keys = { log: log!, sealKey: sealKey!, tlsPin: "11".repeat(32), tlsPort: 8443 };
  const { genesis, operator } = await newOrganisation(keys);
  const charter = await openCharter(genesis.envelope);
  const overheard = await gatekeeperProof(genesis.hash, operator.signer, 1_000_000);
  const proofs = new ReaderProofs();
  const together = await Promise.allSettled(
    Array.from({ length: 20 }, () => proofs.check(overheard, charter, 1_000_000)),
  );
  assert.equal(together.filter(({ status }) => status === "fulfilled").length, 1);
  await assert.rejects(proofs.check(overheard, charter, 1_000_000), { code: "reader" });
});
