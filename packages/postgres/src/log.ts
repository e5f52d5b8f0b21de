/** Something the operator may want to know about a cluster. */
export interface LogEntry {
  readonly event:
    | "postgres-initialised"
    | "postgres-relocated"
    | "postgres-leftover-stopped"
    | "postgres-died"
    | "postgres-restarted"
    | "postgres-restart-failed";
  /** The name given to startPostgres. */
  readonly name: string;
  readonly message: string;
}

/** Receives what happens to a cluster; PostgreSQL's own log is a file in the data folder. */
export type Log = (entry: LogEntry) => void;
