import { describe, expect, test } from 'vitest'
import { createVerifiedTokens } from './verified-tokens.ts'

const good = (claims: string) => ({ claims, issuedAtSeconds: 1_000, expiresAtSeconds: 1_600 })

describe('verified tokens', () => {
  test('only the very same string is found', () => {
    const tokens = createVerifiedTokens<string>(10, 30)
    tokens.remember('a.b.c', good('ada'))
    expect(tokens.find('a.b.c', 1_000)?.claims).toBe('ada')
    expect(tokens.find('a.b.d', 1_000)).toBeUndefined()
    expect(tokens.find('a.b.c ', 1_000)).toBeUndefined()
  })

  test('outside its times a token is not found, and is gone', () => {
    const tokens = createVerifiedTokens<string>(10, 30)
    for (const nowSeconds of [1_630, 969]) {
      tokens.remember('a.b.c', good('ada'))
      expect(tokens.find('a.b.c', 1_629)).toBeDefined()
      expect(tokens.find('a.b.c', 970)).toBeDefined()
      expect(tokens.find('a.b.c', nowSeconds)).toBeUndefined()
      expect(tokens.find('a.b.c', 1_000)).toBeUndefined()
    }
  })

  test('the least recently used makes room', () => {
    const tokens = createVerifiedTokens<string>(2, 30)
    tokens.remember('1', good('1'))
    tokens.remember('2', good('2'))
    tokens.find('1', 1_000)
    tokens.remember('3', good('3'))
    expect(tokens.find('2', 1_000)).toBeUndefined()
    expect(tokens.find('1', 1_000)).toBeDefined()
    tokens.clear()
    expect(tokens.find('1', 1_000)).toBeUndefined()
  })
})
