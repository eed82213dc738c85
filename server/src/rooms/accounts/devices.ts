import type { Context } from '../../context.ts'
import { days } from '../../kit/duration.ts'
import { hashToken, newToken } from '../../kit/tokens.ts'
import {
  addDevice,
  addKnownDevice,
  countDeviceAttempt,
  deleteDevices,
  deleteIdleDevices,
} from './devices-store.ts'

type Needs = Pick<Context, 'db'>

const DEVICE_TOKEN = /^dev_[A-Za-z0-9_-]{43}$/

/** How long a device is remembered after its last sign-in: 400 days, the longest a browser keeps a cookie. */
const DEVICE_MEMORY_MS = days(400)

/**
 * Remembers the device that has just signed in to an account, and returns the token it is to keep.
 *
 * The presented token is taken up again only when some account knows it already, so that nobody can plant one of
 * their own making in a browser. One token serves all accounts of a device. `isNew` tells whether this account
 * has not seen it before.
 */
export async function rememberDevice(
  ctx: Needs,
  userId: string,
  presentedToken: string | undefined,
): Promise<{ token: string; isNew: boolean }> {
  if (presentedToken !== undefined && DEVICE_TOKEN.test(presentedToken)) {
    const seen = await addKnownDevice(ctx.db, userId, hashToken(presentedToken))
    if (seen) return { token: presentedToken, isNew: seen.isNew }
  }
  const token = newToken('dev_')
  await addDevice(ctx.db, userId, hashToken(token))
  return { token, isNew: true }
}

/**
 * Takes one of the ten attempts a known device has of its own; false when it is unknown here or has none left, and
 * is then a stranger like any other. Counted before the password is judged, so that parallel guesses gain nothing;
 * signing in (`rememberDevice`) gives all ten back.
 */
export async function takeDeviceAttempt(
  ctx: Needs,
  userId: string,
  token: string | undefined,
): Promise<boolean> {
  if (token === undefined || !DEVICE_TOKEN.test(token)) return false
  return countDeviceAttempt(ctx.db, { userId, tokenHash: hashToken(token) }, DEVICE_MEMORY_MS)
}

/** Forgets every device of an account: after a password reset, whoever held one must prove themselves again. */
export async function forgetDevices(ctx: Needs, userId: string): Promise<void> {
  await deleteDevices(ctx.db, userId)
}

/** Removes devices that have not signed in for as long as a cookie lives. For the housekeeping round. */
export async function cleanUpDevices(ctx: Needs): Promise<number> {
  return deleteIdleDevices(ctx.db, DEVICE_MEMORY_MS)
}
