import type { Context } from './context.ts'
import { type Access, type AccessRule, readAccess } from './kit/access.ts'
import { IdentityError } from './kit/identity-error.ts'
import { isId } from './kit/ids.ts'
import { mayOnPlatform } from './kit/platform-permissions.ts'
import { findActiveKey, presentedKey } from './rooms/api-keys/index.ts'
import { findStanding, lacksSecondFactor, type Standing } from './rooms/memberships/index.ts'
import { authenticate } from './rooms/sessions/index.ts'

type User = Extract<Context['actor'], { kind: 'user' }>
type Key = Extract<Context['actor'], { kind: 'api_key' }>

/** Who asks, and what they are in the organization that the call names. */
export interface Admitted {
  actor: Context['actor']
  standing?: Standing
}

/** What an admission asks of a procedure. */
export interface Asked {
  access: Access
  isMutation: boolean
  /** Whether an administrator who acts as a person may do it, although it changes something. */
  whileImpersonating: boolean
  /** Whether an organization that demands a second factor lets people without one do it all the same: leaving. */
  withoutMfa: boolean
  input: unknown
}

/**
 * Checks who asks, for what a procedure demands. Before the input is parsed, so that a stranger learns nothing about
 * what it would have to be.
 *
 * @throws {IdentityError} `auth.unauthenticated`; `auth.reauthentication_required`; `impersonation.not_allowed`;
 *   `not_found` for what belongs to others, or to the platform's staff; `org.forbidden`; `api_key.scope_missing`;
 *   `org.mfa_required`.
 */
export async function admitCaller(ctx: Context, asked: Asked): Promise<Admitted> {
  const rule = readAccess(asked.access)
  if (rule.who === 'public') return { actor: ctx.actor }
  const actor = await identify(ctx, rule)
  if (actor.kind === 'user') checkImpersonation(actor, rule, asked)
  if (rule.who === 'org') return { actor, standing: await checkMembership(ctx, actor, { ...asked, rule }) }
  if (actor.kind === 'api_key') {
    demandScope(actor, rule)
    return { actor }
  }
  // To everybody else there is nothing here, not even something that is refused.
  if (rule.who === 'platform' && !mayOnPlatform(actor.account.platformRole, rule.permission))
    throw new IdentityError('not_found')
  if (rule.fresh && !actor.isFresh) throw new IdentityError('auth.reauthentication_required')
  return { actor }
}

/** A person by their access token, or a program by its key where the procedure takes keys. One credential, not two. */
async function identify(ctx: Context, rule: AccessRule): Promise<User | Key> {
  const text = presentedKey(ctx.request)
  if (text === undefined) return authenticate(ctx, false)
  const isAlone = ctx.request.apiKey === undefined || ctx.request.authorization === undefined
  const key = isAlone && rule.keyScope !== null ? await findActiveKey(ctx, text) : undefined
  if (!key) throw new IdentityError('auth.unauthenticated')
  return { kind: 'api_key', ...key }
}

/** Whoever acts as a person looks, and changes only what a procedure says they may (SECURITY A4). */
function checkImpersonation(actor: User, rule: AccessRule, asked: Asked): void {
  if (actor.impersonatorId === null) return
  if (rule.who === 'platform') throw new IdentityError('not_found')
  if (rule.fresh || (asked.isMutation && !asked.whileImpersonating))
    throw new IdentityError('impersonation.not_allowed')
}

function demandScope(key: Key, rule: AccessRule): void {
  if (rule.keyScope === null || !key.scopes.has(rule.keyScope))
    throw new IdentityError('api_key.scope_missing')
}

type AskedOfMember = Asked & { rule: AccessRule & { who: 'org' } }

/** The membership behind a call, read anew (SECURITY G1, J5): strangers find nothing, members a refusal. */
async function checkMembership(
  ctx: Context,
  actor: User | Key,
  { rule, input, withoutMfa }: AskedOfMember,
): Promise<Standing> {
  const organizationId = organizationOf(input)
  // With an organization's key its maker's membership there was read already; in any other the key is nobody's.
  const standing =
    actor.kind === 'api_key' && actor.organizationId !== null
      ? actor.standing
      : await findStanding(ctx, organizationId, actor.userId)
  if (standing?.organizationId !== organizationId) throw new IdentityError('not_found')
  if (rule.permission !== 'member' && !standing.permissions.has(rule.permission))
    throw new IdentityError('org.forbidden')
  if (actor.kind === 'api_key') demandScope(actor, rule)
  if (!withoutMfa && lacksSecondFactor(standing, actor)) throw new IdentityError('org.mfa_required')
  if (rule.fresh && (actor.kind !== 'user' || !actor.isFresh))
    throw new IdentityError('auth.reauthentication_required')
  return standing
}

/** @throws {IdentityError} `request.invalid`, as the schema would: there is nothing to look a member up in. */
function organizationOf(input: unknown): string {
  const { organizationId } = (typeof input === 'object' && input !== null ? input : {}) as {
    organizationId?: unknown
  }
  // As the schemas do: one organization has one id, however it was written.
  const id = typeof organizationId === 'string' ? organizationId.toLowerCase() : ''
  if (isId(id)) return id
  throw new IdentityError('request.invalid', {
    errors: [
      { pointer: '/organizationId', code: 'invalid_format', message: 'Not the id of an organization.' },
    ],
  })
}
