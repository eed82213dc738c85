import { describe, expect, test } from 'vitest'
import { createVault } from '../../platform/vault.ts'
import { readRefreshToken, refreshTokenOf, refreshTokensOf } from './refresh-token.ts'

const SESSION = '0193a0c0-7b1e-7c3a-9d2f-1a2b3c4d5e6f'
const vault = createVault(['the first secret key of this test, long enough'])

describe('refresh tokens', () => {
  test('a token names its session and its place, and is the same each time it is made', () => {
    const token = refreshTokenOf(vault, SESSION, 7)
    expect(token).toMatch(/^rt_[A-Za-z0-9_-]{70}$/)
    expect(refreshTokenOf(vault, SESSION, 7)).toBe(token)
    expect(readRefreshToken(vault, token)).toEqual({ sessionId: SESSION, counter: 7 })
  })

  test('tokens of other places and other sessions differ', () => {
    const tokens = [
      refreshTokenOf(vault, SESSION, 0),
      refreshTokenOf(vault, SESSION, 1),
      refreshTokenOf(vault, SESSION.replace('6f', '70'), 0),
    ]
    expect(new Set(tokens).size).toBe(3)
  })

  test('no altered, cut, lengthened or foreign token is read', () => {
    const token = refreshTokenOf(vault, SESSION, 7)
    const foreign = createVault(['another secret key altogether, long enough too'])
    const flipped = [...token].map((letter, index) =>
      index < 3 ? undefined : token.slice(0, index) + (letter === 'A' ? 'B' : 'A') + token.slice(index + 1),
    )
    const bad = [
      ...flipped.filter((candidate) => candidate !== undefined),
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      token.slice(3),
      token.replace('rt_', 'gk_'),
      refreshTokenOf(foreign, SESSION, 7),
      'rt_',
      '',
    ]
    expect(bad.filter((candidate) => readRefreshToken(vault, candidate) !== undefined)).toEqual([])
  })

  test('after a rotation of SECRET_KEY the tokens before it are still read, and told again', () => {
    const before = refreshTokenOf(vault, SESSION, 3)
    const rotated = createVault([
      'a new secret key for this test, also long enough',
      'the first secret key of this test, long enough',
    ])
    expect(readRefreshToken(rotated, before)).toEqual({ sessionId: SESSION, counter: 3 })
    expect(refreshTokensOf(rotated, SESSION, 3)).toEqual([refreshTokenOf(rotated, SESSION, 3), before])
  })
})
