import type { Context } from '../../context.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { isId } from '../../kit/ids.ts'
import {
  cutPage,
  decodeCursor,
  encodeCursor,
  type Page,
  type PageRequest,
  refuseCursor,
} from '../../kit/page.ts'
import {
  findLastLookedAt,
  findMail,
  findMails,
  type MailRow,
  type MailStatus,
  requeue,
} from './review-store.ts'

/** A mail as operators see it: everything but what is in it. */
export interface MailSummary {
  id: string
  status: MailStatus
  recipient: string
  userId: string | null
  template: string
  createdAt: Date
  attempts: number
  lastError: string | null
  nextAttemptAt: Date | null
  usefulUntil: Date | null
  sentAt: Date | null
  failedAt: Date | null
  droppedAt: Date | null
  canRetry: boolean
}

interface Wanted extends PageRequest {
  status?: MailStatus | undefined
  /** One address, in whatever case it was typed. */
  recipient?: string | undefined
  template?: string | undefined
}

/**
 * Mails, newest first. A page of something rare may hold less than was asked for and still have a next one.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function listMails(ctx: Pick<Context, 'db'>, wanted: Wanted): Promise<Page<MailSummary>> {
  const { status, recipient, template, limit, cursor } = wanted
  const before = readCursor(cursor)
  const filters = { status, recipients: recipient === undefined ? undefined : spellings(recipient), template }
  const rows = await findMails(ctx.db, filters, { before, limit: limit + 1 })
  const found = cutPage(rows, limit, { toItem: toSummary, keyOf: ({ id }) => [id] })
  if (found.nextCursor !== null || template === undefined) return found
  const last = await findLastLookedAt(ctx.db, filters, before)
  return last === undefined ? found : { ...found, nextCursor: encodeCursor([last]) }
}

export async function findMailSummary(
  ctx: Pick<Context, 'db'>,
  id: string,
): Promise<MailSummary | undefined> {
  const row = await findMail(ctx.db, id)
  return row && toSummary(row)
}

/** Queues a failed mail again; false when it has not failed, or its content or the link in it is gone. */
export async function requeueMail(ctx: Pick<Context, 'db' | 'effects'>, id: string): Promise<boolean> {
  const isQueued = await requeue(ctx.db, id)
  if (isQueued) ctx.effects.mailQueued = true
  return isQueued
}

/** As it was typed now, and as it is unique: mails go to what a person once typed. */
function spellings(address: string): string[] {
  const parsed = parseEmailAddress(address)
  return parsed ? [...new Set([parsed.address, parsed.canonical])] : [address]
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [id = ''] = decodeCursor(cursor, 1) ?? []
  if (!isId(id)) refuseCursor()
  return id
}

function toSummary({ mayBeRequeued, nextAttemptAt, ...row }: MailRow): MailSummary {
  const isWaiting = row.status === 'queued' || row.status === 'sending'
  return { ...row, nextAttemptAt: isWaiting ? nextAttemptAt : null, canRetry: mayBeRequeued }
}
