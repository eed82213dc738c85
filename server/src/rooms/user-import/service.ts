import type { Context } from '../../context.ts'
import { newId } from '../../kit/ids.ts'
import { type AuditNeeds, recordAudit, recordAudits } from '../audit/index.ts'
import { refreshHashKinds } from '../passwords/index.ts'
import { type Part, type ReadyRow, readRows } from './rows.ts'
import type { ImportedRow, ImportReport } from './schemas.ts'
import { findTaken, insertPeople } from './store.ts'

type ImportNeeds = AuditNeeds & Pick<Context, 'db' | 'clock' | 'passwords'>

/** A file, or a part of one. */
interface Import extends Part {
  dryRun: boolean
}

/**
 * Brings people along from another system, with the password hashes they have there. Every line gets its result, and a
 * bad one stops none of the others. Accounts that exist are left as they are. Nobody is written to.
 *
 * @throws {IdentityError} `request.invalid` for more lines than a call takes.
 */
export async function importUsers(ctx: ImportNeeds, { dryRun, ...file }: Import): Promise<ImportReport> {
  const { ready, refused } = await readRows(ctx, file)
  const items = await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const settled = dryRun ? await foresee(inTx, ready) : await carryOut(inTx, ready)
    const all = [...settled, ...refused].sort((left, right) => left.line - right.line)
    const created = settled.flatMap(({ userId }) => (userId === null ? [] : [userId]))
    await recordAudits(
      inTx,
      created.map((id) => ({ action: 'admin.user_imported', target: { type: 'user', id } })),
    )
    await recordAudit(inTx, { action: 'admin.users_imported', details: { dryRun, ...countsOf(all) } })
    return all
  })
  // So that on this node no answer comes before it is known how long it must take.
  if (!dryRun) await refreshHashKinds(ctx)
  return { dryRun, ...countsOf(items), items }
}

/** What would come of it. */
async function foresee(ctx: ImportNeeds, rows: readonly ReadyRow[]): Promise<ImportedRow[]> {
  const taken = await findTaken(
    ctx.db,
    rows.map(({ emailCanonical }) => emailCanonical),
  )
  return rows.map(({ line, emailCanonical }) => ({
    line,
    status: taken.has(emailCanonical) ? 'exists' : 'created',
    userId: null,
  }))
}

async function carryOut(ctx: ImportNeeds, rows: readonly ReadyRow[]): Promise<ImportedRow[]> {
  const nowMs = ctx.clock.nowMs()
  const people = rows.map((row) => ({ id: newId(nowMs), ...row }))
  const added = await insertPeople(ctx.db, people)
  return people.map(({ id, line }) =>
    added.has(id) ? { line, status: 'created', userId: id } : { line, status: 'exists', userId: null },
  )
}

function countsOf(items: readonly ImportedRow[]) {
  const count = (status: ImportedRow['status']) => items.filter((item) => item.status === status).length
  return { created: count('created'), exists: count('exists'), invalid: count('invalid') }
}
