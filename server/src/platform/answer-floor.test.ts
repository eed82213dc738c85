import { describe, expect, test } from 'vitest'
import { createAnswerFloor } from './answer-floor.ts'

const OWN = '$argon2id$v=19$m=19456,t=2,p=1'

describe('the floor of answers', () => {
  test('N3 is nothing while all hashes are of our kind', () => {
    const floor = createAnswerFloor(OWN)
    floor.learn(OWN, 30)
    floor.expect([OWN])
    expect(floor.leastMs()).toBe(0)
  })

  test('N3 lies above the slowest kind, which may be ours', () => {
    const floor = createAnswerFloor(OWN)
    floor.learn(OWN, 30)
    floor.expect([OWN, '$2b$04'])
    expect(floor.lacks('$2b$04')).toBe(true)
    floor.learn('$2b$04', 1)
    expect(floor.lacks('$2b$04')).toBe(false)
    expect(floor.leastMs()).toBeGreaterThan(30)
    floor.learn('$2b$12', 200)
    expect(floor.leastMs()).toBeGreaterThan(200)
  })

  test('N3 is gone with the last hash of another kind', () => {
    const floor = createAnswerFloor(OWN)
    floor.learn('$2b$12', 200)
    floor.expect([OWN])
    expect(floor.leastMs()).toBe(0)
  })

  test('follows the machine, is not moved by one slow time, and has an end', () => {
    const floor = createAnswerFloor(OWN)
    for (let count = 0; count < 60; count += 1) floor.learn('$2b$12', 200)
    floor.learn('$2b$12', 3_000)
    expect(floor.leastMs()).toBeLessThan(300)
    for (let count = 0; count < 60; count += 1) floor.learn('$2b$12', 100)
    expect(floor.leastMs()).toBeLessThan(150)
    for (let count = 0; count < 60; count += 1) floor.learn('$2b$12', 60_000)
    expect(floor.leastMs()).toBe(4_000)
  })
})
