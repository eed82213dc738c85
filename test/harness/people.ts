import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import type { PlatformRole } from '../../server/src/kit/platform-permissions.ts'
import type { User } from '../../server/src/rooms/accounts/index.ts'
import type { SignedIn, SignInResult } from '../../server/src/rooms/gate/index.ts'
import type { Caller } from './callers.ts'
import type { WorldClock } from './clock.ts'
import type { Mailbox } from './mailbox.ts'
import { addTotp, codeOf, type PersonWithTotp } from './people-factors.ts'
import { addMember, addOrganization, type Owner } from './people-organizations.ts'

/** Somebody with an account. */
export interface Person {
  name: string
  email: string
  password: string
}

/** Somebody with a live session, held as a program holds it: tokens in the body. */
export interface SignedInPerson extends Person {
  userId: string
  sessionId: string
  accessToken: string
  refreshToken: string
  deviceToken: string
  /** Headers that make a call theirs. */
  headers: { authorization: string }
}

/** Brings people about by the platform's own procedures. A name may be used once in a world. */
export interface People {
  /** Has signed up and not yet followed the link in the mail. */
  signedUp(name: string): Promise<Person>
  /** Has an account with a proven address. */
  verified(name: string): Promise<Person>
  /** Has an account and a session. */
  signedIn(name: string): Promise<SignedInPerson>
  /** Is signed in and has an authenticator app. */
  withTotp(name: string): Promise<PersonWithTotp>
  /** Is of the platform's staff, and has just signed in with a password and an authenticator app. */
  staff(name: string, role: PlatformRole): Promise<PersonWithTotp>
  /** Is signed in and owns an organization of that name. */
  withOrganization(name: string): Promise<Owner>
  /** Is signed in and belongs to the organization, with that role. */
  joined(organizationId: string, name: string, role: string): Promise<SignedInPerson>
  /** What an authenticator app with that secret shows now. */
  codeOf(secret: string): string
  /** Signs somebody in once more: another device, unless a device token is passed. */
  signInAgain(person: Person, deviceToken?: string): Promise<SignedInPerson>
}

interface SignInAnswer {
  accessToken: string
  refreshToken: string
  deviceToken: string | null
  sessionId: string
  user: User
}

/** A result that must be a session. */
export function signedIn(result: SignInResult): SignedIn {
  if (result.status !== 'signed_in') throw new Error(`expected a session, got ${result.status}`)
  return result
}

/** Good by every rule of the policy, and different for each person. */
const passwordOf = (name: string): string =>
  `plum ${createHash('sha256').update(name).digest('hex').slice(0, 16)}`

/** @param stranger gives a caller at an address nobody has called from yet, so that no limit by address is met. */
export function createPeople(
  stranger: () => Caller,
  mailbox: Mailbox,
  { clock, sql }: { clock: WorldClock; sql: postgres.Sql },
): People {
  async function done(what: string, call: ReturnType<Caller['rest']>): ReturnType<Caller['rest']> {
    const answer = await call
    if (answer.status >= 300) throw new Error(`${what} answered ${answer.status}: ${answer.text}`)
    return answer
  }

  async function signedUp(name: string): Promise<Person> {
    const person = { name, email: `${name}@example.org`, password: passwordOf(name) }
    const { email, password } = person
    await done('sign-up', stranger().rest('POST', '/register', { email, password, displayName: name }))
    return person
  }

  async function verified(name: string): Promise<Person> {
    const person = await signedUp(name)
    const { token } = await mailbox.lastTo(person.email)
    await done('verification', stranger().rest('POST', '/verify-email', { token }))
    return person
  }

  async function signInAgain(person: Person, deviceToken?: string): Promise<SignedInPerson> {
    const { email, password } = person
    const answer = await done(
      'sign-in',
      stranger().rest('POST', '/login', { email, password, ...(deviceToken && { deviceToken }) }),
    )
    return holding(person, answer.body as unknown as SignInAnswer, deviceToken)
  }

  function holding(person: Person, session: SignInAnswer, deviceToken?: string): SignedInPerson {
    return {
      ...person,
      userId: session.user.id,
      sessionId: session.sessionId,
      accessToken: session.accessToken,
      refreshToken: session.refreshToken,
      deviceToken: session.deviceToken ?? deviceToken ?? '',
      headers: { authorization: `Bearer ${session.accessToken}` },
    }
  }

  const signedIn = async (name: string) => signInAgain(await verified(name))
  const withTotp = async (name: string) => addTotp(stranger(), await signedIn(name), { clock })

  async function staff(name: string, role: PlatformRole): Promise<PersonWithTotp> {
    const person = await addTotp(stranger(), await signedIn(name), { clock, stepsAgo: 1 })
    await sql`UPDATE users SET platform_role = ${role} WHERE id = ${person.userId}`
    const { email, password, deviceToken } = person
    const begun = await done('sign-in', stranger().rest('POST', '/login', { email, password, deviceToken }))
    const { challengeToken } = begun.body as { challengeToken: string }
    const proof = { challengeToken, method: 'totp', code: person.codeNow() }
    const answer = await done('the second factor', stranger().rest('POST', '/mfa/verify', proof))
    return { ...person, ...holding(person, answer.body as unknown as SignInAnswer, deviceToken) }
  }

  async function joined(organizationId: string, name: string, role: string): Promise<SignedInPerson> {
    const person = await signedIn(name)
    await addMember(sql, { organizationId, userId: person.userId, role })
    return person
  }

  async function withOrganization(name: string): Promise<Owner> {
    const organizationId = await addOrganization(sql, name)
    return { ...(await joined(organizationId, name, 'owner')), organizationId }
  }

  return {
    withOrganization,
    joined,
    signedUp,
    verified,
    signInAgain,
    signedIn,
    withTotp,
    staff,
    codeOf: (secret) => codeOf(secret, clock),
  }
}
