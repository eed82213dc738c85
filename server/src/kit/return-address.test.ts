import { describe, expect, test } from 'vitest'
import { safeReturnAddress } from './return-address.ts'

const site = { publicOrigin: 'https://id.example.org', allowedOrigins: ['https://app.example.com'] }

describe('where to go after signing in', () => {
  test.each([
    ['/account', '/account'],
    ['/account?tab=sessions#now', '/account?tab=sessions#now'],
    ['/a/../account', '/account'],
    ['https://app.example.com/home?x=1', 'https://app.example.com/home?x=1'],
  ])('%s may be gone to', (raw, address) => {
    expect(safeReturnAddress(raw, site)).toBe(address)
  })

  test.each([
    '',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/%09/evil.example/../..//evil.example',
    '/\t/evil.example',
    '\u0000/account',
    'account',
    'https://evil.example',
    'https://app.example.com.evil.example',
    'https://app.example.com@evil.example/',
    'https://user:pass@app.example.com/',
    'http://app.example.com/',
    'https://app.example.com:8443/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:app.example.com',
    'https://id.example.org/account',
    `/${'a'.repeat(3_000)}`,
  ])('X1 %j may not', (raw) => {
    expect(safeReturnAddress(raw, site)).toBeUndefined()
  })
})
