import { initTRPC } from '@trpc/server'
import { admitCaller } from './admission.ts'
import type {
  Context,
  HolderContext,
  LimitClaim,
  MemberContext,
  OrganizationContext,
  UserContext,
} from './context.ts'
import { problemShape, toProblem } from './http/problem.ts'
import { transformer } from './http/transformer.ts'
import type { Access, MemberPermission } from './kit/access.ts'
import type { ApiKeyScope } from './kit/api-key-scopes.ts'
import { minutes } from './kit/duration.ts'
import { parseEmailAddress } from './kit/email-address.ts'
import { type ErrorCode, IdentityError } from './kit/identity-error.ts'
import { addressLimitKey } from './kit/limit-keys.ts'
import type { PlatformPermission } from './kit/platform-permissions.ts'
import { inSpan } from './platform/tracing.ts'
import { noteRefusal } from './refusals.ts'
import type { AuditAction } from './rooms/audit/index.ts'
import { runOnce } from './rooms/idempotency/index.ts'
import type { Standing } from './rooms/memberships/index.ts'
import { sessionIdOfRefreshToken } from './rooms/sessions/index.ts'

export type RestRoute = `${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`

/** A limit of one procedure: how to find who is counted, and how many in which time. */
export interface Limit {
  by: 'ip' | 'email' | 'mailbox' | 'session' | 'organization'
  points: number
  windowMs: number
  code?: ErrorCode
}

/** The policy of a procedure: everything both faces, the document, the SDK and the limiter read off it. */
export interface Meta {
  access?: Access
  rest?: RestRoute
  /** The REST status of success: 200, 201 created, 202 accepted (mail is on its way), 204 nothing to say. */
  success?: 200 | 201 | 202 | 204
  summary?: string
  description?: string
  /** What a REST answer is when it is not JSON: the output is a text then, and that text is the body. */
  produces?: 'application/x-ndjson'
  limits?: readonly Limit[]
  /** The action this writes to the audit log, in the transaction of its effect; of several, exactly one. */
  audit?: AuditAction | readonly AuditAction[]
  /** Codes beyond the general ones that it may answer. */
  errors?: readonly ErrorCode[]
  /** Takes an `Idempotency-Key`: same key and body, same answer, one effect. */
  idempotent?: true
  /** Its answer shows a secret: it is not kept for an `Idempotency-Key`, whose repeat is told that it was carried out. */
  shownOnce?: true
  /** Answers with cookies, so it cannot stand in a tRPC batch. */
  setsCookies?: true
  /** Served in `MAINTENANCE_MODE=readonly` although it writes: sign-in and refresh. */
  whileReadonly?: true
  /** Refused at most this often when the shared counters are away; see `LimitClaim.critical`. */
  critical?: true
  /** What its body may have at the most, where that is more than the 64 KiB of all others. */
  maxBodyBytes?: number
  /** Although it changes something, an administrator who acts as a person may do it. */
  whileImpersonating?: true
  /** Where an organization demands a second factor, members without one may do it all the same. */
  withoutMfa?: true
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer,
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      return problemShape(
        toProblem(error, ctx?.request.id ?? 'unknown', ctx?.config.publicUrl),
        shape.data.path,
      )
    },
  })

export const router = t.router

/** `points` calls per client address (IPv6: per /64) in `windowMs`. */
export const perIp = (points: number, windowMs: number): Limit => ({ by: 'ip', points, windowMs })

/** `points` calls per address in the input's `email`, whether or not an account has it. */
export const perEmail = (points: number, windowMs: number, code?: ErrorCode): Limit =>
  code ? { by: 'email', points, windowMs, code } : { by: 'email', points, windowMs }

/**
 * `points` calls per address in the input's `email` or `newEmail`, whatever device asks: for what sends mail.
 * `perEmail` would not do, since a made-up device cookie would buy a count of its own, and with it another mail to a
 * stranger's box.
 */
export const perMailbox = (points: number, windowMs: number): Limit => ({ by: 'mailbox', points, windowMs })

/** `points` calls per session: that of the refresh token, in the input or the cookie. */
export const perSession = (points: number, windowMs: number): Limit => ({ by: 'session', points, windowMs })

