import { describe, expect, test } from 'vitest'
import { harmlessName, oneLine, reasonOf, retryDelayMs } from './rules.ts'

describe('retryDelayMs', () => {
  test('the first retry comes after 5 s, and each wait is twice the one before', () => {
    expect([1, 2, 3, 4, 5].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
      5_000, 10_000, 20_000, 40_000, 80_000,
    ])
  })

  test('no wait is longer than 15 minutes, also with all of its jitter', () => {
    expect(retryDelayMs(12, 1)).toBe(15 * 60_000)
    expect(retryDelayMs(1_000, 1)).toBe(15 * 60_000)
  })

  test('what fails together does not come back together', () => {
    const delays = new Set(Array.from({ length: 100 }, () => retryDelayMs(12)))
    expect(delays.size).toBeGreaterThan(90)
  })
})

describe('harmlessName', () => {
  test.each([
    ['visit https://evil.example/win now', 'visit https[:]//evil[.]example/win now'],
    ['evil.example', 'evil[.]example'],
    ['www.evil.example', 'www[.]evil[.]example'],
    ['evil。example', 'evil[.]example'],
    ['evil．example', 'evil[.]example'],
    ['xn--80ak6aa92e.com', 'xn--80ak6aa92e[.]com'],
    ['bob@evil.example', 'bob[at]evil[.]example'],
    ['mailto:x', 'mailto:x'],
    ['203.0.113.7', '203[.]0[.]113[.]7'],
  ])('%s cannot become a link', (name, harmless) => {
    expect(harmlessName(name)).toBe(harmless)
  })

  test.each([
    'Ada Lovelace',
    'J. R. R. Tolkien',
    'Dr. Jürgen Müller',
    'Sammy Davis Jr.',
    '李小龍',
    "O'Neill",
    'A: B',
  ])('%s stays as it is', (name) => {
    expect(harmlessName(name)).toBe(name)
  })

  test('is one line without control or direction characters, of 64 characters at the most', () => {
    expect(harmlessName('a\r\nBcc: x\u202e\u2028b\u0000')).toBe('a Bcc: x b')
    expect([...harmlessName('😀'.repeat(100))]).toHaveLength(64)
  })
})

test('oneLine leaves nothing that could start another header', () => {
  expect(oneLine('Hello\r\nBcc: everyone@example.org\n\n')).toBe('Hello Bcc: everyone@example.org')
})

test('reasonOf tells the root cause, not the statement that failed with its values', () => {
  const error = new Error('Failed query: insert … params: secret', { cause: new Error('connection\nlost') })
  expect(reasonOf(error)).toBe('connection lost')
})
