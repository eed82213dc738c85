import type { Context } from '../../context.ts'
import { type AuditNeeds, recordAudit } from '../audit/index.ts'
import { countPeople, findPeople } from './store.ts'

const ROWS_PER_BATCH = 1_000

/** Somebody, as `importUsers` reads them. */
export interface ExportedPerson {
  email: string
  displayName: string
  isVerified: boolean
  createdAt: Date
  locale: string
  timezone: string
  passwordHash?: string
}

interface Export {
  total: number
  /** How many are left out: disabled, or being closed. Elsewhere they would be let in. */
  left: number
  batches: AsyncGenerator<ExportedPerson[]>
}

/**
 * Everybody who may sign in, or may once their address is proven, in the form that an import reads. What they hold beyond
 * that (second factors, passkeys, roles, organizations) is bound to this server and stays here. Recorded before the first
 * is out.
 */
export async function exportUsers(
  ctx: AuditNeeds & Pick<Context, 'db'>,
  { withHashes }: { withHashes: boolean },
): Promise<Export> {
  const { total, left } = await countPeople(ctx.db)
  await ctx.db.transaction((tx) =>
    recordAudit(
      { ...ctx, db: tx },
      { action: 'admin.users_exported', details: { count: total, withHashes } },
    ),
  )
  return { total, left, batches: batchesOf(ctx, withHashes) }
}

async function* batchesOf(ctx: Pick<Context, 'db'>, withHashes: boolean): AsyncGenerator<ExportedPerson[]> {
  for (let after: string | undefined; ; ) {
    const rows = await findPeople(ctx.db, after, ROWS_PER_BATCH)
    if (rows.length === 0) return
    after = rows.at(-1)!.id
    yield rows.map(({ id: _, passwordHash, ...person }) =>
      withHashes && passwordHash !== null ? { ...person, passwordHash } : person,
    )
  }
}
