import { expect, test } from 'vitest'
import { languageOf, preferredLanguage } from './language.ts'

test('a regional tag asks for its language', () => {
  expect(languageOf('de-AT')).toBe('de')
  expect(languageOf('EN-gb')).toBe('en')
  expect(languageOf('den')).toBeUndefined()
  expect(languageOf('')).toBeUndefined()
})

test('the first tag we speak wins, and English where we speak none', () => {
  expect(preferredLanguage(['fr', 'de-CH', 'en'])).toBe('de')
  expect(preferredLanguage(['fr', '*'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
})
