// What an invitation link carries in its fragment, which no browser sends to any server: which organisation, and what its
// people are called. The same text as the command line's `charter welcome`.

import { formatWelcome, readWelcome } from "@rempart/client";

export interface Invitation {
  genesis: string;
  names: Record<string, string>;
}

const mark = "#invitation=";

/** The link at `origin` for somebody of the organisation `genesis`. `names`: what its people are called here. */
export function invitationLink(origin: string, genesis: string, names: Readonly<Record<string, string>>): string {
  const people = Object.entries(names).map(([id, name]) => ({ id, name }));
  return `${origin}/${mark}${formatWelcome({ genesis, names: people, url: origin })}`;
}

/** Reads the part of an address behind `#`; undefined when it is no invitation, or a broken one. */
export function readInvitation(hash: string): Invitation | undefined {
  if (!hash.startsWith(mark)) return undefined;
  try {
    const { genesis, names } = readWelcome(hash.slice(mark.length));
    return { genesis, names: Object.fromEntries(names.map(({ id, name }) => [id, name])) };
  } catch {
    return undefined;
  }
}

/** The invitation in this page's address. */
export function invitationOf(): Invitation | undefined {
  return readInvitation(location.hash);
}
