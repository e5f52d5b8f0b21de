import { flag, listOf, mapOf, number, optional, type Read, shape, text } from "../remote/read.ts";

/** `GET /api/v1/overview`: the server's counts. */
export const readOverview = shape({
  at: number,
  frozen: flag,
  behind: optional(number),
  phones: shape({
    total: number,
    byState: mapOf(number),
    byPlatform: mapOf(number),
    byOs: listOf(shape({ platform: text, os: text, phones: number }), 30),
    otherOs: number,
    compliance: mapOf(number),
    lost: number,
    silent: mapOf(number),
    behindOs: number,
  }),
  orders: mapOf(number),
  drafts: shape({ waiting: number, forMe: optional(number) }),
  alarms: number,
  rollouts: mapOf(number),
});
export type Overview = Read<typeof readOverview>;
