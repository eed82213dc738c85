import type { Context } from '../../context.ts'
import { days } from '../../kit/duration.ts'
import { newId } from '../../kit/ids.ts'
import { type MailContent, sealContent } from './content.ts'
import { NOBODY } from './rules.ts'
import {
  countMails,
  deleteMailOf,
  deleteSettled,
  dropQueuedBefore,
  insertMail,
  lockRecipient,
  removeSpentContent,
} from './store.ts'

type QueueNeeds = Pick<Context, 'db' | 'clock' | 'vault' | 'effects'>

/** How long the record of a settled mail (to whom, which kind, when, how it ended) is kept. Thirty days. */
const KEPT_MS = days(30)

export interface MailOrder {
  /** The stored address, byte for byte: it becomes the envelope's recipient (SECURITY E3). */
  to: string
  userId?: string
  /** What kind of mail it is, for operators and counts: `verify_address`. */
  template: string
  content: MailContent
  /** After this long the mail is dropped rather than sent: the life of the link in it. */
  usefulUntilMs?: number
}

/** Puts a mail into the outbox. In the transaction of the effect it tells of: both happen or neither does. */
export async function queueMail(ctx: QueueNeeds, order: MailOrder): Promise<void> {
  await putMail(ctx, { ...order, usefulForMs: order.usefulUntilMs })
}

/**
 * Does the work of `queueMail` and sends nothing: the row is born past its use, and the worker removes it. For
 * addresses that get no mail, so that asking for one takes as long as it does for the others (SECURITY N3).
 */
export async function queueDecoy(ctx: QueueNeeds, content: MailContent): Promise<void> {
  await putMail(ctx, { to: NOBODY, template: 'decoy', content, usefulForMs: 0 })
}

interface Put extends Omit<MailOrder, 'usefulUntilMs'> {
  usefulForMs: number | undefined
}

async function putMail(ctx: QueueNeeds, mail: Put): Promise<void> {
  const id = newId(ctx.clock.nowMs())
  await insertMail(ctx.db, {
    id,
    userId: mail.userId,
    recipient: mail.to,
    template: mail.template,
    contentSealed: sealContent(ctx.vault, { id, recipient: mail.to }, mail.content),
    usefulForMs: mail.usefulForMs,
  })
  ctx.effects.mailQueued = true
}

export interface MailAllowance {
  recipient: string
  /** The kinds that count together. */
  templates: readonly string[]
  atMost: number
  withinMs: number
}

/**
 * Whether one more mail of these kinds may go to the recipient. Holds back others who ask for the same recipient
 * until the transaction ends, so that many at once do not get more than the allowance between them.
 */
export async function mayMail(ctx: Pick<Context, 'db'>, allowance: MailAllowance): Promise<boolean> {
  await lockRecipient(ctx.db, allowance.recipient)
  return (await countMails(ctx.db, allowance)) < allowance.atMost
}

/** Whether the recipient was sent a mail of this kind within the last month. */
export async function wasMailed(
  ctx: Pick<Context, 'db'>,
  recipient: string,
  template: string,
): Promise<boolean> {
  return (await countMails(ctx.db, { recipient, templates: [template], withinMs: KEPT_MS })) > 0
}

/** Removes the content of failed mails whose time is over, and mails settled a month ago. For the housekeeping round. */
export async function cleanUpMail(ctx: Pick<Context, 'db'>): Promise<void> {
  await removeSpentContent(ctx.db)
  await deleteSettled(ctx.db, KEPT_MS)
}

/**
 * Drops mail that waits since so long, or longer: of a restored database nobody knows which of it went out before. Gives
 * the number of them.
 */
export async function dropOldMail(ctx: Pick<Context, 'db'>, ageMs: number): Promise<number> {
  return dropQueuedBefore(ctx.db, ageMs)
}

/** Removes what is kept of mails to a person who is being erased. */
export async function eraseMailTo(
  ctx: Pick<Context, 'db'>,
  person: { id: string; email: string; emailCanonical: string },
): Promise<void> {
  await deleteMailOf(ctx.db, person)
}