/** `points` calls per organization, of those who were let in: strangers, who may know its id, use up nothing of it. */
export const perOrganization = (points: number, windowMs: number): Limit => ({
  by: 'organization',
  points,
  windowMs,
})

/** What every address may ask in all, on top of a procedure's own limits. */
const GENERAL_LIMIT = { points: 600, windowMs: minutes(1) }

/** What is counted of a call before it is known whether its caller may make it. */
function claimsOf(path: string, meta: Meta, ctx: Context, rawInput: unknown): LimitClaim[] {
  const claims: LimitClaim[] = [{ limiter: 'all:ip', key: ctx.request.ipKey, ...GENERAL_LIMIT }]
  for (const limit of meta.limits ?? []) {
    const key = limitKey(limit.by, ctx, rawInput)
    // No identifier to count: the schema, or the token check, is about to refuse the call.
    if (key !== undefined) claims.push(claimOf({ path, meta }, limit, key))
  }
  return claims
}

/** What is counted once the caller was let in: their organization's share. */
function organizationClaimsOf(path: string, meta: Meta, { organizationId }: Standing): LimitClaim[] {
  const limits = meta.limits?.filter(({ by }) => by === 'organization') ?? []
  return limits.map((limit) => claimOf({ path, meta }, limit, organizationId))
}

const claimOf = (
  { path, meta }: { path: string; meta: Meta },
  { by, points, windowMs, code }: Limit,
  key: string,
): LimitClaim => ({
  limiter: `${path}:${by}`,
  key,
  points,
  windowMs,
  ...(code && { code }),
  ...(meta.critical && { critical: true }),
})

function limitKey(by: Limit['by'], ctx: Context, rawInput: unknown): string | undefined {
  const input = (typeof rawInput === 'object' && rawInput !== null ? rawInput : {}) as Record<string, unknown>
  switch (by) {
    case 'ip':
      return ctx.request.ipKey
    case 'email': {
      const email = typeof input.email === 'string' ? parseEmailAddress(input.email) : undefined
      if (!email) return undefined
      const device = typeof input.deviceToken === 'string' ? input.deviceToken : ctx.cookies.get('device')
      return addressLimitKey(email.canonical, device)
    }
    case 'mailbox': {
      const typed = input.email ?? input.newEmail
      const email = typeof typed === 'string' ? parseEmailAddress(typed) : undefined
      return email && addressLimitKey(email.canonical)
    }
    // Counted later, for a caller who was let in.
    case 'organization':
      return undefined
    case 'session': {
      const token = typeof input.refreshToken === 'string' ? input.refreshToken : ctx.cookies.get('refresh')
      return token === undefined ? undefined : sessionIdOfRefreshToken(ctx, token)
    }
  }
}

/** The policy of a definition, carried out around every call, on both faces, before its input is parsed. */
const policy = t.middleware(async ({ ctx, meta, path, type, getRawInput, next }) => {
  if (!meta?.access) throw new IdentityError('internal', { cause: new Error(`${path} has no access rule`) })
  const rawInput = await getRawInput()
  try {
    await ctx.limiter.take(claimsOf(path, meta, ctx, rawInput))
  } catch (error) {
    if (meta.critical) await noteRefusal(ctx, { path, input: rawInput, error })
    throw error
  }
  if (ctx.config.maintenanceMode === 'readonly' && type === 'mutation' && !meta.whileReadonly) {
    throw new IdentityError('unavailable', {
      detail: 'Changes are switched off for maintenance.',
      retryAfterSeconds: 60,
    })
  }
  const { actor, standing } = await admitCaller(ctx, {
    access: meta.access,
    isMutation: type === 'mutation',
    whileImpersonating: meta.whileImpersonating ?? false,
    withoutMfa: meta.withoutMfa ?? false,
    input: rawInput,
  })
  const claims = standing ? organizationClaimsOf(path, meta, standing) : []
  if (claims.length > 0) await ctx.limiter.take(claims)
  noteCaller(ctx.effects, actor, standing)
  const key = meta.idempotent ? ctx.request.idempotencyKey : undefined
  // Only what changed is passed on, and nothing when nothing did: each time, tRPC copies the whole context.
  type Proceeded = ReturnType<typeof next<Pick<Context, 'actor'>>>
  const proceed = (changed?: Pick<Context, 'actor'> & Partial<Pick<Context, 'db' | 'standing'>>) =>
    inSpan(ctx, path, () => (changed ? next({ ctx: changed }) : next()) as Proceeded)
  const result =
    key === undefined
      ? await proceed(actor === ctx.actor ? undefined : { actor, ...(standing && { standing }) })
      : // A replayed answer lacks nothing but tRPC's type-level mark.
        ((await runOnce(
          { ...ctx, actor },
          { path, input: rawInput, key, keepsAnswer: !meta.shownOnce },
          (once) => proceed({ actor, db: once.db, ...(standing && { standing }) }),
        )) as Awaited<Proceeded>)
  // Also after a failure: a refusal may have told the account's owner of it.
  if (ctx.effects.mailQueued) ctx.wakeOutbox()
  return result
})

