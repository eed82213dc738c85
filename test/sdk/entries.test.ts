import { describe, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { createRestClient } from '../../sdk/src/rest.ts'
import { createVerifier } from '../../sdk/src/server.ts'
import { useWorld } from '../harness/index.ts'
import { worldFetch } from './support.ts'

const world = useWorld()

describe('the REST client', () => {
  test('gives what the other client gives, dates and errors included', async () => {
    const person = await world.people.signedIn('rested')
    const { fetch } = worldFetch(world)
    const client = createClient({ baseUrl: world.origin, fetch, headers: person.headers })
    const rest = createRestClient({ baseUrl: world.origin, fetch, accessToken: person.accessToken })
    expect(await rest.account.get()).toEqual(
      await createRestClient({ baseUrl: world.origin, fetch, headers: person.headers }).account.get(),
    )
    expect((await rest.account.get()).createdAt).toBeInstanceOf(Date)
    expect(await rest.system.config()).toEqual(await client.system.config())

    const first = await rest.account.securityLog({ limit: 1 })
    expect(first.items[0]!.at).toBeInstanceOf(Date)
    const next = await rest.account.securityLog({ limit: 1, cursor: first.nextCursor! })
    expect(next.items[0]!.id).not.toBe(first.items[0]!.id)

    const refusals = [rest, client].map((one) =>
      one.auth.login({ email: 'nope', password: '' }).catch((error: unknown) => error),
    )
    const [overRest, overTrpc] = (await Promise.all(refusals)) as {
      code: string
      status: number
      issues: object[]
    }[]
    expect({ ...overRest, requestId: '' }).toEqual({ ...overTrpc, requestId: '' })
    expect(overRest!.code).toBe('request.invalid')
    await expect(rest.auth.logout()).resolves.toBeUndefined()
    await expect(rest.account.get()).rejects.toMatchObject({ code: 'auth.unauthenticated' })
  })
})

describe('the verifier', () => {
  test('reads the platform’s own tokens with its published keys, and nobody else’s', async () => {
    const person = await world.people.signedIn('verified-offline')
    const { issuer, audience } = world.platform.config.jwt
    const jwksUrl = `${world.origin}/.well-known/jwks.json`
    const fetch = (url: string, init: RequestInit) => world.fetch(url.slice(world.origin.length), init)
    const { verify } = createVerifier({ issuer, audience, jwksUrl, fetch })
    const token = await verify(person.accessToken)
    expect(token).toMatchObject({
      userId: person.userId,
      sessionId: person.sessionId,
      amr: ['pwd'],
      actorId: null,
    })

    const elsewhere = createVerifier({ issuer, audience: 'another-api', jwksUrl, fetch })
    await expect(elsewhere.verify(person.accessToken)).rejects.toMatchObject({ reason: 'claims' })
    const [header, payload, signature = ''] = person.accessToken.split('.')
    const altered = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    await expect(verify(altered)).rejects.toMatchObject({ reason: 'signature' })
  })
})
