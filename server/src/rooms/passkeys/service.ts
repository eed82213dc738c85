import type { Context } from '../../context.ts'
import { newId } from '../../kit/ids.ts'
import { hashToken, newSecret } from '../../kit/tokens.ts'
import { getAccount } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { queueNotice } from '../mail/index.ts'
import { ALGORITHMS, challengeOf, checkAssertion, checkRegistration, type Site } from './rules.ts'
import type { Assertion, CreationOptions, Registration, RequestOptions } from './schemas.ts'
import {
  CEREMONY_SECONDS,
  type Ceremony,
  consumeCeremony,
  deleteOldCeremonies,
  deletePasskeysOf,
  findByCredential,
  insertCeremony,
  insertPasskey,
  listOf,
  noteUse,
  type PasskeyRow,
} from './store.ts'

const TIMEOUT_MS = CEREMONY_SECONDS * 1_000

/** Passkeys are bound to the host of PUBLIC_URL, and take answers from its exact origin only. */
const siteOf = ({ config }: Pick<Context, 'config'>): Site => ({
  rpId: config.publicUrl.hostname,
  origin: config.publicUrl.origin,
})

/** The person as an authenticator keeps them: the sixteen bytes of the account's id, and nothing that names them. */
const handleOf = (userId: string): string =>
  Buffer.from(userId.replace(/-/g, ''), 'hex').toString('base64url')

type Transports = RequestOptions['allowCredentials'][number]['transports']
const describe = ({ credentialId, transports }: PasskeyRow) => ({
  id: credentialId.toString('base64url'),
  type: 'public-key' as const,
  transports: transports as NonNullable<Transports>,
})

async function begin(ctx: Pick<Context, 'db'>, ceremony: Ceremony): Promise<string> {
  const challenge = newSecret()
  await insertCeremony(ctx.db, hashToken(challenge), ceremony)
  return challenge
}

/** Uses the challenge up that an answer is for; undefined when it was not given out for this. */
async function takeChallenge(
  ctx: Pick<Context, 'db'>,
  answer: { response: { clientDataJSON: string } },
  ceremony: Ceremony,
): Promise<string | undefined> {
  const challenge = challengeOf(answer.response)
  if (challenge === undefined) return undefined
  return (await consumeCeremony(ctx.db, hashToken(challenge), ceremony)) ? challenge : undefined
}

type Holder = { id: string; email: string; displayName: string }

/** What the browser needs to make a passkey for a person; the challenge answers for this session only (K4). */
export async function beginRegistration(
  ctx: Pick<Context, 'db' | 'config'>,
  holder: Holder,
  sessionId: string,
): Promise<CreationOptions> {
  const challenge = await begin(ctx, {
    purpose: 'register',
    userId: holder.id,
    boundTo: hashToken(sessionId),
  })
  const held = await listOf(ctx.db, holder.id)
  return {
    rp: { id: siteOf(ctx).rpId, name: ctx.config.brand.name },
    user: { id: handleOf(holder.id), name: holder.email, displayName: holder.displayName },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' })),
    timeout: TIMEOUT_MS,
    excludeCredentials: held.map(describe),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  }
}

const KNOWN_TRANSPORTS = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])

/**
 * Adds a passkey, in the caller's transaction; undefined when its answer is wrong in any way, or its credential is known
 * already.
 */
export async function finishRegistration(
  ctx: Pick<Context, 'db' | 'config' | 'clock'>,
  answer: Registration,
  given: { userId: string; sessionId: string; name: string },
): Promise<PasskeyRow | undefined> {
  const { userId, sessionId, name } = given
  const challenge = await takeChallenge(ctx, answer, {
    purpose: 'register',
    userId,
    boundTo: hashToken(sessionId),
  })
  if (challenge === undefined) return undefined
  const credential = await checkRegistration(answer, challenge, siteOf(ctx))
  if (!credential) return undefined
  return insertPasskey(ctx.db, {
    id: newId(ctx.clock.nowMs()),
    userId,
    name,
    ...credential,
    transports: (answer.response.transports ?? []).filter((transport) => KNOWN_TRANSPORTS.has(transport)),
  })
}

/** For what an assertion is asked: a sign-in by whoever has the passkey, or a proof by a person that is known. */
export type AssertionFor =
  | { purpose: 'sign_in' }
  | { purpose: 'second_factor' | 'step_up'; userId: string; boundTo: Buffer }

