import type { Context, UserContext } from '../../context.ts'
import { hours, minutes } from '../../kit/duration.ts'
import { type EmailAddress, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { noSoonerThan } from '../../kit/steady-time.ts'
import { hashToken, newToken } from '../../kit/tokens.ts'
import {
  type Account,
  clearErasure,
  consumeUndo,
  findAccountByEmail,
  findUndo,
  forgetDevices,
  getAccount,
  insertUndo,
  isReserved,
  replaceAddress,
  voidLaterUndos,
} from '../accounts/index.ts'
import { revokeAllKeys } from '../api-keys/index.ts'
import { recordAudit } from '../audit/index.ts'
import { lockAccount, lockCaller, voidChallenges } from '../gate/index.ts'
import { removeIdentities } from '../identities/index.ts'
import { voidEveryInvitationBy } from '../invitations/index.ts'
import {
  linkTo,
  mayMail,
  queueDecoy,
  queueMail,
  queueNotice,
  type WrittenOrigin,
  writtenOrigin,
} from '../mail/index.ts'
import { consumeToken, findLiveToken, issueToken, voidTokens } from '../one-time-tokens/index.ts'
import { removePasskeys } from '../passkeys/index.ts'
import { demandNewPassword } from '../passwords/index.ts'
import { removeRecoveryCodes } from '../recovery-codes/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { removeTotp, totpConfirmedAt } from '../totp/index.ts'
import { addressTakenMail, confirmAddressMail, undoMail } from './emails.tsx'

/** How long the new address may take to confirm (SECURITY T4). */
const CONFIRM_TTL_MS = minutes(60)
/** How long the old address may go back (T11), in hours. */
const UNDO_HOURS = 72
const ANSWER_AFTER_MS = 40

/** How many mails one mailbox gets because others want its address. */
const TAKEN_TEMPLATE = 'email_change_taken'
const TAKEN_MAILS = { templates: [TAKEN_TEMPLATE], atMost: 3, withinMs: hours(1) }

/**
 * Mails a link to the new address; the old one stays until it is used. For an address that somebody has, only its owner
 * learns of it: the answer, and the work behind it, are the same (SECURITY N2).
 */
export async function requestEmailChange(ctx: UserContext, typed: string): Promise<void> {
  const email = parseEmailAddress(typed)!
  await noSoonerThan(ANSWER_AFTER_MS, () =>
    ctx.db.transaction(async (tx) => {
      const inTx: UserContext = { ...ctx, db: tx }
      const { userId, account } = ctx.actor
      await lockCaller(inTx)
      const owner = await findAccountByEmail(inTx, email.canonical)
      const isTaken = owner ? owner.id !== userId : await isReserved(tx, email.canonical, userId)
      // In both cases: else the link of an earlier request would tell, by living on, that this address is taken.
      await voidTokens(inTx, userId, 'email_change')
      if (isTaken) await tellOwner(inTx, owner)
      else await mailConfirmation(inTx, account, email)
      // The same in both cases: whoever asked can read it in their security log.
      await recordAudit(inTx, {
        action: 'email.change_requested',
        target: { type: 'user', id: userId },
        personal: { email: email.address },
      })
    }),
  )
}

async function mailConfirmation(inTx: UserContext, account: Account, email: EmailAddress): Promise<void> {
  const token = await issueToken(inTx, {
    purpose: 'email_change',
    userId: account.id,
    emailCanonical: email.canonical,
    ttlMs: CONFIRM_TTL_MS,
    details: { email: email.address },
  })
  await queueMail(inTx, {
    to: email.address,
    userId: account.id,
    template: 'email_change',
    content: confirmAddressMail(factsFor(inTx, account, linkTo(inTx.config, '/confirm-email', { token }))),
    usefulUntilMs: CONFIRM_TTL_MS,
  })
}

async function tellOwner(inTx: UserContext, owner: Account | undefined): Promise<void> {
  const reader = owner ?? { ...inTx.actor.account, email: '' }
  const content = addressTakenMail(factsFor(inTx, reader, linkTo(inTx.config, '/login')))
  const mayTell =
    owner?.disabledAt === null && (await mayMail(inTx, { recipient: owner.email, ...TAKEN_MAILS }))
  if (!owner || !mayTell) return queueDecoy(inTx, content)
  await queueMail(inTx, { to: owner.email, userId: owner.id, template: TAKEN_TEMPLATE, content })
}

const factsFor = (
  ctx: Pick<Context, 'config'>,
  reader: Pick<Account, 'displayName' | 'locale'>,
  href: string,
) => ({
  brand: ctx.config.brand,
  language: preferredLanguage([reader.locale]),
  displayName: reader.displayName,
  href,
})

/**
 * Gives the account the address that the link was sent to, and mails the way back to the old one. Sessions go on: the
 * change was asked for by somebody who had just proven themselves. Every other link that was out is void.
 *
 * @throws {IdentityError} `token.invalid` when the link is unknown, expired or used, or the address was taken meanwhile.
 */
export async function confirmEmailChange(ctx: Context, token: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    // The account before the link, as whoever voids links does: those who meet wait instead of deadlocking.
    const found = await findLiveToken(inTx, 'email_change', token)
    const before = found && (await lockAccount(tx, found.userId))
    const proof = await consumeToken(inTx, 'email_change', token)
    if (!proof) throw new IdentityError('token.invalid')
    const address = String(proof.details.email)
    const to = { address, canonical: proof.emailCanonical }
    if (!before || before.disabledAt !== null || !(await replaceAddress(tx, before.id, to))) {
      throw new IdentityError('token.invalid', { cause: new Error('the account or the address changed') })
    }
    await voidTokens(inTx, before.id)
    await voidChallenges(inTx, before.id)
    // Written otherwise, it is the same mailbox: there is nothing to go back to.
    if (before.emailCanonical !== to.canonical) await mailUndo(inTx, before, writtenOrigin(inTx, before))
    await recordAudit(inTx, {
      action: 'email.changed',
      actorId: before.id,
      target: { type: 'user', id: before.id },
      personal: { from: before.email, to: address },
    })
  })
}

type UndoNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'>

/** Mails the way back to the address that an account had, in the transaction that replaces it (SECURITY T11). */
export async function mailUndo(inTx: UndoNeeds, before: Account, origin?: WrittenOrigin): Promise<void> {
  const token = newToken('und_')
  const { id: userId, email, emailCanonical } = before
  await insertUndo(inTx.db, { tokenHash: hashToken(token), userId, email, emailCanonical }, UNDO_HOURS)
  await queueMail(inTx, {
    to: email,
    userId,
    template: 'email_change_undo',
    content: undoMail({
      ...factsFor(inTx, before, linkTo(inTx.config, '/undo-email-change', { token })),
      ...(origin && { origin }),
    }),
    usefulUntilMs: hours(UNDO_HOURS),
  })
}

const UNDO = /^und_[A-Za-z0-9_-]{43}$/

/**
 * Gives the account its earlier address back, over whatever changes came after it. Whoever made those is out: sessions,
 * devices, links, open invitations into organizations, and the factors and API keys that were added since are gone, a
 * closure is taken back, and the password opens nothing until a new one is set.
 *
 * @throws {IdentityError} `token.invalid` when the link is unknown, expired or used.
 */
export async function undoEmailChange(ctx: Context, token: string): Promise<void> {
  if (!UNDO.test(token)) throw new IdentityError('token.invalid')
  await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    const found = await findUndo(tx, hashToken(token))
    if (!found) throw new IdentityError('token.invalid')
    const { userId } = found
    // The credentials, then the account, as signing in takes them: those who meet wait instead of deadlocking.
    await demandNewPassword(inTx, userId)
    const before = await lockAccount(tx, userId)
    const undo = await consumeUndo(tx, hashToken(token))
    if (!undo) throw new IdentityError('token.invalid')
    await voidLaterUndos(tx, undo)
    const to = { address: undo.email, canonical: undo.emailCanonical }
    if (!(await replaceAddress(tx, userId, to))) throw new IdentityError('token.invalid')
    const taken = await removeWhatCameSince(inTx, userId, undo.createdAt)
    const sessionsEnded = await endAllSessions(inTx, userId, 'email_changed')
    await forgetDevices(inTx, userId)
    await voidTokens(inTx, userId)
    await voidChallenges(inTx, userId)
    // Closing the account is what somebody who took it over could have done, and told themselves of.
    const closureCancelled = await clearErasure(tx, userId)
    await queueNotice(inTx, await getAccount(inTx, userId), 'email_change_undone')
    await recordAudit(inTx, {
      action: 'email.change_undone',
      actorId: userId,
      target: { type: 'user', id: userId },
      details: { sessionsEnded, closureCancelled, ...taken },
      personal: { from: before?.email, to: undo.email },
    })
  })
}

/** Of invitations all that are open: by one of them, whoever sent it would join by another account. */
async function removeWhatCameSince(inTx: Context, userId: string, since: Date) {
  await removePasskeys(inTx, userId, since)
  await removeIdentities(inTx, userId, since)
  await removeRecoveryCodes(inTx, userId, since)
  const confirmedAt = await totpConfirmedAt(inTx, userId)
  if (confirmedAt !== null && confirmedAt >= since) {
    await removeTotp(inTx, userId)
    await removeRecoveryCodes(inTx, userId)
  }
  return {
    invitationsRevoked: await voidEveryInvitationBy(inTx, userId),
    keysRevoked: await revokeAllKeys(inTx, userId, since),
  }
}
