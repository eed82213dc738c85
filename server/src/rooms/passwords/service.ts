import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import {
  type AttemptState,
  type Reservation,
  readAttempts,
  readUnknownAttempts,
  releaseAttempt,
  releaseUnknownAttempt,
  reserveAttempt,
  reserveUnknownAttempt,
} from './attempts.ts'
import { checkLengthAndContext, MAX_PASSWORD_LENGTH, passwordLength } from './rules.ts'
import {
  type Credentials,
  clearFailures,
  deleteIdleUnknownSignIns,
  findCredentials,
  insertCredentials,
  removePassword,
  replacePassword,
  requireChange,
  settleSuccess,
} from './store.ts'

type Needs = Pick<Context, 'db'>

/**
 * Refuses a new password that is too short, too long, common, or holds what others know of the person. Every
 * procedure that sets a password calls this one, before it hashes.
 *
 * @param context phrases a guesser would try: the address's local part, the person's name, the service's name.
 * @throws {IdentityError} one of `passwordPolicyErrors`.
 */
export async function checkNewPassword(
  ctx: Pick<Context, 'config' | 'passwords'>,
  password: string,
  context: readonly string[],
): Promise<void> {
  checkLengthAndContext(password, ctx.config.passwords.minLength, [...context, ctx.config.brand.name])
  if (await ctx.passwords.isCommon(password)) throw new IdentityError('password.too_common')
}

/** Adds the credentials row that every account has; with null the account has no password yet. */
export async function createCredentials(
  ctx: Needs,
  userId: string,
  passwordHash: string | null,
): Promise<void> {
  await insertCredentials(ctx.db, userId, passwordHash)
}

export async function getCredentials(ctx: Needs, userId: string): Promise<Credentials> {
  const row = await findCredentials(ctx.db, userId)
  if (!row) throw new Error('every account has a credentials row')
  return row
}

/** Stores a new password's hash; failures so far, a pause and a demand for a new password are over with it. */
export async function setPassword(ctx: Needs, userId: string, passwordHash: string): Promise<void> {
  await replacePassword(ctx.db, userId, passwordHash)
}

/** Forgets failed attempts and their pause, after a sign-in that needed no password (SECURITY L1, L3). */
export async function forgetFailures(ctx: Needs, userId: string): Promise<void> {
  await clearFailures(ctx.db, userId)
}

/** Takes the password away, when it was set by somebody who had not proven the address. */
export async function dropPassword(ctx: Needs, userId: string): Promise<void> {
  await removePassword(ctx.db, userId)
}

/** Demands a new password at the next sign-in with it; an account without one is left as it is. */
export async function demandNewPassword(ctx: Needs, userId: string): Promise<void> {
  await requireChange(ctx.db, userId)
}

/**
 * Makes the password of an account open nothing until a new one is set, unless it is the one given. For a second
 * sign-up on an unproven address. Without an account it judges against the dummy, so that both take the same time.
 */
export async function distrustOtherPassword(
  ctx: Pick<Context, 'db' | 'passwords'>,
  userId: string | undefined,
  password: string,
): Promise<void> {
  const stored = userId === undefined ? undefined : await findCredentials(ctx.db, userId)
  const isSame = await ctx.passwords.verify(stored?.passwordHash ?? undefined, password)
  if (stored?.passwordHash && !isSame) await requireChange(ctx.db, stored.userId, stored.passwordHash)
}

type JudgeNeeds = Pick<Context, 'db' | 'config' | 'passwords' | 'vault'>

/** Whose password is to be judged: an account's, or that of an address nobody has. */
type Subject =
  | { kind: 'account'; userId: string; passwordHash: string | null; exempt: boolean }
  | { kind: 'unknown'; emailCanonical: string }

/** What came of an attempt. `beganPause` is told with the failure that used up the last try. */
export type Judgement =
  | { verdict: 'right'; judgedHash: string }
  | { verdict: 'wrong'; beganPause: boolean; pausedUntil: Date | null }
  | { verdict: 'paused'; retryAfterSeconds: number }

/**
 * Judges a password. The attempt is counted as a failure before the hash is computed, in one statement, so that no
 * number of parallel guesses gets more tries than the threshold; `settleRightPassword` takes it back. Unknown
 * addresses and accounts without a password cost the same statements and the same argon2id (SECURITY N3).
 *
 * @throws {IdentityError} `unavailable` when hashing is overloaded; the attempt then does not count.
 */
export async function judgePassword(ctx: JudgeNeeds, subject: Subject, password: string): Promise<Judgement> {
  const reservation = await reserve(ctx, subject)
  if (!reservation.granted) return { verdict: 'paused', retryAfterSeconds: reservation.retryAfterSeconds }
  const stored = subject.kind === 'account' ? (subject.passwordHash ?? undefined) : undefined
  // What no stored password can be is judged against the dummy: hashing it would only spend our time.
  const possible = passwordLength(password) <= MAX_PASSWORD_LENGTH
  try {
    const right = await ctx.passwords.verify(possible ? stored : undefined, possible ? password : '-')
    if (right && stored !== undefined) return { verdict: 'right', judgedHash: stored }
  } catch (error) {
    await release(ctx, subject)
    throw error
  }
  return { verdict: 'wrong', beganPause: reservation.beganPause, pausedUntil: reservation.pausedUntil }
}

/**
 * Makes a right password count, in the caller's transaction: failures are forgotten and a weak hash is replaced.
 * False when the password was changed since it was judged.
 */
export function settleRightPassword(
  ctx: Needs,
  userId: string,
  judgedHash: string,
  rehashed?: string,
): Promise<boolean> {
  return settleSuccess(ctx.db, userId, judgedHash, rehashed ?? judgedHash)
}

/** A hash with today's parameters when the stored one is weaker; undefined when it is not. */
export async function rehashIfWeak(
  ctx: Pick<Context, 'passwords'>,
  judgedHash: string,
  password: string,
): Promise<string | undefined> {
  return ctx.passwords.needsRehash(judgedHash) ? ctx.passwords.hash(password) : undefined
}

function reserve(ctx: JudgeNeeds, subject: Subject): Promise<Reservation> {
  const policy = ctx.config.lockout
  return subject.kind === 'account'
    ? reserveAttempt(ctx.db, subject.userId, { ...policy, exempt: subject.exempt })
    : reserveUnknownAttempt(ctx.db, addressMac(ctx, subject.emailCanonical), policy)
}

function release(ctx: JudgeNeeds, subject: Subject): Promise<void> {
  const policy = ctx.config.lockout
  return subject.kind === 'account'
    ? releaseAttempt(ctx.db, subject.userId, policy)
    : releaseUnknownAttempt(ctx.db, addressMac(ctx, subject.emailCanonical), policy)
}

/** Addresses that are nobody's here are kept as HMACs only: the table is no list of whom strangers asked for. */
const addressMac = (ctx: Pick<Context, 'vault'>, canonical: string): Buffer =>
  ctx.vault.mac('unknown-sign-in', canonical)

/** How it stands with the attempts at a password; undefined for an address that nobody has tried. */
export function attemptsAt(
  ctx: Pick<Context, 'db' | 'vault'>,
  subject: { userId: string } | { emailCanonical: string },
): Promise<AttemptState | undefined> {
  return 'userId' in subject
    ? readAttempts(ctx.db, subject.userId)
    : readUnknownAttempts(ctx.db, addressMac(ctx, subject.emailCanonical))
}

/** Removes counters of unknown addresses that have run out. */
export async function cleanUpUnknownSignIns(ctx: Needs): Promise<void> {
  await deleteIdleUnknownSignIns(ctx.db)
}
