import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { codeAt, matchingStep, secretOf, stepOf } from '../../sdk/src/testing/totp.ts'

test('the stand-in’s codes are those of authenticator apps', () => {
  // RFC 6238 appendix B, its last six digits.
  const vector = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ] as const) {
    expect(codeAt(vector, stepOf(new Date(seconds * 1_000)))).toBe(code)
  }
  for (let seed = 0; seed < 50; seed += 1) {
    const secret = secretOf(seed)
    const timestamp = seed * 977_000_000
    const expected = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
    expect(codeAt(secret, stepOf(new Date(timestamp)))).toBe(expected)
  }
})

test('a code is right for one step either side, and no further', () => {
  const now = new Date(1_700_000_000_000)
  const secret = secretOf(1)
  const right = [-2, -1, 0, 1, 2].map((drift) =>
    matchingStep(secret, codeAt(secret, stepOf(now) + drift), now),
  )
  expect(right.map((step) => step !== undefined)).toEqual([false, true, true, true, false])
})
