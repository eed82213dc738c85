import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../server/src/kit/duration.ts'
import { systemContext } from '../../server/src/rooms/audit/index.ts'
import { loadSigningKeys, rotateSigningKey } from '../../server/src/rooms/signing-keys/index.ts'
import { type Caller, useWorld } from '../harness/index.ts'

const OLD_SECRET = 'a-secret-of-the-test-world-and-of-nothing-else'
const NEW_SECRET = 'another-secret-of-the-test-world-and-of-no-other'

describe('a change of keys', () => {
  const world = useWorld()
  const kids = async () => {
    const response = await world.fetch('/.well-known/jwks.json')
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }
  const kidOf = (token: unknown) => decodeProtectedHeader(token as string).kid

  test('J6 publishes the next signing key before it signs, keeps the old one, and signs nobody out', async () => {
    const ada = await world.people.signedIn('ada')
    const before = await kids()
    await rotateSigningKey(systemContext(world.platform))
    await loadSigningKeys(world.platform)
    const during = await kids()
    expect(during).toEqual(expect.arrayContaining(before))
    const [next] = during.filter((kid) => !before.includes(kid))
    expect(next).toBeDefined()

    // Others may hold the old key set for twice its max-age.
    const early = await world.people.signInAgain(ada)
    expect(kidOf(early.accessToken)).not.toBe(next)
    await world.clock.advance(minutes(10) - seconds(20))
    await loadSigningKeys(world.platform)
    const late = await world.people.signInAgain(ada)
    expect(kidOf(late.accessToken)).not.toBe(next)

    await world.clock.advance(seconds(30))
    await loadSigningKeys(world.platform)
    const { body } = await world.rest('POST', '/refresh', { refreshToken: ada.refreshToken })
    expect(kidOf(body.accessToken)).toBe(next)
    expect(await kids()).toEqual(expect.arrayContaining([kidOf(late.accessToken)]))
    expect((await world.rest('GET', '/me', undefined, late.headers)).status).toBe(200)
    expect(
      (await world.rest('GET', '/me', undefined, { authorization: `Bearer ${body.accessToken}` })).status,
    ).toBe(200)
  })

  test('J6 of SECRET_KEY signs nobody out, opens every link that is out, and forgets no device', async () => {
    const bea = await world.people.signedIn('bea')
    const cleo = await world.people.signedUp('cleo')
    const { token } = await world.mailbox.lastTo(cleo.email)
    const { caller } = await world.node({ secrets: { secretKeys: [NEW_SECRET, OLD_SECRET] } })
    const post = <Body>(path: string, body: object) => caller.rest<Body>('POST', path, body)

    expect((await caller.rest('GET', '/me', undefined, bea.headers)).status).toBe(200)
    const first = await post<{ refreshToken: string }>('/refresh', { refreshToken: bea.refreshToken })
    expect(first.status).toBe(200)
    const replayed = await post<{ refreshToken: string }>('/refresh', { refreshToken: bea.refreshToken })
    expect(replayed.body.refreshToken).toBe(first.body.refreshToken)
    expect((await post('/refresh', { refreshToken: first.body.refreshToken })).status).toBe(200)
    expect((await post('/verify-email', { token })).status).toBe(200)
    await failTenTimes(caller, bea.email)
    const { email, password, deviceToken } = bea
    expect((await post('/login', { email, password, deviceToken })).status).toBe(200)
  })

  test('J6 of SECRET_KEY without the previous one lets no old refresh token through', async () => {
    const dora = await world.people.signedIn('dora')
    await expect(world.node({ secrets: { secretKeys: [NEW_SECRET] } })).rejects.toThrow()
    expect((await world.rest('POST', '/refresh', { refreshToken: dora.refreshToken })).status).toBe(200)
  })
})

async function failTenTimes(caller: Caller, email: string): Promise<void> {
  for (let count = 0; count < 10; count++) {
    await caller.rest('POST', '/login', { email, password: 'not-the-right-one' })
  }
}