/** For the log line. */
function noteCaller(
  effects: Context['effects'],
  actor: Context['actor'],
  standing: Standing | undefined,
): void {
  if (actor.kind === 'user') {
    effects.userId = actor.userId
    effects.sessionId = actor.sessionId
  }
  if (actor.kind === 'api_key') effects.apiKeyId = actor.keyId
  if (standing) effects.organizationId = standing.organizationId
}

/** Narrows the actor for what follows; `policy` has authenticated it already. */
const asUser = t.middleware(({ ctx, next }) => {
  if (ctx.actor.kind !== 'user') throw new IdentityError('auth.unauthenticated')
  return next() as ReturnType<typeof next<Pick<UserContext, 'actor'>>>
})

const asHolder = t.middleware(({ ctx, next }) => {
  if (ctx.actor.kind === 'anonymous') throw new IdentityError('auth.unauthenticated')
  return next() as ReturnType<typeof next<Pick<HolderContext, 'actor'>>>
})

/** A person, in an organization. */
const asMember = t.middleware(({ ctx, next }) => {
  if (ctx.actor.kind !== 'user' || !ctx.standing) throw new IdentityError('auth.unauthenticated')
  return next() as ReturnType<typeof next<Pick<MemberContext, 'actor' | 'standing'>>>
})

/** A person or a key, in an organization. */
const withStanding = t.middleware(({ ctx, next }) => {
  if (ctx.actor.kind === 'anonymous' || !ctx.standing) throw new IdentityError('auth.unauthenticated')
  return next() as ReturnType<typeof next<Pick<OrganizationContext, 'actor' | 'standing'>>>
})

/** Anyone may call it. */
export const publicProcedure = t.procedure.meta({ access: 'public' }).use(policy)

/** Needs the access token of a live session. */
export const userProcedure = t.procedure.meta({ access: 'user' }).use(policy).use(asUser)

/** As `userProcedure`, and the person has proven themselves within five minutes. */
export const freshProcedure = t.procedure.meta({ access: 'fresh' }).use(policy).use(asUser)

/** As `userProcedure`, or an API key with the scope. */
export const keyedProcedure = (scope: ApiKeyScope) =>
  t.procedure
    .meta({ access: `user+key:${scope}` })
    .use(policy)
    .use(asHolder)

/** Needs a member of the organization that the input names in `organizationId`; 404 for everybody else. */
export const memberProcedure = (permission: MemberPermission) =>
  t.procedure
    .meta({ access: `org:${permission}` })
    .use(policy)
    .use(asMember)

/** As `memberProcedure`, and the person has proven themselves within five minutes. */
export const freshMemberProcedure = (permission: MemberPermission) =>
  t.procedure
    .meta({ access: `org:${permission}+fresh` })
    .use(policy)
    .use(asMember)

/** As `memberProcedure`, or an API key that has the permission as a scope. */
export const organizationProcedure = (permission: MemberPermission) =>
  t.procedure
    .meta({ access: `org:${permission}+key` })
    .use(policy)
    .use(withStanding)

/** Needs a platform role that holds the permission; 404 for everybody else who is signed in. */
export const platformProcedure = (permission: PlatformPermission) =>
  t.procedure
    .meta({ access: `platform:${permission}` })
    .use(policy)
    .use(asUser)

/** As `platformProcedure`, and the person has proven themselves within five minutes. */
export const freshPlatformProcedure = (permission: PlatformPermission) =>
  t.procedure
    .meta({ access: `platform:${permission}+fresh` })
    .use(policy)
    .use(asUser)
