import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { perDatabase } from '../../platform/per-database.ts'
import { users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

const candidateQuery = perDatabase((db) =>
  db
    .select({
      account: users,
      passwordHash: credentials.passwordHash,
      changeRequired: credentials.changeRequired,
    })
    .from(users)
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(eq(users.emailCanonical, sql.placeholder('canonical')))
    .prepare('sign_in_candidate'),
)

/** The account an address names, with what its password is judged by. */
export async function findCandidate(db: Db, canonical: string) {
  const [row] = await candidateQuery(db).execute({ canonical })
  return row
}

export type Candidate = NonNullable<Awaited<ReturnType<typeof findCandidate>>>
