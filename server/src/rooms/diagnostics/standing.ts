import type { Context } from '../../context.ts'
import { addressLimitKey, SIGN_INS_PER_ADDRESS } from '../../kit/limit-keys.ts'
import { readMfaPause, readStanding } from '../gate/index.ts'
import { listProviders } from '../identities/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { type AttemptState, attemptsAt } from '../passwords/index.ts'
import type { DiagnosedAccount, Obstacle } from './schemas.ts'
import { findDemandingOrganizations, findPerson, findProvidersOf } from './store.ts'

/** Whom a diagnosis is about: an account, or an address that nobody has. */
export interface Subject {
  userId: string | undefined
  /** Undefined where only a request is known, which tells of nobody. */
  emailCanonical: string | undefined
}

export interface Diagnosed {
  account: DiagnosedAccount | null
  verdict: Obstacle[]
}

/** How it stands with somebody, and what would refuse them now, in the order in which it would. */
export async function standingOf(ctx: Context, subject: Subject): Promise<Diagnosed> {
  const { userId, emailCanonical } = subject
  const person = userId === undefined ? undefined : await findPerson(ctx.db, userId)
  const address = person?.emailCanonical ?? emailCanonical
  if (address === undefined) return { account: null, verdict: [] }
  const limit = await limitOn(ctx, address)
  if (!person) {
    const attempts = await attemptsAt(ctx, { emailCanonical: address })
    return { account: null, verdict: [...limit, unknownAddress, ...pauses(attempts)] }
  }
  const account = await readAccount(ctx, person)
  return {
    account,
    verdict: [...limit, ...obstaclesOf(account), ...(await elsewhere(ctx, account))],
  }
}

type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>

async function readAccount(ctx: Context, person: Person): Promise<DiagnosedAccount> {
  const { id } = person
  const [standing, attempts, mfaPausedUntil, providers] = await Promise.all([
    readStanding(ctx.db, id),
    attemptsAt(ctx, { userId: id }),
    readMfaPause(ctx.db, id),
    findProvidersOf(ctx.db, id),
  ])
  return {
    id,
    exists: true,
    email: person.email,
    status: person.disabledAt === null ? 'active' : 'disabled',
    isVerified: person.isVerified,
    pausedUntil: attempts?.pausedUntil ?? null,
    isStopped: attempts?.isStopped ?? false,
    failedAttempts: attempts?.failedAttempts ?? 0,
    hasPassword: standing?.hasPassword ?? false,
    passwordChangeRequired: standing?.passwordChangeRequired ?? false,
    mfaEnabled: standing?.hasTotp ?? false,
    mfaPausedUntil,
    closing: person.erasedAfter,
    lastSignInAt: person.lastSignInAt,
    providers,
  }
}

const obstacle = (
  reason: Obstacle['reason'],
  way: Obstacle['way'],
  more: Partial<Pick<Obstacle, 'answer' | 'until' | 'subject'>> = {},
): Obstacle => ({ reason, way, answer: null, until: null, subject: null, ...more })

const unknownAddress = obstacle('unknown_address', 'any', { answer: 'auth.invalid_credentials' })

/** The limit that the address itself has used up, for devices that are not known. */
async function limitOn(ctx: Context, emailCanonical: string): Promise<Obstacle[]> {
  const leftMs = await ctx.limiter.usedUpFor({
    limiter: 'auth.login:email',
    key: addressLimitKey(emailCanonical),
    ...SIGN_INS_PER_ADDRESS,
  })
  if (leftMs === undefined) return []
  const until = new Date(ctx.clock.nowMs() + leftMs)
  return [obstacle('limit_reached', 'password', { answer: 'auth.too_many_attempts', until })]
}

/** As the sign-in asks: the count of failures first, then the password, then what the gate asks of the account. */
function obstaclesOf(account: DiagnosedAccount): Obstacle[] {
  const found = pauses(account)
  if (!account.hasPassword)
    found.push(obstacle('password_not_set', 'password', { answer: 'auth.invalid_credentials' }))
  if (account.status === 'disabled')
    found.push(obstacle('account_disabled', 'any', { answer: 'auth.account_disabled' }))
  if (!account.isVerified)
    found.push(obstacle('email_not_verified', 'any', { answer: 'auth.email_not_verified' }))
  if (account.passwordChangeRequired)
    found.push(obstacle('password_change_required', 'password', { answer: 'auth.password_change_required' }))
  if (account.mfaPausedUntil !== null)
    found.push(
      obstacle('second_factor_paused', 'second_factor', {
        answer: 'auth.too_many_attempts',
        until: account.mfaPausedUntil,
      }),
    )
  return found
}

function pauses(attempts: Pick<AttemptState, 'isStopped' | 'pausedUntil'> | undefined): Obstacle[] {
  const answer = 'auth.too_many_attempts'
  if (attempts?.isStopped) return [obstacle('password_stopped', 'password', { answer })]
  if (!attempts?.pausedUntil) return []
  return [obstacle('password_paused', 'password', { answer, until: attempts.pausedUntil })]
}

/** What closes some other way in, or what lies behind the door. */
async function elsewhere(ctx: Context, account: DiagnosedAccount): Promise<Obstacle[]> {
  const on = new Set(
    (await listProviders(ctx)).flatMap(({ provider, isEnabled }) => (isEnabled ? [provider.id] : [])),
  )
  const off = account.providers.filter((provider) => !on.has(provider))
  const demanding = account.mfaEnabled
    ? []
    : await acrossOrganizations(ctx, ({ db }) => findDemandingOrganizations(db, account.id))
  return [
    ...off.map((subject) =>
      obstacle('provider_off', 'provider', { answer: 'oauth.provider_unavailable', subject }),
    ),
    ...demanding.map((subject) =>
      obstacle('organization_requires_mfa', 'organization', { answer: 'org.mfa_required', subject }),
    ),
  ]
}
