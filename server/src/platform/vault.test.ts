import { describe, expect, test } from 'vitest'
import { createVault } from './vault.ts'

const KEY_A = 'a-secret-key-of-at-least-32-characters'
const KEY_B = 'another-secret-key-of-32-characters-or-more'
const plain = Buffer.from('the private half of a signing key')

describe('vault', () => {
  test('opens what it sealed, and two seals of one text look unrelated', () => {
    const vault = createVault([KEY_A])
    const [first, second] = [vault.seal('totp', plain), vault.seal('totp', plain)]
    expect(vault.open('totp', first)).toEqual(plain)
    expect(vault.open('totp', new Uint8Array(second))).toEqual(plain)
    expect(first.subarray(5).equals(second.subarray(5))).toBe(false)
    expect(first.includes(plain)).toBe(false)
    expect(vault.open('totp', vault.seal('totp', Buffer.alloc(0)))).toEqual(Buffer.alloc(0))
  })

  test('what was sealed for one purpose does not open for another', () => {
    const vault = createVault([KEY_A])
    expect(() => vault.open('totp', vault.seal('signing-key', plain))).toThrow()
  })

  test('changing any single byte makes it unreadable', () => {
    const vault = createVault([KEY_A])
    const sealed = vault.seal('totp', plain)
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Buffer.from(sealed)
      altered[index]! ^= 1
      expect(() => vault.open('totp', altered), `byte ${index}`).toThrow()
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => vault.open('totp', sealed.subarray(0, length)), `cut to ${length}`).toThrow()
    }
  })

  test('after a rotation old things open, new ones are sealed with the new key', () => {
    const before = createVault([KEY_A])
    const after = createVault([KEY_B, KEY_A])
    expect(after.open('totp', before.seal('totp', plain))).toEqual(plain)
    expect(() => before.open('totp', after.seal('totp', plain))).toThrow(/SECRET_KEY/)
    expect(createVault([KEY_B]).open('totp', after.seal('totp', plain))).toEqual(plain)
  })

  test('MACs are per purpose and per key, and survive a rotation', () => {
    const before = createVault([KEY_A])
    const after = createVault([KEY_B, KEY_A])
    const mac = before.mac('refresh', 'family 1')
    expect(mac).toHaveLength(32)
    expect(before.mac('refresh', Buffer.from('family 1'))).toEqual(mac)
    expect(before.mac('device', 'family 1')).not.toEqual(mac)
    expect(after.mac('refresh', 'family 1')).not.toEqual(mac)
    expect(after.macs('refresh', 'family 1')).toEqual([after.mac('refresh', 'family 1'), mac])
    expect(after.verifyMac('refresh', 'family 1', mac)).toBe(true)
    expect(after.verifyMac('refresh', 'family 2', mac)).toBe(false)
    expect(after.verifyMac('refresh', 'family 1', mac.subarray(1))).toBe(false)
    expect(after.verifyMac('refresh', 'family 1', Buffer.alloc(0))).toBe(false)
    expect(createVault([KEY_B]).verifyMac('refresh', 'family 1', mac)).toBe(false)
  })

  test('no key, no vault', () => {
    expect(() => createVault([])).toThrow()
  })
})
