import type { Context } from '../../context.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { findAccountByEmail } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import type { SignInDiagnosis } from './schemas.ts'
import { type Subject, standingOf } from './standing.ts'
import { type FoundEvent, findEventsAbout, findEventsOfRequest } from './store.ts'
import { attemptsOf, SIGN_IN_ACTIONS } from './trace.ts'

export interface Question {
  email?: string | undefined
  requestId?: string | undefined
  limit: number
}

/**
 * Tells why somebody cannot sign in: how it stands with the account of an address, what would refuse it now, and how its
 * last attempts were decided; or the same of one request, and of whoever that was about.
 *
 * It tells what nobody else may know of a person, so that somebody looked is recorded, and they can see it.
 */
export async function diagnoseSignIn(ctx: Context, question: Question): Promise<SignInDiagnosis> {
  const { subject, events } =
    question.requestId === undefined
      ? await byAddress(ctx, parseEmailAddress(question.email!)!.canonical)
      : await byRequest(ctx, question.requestId)
  const attempts = attemptsOf(events).slice(0, question.limit)
  const { account, verdict } = await standingOf(ctx, subject)
  await ctx.db.transaction((tx) =>
    recordAudit(
      { ...ctx, db: tx },
      {
        action: 'admin.diagnosed',
        ...(account && { target: { type: 'user', id: account.id } }),
        details: {
          by: question.requestId === undefined ? 'email' : 'request',
          ...(question.requestId !== undefined && { request: question.requestId }),
        },
        ...(subject.emailCanonical !== undefined && { personal: { email: subject.emailCanonical } }),
      },
    ),
  )
  return { account, verdict, attempts }
}

interface Found {
  subject: Subject
  events: FoundEvent[]
}

async function byAddress(ctx: Context, emailCanonical: string): Promise<Found> {
  const userId = (await findAccountByEmail(ctx, emailCanonical))?.id
  const events = await findEventsAbout(ctx.db, SIGN_IN_ACTIONS, { userId, emailCanonical })
  return { subject: { userId, emailCanonical }, events }
}

async function byRequest(ctx: Context, requestId: string): Promise<Found> {
  const events = await findEventsOfRequest(ctx.db, SIGN_IN_ACTIONS, requestId)
  const about = events.flatMap(({ event }) => personOf(event) ?? [])[0]
  const address = events.flatMap(({ personal }) => addressOf(personal) ?? [])[0]
  const byName =
    about === undefined && address !== undefined ? await findAccountByEmail(ctx, address) : undefined
  return { subject: { userId: about ?? byName?.id, emailCanonical: address }, events }
}

const personOf = ({ targetType, targetId, actorId }: FoundEvent['event']): string | undefined =>
  (targetType === 'user' ? targetId : actorId) ?? undefined

function addressOf(personal: FoundEvent['personal']): string | undefined {
  const email = personal?.email
  return typeof email === 'string' ? parseEmailAddress(email)?.canonical : undefined
}
