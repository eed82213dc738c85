import { describe, expect, test } from 'vitest'
import { enrolmentWords, newTotpSecret, stepOfCode } from './rules.ts'

/** RFC 6238 appendix B: the secret of its SHA-1 vectors, and the last six of their eight digits. */
const secret = Buffer.from('12345678901234567890')
const vectors = [
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_111_111_111, '050471', 37_037_037],
  [1_234_567_890, '005924', 41_152_263],
  [2_000_000_000, '279037', 66_666_666],
  [20_000_000_000, '353130', 666_666_666],
] as const

describe('stepOfCode', () => {
  test.each(vectors)('M3 knows the code of RFC 6238 at %i s', (seconds, code, step) => {
    expect(stepOfCode(secret, code, seconds * 1_000)).toBe(step)
  })

  test('M3 gives the step a code is of, for one step either side and no further', () => {
    const [seconds, code, step] = vectors[1]
    const steps = [-2, -1, 0, 1, 2].map((drift) => stepOfCode(secret, code, (seconds + drift * 30) * 1_000))
    expect(steps).toEqual([undefined, step, step, step, undefined])
  })

  test.each(['', '28708', '2870820', '94287082', ' 287082', '28708x', '٢٨٧٠٨٢'])('M3 refuses %j', (code) => {
    expect(stepOfCode(secret, code, 59_000)).toBeUndefined()
  })
})

test('M3 a secret has 160 bits, and the app is told how to use it', () => {
  expect(newTotpSecret()).toHaveLength(20)
  const words = enrolmentWords(secret, { issuer: 'Plum & Co', label: 'ada+x@example.org' })
  const uri = new URL(words.otpauthUri)
  expect(words.secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(uri.href).toMatch(/^otpauth:\/\/totp\//)
  expect(decodeURIComponent(uri.pathname)).toContain('Plum & Co:ada+x@example.org')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'Plum & Co',
    secret: words.secret,
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
  expect(words.qrSvg).toMatch(/^<svg /)
})
