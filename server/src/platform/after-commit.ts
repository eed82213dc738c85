import type { Db } from './db.ts'

/** How drizzle keeps the client of a transaction: db.ts's `Scope`, which runs what it is given here. */
interface Scoped {
  session: { client: { onCommit?: (() => void)[] } }
}

/**
 * Runs the work once the transaction of `db` has committed, and never if it is rolled back: a transaction may be
 * repeated, and what is counted must be counted once. At once where `db` is no transaction. The work must not throw.
 */
export function afterCommit(db: Db, work: () => void): void {
  const { onCommit } = (db as unknown as Scoped).session.client
  if (onCommit) onCommit.push(work)
  else work()
}
