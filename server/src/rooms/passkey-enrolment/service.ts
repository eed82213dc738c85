import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { deviceName } from '../../platform/device-name.ts'
import { recordAudit } from '../audit/index.ts'
import { lockCaller, removeWayIn, voidChallenges } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import {
  beginRegistration,
  type CreationOptions,
  countPasskeys,
  finishRegistration,
  type Passkey,
  type PasskeyRow,
  pageOfPasskeys,
  type Registration,
  removePasskey,
  renamePasskey,
} from '../passkeys/index.ts'
import { endAllSessions } from '../sessions/index.ts'

const MAX_PASSKEYS = 20

/** What the browser needs to make a passkey; its challenge answers for this session alone. */
export async function registrationOptions(ctx: UserContext): Promise<{ options: CreationOptions }> {
  const { account, sessionId, userId } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const options = await beginRegistration(inTx, account, sessionId)
    await recordAudit(inTx, { action: 'passkey.enrolment_begun', target: { type: 'user', id: userId } })
    return { options }
  })
}

/**
 * Adds a passkey. Every other session ends, and the owner is told (SECURITY M5).
 *
 * @throws {IdentityError} `passkey.invalid` for an answer that is wrong in any way, or a passkey that is known already;
 *   `passkey.too_many` beyond twenty.
 */
export async function registerPasskey(
  ctx: UserContext,
  input: { response: Registration; name?: string | undefined },
): Promise<Passkey> {
  const { userId, sessionId } = ctx.actor
  const name = input.name ?? deviceName(ctx.request.userAgent)
  const row = await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    await lockCaller(inTx)
    if ((await countPasskeys(tx, userId)) >= MAX_PASSKEYS) throw new IdentityError('passkey.too_many')
    const added = await finishRegistration(inTx, input.response, { userId, sessionId, name })
    if (!added) return undefined
    await settleChange(inTx, 'passkey_added', 'passkey.added', added.id)
    return added
  })
  // Outside, so that the challenge stays used up.
  if (!row) throw new IdentityError('passkey.invalid')
  return toPasskey(row)
}

async function settleChange(
  inTx: UserContext,
  notice: 'passkey_added' | 'passkey_removed',
  action: 'passkey.added' | 'passkey.removed',
  passkeyId: string,
): Promise<void> {
  const { userId, sessionId, account } = inTx.actor
  const sessionsEnded = await endAllSessions(inTx, userId, 'factors_changed', { except: sessionId })
  await voidChallenges(inTx, userId)
  await queueNotice(inTx, account, notice)
  await recordAudit(inTx, {
    action,
    target: { type: 'user', id: userId },
    details: { passkeyId, sessionsEnded },
  })
}

/** The person's passkeys, newest first. */
export async function listPasskeys(ctx: UserContext, page: PageRequest): Promise<Page<Passkey>> {
  const after = readMomentCursor(page.cursor)
  const rows = await pageOfPasskeys(ctx.db, ctx.actor.userId, page.limit + 1, after)
  return cutPage(rows, page.limit, { toItem: toPasskey, keyOf: momentKey })
}

function toPasskey({ id, name, createdAt, lastUsedAt, isBackedUp }: PasskeyRow): Passkey {
  return { id, name, createdAt, lastUsedAt, isBackedUp }
}

/** @throws {IdentityError} `not_found` when it is not theirs. */
export async function rename(ctx: UserContext, input: { passkeyId: string; name: string }): Promise<Passkey> {
  const { userId } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const row = await renamePasskey(tx, userId, input.passkeyId, input.name)
    if (!row) throw new IdentityError('not_found')
    await recordAudit(inTx, {
      action: 'passkey.renamed',
      target: { type: 'user', id: userId },
      details: { passkeyId: row.id },
    })
    return toPasskey(row)
  })
}

/**
 * Removes a passkey, unless it is the last way to sign in. Every other session ends, and the owner is told.
 *
 * @throws {IdentityError} `not_found` when it is not theirs; `account.last_sign_in_method`.
 */
export async function remove(ctx: UserContext, passkeyId: string): Promise<void> {
  const { userId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    await removeWayIn(inTx, async () => {
      if (!(await removePasskey(tx, userId, passkeyId))) throw new IdentityError('not_found')
    })
    await settleChange(inTx, 'passkey_removed', 'passkey.removed', passkeyId)
  })
}
