import type { User } from '../generated/types.ts'
import { newId, nowOf, type State } from './state.ts'

/** A person the stand-in knows. Change the fields to put them in another state. */
export interface TestUser {
  readonly id: string
  email: string
  /** Null: signs in by other means only. */
  password: string | null
  displayName: string
  isVerified: boolean
  isDisabled: boolean
  passwordChangeRequired: boolean
  platformRole: 'admin' | 'support' | null
  avatarUrl: string | null
  locale: string
  timezone: string
  createdAt: Date
  updatedAt: Date
  lastSignInAt: Date | null
  /** Their authenticator app; null without one. Asked for at each sign-in once it is confirmed. */
  totp: TestTotp | null
  /** Those that are left. */
  recoveryCodes: string[]
  passkeys: TestPasskey[]
  /** Their accounts at providers. */
  identities: TestIdentity[]
}

export interface TestTotp {
  /** In Base32, as an authenticator takes it. */
  secret: string
  confirmedAt: Date | null
  /** The time step of the last code that was right: none works twice. */
  lastStep: number
}

export interface TestPasskey {
  readonly id: string
  /** As browsers name it, in base64url. */
  credentialId: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  isBackedUp: boolean
}

export interface TestIdentity {
  readonly id: string
  provider: string
  /** Who they are there. */
  subject: string
  email: string | null
  createdAt: Date
  lastUsedAt: Date
}

/** What must be said of a person to add one. */
export interface NewTestUser extends Partial<Omit<TestUser, 'id'>> {
  email: string
}

export function addUser(state: State, user: NewTestUser): TestUser {
  const now = nowOf(state)
  const added: TestUser = {
    id: newId(state),
    email: user.email,
    password: user.password === undefined ? 'a long phrase you remember' : user.password,
    displayName: user.displayName ?? user.email.split('@')[0]!,
    isVerified: user.isVerified ?? true,
    isDisabled: user.isDisabled ?? false,
    passwordChangeRequired: user.passwordChangeRequired ?? false,
    platformRole: user.platformRole ?? null,
    avatarUrl: user.avatarUrl ?? null,
    locale: user.locale ?? 'en',
    timezone: user.timezone ?? 'UTC',
    createdAt: user.createdAt ?? now,
    updatedAt: user.updatedAt ?? now,
    lastSignInAt: user.lastSignInAt ?? null,
    totp: user.totp ?? null,
    recoveryCodes: user.recoveryCodes ?? [],
    passkeys: user.passkeys ?? [],
    identities: user.identities ?? [],
  }
  state.users.push(added)
  return added
}

/** The people every stand-in begins with. Their password is `a long phrase you remember`. */
export interface SeededUsers {
  /** ada@example.org: may sign in. */
  ada: TestUser
  /** grace@example.org: has not followed the link in the mail yet. */
  grace: TestUser
  /** alan@example.org: was disabled by an administrator. */
  alan: TestUser
  /** edith@example.org: must choose a new password first. */
  edith: TestUser
  /** hedy@example.org: is asked for a code after the password (`platform.totpCode`), and has the recovery code `aaaa-bbbb-cccc`. */
  hedy: TestUser
  /** linus@example.org: administers the platform. */
  linus: TestUser
}

export function seed(state: State): SeededUsers {
  const add = (name: string, more: Partial<TestUser> = {}) =>
    addUser(state, {
      email: `${name.split(' ')[0]!.toLowerCase()}@example.org`,
      displayName: name,
      ...more,
    })
  return {
    ada: add('Ada Lovelace'),
    grace: add('Grace Hopper', { isVerified: false }),
    alan: add('Alan Turing', { isDisabled: true }),
    edith: add('Edith Clarke', { passwordChangeRequired: true }),
    hedy: add('Hedy Lamarr', {
      totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', confirmedAt: nowOf(state), lastStep: 0 },
      recoveryCodes: ['aaaa-bbbb-cccc'],
    }),
    linus: add('Linus Admin', { platformRole: 'admin' }),
  }
}

export const canonical = (email: string): string => email.trim().toLowerCase()

export const findUser = (state: State, email: string): TestUser | undefined =>
  state.users.find((user) => canonical(user.email) === canonical(email))

export const hasSecondFactor = ({ totp }: TestUser): boolean => (totp?.confirmedAt ?? null) !== null

/** A person as they see themselves. */
export function toUser(user: TestUser): User {
  const { id, email, isVerified, displayName, avatarUrl, locale, timezone, platformRole } = user
  const { createdAt, updatedAt, lastSignInAt } = user
  return {
    id,
    email,
    isVerified,
    displayName,
    avatarUrl,
    locale,
    timezone,
    hasPassword: user.password !== null,
    mfaEnabled: hasSecondFactor(user),
    platformRole,
    status: user.isDisabled ? 'disabled' : 'active',
    createdAt,
    updatedAt,
    lastSignInAt,
  }
}
