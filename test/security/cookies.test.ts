import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

const ORIGIN = 'https://id.gatehouse.test'
const REFRESH = '__Host-gatehouse_refresh'
const DEVICE = '__Host-gatehouse_device'
const sameOrigin = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }

describe.each(faces)('cookies over %s', (face) => {
  const world = useWorld()

  async function signInWithCookies(name: string) {
    const { email, password } = await world.people.verified(name)
    const answer = await world.via(face, 'auth.login', { email, password, delivery: 'cookie' }, sameOrigin)
    const refresh = answer.cookies.get(REFRESH)
    const device = answer.cookies.get(DEVICE)
    if (!refresh || !device) throw new Error(`no cookies: ${answer.text}`)
    return { answer, refresh, device, cookie: `${REFRESH}=${refresh.value}; ${DEVICE}=${device.value}` }
  }

  test('W1 are bound to this host, to https, and out of reach of scripts', async () => {
    const { refresh, device } = await signInWithCookies('ada')
    expect(refresh.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'path=/', 'samesite=strict']),
    )
    expect(device.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'path=/', 'samesite=lax']),
    )
    for (const { attributes, raw } of [refresh, device]) {
      expect(attributes.some((attribute) => attribute.startsWith('domain'))).toBe(false)
      expect(attributes.some((attribute) => /^max-age=[1-9]/.test(attribute))).toBe(true)
      expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(4_096)
    }
  })

  test('W1 keep their values out of the body', async () => {
    const { answer, refresh, device } = await signInWithCookies('bea')
    expect(answer.body).toMatchObject({ refreshToken: null, deviceToken: null })
    expect(answer.text).not.toContain(refresh.value)
    expect(answer.text).not.toContain(device.value)
  })

  test('W1 carry a session on: the next refresh token comes as a cookie too', async () => {
    const { cookie, refresh } = await signInWithCookies('cleo')
    const answer = await world.via(face, 'auth.refresh', {}, { ...sameOrigin, cookie })
    expect(answer.status).toBe(200)
    expect(answer.body.refreshToken).toBe(null)
    expect(answer.cookies.get(REFRESH)?.value).not.toBe(refresh.value)
    expect(answer.cookies.get(REFRESH)?.attributes).toEqual(
      expect.arrayContaining(['secure', 'httponly', 'samesite=strict']),
    )
  })

  test('W6 are gone after signing out, and the browser is told to forget the site', async () => {
    const { cookie } = await signInWithCookies('dora')
    const answer = await world.via(face, 'auth.logout', {}, { ...sameOrigin, cookie })
    expect(answer.status).toBeLessThan(300)
    expect(answer.cookies.get(REFRESH)).toMatchObject({
      value: '',
      attributes: expect.arrayContaining(['max-age=0']),
    })
    expect(answer.headers.get('clear-site-data')).toMatch(/"(?:storage|\*)"/)
    const after = await world.via(face, 'auth.refresh', {}, { ...sameOrigin, cookie })
    await expect(after).toFailWith('auth.refresh_invalid')
  })

  test('W1 an access token in a cookie is none', async () => {
    const { answer } = await signInWithCookies('erin')
    const cookie = ['access', 'session', 'gatehouse_access', '__Host-gatehouse_access', 'token']
      .map((name) => `${name}=${answer.body.accessToken}`)
      .join('; ')
    await expect(world.via(face, 'account.get', {}, { cookie })).toFailWith('auth.unauthenticated')
  })
})
