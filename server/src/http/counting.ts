import type { AuditedEvent, AuditObserver, Platform } from '../context.ts'
import { isTransient, reasonOf } from '../platform/db-errors.ts'
import type { Metrics, SignInAttempt } from '../platform/metrics.ts'
import type { Exchange } from './exchange.ts'

/** Where a session is carried on, on either face. */
const REFRESH_ROUTES: ReadonlySet<string> = new Set(['/api/v1/refresh', '/trpc/auth.refresh'])

/** The pattern of a request's address. A batch is one route, since there are more batches than procedures. */
export function routeOf({ named, route }: Pick<Exchange, 'named' | 'route'>): string {
  return named === undefined ? route : named.includes(',') ? '/trpc/batch' : `/trpc/${named}`
}

export function countAnswer(exchange: Exchange, { status }: Response): void {
  const { metrics } = exchange.edge.platform
  const route = routeOf(exchange)
  const seconds = (performance.now() - exchange.startedAtMs) / 1_000
  metrics.requestAnswered({ method: exchange.method, route, status, seconds })
  // Not audited, being what sessions do all day: hence counted here.
  if (REFRESH_ROUTES.has(route) && exchange.method === 'POST')
    metrics.sessionRefreshed(status < 400 ? 'success' : status < 500 ? 'refused' : 'failed')
}

/** Turns audit events into counts, so that rooms know of the audit log only, and both say the same. */
export function observeAudit({ metrics, log }: Pick<Platform, 'metrics' | 'log'>): AuditObserver {
  return {
    recorded(event) {
      COUNTS[event.action]?.(metrics, event)
      if (isAdminAct(event.action)) metrics.adminActed(event.action)
    },
    failed(error) {
      // What the database asks to repeat is repeated, and then written.
      if (isTransient(error)) return
      metrics.auditFailed()
      log.error({ event: 'audit.write_failed', reason: reasonOf(error) }, 'an event could not be written')
    },
  }
}

/** What an event counts as, beside acts of administrators. */
const COUNTS: Readonly<Record<string, (metrics: Metrics, event: AuditedEvent) => void>> = {
  'account.created': (metrics) => metrics.accountCreated(),
  // At a sign-in it is a part of that, which is counted itself.
  'identity.linked': (metrics, event) => {
    if (event.details.by !== 'sign_in') countReturn(metrics, event)
  },
  'mfa.challenged': (metrics, event) => countSignIn(metrics, event, 'challenged'),
  'session.refresh_reused': (metrics) => metrics.refreshReused(),
  'sign_in.failed': (metrics, event) => countSignIn(metrics, event, 'failure'),
  'sign_in.paused': (metrics) => metrics.signInPaused(),
  'sign_in.succeeded': (metrics, event) => countSignIn(metrics, event, 'success'),
}

/** What administrators do to the platform and to other people's accounts. */
const isAdminAct = (action: string): boolean => /^(?:admin|platform|provider|signing_key)\./.test(action)

function countSignIn(metrics: Metrics, event: AuditedEvent, outcome: SignInAttempt['outcome']): void {
  metrics.signInTried({ method: methodOf(event.details), outcome, reason: refusalOf(event) })
  countReturn(metrics, event, outcome)
}

/** Counts a return from a provider, where the event was one. */
function countReturn(
  metrics: Metrics,
  event: AuditedEvent,
  outcome: SignInAttempt['outcome'] = event.outcome,
): void {
  const { provider } = event.details
  if (typeof provider === 'string') metrics.oauthReturned({ provider, outcome, reason: refusalOf(event) })
}

const refusalOf = ({ outcome, details }: AuditedEvent): string =>
  outcome === 'failure' && typeof details.reason === 'string' ? details.reason : 'none'

/** The first factor, by the names of RFC 8176 and the gate's own. */
const METHOD_OF_AMR: Readonly<Record<string, string>> = {
  pwd: 'password',
  hwk: 'passkey',
  swk: 'passkey',
  fed: 'provider',
  email: 'email',
  recovery: 'recovery_code',
  otp: 'totp',
}

function methodOf(details: AuditedEvent['details']): string {
  if (typeof details.method === 'string') return details.method
  const [first] = Array.isArray(details.amr) ? (details.amr as unknown[]) : []
  return METHOD_OF_AMR[String(first)] ?? 'other'
}
