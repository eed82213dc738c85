import { describe, expect, test } from 'vitest'
import { isTest, readSources } from './source.ts'

/** The promises of SECURITY.md that are in scope so far, by section and number. */
const promises: Record<string, readonly number[]> = {
  P: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  E: [1, 2, 3, 4],
  T: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  N: [1, 2, 3, 4, 5],
  L: [1, 2, 3, 4, 5, 6, 7, 8],
  S: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  J: [1, 2, 3, 4, 5, 6, 7, 8],
  W: [1, 2, 3, 4, 5, 6],
  D: [1, 2, 3, 4],
  O: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  M: [1, 2, 3, 4, 5, 6, 7, 8],
  A: [1, 2, 3, 4, 5],
  K: [1, 2, 3, 4],
  H: [1],
  X: [1],
  G: [1, 2, 3, 4, 5, 6, 7],
  I: [1, 2, 3, 4],
  Y: [1, 2, 3, 4, 5],
  F: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
}
const inScope = Object.entries(promises).flatMap(([letter, numbers]) =>
  numbers.map((number) => letter + number),
)

/** The promises a test's name begins with: `S3 S4 64 refreshes of one token …`. */
function promisesKept(text: string): string[] {
  return [...text.matchAll(/['"`]((?:[A-Z]\d{1,2} )+)/g)].flatMap(([, ids]) => ids?.trim().split(' ') ?? [])
}

describe('what SECURITY.md promises', () => {
  const kept = new Set(
    readSources()
      .filter(({ path }) => isTest(path) && !path.startsWith('test/house/'))
      .flatMap(({ text }) => promisesKept(text)),
  )

  test.each(inScope)('%s is held by a test that names it', (promise) => {
    expect(kept).toContain(promise)
  })
})
