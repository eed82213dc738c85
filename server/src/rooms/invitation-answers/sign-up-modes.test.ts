import { describe, expect, test } from 'vitest'
import { everythingOn, provider } from '../../../../test/contract/provider.ts'
import { type Caller, type Owner, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { begin, finish } from '../../../../test/harness/provider-sign-in.ts'
import type { SignUpPolicy } from '../../kit/sign-up-policy.ts'

const password = 'plum 0123456789'

/** Which ways make an account for an address that nobody has. Mail never does: it says where to sign up, or nothing. */
const table: [name: string, policy: SignUpPolicy, makes: Record<Way, boolean>][] = [
  ['public', { mode: 'public', allowedEmailDomains: [] }, all(true)],
  ['invite_only', { mode: 'invite_only', allowedEmailDomains: [] }, { ...all(false), invitation: true }],
  [
    'allowlist, and the domain is on it',
    { mode: 'allowlist', allowedEmailDomains: ['example.org'] },
    all(true),
  ],
  [
    'allowlist, and the domain is not on it',
    { mode: 'allowlist', allowedEmailDomains: ['acme.test'] },
    all(false),
  ],
  ['closed', { mode: 'closed', allowedEmailDomains: [] }, all(false)],
]

type Way = 'register' | 'provider' | 'invitation'

function all(value: boolean): Record<Way, boolean> {
  return { register: value, provider: value, invitation: value }
}

describe.each(table)('SIGNUP_MODE=%s', (name, policy, makes) => {
  const world = useWorld({ ...everythingOn, config: { ...everythingOn.config, rateLimits: false } })
  const slug = name.replaceAll(/[^a-z]+/g, '-')

  /** A node of that mode beside the one where people have signed up before. */
  const inMode = async (): Promise<Caller> => {
    const signUp = { ...policy, allowedEmailDomains: [...policy.allowedEmailDomains] }
    return (await world.node({ config: { signUp } })).caller
  }
  const invited = async (email: string): Promise<{ owner: Owner; token: string }> => {
    const owner = await world.people.withOrganization(`owner-of-${email.split('@')[0]}`)
    return { owner, token: (await invite(world, owner, { email })).token }
  }
  const accountsOf = (email: string) => world.sql`SELECT is_verified FROM users WHERE email = ${email}`

  const ways: Record<Way, (caller: Caller, email: string) => Promise<{ status: number; body: unknown }>> = {
    register: (caller, email) =>
      caller.rest('POST', '/register', { email, password, displayName: 'Somebody' }),
    async provider(caller, email) {
      const begun = await begin(caller)
      const claims = { sub: email, email, email_verified: true }
      return finish(caller, provider.signIn(begun.authorizationUrl, claims), begun)
    },
    async invitation(caller, email) {
      const { token } = await invited(email)
      return caller.rest('POST', '/invitations/accept', { token, password, displayName: 'Somebody' })
    },
  }

  test.each(Object.entries(ways))(`%s makes an account or refuses, as the mode says`, async (way, sign) => {
    const email = `${way}-${slug}@example.org`
    const answer = await sign(await inMode(), email)
    if (makes[way as Way]) expect(answer.status).toBeOneOf([200, 202])
    else expect(answer).toMatchObject({ status: 403, body: { code: 'signup.closed' } })
    expect(await accountsOf(email)).toHaveLength(makes[way as Way] ? 1 : 0)
  })

  test('a mail that signs in makes no account, and offers one only to whom may sign up', async () => {
    const email = `mail-${slug}@example.org`
    expect((await (await inMode()).rest('POST', '/passwordless/start', { email })).status).toBe(202)
    expect(await world.mailbox.list(email)).toHaveLength(makes.register ? 1 : 0)
    expect(await accountsOf(email)).toHaveLength(0)
  })

  test('an open invitation opens nothing but its own link', async () => {
    const caller = await inMode()
    for (const way of ['register', 'provider'] as const) {
      const email = `asked-${way}-${slug}@example.org`
      const { owner } = await invited(email)
      expect((await ways[way](caller, email)).status).toBe(
        makes[way] ? (way === 'register' ? 202 : 200) : 403,
      )
      const members =
        await world.sql`SELECT 1 FROM memberships WHERE organization_id = ${owner.organizationId}`
      expect(members).toHaveLength(1)
    }
  })

  test('whoever has an account joins all the same', async () => {
    const caller = await inMode()
    const person = await world.people.signedIn(`known-${slug}`)
    const first = await invited(person.email)
    const joined = await caller.rest('POST', '/invitations/accept', { token: first.token }, person.headers)
    expect(joined.body).toEqual({ status: 'joined', organizationId: first.owner.organizationId })
    const unproven = await world.people.signedUp(`unproven-${slug}`)
    const second = await invited(unproven.email)
    const input = { token: second.token, password, displayName: 'Somebody' }
    const finished = await caller.rest('POST', '/invitations/accept', input)
    expect(finished.body).toMatchObject({ status: 'signed_in', user: { isVerified: true } })
  })

  test('a refusal leaves the invitation good', async () => {
    if (makes.invitation) return expect(policy.mode).toBeOneOf(['public', 'invite_only', 'allowlist'])
    const email = `later-${slug}@example.org`
    const { token } = await invited(email)
    const input = { token, password, displayName: 'Somebody' }
    const refused = (await inMode()).rest('POST', '/invitations/accept', input)
    await expect(refused).toFailWith('signup.closed')
    expect((await world.rest('POST', '/invitations/accept', input)).status).toBe(200)
  })
})
