import type { GatekeeperStatus } from "../remote/status.ts";
import { Card } from "../session/gate.tsx";

/** The founding wizard. */
export default function Founding({ status }: { status: GatekeeperStatus }) {
  return <Card title="Rempart">{String(status.founded)}</Card>;
}
