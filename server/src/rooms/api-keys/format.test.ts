import { describe, expect, test } from 'vitest'
import type { Db } from '../../platform/db.ts'
import { findActiveKey, newApiKey } from './index.ts'
import { isApiKey } from './rules.ts'

const noDatabase = {
  db: {
    transaction() {
      throw new Error('the database was asked')
    },
  } as unknown as Db,
}

describe('the format of a key', () => {
  test('Y1 is a prefix, 256 random bits and a checksum, and no two are alike', () => {
    const keys = Array.from({ length: 500 }, () => newApiKey())
    for (const { key, prefix } of keys) {
      expect(key).toMatch(/^gk_[\w-]{49}$/)
      expect(prefix).toBe(key.slice(0, 11))
      expect(Buffer.from(key.slice(3, 46), 'base64url')).toHaveLength(32)
      expect(isApiKey(key)).toBe(true)
    }
    expect(new Set(keys.map(({ key }) => key.slice(3, 46))).size).toBe(500)
  })

  test('Y1 whatever is not well formed is refused before the database is asked', async () => {
    const { key } = newApiKey()
    const changed = key.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
    for (const text of ['', 'gk_', changed, key.slice(1), `${key}\n`, ` ${key}`, key.toUpperCase()])
      await expect(findActiveKey(noDatabase, text)).resolves.toBeUndefined()
    await expect(async () => findActiveKey(noDatabase, key)).rejects.toThrow('the database was asked')
  })
})
