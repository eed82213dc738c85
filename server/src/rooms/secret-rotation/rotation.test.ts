import { beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type Node, type World } from '../../../../test/harness/index.ts'
import type { PersonWithTotp } from '../../../../test/harness/people-factors.ts'
import { systemContext } from '../audit/index.ts'
import { resealEverything, revokeSecrets, sealedColumns } from './index.ts'

const FORMER = 'a-secret-of-the-test-world-and-of-nothing-else'
const NEXT = 'the-secret-that-takes-its-place-in-this-test-only'

async function signInWith(node: Node, person: PersonWithTotp, method: string, code: string) {
  const { email, password } = person
  const begun = await node.caller.rest('POST', '/login', { email, password })
  const { challengeToken } = begun.body
  return node.caller.rest('POST', '/mfa/verify', { challengeToken, method, code })
}

test('X7 everything that is sealed is known to the rotation', async () => {
  const world = await createWorld()
  const rows = await world.sql`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE '%sealed' ORDER BY 1, 2`
  const known = sealedColumns.map(({ sealed }) => sealed.name)
  const inDatabase = rows.map(({ column_name: name }) =>
    (name as string).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  )
  expect(inDatabase.sort()).toEqual([...known].sort())
  await world.stop()
})

describe('a new SECRET_KEY', () => {
  let world: World
  let both: Node
  let person: PersonWithTotp

  beforeAll(async () => {
    world = await createWorld()
    person = await world.people.withTotp('ada')
    await world.rest('POST', '/password-reset/request', { email: person.email })
    both = await world.node({ secrets: { secretKeys: [NEXT, FORMER] } })
    return () => world.stop()
  })

  test('beside the former one takes what that one made', async () => {
    const refreshed = await both.caller.rest('POST', '/refresh', { refreshToken: person.refreshToken })
    expect(refreshed.status).toBe(200)
    person.refreshToken = refreshed.body.refreshToken as string
    expect((await both.caller.rest('GET', '/me', undefined, person.headers)).status).toBe(200)
    // And the former one, on nodes that are not restarted yet, what the new one made.
    const again = await world.rest('POST', '/refresh', { refreshToken: person.refreshToken })
    expect(again.status).toBe(200)
    person.refreshToken = again.body.refreshToken as string
  })

  test('X7 stands alone once everything is sealed anew, and nobody was signed out', async () => {
    const ctx = systemContext(both.platform)
    const told: [number, number][] = []
    const result = await resealEverything(ctx, (done, total) => told.push([done, total]))
    expect(result.failed).toBe(0)
    // The root, the signing key, the authenticator app's secret, and mails.
    expect(result.resealed).toBeGreaterThanOrEqual(4)
    expect(told.at(-1)).toEqual([result.resealed, result.resealed])
    expect(await resealEverything(ctx)).toEqual({ resealed: 0, failed: 0 })

    const alone = await world.node({ secrets: { secretKeys: [NEXT] } })
    expect((await alone.caller.rest('GET', '/me', undefined, person.headers)).status).toBe(200)
    const refreshed = await alone.caller.rest('POST', '/refresh', { refreshToken: person.refreshToken })
    expect(refreshed.status).toBe(200)
    person.refreshToken = refreshed.body.refreshToken as string
    expect((await signInWith(alone, person, 'totp', await person.nextCode())).status).toBe(200)
    const [code = ''] = person.recoveryCodes
    expect((await signInWith(alone, person, 'recovery_code', code)).status).toBe(200)
    await alone.platform.outbox.drain()
    const tokens = (await world.mailbox.list(person.email)).map(({ token }) => token?.slice(0, 4))
    expect(tokens).toContain('rst_')
  })

  test('does not start without the former one before that', async () => {
    const other = await createWorld()
    await other.people.signedIn('bea')
    await expect(other.node({ secrets: { secretKeys: [NEXT] } })).rejects.toThrow(/SECRET_KEY/)
    await other.stop()
  })

  test('S9 in mode revoke signs everybody out and believes nothing that the former one could have made', async () => {
    const another = await world.people.signedIn('cora')
    const revoking = await world.node({ secrets: { secretKeys: [NEXT, FORMER] } })
    const { sessionsEnded } = await revokeSecrets(systemContext(revoking.platform))
    expect(sessionsEnded).toBeGreaterThanOrEqual(2)
    const alone = await world.node({ secrets: { secretKeys: [NEXT] } })
    for (const { refreshToken, headers } of [person, another]) {
      expect((await alone.caller.rest('POST', '/refresh', { refreshToken })).body.code).toBe(
        'auth.refresh_invalid',
      )
      expect((await alone.caller.rest('GET', '/me', undefined, headers)).status).toBe(401)
    }
    const keys = await world.sql`SELECT kid FROM signing_keys WHERE revoked_at IS NULL`
    expect(keys).toHaveLength(1)
    // Their passwords, apps and recovery codes open their accounts as before.
    expect((await signInWith(alone, person, 'totp', await person.nextCode())).status).toBe(200)
    const [, code = ''] = person.recoveryCodes
    expect((await signInWith(alone, person, 'recovery_code', code)).status).toBe(200)
  })
})
