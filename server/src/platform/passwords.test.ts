import { hash as rawHash } from '@node-rs/argon2'
import pino from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { createPasswords, type Passwords } from './passwords.ts'

const argon2 = { memoryKiB: 19_456, iterations: 2, parallelism: 1 }
const config = {
  environment: 'test' as const,
  threadPoolSize: 4,
  passwords: { minLength: 12, hibp: false, hibpUrl: 'http://127.0.0.1:9/range', argon2 },
}
const log = pino({ level: 'silent' })

describe('passwords', () => {
  let passwords: Passwords
  beforeAll(async () => {
    passwords = await createPasswords({ config, log })
  })

  test('are kept as argon2id with a fresh salt of 16 and a tag of 32 bytes', async () => {
    const [first, second] = await Promise.all([
      passwords.hash('correct horse'),
      passwords.hash('correct horse'),
    ])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(first).not.toBe(second)
    expect(await passwords.verify(first, 'correct horse')).toBe(true)
    expect(await passwords.verify(first, 'correct horsf')).toBe(false)
    expect(await passwords.verify(first, 'Correct horse')).toBe(false)
    expect(await passwords.verify(first, 'correct horse ')).toBe(false)
  })

  test('every character counts, to the 256th and beyond', async () => {
    const long = '😀'.repeat(255)
    const stored = await passwords.hash(`${long}a`)
    expect(await passwords.verify(stored, `${long}a`)).toBe(true)
    expect(await passwords.verify(stored, `${long}b`)).toBe(false)
  })

  test('composed and decomposed letters are the same password', async () => {
    const stored = await passwords.hash('pa\u0301sswo\u0308rd ﬁne')
    expect(await passwords.verify(stored, 'p\u00e1ssw\u00f6rd ﬁne')).toBe(true)
    expect(await passwords.verify(stored, 'p\u00e1ssw\u00f6rd fine')).toBe(false)
  })

  test('nobody has no password, and finding that out takes as long as judging one', async () => {
    const stored = await passwords.hash('correct horse')
    const time = async (passwordHash: string | undefined) => {
      const started = performance.now()
      expect(await passwords.verify(passwordHash, 'not it')).toBe(false)
      return performance.now() - started
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 15; round += 1) {
      known.push(await time(stored))
      unknown.push(await time(undefined))
    }
    const median = (samples: number[]) => samples.sort((left, right) => left - right)[7]!
    // The precise comparison, over the wire, is test/security's; here, that it is not skipped.
    expect(median(unknown)).toBeGreaterThan(median(known) / 2)
  })

  test.each([
    ['empty', ''],
    ['bcrypt', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW'],
    ['cut off', '$argon2id$v=19$m=19456,t=2,p=1$pmKdyM0v4T6XDrA0iaYjEQ$ku4C'],
    ['asking for 95 GiB', `$argon2id$v=19$m=99999999,t=2,p=1$pmKdyM0v4T6XDrA0iaYjEQ$${'A'.repeat(43)}`],
    ['asking for an hour', `$argon2id$v=19$m=19456,t=99999,p=1$pmKdyM0v4T6XDrA0iaYjEQ$${'A'.repeat(43)}`],
  ])('a stored hash that is %s matches nothing and wants replacing', async (_what, stored) => {
    expect(await passwords.verify(stored, 'correct horse')).toBe(false)
    expect(passwords.needsRehash(stored)).toBe(true)
  })

  test.each([
    ['less memory', { ...argon2, memoryCost: 19_455, timeCost: 2, parallelism: 1 }],
    ['fewer passes', { memoryCost: 19_456, timeCost: 1, parallelism: 1 }],
    ['argon2i', { algorithm: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
    ['a short tag', { outputLen: 16, memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
    ['a short salt', { salt: Buffer.alloc(8, 1), memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
    ['the old version', { version: 0, memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
  ])('a hash with %s still opens and wants replacing', async (_what, options) => {
    const stored = await rawHash('correct horse', options)
    expect(await passwords.verify(stored, 'correct horse')).toBe(true)
    expect(passwords.needsRehash(stored)).toBe(true)
  })

  test('a hash with the present parameters, or stronger ones, is left alone', async () => {
    expect(passwords.needsRehash(await passwords.hash('correct horse'))).toBe(false)
    const stronger = await rawHash('correct horse', { memoryCost: 65_536, timeCost: 3, parallelism: 1 })
    expect(passwords.needsRehash(stronger)).toBe(false)
  })

  test('of a flood, at most 100 wait and the rest are told at once to come back', async () => {
    const cheap = { ...config.passwords, argon2: { memoryKiB: 1_024, iterations: 1, parallelism: 1 } }
    const flooded = await createPasswords({ config: { ...config, passwords: cheap }, log })
    const calls = Array.from({ length: 160 }, () => flooded.verify(undefined, 'flood'))
    const { running, waiting } = flooded.load()
    expect(running).toBeGreaterThanOrEqual(1)
    expect(running).toBeLessThanOrEqual(2)
    expect(waiting).toBe(100)
    const settled = await Promise.allSettled(calls)
    const refused = settled.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(160 - 100 - running)
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
    expect(flooded.load()).toEqual({ running: 0, waiting: 0 })
  })
})
