import type { Db } from './db.ts'

/**
 * A query built once per database and kept, for statements on every request's path: building one costs more than
 * running it. Inside a transaction it is built anew, since a prepared query belongs to its connection's handle.
 */
export function perDatabase<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const built = new WeakMap<Db, Query>()
  return (db) => {
    const known = built.get(db)
    if (known !== undefined) return known
    const query = build(db)
    built.set(db, query)
    return query
  }
}
