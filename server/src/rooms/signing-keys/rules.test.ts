import { describe, expect, test } from 'vitest'
import { testConfig } from '../../../../test/harness/config.ts'
import { systemClock } from '../../platform/clock.ts'
import { createKeyRing } from '../../platform/signing-keys.ts'
import { generateSigningKey, thumbprint } from './rules.ts'

describe('RFC 7638', () => {
  test('section 3.1: the thumbprint of the example key', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst' +
      'n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
    const key = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' }
    expect(thumbprint(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  })

  test('RFC 8037 appendix A.3: the thumbprint of an Ed25519 key', () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    expect(thumbprint(key)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })
})

describe('the ring that the keys are loaded into', () => {
  const claims = { userId: crypto.randomUUID(), sessionId: crypto.randomUUID(), authTime: 1, amr: ['pwd'] }

  async function ringAndKeys() {
    const [first, second] = await Promise.all([generateSigningKey('ES256'), generateSigningKey('ES256')])
    const ring = createKeyRing({ config: testConfig(), clock: systemClock })
    const present = [{ ...first, signs: true }]
    await ring.replace(present)
    return { ring, present, successor: [{ ...second, signs: true }] }
  }

  test('a token that is being checked while the same keys are loaded again stays good', async () => {
    const { ring, present, successor } = await ringAndKeys()
    const token = await ring.sign(claims)
    const [checked] = await Promise.all([ring.verify(token), ring.replace([...present, ...successor])])
    expect(checked).toMatchObject(claims)
  })

  test('a token that is being checked while its key is revoked is refused', async () => {
    const { ring, successor } = await ringAndKeys()
    const token = await ring.sign(claims)
    const [checked] = await Promise.all([ring.verify(token), ring.replace(successor)])
    expect(checked).toBeUndefined()
  })
})
