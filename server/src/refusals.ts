import type { Context } from './context.ts'
import { minutes } from './kit/duration.ts'
import { parseEmailAddress } from './kit/email-address.ts'
import { IdentityError } from './kit/identity-error.ts'
import { addressLimitKey } from './kit/limit-keys.ts'
import { recordAudit } from './rooms/audit/index.ts'

const WINDOW_MS = minutes(15)
/** Refusals that are written down for one client address within the window. A flood must not fill the log. */
const NOTED_PER_IP = 5

/**
 * Writes down that a limit refused somebody who wanted to sign in, sign up or get back in, so that diagnostics can tell
 * them so: the first time for each address they name, and a few times for each client address. Never fails: the refusal
 * stands whatever becomes of its note.
 */
export async function noteRefusal(
  ctx: Context,
  refused: { path: string; input: unknown; error: unknown },
): Promise<void> {
  const { path, input, error } = refused
  if (!(error instanceof IdentityError) || !isOfLimit(error.cause)) return
  const email = addressIn(input)
  const { ipKey } = ctx.request
  const about = email === undefined ? '' : addressLimitKey(email)
  try {
    await ctx.limiter.take([
      { limiter: 'noted:address', key: `${ipKey} ${path} ${about}`, points: 1, ...noted },
      { limiter: 'noted:ip', key: ipKey, points: NOTED_PER_IP, ...noted },
    ])
  } catch {
    return
  }
  const { limiter } = error.cause
  await ctx.db
    .transaction((tx) =>
      recordAudit(
        { ...ctx, db: tx },
        {
          action: 'limit.reached',
          outcome: 'failure',
          details: { procedure: path, limiter, retryAfterSeconds: error.retryAfterSeconds ?? null },
          ...(email !== undefined && { personal: { email } }),
        },
      ),
    )
    .catch((cause: unknown) => ctx.log.warn({ err: cause }, 'a refusal could not be noted'))
}

const noted = { windowMs: WINDOW_MS, quiet: true }

const isOfLimit = (cause: unknown): cause is { limiter: string } =>
  typeof cause === 'object' && cause !== null && 'limiter' in cause && typeof cause.limiter === 'string'

function addressIn(input: unknown): string | undefined {
  const { email } = (typeof input === 'object' && input !== null ? input : {}) as { email?: unknown }
  return typeof email === 'string' ? parseEmailAddress(email)?.canonical : undefined
}
