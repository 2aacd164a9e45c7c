/**
 * How long PostgreSQL bears with a process before it helps itself. Without limits a statement that
 * hangs keeps its locks, and a process that hangs within a transaction keeps a customer's row from
 * everybody, for as long as its connection lives.
 *
 * They are told with the connection itself, so they hold from the first statement on. A PgBouncer in
 * between must know them (`ignore_startup_parameters`, and limits of its own role or database).
 */
export type Limits = {
  /** Waiting for a lock counts, too. */
  readonly statementMs: number;
  /** From the end of a statement to the next one, while a transaction is open. */
  readonly idleInTransactionMs: number;
};

/**
 * A request is answered within 25 seconds, so a statement that takes longer has nobody left to
 * answer to. Within a transaction the API at most tells the Temporal Server something.
 */
export const apiLimits: Limits = { statementMs: 20_000, idleInTransactionMs: 30_000 };

/**
 * A page of five hundred bills is seconds of work, and may wait for an import of customers. A letter
 * is handed to the mail server under its cycle's lock: as long as the activity that does so may take
 * before Temporal has it done anew.
 */
export const workerLimits: Limits = { statementMs: 60_000, idleInTransactionMs: 120_000 };

/** As the driver calls them. */
export function driverLimits(limits: Limits | undefined) {
  return limits
    ? {
        statement_timeout: limits.statementMs,
        idle_in_transaction_session_timeout: limits.idleInTransactionMs,
      }
    : {};
}
