import type { AuditAction } from '../audit/index.ts'
import type { Attempt } from './schemas.ts'
import type { FoundEvent } from './store.ts'

/** The events that tell of a sign-in. */
export const SIGN_IN_ACTIONS = [
  'limit.reached',
  'mfa.challenged',
  'mfa.failed',
  'passkey.copied',
  'sign_in.failed',
  'sign_in.paused',
  'sign_in.succeeded',
] as const satisfies readonly AuditAction[]

type Step = Attempt['trace'][number]
type Event = FoundEvent['event']

/** What the gate refuses with, once the first factor was right. */
const REFUSALS_OF_GATE = new Set([
  'auth.account_disabled',
  'auth.email_not_verified',
  'auth.password_change_required',
  'auth.invalid_credentials',
])

const passed = (step: Step['step'], detail: string | null = null): Step => ({
  step,
  outcome: 'passed',
  detail,
})
const refused = (step: Step['step'], detail: string | null): Step => ({ step, outcome: 'refused', detail })

/** The requests that events belong to, as attempts, in the order of the events: newest first. */
export function attemptsOf(found: readonly FoundEvent[]): Attempt[] {
  const byRequest = new Map<string, FoundEvent[]>()
  for (const one of found) {
    const { requestId } = one.event
    byRequest.set(requestId, [...(byRequest.get(requestId) ?? []), one])
  }
  return [...byRequest.values()].flatMap((events) => toAttempt(events) ?? [])
}

/** Which event of a request decides what became of it. */
const DECISIVE: readonly AuditAction[] = [
  'sign_in.succeeded',
  'mfa.challenged',
  'sign_in.failed',
  'mfa.failed',
  'limit.reached',
]

function toAttempt(events: readonly FoundEvent[]): Attempt | undefined {
  const decisive = DECISIVE.flatMap((action) => events.find(({ event }) => event.action === action) ?? [])[0]
  if (!decisive) return undefined
  const { event, personal } = decisive
  const isSuccess = event.action === 'sign_in.succeeded'
  const isChallenge = event.action === 'mfa.challenged'
  const pause = events.find((one) => one.event.action === 'sign_in.paused')?.event
  return {
    at: event.at,
    requestId: event.requestId,
    outcome: isSuccess ? 'success' : isChallenge ? 'challenged' : 'failure',
    reason: isSuccess || isChallenge ? null : reasonOf(event),
    method: methodOf(event),
    ip: personal?.ip || null,
    userAgent: personal?.userAgent || null,
    trace: [...traceOf(event), ...(pause ? [refused('pause', beganUntil(pause))] : [])],
  }
}

const beganUntil = ({ details }: Event): string =>
  `begun${typeof details.until === 'string' ? `: ${details.until}` : ''}`

/** How far an attempt got, in the order in which the platform asks. */
function traceOf(event: Event): Step[] {
  switch (event.action) {
    case 'limit.reached':
      return [refused('limit', textOf(event.details.limiter))]
    case 'mfa.failed':
      return [passed('limit'), passed('first_factor'), refused('second_factor', reasonOf(event))]
    case 'mfa.challenged':
      return [
        ...untilFactor(event),
        passed('account'),
        { step: 'second_factor', outcome: 'asked', detail: null },
      ]
    case 'sign_in.succeeded':
      return [...untilFactor(event), passed('account'), ...secondFactor(event), passed('session')]
    default:
      return traceOfFailure(event)
  }
}

function traceOfFailure(event: Event): Step[] {
  const reason = reasonOf(event)
  if (reason === 'too_many_addresses') return [refused('limit', reason)]
  if (reason === 'unknown_address') return [passed('limit'), refused('address', reason)]
  if (reason === 'paused') return [passed('limit'), passed('address'), refused('pause', reason)]
  if (reason !== null && REFUSALS_OF_GATE.has(reason))
    return [...untilFactor(event), ...secondFactor(event), refused('account', reason)]
  return methodOf(event) === 'password'
    ? [passed('limit'), passed('address'), passed('pause'), refused('first_factor', reason)]
    : [passed('limit'), refused('first_factor', reason)]
}

/** What was asked, and granted, before and with a first factor that was right. */
function untilFactor(event: Event): Step[] {
  const method = methodOf(event)
  const first = passed('first_factor', method)
  return method === 'password'
    ? [passed('limit'), passed('address'), passed('pause'), first]
    : [passed('limit'), first]
}

const amrOf = ({ details }: Event): string[] => (Array.isArray(details.amr) ? details.amr.map(String) : [])

const secondFactor = (event: Event): Step[] =>
  amrOf(event).includes('mfa') ? [passed('second_factor', amrOf(event).join(' '))] : []

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const reasonOf = (event: Event): string | null =>
  event.action === 'limit.reached' ? 'rate_limited' : textOf(event.details.reason)

/** The first factor, by the names of RFC 8176 and the gate's own. */
const METHOD_OF_AMR: Readonly<Record<string, string>> = {
  pwd: 'password',
  hwk: 'passkey',
  swk: 'passkey',
  fed: 'provider',
  email: 'email',
}

/** Where a limit refused: what was asked for. */
const METHOD_OF_PROCEDURE: Readonly<Record<string, string>> = {
  'auth.login': 'password',
  'mfa.verify': 'second_factor',
  'passkeys.login': 'passkey',
  'passwordless.complete': 'email',
}

function methodOf(event: Event): string | null {
  const { method, procedure } = event.details
  if (typeof method === 'string') return method
  if (typeof procedure === 'string') return METHOD_OF_PROCEDURE[procedure] ?? procedure
  const [first = ''] = amrOf(event)
  return METHOD_OF_AMR[first] ?? null
}
