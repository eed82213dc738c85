import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../server/src/kit/duration.ts'
import { hashToken } from '../../server/src/kit/tokens.ts'
import { type Face, faces, type Mail, useWorld, type World } from '../harness/index.ts'
import { makeKey } from '../harness/people-api-keys.ts'
import { everythingStored } from './stored.ts'

const NEW_PASSWORD = 'seven-herons-over-a-lake'

/** Has a reset mailed and returns its token. */
async function resetTokenFor(world: World, email: string): Promise<string> {
  await world.rest('POST', '/password-reset/request', { email })
  return tokenOf(await world.mailbox.lastTo(email))
}

function tokenOf(mail: Mail): string {
  if (!mail.token) throw new Error(`no token in ${mail.subject}`)
  return mail.token
}

const confirm = (world: World, face: Face, token: string, newPassword = NEW_PASSWORD) =>
  world.via(face, 'password.confirmReset', { token, newPassword })

describe('an emailed token', () => {
  const world = useWorld()

  test('T1 has 256 random bits behind the prefix of its purpose', async () => {
    const ada = await world.people.signedUp('ada')
    const verification = tokenOf(await world.mailbox.lastTo(ada.email))
    const reset = await resetTokenFor(world, ada.email)
    expect(verification).toMatch(/^vfy_[A-Za-z0-9_-]{43}$/)
    expect(reset).toMatch(/^rst_[A-Za-z0-9_-]{43}$/)
  })

  test('T1 is stored as its SHA-256 and nowhere in clear', async () => {
    const bea = await world.people.signedUp('bea')
    const token = tokenOf(await world.mailbox.lastTo(bea.email))
    const stored = await everythingStored(world.sql)
    expect(stored).toContain(hashToken(token).toString('hex'))
    for (const form of [
      token,
      token.slice(4),
      Buffer.from(token).toString('hex'),
      Buffer.from(token).toString('base64'),
    ]) {
      expect(stored).not.toContain(form)
    }
  })

  test('T6 survives a GET of its link, however often a mail scanner follows it', async () => {
    const cleo = await world.people.signedUp('cleo')
    const token = tokenOf(await world.mailbox.lastTo(cleo.email))
    for (const path of ['/verify-email', '/api/v1/verify-email', '/trpc/auth.verifyEmail']) {
      await world.fetch(`${path}?token=${token}`)
      await world.fetch(`${path}?token=${token}`, { method: 'HEAD' })
    }
    expect((await world.via('REST', 'auth.verifyEmail', { token })).status).toBe(200)
  })

  test('T7 stands in a link to PUBLIC_URL, whatever the request says of hosts', async () => {
    const email = 'dora@example.org'
    await world.rest(
      'POST',
      '/register',
      { email, password: NEW_PASSWORD, displayName: 'Dora' },
      {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        'x-original-host': 'evil.example',
        forwarded: 'host=evil.example;proto=http',
        referer: 'https://evil.example/',
      },
    )
    const { text, html } = await world.mailbox.lastTo(email)
    for (const [url] of `${text} ${html}`.matchAll(/https?:\/\/[^\s"'<>]+/g))
      expect(url).toMatch(/^https:\/\/id\.gatehouse\.test\//)
    expect(text).toContain('https://id.gatehouse.test/verify-email?token=vfy_')
    expect(text + html).not.toContain('evil.example')
  })

  test.each([
    { host: 'evil.example' },
    { host: 'id.gatehouse.test.evil.example' },
    { host: 'id.gatehouse.test@evil.example' },
    { host: 'id.gatehouse.test:444' },
  ])('T7 is not sent at all for a request to $host', async (headers) => {
    const email = 'erin@example.org'
    const body = { email, password: NEW_PASSWORD, displayName: 'Erin' }
    await expect(world.rest('POST', '/register', body, headers)).toFailWith('request.host_unknown')
    expect(await world.mailbox.list(email)).toEqual([])
  })
})

describe.each(faces)('a token over %s', (face) => {
  const world = useWorld()

  test('T2 works at the endpoint of its purpose and at no other', async () => {
    const ada = await world.people.signedIn('ada')
    const bea = await world.people.signedUp('bea')
    const verification = tokenOf(await world.mailbox.lastTo(bea.email))
    const reset = await resetTokenFor(world, ada.email)
    const tokens = {
      verification,
      reset,
      refresh: ada.refreshToken,
      access: ada.accessToken,
      device: ada.deviceToken,
    }

    const redeeming: Record<string, (token: string) => Promise<{ status: number; body: object }>> = {
      verification: (token) => world.via(face, 'auth.verifyEmail', { token }),
      reset: (token) => confirm(world, face, token),
      refresh: (refreshToken) => world.via(face, 'auth.refresh', { refreshToken }),
      access: (token) => world.via(face, 'account.get', {}, { authorization: `Bearer ${token}` }),
      device: async (deviceToken) => {
        const { email } = ada
        const { status } = await world.via(face, 'auth.login', {
          email,
          password: 'wrong-wrong-wrong',
          deviceToken,
        })
        return { status, body: {} }
      },
    }
    for (const [purpose, redeem] of Object.entries(redeeming)) {
      for (const [kind, token] of Object.entries(tokens)) {
        if (kind === purpose || purpose === 'device') continue
        // 400 where already the schema refuses it.
        expect([kind, purpose, (await redeem(token)).status]).toEqual([
          kind,
          purpose,
          expect.toBeOneOf([400, 401]),
        ])
      }
    }
    // None was used up, and none was taken for reuse, by being shown where it does not belong.
    expect((await redeeming.access!(ada.accessToken)).status).toBe(200)
    expect((await redeeming.verification!(verification)).status).toBe(200)
    expect((await redeeming.refresh!(ada.refreshToken)).status).toBe(200)
    expect((await redeeming.reset!(reset)).status).toBeLessThan(300)
  })

  test('T3 works once', async () => {
    const cleo = await world.people.signedUp('cleo')
    const token = tokenOf(await world.mailbox.lastTo(cleo.email))
    expect((await world.via(face, 'auth.verifyEmail', { token })).status).toBe(200)
    await expect(world.via(face, 'auth.verifyEmail', { token })).toFailWith('token.invalid')

    const reset = await resetTokenFor(world, cleo.email)
    expect((await confirm(world, face, reset)).status).toBeLessThan(300)
    await expect(confirm(world, face, reset, 'another-long-phrase-9')).toFailWith('token.invalid')
    await expect(
      world.via(face, 'auth.login', { email: cleo.email, password: 'another-long-phrase-9' }),
    ).toFailWith('auth.invalid_credentials')
  })

  test('T5 dies with the next one of its purpose, and leaves those of others alone', async () => {
    const dora = await world.people.signedUp('dora')
    const verification = tokenOf(await world.mailbox.lastTo(dora.email))
    const first = await resetTokenFor(world, dora.email)
    const second = await resetTokenFor(world, dora.email)
    expect(second).not.toBe(first)
    await expect(confirm(world, face, first)).toFailWith('token.invalid')
    expect((await world.via(face, 'auth.verifyEmail', { token: verification })).status).toBe(200)
    expect((await confirm(world, face, second)).status).toBeLessThan(300)
  })

  test('T5 dies when the password is changed', async () => {
    const erin = await world.people.signedIn('erin')
    const reset = await resetTokenFor(world, erin.email)
    const change = { currentPassword: erin.password, newPassword: NEW_PASSWORD }
    expect((await world.via(face, 'password.change', change, erin.headers)).status).toBeLessThan(300)
    await expect(confirm(world, face, reset, 'another-long-phrase-9')).toFailWith('token.invalid')
  })

  test('T5 a reset voids the verification link sent before it', async () => {
    const fay = await world.people.signedUp('fay')
    const verification = tokenOf(await world.mailbox.lastTo(fay.email))
    await confirm(world, face, await resetTokenFor(world, fay.email))
    await expect(world.via(face, 'auth.verifyEmail', { token: verification })).toFailWith('token.invalid')
  })

  test('T8 asked for changes nothing on the account: its password and its sessions go on', async () => {
    const gwen = await world.people.signedIn('gwen')
    const rows = () => world.sql`SELECT u.*, c.*, s.* FROM users u JOIN credentials c ON c.user_id = u.id
      JOIN sessions s ON s.user_id = u.id WHERE u.email = ${gwen.email}`
    const before = await rows()
    await world.via(face, 'password.requestReset', { email: gwen.email })
    expect(await rows()).toEqual(before)
    expect((await world.via(face, 'account.get', {}, gwen.headers)).status).toBe(200)
    expect((await world.via(face, 'auth.login', { email: gwen.email, password: gwen.password })).status).toBe(
      200,
    )
  })

  test('T9 resets a password, signs nobody in, and proves the mailbox', async () => {
    const hana = await world.people.signedUp('hana')
    const answer = await confirm(world, face, await resetTokenFor(world, hana.email))
    expect(answer.cookies.size).toBe(0)
    expect(answer.text).not.toMatch(/eyJ|rt_/)
    expect(
      await world.sql`SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = ${hana.email}`,
    ).toHaveLength(0)
    const signedIn = await world.via(face, 'auth.login', { email: hana.email, password: NEW_PASSWORD })
    expect(signedIn.body).toMatchObject({ status: 'signed_in', user: { isVerified: true } })
  })

  test('T10 takes an unverified account away from whoever signed up with the address', async () => {
    const iris = await world.people.signedUp('iris')
    await confirm(world, face, await resetTokenFor(world, iris.email))
    await expect(world.via(face, 'auth.login', { email: iris.email, password: iris.password })).toFailWith(
      'auth.invalid_credentials',
    )
  })

  test('T10 also out of organizations, and with the keys that were made before', async () => {
    const jade = await world.people.signedIn('jade')
    const { organizationId } = await world.people.withOrganization('jades')
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${jade.userId}, 'admin')`
    for (const of of [undefined, organizationId])
      await makeKey(world, jade, { ...(of && { organizationId: of }), scopes: ['org:read'] })
    await world.sql`UPDATE users SET is_verified = false WHERE id = ${jade.userId}`
    await confirm(world, face, await resetTokenFor(world, jade.email))
    expect(await world.sql`SELECT FROM memberships WHERE user_id = ${jade.userId}`).toHaveLength(0)
    const live = await world.sql`SELECT FROM api_keys WHERE user_id = ${jade.userId} AND revoked_at IS NULL`
    expect(live).toHaveLength(0)
    const [event] = await world.sql`SELECT action, details FROM audit_events
      WHERE organization_id = ${organizationId} AND target_id = ${jade.userId} ORDER BY position DESC LIMIT 1`
    expect(event).toEqual({ action: 'member.removed', details: { reason: 'address_proven' } })
    const again = await world.people.signInAgain({ ...jade, password: NEW_PASSWORD })
    expect((await world.via(face, 'organizations.list', {}, again.headers)).body).toMatchObject({ items: [] })
  })

  test('G4 T10 but an organization that nobody else owns keeps its owner, whose address staff have changed', async () => {
    const admin = await world.people.staff('kai', 'admin')
    const owner = await world.people.withOrganization('lea')
    const { organizationId, userId } = owner
    const email = 'lea-new@example.org'
    await world.rest('PATCH', `/admin/users/${userId}`, { email }, admin.headers)
    await confirm(world, face, await resetTokenFor(world, email))
    const again = await world.people.signInAgain({ ...owner, email, password: NEW_PASSWORD })
    const { body } = await world.via(face, 'organizations.get', { organizationId }, again.headers)
    expect(body).toMatchObject({ myRole: 'owner' })
  })

  test('G4 T10 whoever shares an organization with another owner is taken out of it', async () => {
    const admin = await world.people.staff('mia', 'admin')
    const first = await world.people.withOrganization('noa')
    const second = await world.people.joined(first.organizationId, 'oda', 'owner')
    const email = 'oda-new@example.org'
    await world.rest('PATCH', `/admin/users/${second.userId}`, { email }, admin.headers)
    await confirm(world, face, await resetTokenFor(world, email))
    const owners =
      await world.sql`SELECT user_id FROM memberships WHERE organization_id = ${first.organizationId}`
    expect(owners).toEqual([{ user_id: first.userId }])
  })

  test('T9 a reset signs every device out', async () => {
    const june = await world.people.signedIn('june')
    await confirm(world, face, await resetTokenFor(world, june.email))
    await expect(world.via(face, 'account.get', {}, june.headers)).toFailWith('auth.unauthenticated')
    await expect(world.via(face, 'auth.refresh', { refreshToken: june.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
  })
})

describe.each(faces)('the life of a token over %s', (face) => {
  const world = useWorld()

  test('T4 a reset lasts 30 minutes, to the second', async () => {
    const ada = await world.people.verified('ada')
    const inTime = await resetTokenFor(world, ada.email)
    await world.clock.advance(minutes(30) - seconds(1))
    expect((await confirm(world, face, inTime)).status).toBeLessThan(300)

    const late = await resetTokenFor(world, ada.email)
    await world.clock.advance(minutes(30))
    await expect(confirm(world, face, late)).toFailWith('token.invalid')
  })

  test('T4 a verification lasts 24 hours, to the second', async () => {
    const bea = await world.people.signedUp('bea')
    const cleo = await world.people.signedUp('cleo')
    const inTime = tokenOf(await world.mailbox.lastTo(bea.email))
    const late = tokenOf(await world.mailbox.lastTo(cleo.email))
    await world.clock.advance(hours(24) - seconds(2))
    expect((await world.via(face, 'auth.verifyEmail', { token: inTime })).status).toBe(200)
    await world.clock.advance(seconds(2))
    await expect(world.via(face, 'auth.verifyEmail', { token: late })).toFailWith('token.invalid')
  })
})
