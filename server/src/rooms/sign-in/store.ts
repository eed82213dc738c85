import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

function candidateQuery(db: Db) {
  return db
    .select({
      account: users,
      passwordHash: credentials.passwordHash,
      changeRequired: credentials.changeRequired,
    })
    .from(users)
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(eq(users.emailCanonical, sql.placeholder('canonical')))
    .prepare('sign_in_candidate')
}

const prepared = new WeakMap<Db, ReturnType<typeof candidateQuery>>()

/** The account an address names, with what its password is judged by. */
export async function findCandidate(db: Db, canonical: string) {
  let query = prepared.get(db)
  if (!query) prepared.set(db, (query = candidateQuery(db)))
  const [row] = await query.execute({ canonical })
  return row
}

export type Candidate = NonNullable<Awaited<ReturnType<typeof findCandidate>>>
