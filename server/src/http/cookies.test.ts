import { describe, expect, test } from 'vitest'
import { RequestCookies } from './cookies.ts'

const headersOf = (cookies: RequestCookies): string[] => {
  const headers = new Headers()
  cookies.writeTo(headers)
  return headers.getSetCookie()
}

describe('cookies', () => {
  test('are bound to this host and to https, or plain where the site is http', () => {
    const secure = new RequestCookies(null, true)
    secure.set('refresh', 'rt_abc', 60)
    expect(headersOf(secure)).toEqual([
      '__Host-gatehouse_refresh=rt_abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    ])
    const plain = new RequestCookies(null, false)
    plain.set('device', 'dev_abc', 60)
    expect(headersOf(plain)).toEqual(['gatehouse_device=dev_abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax'])
  })

  test('are read by their own name only', () => {
    const header =
      'x=1; gatehouse_refresh=plain; __Host-gatehouse_refresh=bound; __Host-gatehouse_refresh=second'
    expect(new RequestCookies(header, true).get('refresh')).toBe('bound')
    expect(new RequestCookies(header, false).get('refresh')).toBe('plain')
    expect(new RequestCookies(header, true).get('device')).toBeUndefined()
    expect(new RequestCookies('__host-gatehouse_refresh=x', true).get('refresh')).toBeUndefined()
    expect(new RequestCookies('gatehouse_refresh', false).get('refresh')).toBeUndefined()
    expect(new RequestCookies('=;;gatehouse_refresh=a=b;', false).get('refresh')).toBe('a=b')
  })

  test('past 8 KiB are not looked at, so that nobody can push one of them out', () => {
    const header = `gatehouse_refresh=x; pad=${'y'.repeat(8_192)}`
    expect(new RequestCookies(header, false).get('refresh')).toBeUndefined()
  })

  test.each(['a;b', 'a\r\nSet-Cookie: x=y', 'a b', 'a,b', 'a"b', 'ä'])(
    'cannot be made to say more: %j',
    (value) => {
      expect(() => new RequestCookies(null, true).set('refresh', value, 60)).toThrow()
    },
  )

  test('have what a browser keeps at the most', () => {
    expect(() => new RequestCookies(null, true).set('refresh', 'x'.repeat(4_096), 60)).toThrow()
  })

  test('of one name are set once: the last word counts', () => {
    const cookies = new RequestCookies(null, false)
    cookies.set('refresh', 'one', 60)
    cookies.clear('refresh')
    expect(headersOf(cookies)).toEqual(['gatehouse_refresh=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict'])
  })
})
