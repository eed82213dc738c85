import { hash as argon2Hash } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import {
  isAdmissible,
  isBearable,
  matchesStored,
  parseStoredHash,
  profileOf,
  sampleOf,
} from './stored-hashes.ts'

/** A value of the library's ambient const enum, which type stripping cannot inline. */
const ARGON2D = 0

const SALT = 'yMnKy8zNzs/Q0dLT1NXW1w'
const PLUM = 'plüm orchard'
const SHA512 = 'uA19XXeJp3F8npWs4IanBWmfpC1ItxoNHHgz9msu38bOhQ+7gB3JCp4d1vSD+kekBA2bOqr3QvDN/pvAY9yQew'
const SHA256 = '9sbr7EhnxB0x6Z1Jmo9ZR9JetpB24IZAu67m76DvrEU'
const SHA1 = 'PxrCSf7jci3JVbL3PcqINou62H8'

/** Hashes that others made: of the test suites of argon2 and crypt_blowfish, of RFC 7914, and of Python's hashlib. */
const hashes: [profile: string, password: string, rest: string][] = [
  ['$2a$05', 'U*U', 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['$2b$05', 'U*U', 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['$2y$05', 'U*U', 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['$argon2i$m=65536,t=2,p=1', 'password', 'c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'],
  ['$argon2i$v=19$m=65536,t=2,p=1', 'password', 'c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  ['$argon2id$v=19$m=65536,t=2,p=1', 'password', 'c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  [
    '$scrypt$ln=14,r=8,p=1',
    'pleaseletmein',
    'U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw',
  ],
  ['$scrypt$ln=14,r=8,p=1', PLUM, `${SALT}$kOpjgWGuboY4gljvW4cQvxb5HyUWHhMg+3sZvfEXJOY`],
  ['$pbkdf2$29000', PLUM, `${SALT}$${SHA1}`],
  ['$pbkdf2-sha1$i=29000', PLUM, `${SALT}$${SHA1}=`],
  ['$pbkdf2-sha256$29000', PLUM, `${SALT}$${SHA256}`],
  ['$pbkdf2-sha256$i=29000,l=32', PLUM, `${SALT}==$${SHA256}=`],
  ['$pbkdf2-sha512$29000', PLUM, `${SALT}$${SHA512.replaceAll('+', '.')}`],
  ['$pbkdf2-sha512$i=29000', PLUM, `${SALT}$${SHA512}`],
]

describe('a hash of another system', () => {
  test.each(hashes)('P2 %s is judged as that system would', async (profile, password, rest) => {
    const hash = `${profile}$${rest}`
    expect(await matchesStored(hash, password)).toBe(true)
    for (const wrong of [`${password}x`, password.slice(1), ''])
      expect(await matchesStored(hash, wrong)).toBe(false)
    expect(profileOf(hash)).toBe(profile)
    expect(isAdmissible(parseStoredHash(hash)!)).toBe(true)
  })

  test.each(hashes)('N3 %s is timed by a hash that nobody made', async (profile, password) => {
    const sample = sampleOf(profile)!
    expect(profileOf(sample)).toBe(profile)
    expect(await matchesStored(sample, password)).toBe(false)
  })

  test('argon2d is judged, too', async () => {
    const hash = await argon2Hash(PLUM, { algorithm: ARGON2D, memoryCost: 4_096, timeCost: 1 })
    expect(await matchesStored(hash, PLUM)).toBe(true)
    expect(await matchesStored(hash, 'plum orchard')).toBe(false)
  })
})

const key = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64').replace(/=+$/, '')
const argon2 = (parameters: string, saltBytes = 16, keyBytes = 32) =>
  `$argon2id$v=19$${parameters}$${key(saltBytes)}$${key(keyBytes)}`

describe('what a hash may ask for', () => {
  test.each([
    ['bcrypt that takes seconds', `$2b$15$${'A'.repeat(53)}`],
    ['bcrypt that takes weeks', `$2b$31$${'A'.repeat(53)}`],
    ['bcrypt of no rounds', `$2b$03$${'A'.repeat(53)}`],
    ['argon2 of 257 MiB', argon2('m=263168,t=1,p=1')],
    ['argon2 of 17 passes', argon2('m=8192,t=17,p=1')],
    ['argon2 of 256 MiB and five passes', argon2('m=262144,t=5,p=1')],
    ['argon2 of 17 lanes', argon2('m=8192,t=1,p=17')],
    ['argon2 with a short tag', argon2('m=8192,t=1,p=1', 16, 12)],
    ['argon2 with an endless tag', argon2('m=8192,t=1,p=1', 16, 80)],
    ['scrypt of 512 MiB', `$scrypt$ln=19,r=8,p=1$${key(16)}$${key(32)}`],
    ['scrypt of 2 to the 99th', `$scrypt$ln=99,r=8,p=1$${key(16)}$${key(32)}`],
    ['scrypt of many lanes', `$scrypt$ln=17,r=8,p=5$${key(16)}$${key(32)}`],
    ['scrypt of no blocks', `$scrypt$ln=14,r=0,p=1$${key(16)}$${key(32)}`],
    ['scrypt worth nothing', `$scrypt$ln=9,r=8,p=1$${key(16)}$${key(32)}`],
    ['pbkdf2 of an hour', `$pbkdf2-sha256$i=99999999$${key(16)}$${key(32)}`],
    ['pbkdf2 worth nothing', `$pbkdf2-sha256$i=999$${key(16)}$${key(32)}`],
    ['pbkdf2 of more key than one digest', `$pbkdf2-sha1$i=29000$${key(16)}$${key(32)}`],
    ['pbkdf2 with a short key', `$pbkdf2-sha256$i=29000$${key(16)}$${key(8)}`],
    ['pbkdf2 with a short salt', `$pbkdf2-sha256$i=29000$${key(4)}$${key(32)}`],
  ])('%s is not taken in', (_, hash) => {
    const parsed = parseStoredHash(hash)
    if (parsed) expect(isAdmissible(parsed)).toBe(false)
    else expect(hash).toMatch(/t=|m=/)
  })

  test.each([
    ['plain text', 'hunter2'],
    ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['crypt of SHA-512', `$6$rounds=5000$saltsalt$${'a'.repeat(86)}`],
    ['old bcrypt with the sign bug', `$2x$05$${'A'.repeat(53)}`],
    ['bcrypt cut off', `$2b$10$${'A'.repeat(52)}`],
    ['bcrypt with more behind it', `$2b$10$${'A'.repeat(54)}`],
    ['bcrypt over two lines', `$2b$10$${'A'.repeat(53)}\n`],
    ['a digest nobody knows', `$pbkdf2-md5$i=29000$${key(16)}$${key(32)}`],
    ['something endless', `$pbkdf2-sha256$i=29000$${key(16)}$${'A'.repeat(9_999)}`],
  ])('%s is of no kind we know', (_, hash) => {
    expect(parseStoredHash(hash)).toBeUndefined()
  })

  test('what was stored is judged up to a gigabyte, and no further', () => {
    expect(isBearable(parseStoredHash(argon2('m=1048576,t=64,p=16'))!)).toBe(true)
    expect(isBearable(parseStoredHash(argon2('m=1048577,t=1,p=1'))!)).toBe(false)
  })
})
