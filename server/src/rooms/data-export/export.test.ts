import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'

/** Where what a table holds about a person stands in the export. */
const exported: Record<string, string> = {
  api_keys: 'apiKeys',
  users: 'account',
  credentials: 'password',
  totp_factors: 'authenticatorApp',
  mfa_attempts: 'authenticatorApp',
  recovery_codes: 'recoveryCodes',
  passkeys: 'passkeys',
  identities: 'identities',
  invitations: 'invitations',
  sessions: 'sessions',
  memberships: 'memberships',
  known_devices: 'devices',
  one_time_tokens: 'mailedLinks',
  passwordless_flows: 'mailedLinks',
  email_change_undos: 'earlierAddresses',
  mail_messages: 'mails',
  audit_events: 'securityLog',
  audit_personal: 'securityLog',
}

/** Tables that hold nothing to tell a person, and why. */
const nothingToTell: Record<string, string> = {
  audit_chains: 'heads of hash chains: positions and hashes',
  daily_counts: 'numbers of a day, about nobody',
  idempotency_keys: 'hashes of keys, and answers for a day, under a hash of who asked',
  mfa_challenges: 'a sign-in under way, for five minutes',
  oauth_flows: 'a sign-in under way, for ten minutes',
  organization_roles: 'roles of organizations: theirs, not of a person',
  organizations: 'organizations themselves; where a person belongs is in memberships',
  passkey_ceremonies: 'a sign-in under way, for five minutes',
  provider_switches: 'which providers are on',
  signing_keys: 'the platform’s own keys',
  vault_roots: 'the platform’s own keys',
  mfa_resets: 'a wish of staff under way, for a day; the security log tells of it',
  unknown_sign_ins: 'counters of addresses that no account has, by HMAC',
}

describe('account.export', () => {
  const world = useWorld()

  test('every table is in the export, or is named as holding nothing to tell', async () => {
    const rows = await world.sql`
      SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
    const tables = rows.map(({ table_name }) => table_name as string).sort()
    expect([...Object.keys(exported), ...Object.keys(nothingToTell)].sort()).toEqual(tables)
  })

  test('tells everything that is held, in the sections that the tables are named for', async () => {
    const ada = await world.people.withTotp('ada')
    await world.sql`INSERT INTO passkeys (id, user_id, credential_id, public_key, algorithm, sign_count, transports,
      aaguid, is_backup_eligible, is_backed_up, name) VALUES (gen_random_uuid(), ${ada.userId}, ${Buffer.from('c')},
      ${Buffer.from('k')}, -7, 0, '{usb}', 'a', false, false, 'Key')`
    await world.sql`INSERT INTO identities (id, user_id, provider, issuer, subject, email)
      VALUES (gen_random_uuid(), ${ada.userId}, 'google', 'https://accounts.google.com', 's', 'ada@gmail.com')`
    await world.sql`INSERT INTO email_change_undos (token_hash, user_id, email, email_canonical, expires_at)
      VALUES (${Buffer.from('h')}, ${ada.userId}, 'old@example.org', 'old@example.org', now())`
    await world.rest('POST', '/me/api-keys', { name: 'Deploys', scopes: ['account:read'] }, ada.headers)
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (gen_random_uuid(), 'Acme', 'acme')`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      SELECT id, ${ada.userId}, 'viewer' FROM organizations`
    await invite(world, await world.people.withOrganization('acme'), { email: ada.email })
    const { body, status } = await world.rest('GET', '/me/export', undefined, ada.headers)
    expect(status).toBe(200)
    for (const section of new Set(Object.values(exported))) {
      const part = body[section]
      expect([section, Array.isArray(part) ? part.length : Object.keys(part as object).length]).toEqual([
        section,
        expect.toSatisfy((count: number) => count > 0),
      ])
    }
    expect(body).toMatchObject({
      account: { email: ada.email },
      password: { isSet: true },
      passkeys: [{ name: 'Key', transports: ['usb'] }],
      identities: [{ subject: 's', email: 'ada@gmail.com' }],
      apiKeys: [{ name: 'Deploys', organizationId: null, scopes: ['account:read'] }],
      memberships: [{ organization: 'Acme', role: 'viewer' }],
      earlierAddresses: [{ email: 'old@example.org' }],
      invitations: [{ direction: 'received', organization: 'acme', email: ada.email, role: 'member' }],
    })
  })

  test('shows no secret and no hash of one', async () => {
    const bea = await world.people.withTotp('bea')
    const { text } = await world.rest('GET', '/me/export', undefined, bea.headers)
    const [{ password_hash } = { password_hash: '' }] = await world.sql`
      SELECT password_hash FROM credentials WHERE user_id = ${bea.userId}`
    for (const secret of [password_hash as string, bea.password, bea.refreshToken, ...bea.recoveryCodes]) {
      expect(secret.length).toBeGreaterThan(8)
      expect(text).not.toContain(secret)
    }
    expect(text).not.toMatch(/argon2|sealed|"[\w]*[hH]ash"|rt_|dev_|eyJ/)
  })

  test('tells each their own, and strangers nothing', async () => {
    const cleo = await world.people.signedIn('cleo')
    const dora = await world.people.signedIn('dora')
    const { text } = await world.rest('GET', '/me/export', undefined, cleo.headers)
    expect(text).not.toContain(dora.email)
    expect(text).not.toContain(dora.userId)
    await expect(world.rest('GET', '/me/export')).toFailWith('auth.unauthenticated')
  })

  test('tells of invitations to the person and by them, and of nobody else’s', async () => {
    const fay = await world.people.withOrganization('fay')
    const gus = await world.people.withOrganization('gus')
    await invite(world, fay, { email: 'guest.of.fay@example.org' })
    await invite(world, gus, { email: fay.email, role: 'viewer' })
    await invite(world, gus, { email: 'guest.of.gus@example.org' })
    const { body, text } = await world.rest('GET', '/me/export', undefined, fay.headers)
    expect(body.invitations).toMatchObject([
      { direction: 'received', organization: 'gus', email: fay.email, role: 'viewer' },
      { direction: 'sent', organization: 'fay', email: 'guest.of.fay@example.org', role: 'member' },
    ])
    expect(text).not.toContain('guest.of.gus')
    expect(text).not.toMatch(/inv_|token/i)
  })

  test('is in the log', async () => {
    const erin = await world.people.signedIn('erin')
    await world.rest('GET', '/me/export', undefined, erin.headers)
    const { body } = await world.rest<{ items: { action: string }[] }>(
      'GET',
      '/me/security-log',
      undefined,
      erin.headers,
    )
    expect(body.items[0]?.action).toBe('account.exported')
  })
})