const ceremonyOf = (wanted: AssertionFor): Ceremony =>
  wanted.purpose === 'sign_in' ? { ...wanted, userId: null, boundTo: null } : wanted

/** A passkey alone must show who holds it; as a second factor, that somebody does is enough (K1). */
const mustVerifyUser = ({ purpose }: AssertionFor): boolean => purpose !== 'second_factor'

/** What the browser needs to ask for a passkey. At a sign-in it names no credential: whoever comes is nobody yet. */
export async function beginAssertion(
  ctx: Pick<Context, 'db' | 'config'>,
  wanted: AssertionFor,
): Promise<RequestOptions> {
  const challenge = await begin(ctx, ceremonyOf(wanted))
  const allowed = wanted.purpose === 'sign_in' ? [] : await listOf(ctx.db, wanted.userId)
  return {
    challenge,
    timeout: TIMEOUT_MS,
    rpId: siteOf(ctx).rpId,
    allowCredentials: allowed.map(describe),
    userVerification: mustVerifyUser(wanted) ? 'required' : 'preferred',
  }
}

/** A right assertion. */
export interface ProvenPasskey {
  userId: string
  passkeyId: string
  /** RFC 8176, without `mfa`: whether it counts as two factors is told by `userVerified`. */
  amr: string[]
  userVerified: boolean
}

/** Why an assertion was refused, for the log; the caller is told one thing only. */
export type AssertionRefusal = 'challenge' | 'unknown_passkey' | 'wrong_person' | 'wrong_answer' | 'copied'

/**
 * Judges an assertion and uses its challenge up, whatever comes of it. The account is the one that credential and user
 * handle both name (K2); nobody's session is a substitute. A counter that went backwards means a copy: refused (K3).
 */
export async function finishAssertion(
  ctx: Pick<Context, 'db' | 'config'>,
  answer: Assertion,
  wanted: AssertionFor,
): Promise<ProvenPasskey | { refusal: AssertionRefusal; userId?: string }> {
  const challenge = await takeChallenge(ctx, answer, ceremonyOf(wanted))
  if (challenge === undefined) return { refusal: 'challenge' }
  const row = await findByCredential(ctx.db, Buffer.from(answer.id, 'base64url'))
  if (!row) return { refusal: 'unknown_passkey' }
  if (!isHoldersOwn(answer, row, wanted)) return { refusal: 'wrong_person' }
  const shown = await checkAssertion(
    answer,
    { challenge, site: siteOf(ctx), mustVerifyUser: mustVerifyUser(wanted) },
    { id: answer.id, publicKey: row.publicKey },
  )
  if (!shown || shown.isBackupEligible !== row.isBackupEligible) return { refusal: 'wrong_answer' }
  const counts = row.signCount > 0 || shown.signCount > 0
  if (counts && shown.signCount <= row.signCount) return { refusal: 'copied', userId: row.userId }
  // Used or removed meanwhile: no sign of a copy.
  if (!(await noteUse(ctx.db, row.id, { ...shown, was: row.signCount }))) return { refusal: 'wrong_answer' }
  const amr = [row.isBackupEligible ? 'swk' : 'hwk', ...(shown.userVerified ? ['user'] : [])]
  return { userId: row.userId, passkeyId: row.id, amr, userVerified: shown.userVerified }
}

/** The handle must name the passkey's owner; it may be missing only where the person is known and the passkey theirs. */
function isHoldersOwn(answer: Assertion, row: PasskeyRow, wanted: AssertionFor): boolean {
  const handle = answer.response.userHandle
  if (wanted.purpose === 'sign_in') return handle === handleOf(row.userId)
  return row.userId === wanted.userId && (!handle || handle === handleOf(row.userId))
}

/** Records a passkey that counted backwards, and tells its owner. */
export async function reportCopiedPasskey(inTx: Context, userId: string): Promise<void> {
  await queueNotice(inTx, await getAccount(inTx, userId), 'passkey_copied')
  await recordAudit(inTx, {
    action: 'passkey.copied',
    outcome: 'failure',
    target: { type: 'user', id: userId },
  })
}

/** Takes every passkey of a person away. With `since`, only what came after that. */
export async function removePasskeys(ctx: Pick<Context, 'db'>, userId: string, since?: Date): Promise<void> {
  await deletePasskeysOf(ctx.db, userId, since)
}

/** Removes challenges that ran out. For the housekeeping round. */
export async function cleanUpCeremonies(ctx: Pick<Context, 'db'>): Promise<void> {
  await deleteOldCeremonies(ctx.db)
}
