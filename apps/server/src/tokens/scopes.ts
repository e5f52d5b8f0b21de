/**
 * What an API token may do. Each route names at most one; where none stands, no token may call it. None lets a token
 * sign, add a signature or submit: `drafts:propose` leaves a document for people to sign.
 */
export const scopes = {
  "status:read": "How the fleet and this server are",
  "phones:read": "The inventory of phones, and groups",
  "orders:read": "Orders, what phones answered, streams",
  "drafts:read": "Documents that wait for signatures",
  "drafts:propose": "Leave a document for people to sign",
  "groups:write": "Name groups",
  "history:read": "Who did what here",
  "events:read": "Hear of changes as they happen",
  "metrics:read": "Figures for Prometheus",
} as const;

export type Scope = keyof typeof scopes;
export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]];
