import { setTimeout as pause } from "node:timers/promises";
import { type WhatStands, whatStands } from "@rempart/client";
import type { Context } from "../context.ts";
import { askServer } from "../remote/server.ts";
import { releasedOf } from "./released.ts";

/** The newest document of each stream, verified; see `whatStands`. */
export async function standingNow(context: Context, incomplete: boolean): Promise<WhatStands> {
  const { head, trust } = await context.head();
  const released = await releasedOf(context, head, trust.newest.genesis);
  return await whatStands((path, ask) => askServer(context, path, ask), released, trust, pause, incomplete);
}
