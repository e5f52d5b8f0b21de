// The phone's position: on its track, or where a command put it. The world outside is not the phone's memory: after a
// restart of the process every phone walks again.
import { elapsed, type Phone } from "./phone.ts";
import { type Fix, measured, trackAround, walked } from "./track.ts";

/**
 * Seconds of T for a fix. While T is unknown after a reboot: the last T known and the time since, which the true time has
 * passed in any case. A phone that was carried off while nobody answered must notice the fence all the same.
 */
export function fixTime(phone: Phone): number {
  return phone.timeKnown ? phone.now() : Math.floor(phone.memory.trust.time + elapsed());
}

/** Where the phone is measured to be now. */
export function locate(phone: Phone): Fix {
  const at = fixTime(phone);
  if (phone.standing) return { ...phone.standing, at };
  const { track, walkSpeed, speed } = phone.shared.world;
  const { home, seed } = phone.identity;
  const own = track ?? measured(trackAround(home, seed));
  return { ...walked(own, seed, elapsed() * speed, walkSpeed), at };
}
