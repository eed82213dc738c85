import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { isId } from '../../kit/ids.ts'
import { cutPage, decodeCursor, type Page, type PageRequest, refuseCursor } from '../../kit/page.ts'
import { recordAudit } from '../audit/index.ts'
import { removeWayIn } from '../gate/index.ts'
import { deleteIdentity, type IdentityRow, listIdentitiesOf } from '../identities/index.ts'
import { queueNotice } from '../mail/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import type { Identity } from './schemas.ts'

/** The accounts at providers that open the caller's account, oldest first. */
export async function listIdentities(ctx: UserContext, page: PageRequest): Promise<Page<Identity>> {
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor)
  const rows = await listIdentitiesOf(ctx.db, ctx.actor.userId, page.limit + 1, after)
  return cutPage(rows, page.limit, { toItem: (row) => toIdentity(ctx, row), keyOf: ({ id }) => [id] })
}

function readCursor(cursor: string): string {
  const [id] = decodeCursor(cursor, 1) ?? []
  return id !== undefined && isId(id) ? id : refuseCursor()
}

const toIdentity = ({ config }: UserContext, row: IdentityRow): Identity => ({
  id: row.id,
  provider: row.provider,
  providerName: config.providers.find(({ id }) => id === row.provider)?.name ?? row.provider,
  email: row.email,
  createdAt: row.createdAt,
  lastUsedAt: row.lastUsedAt,
})

/**
 * Disconnects an account at a provider, and ends every other session: one of them may have come in by it. Its tokens
 * go with it.
 *
 * @throws {IdentityError} `not_found`; `account.last_sign_in_method` when nothing else opens the account.
 */
export async function unlinkIdentity(ctx: UserContext, identityId: string): Promise<void> {
  const { userId, sessionId, account } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    let removed: IdentityRow | undefined
    await removeWayIn(inTx, async () => {
      removed = await deleteIdentity(inTx.db, userId, identityId)
      if (!removed) throw new IdentityError('not_found')
    })
    const endedSessions = await endAllSessions(inTx, userId, 'factors_changed', { except: sessionId })
    await queueNotice(inTx, account, 'identity_unlinked')
    await recordAudit(inTx, {
      action: 'identity.unlinked',
      target: { type: 'user', id: userId },
      details: { provider: removed?.provider, endedSessions },
    })
  })
}
