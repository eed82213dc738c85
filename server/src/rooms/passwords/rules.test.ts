import { describe, expect, test } from 'vitest'
import { checkLengthAndContext, passwordLength } from './rules.ts'

const check =
  (password: string, context: string[] = []) =>
  () =>
    checkLengthAndContext(password, 12, context)
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('password policy', () => {
  test('P3 eleven characters are too few and twelve are enough', () => {
    expect(check('elevenchars')).toThrow(code('password.too_short'))
    expect(check('twelve chars')).not.toThrow()
  })

  test('P4 every length up to 256 code points is taken, one more is refused and never cut', () => {
    expect(check('x'.repeat(256))).not.toThrow()
    expect(check('x'.repeat(257))).toThrow(code('password.too_long'))
  })

  test('P4 characters are counted as a person counts them: an emoji is one, a composed and a decomposed é are one', () => {
    expect(passwordLength('🐙'.repeat(12))).toBe(12)
    expect(passwordLength('e\u0301')).toBe(1)
    expect(passwordLength('\u00e9')).toBe(1)
  })

  test('P5 no composition rule: only letters, only spaces and only digits are taken when long enough', () => {
    for (const password of ['abcdefghijkl', '            ', '918273645546'])
      expect(check(password)).not.toThrow()
  })

  test('P6 a password with the address, the name or the service in it is refused, in any case and width', () => {
    const context = ['ada.lovelace', 'Ada Lovelace', 'Gatehouse']
    for (const password of [
      'my-LOVELACE-2024!',
      'AdaLovelace!!xx',
      'gatehouse-rocks',
      'ｌｏｖｅｌａｃｅ-1815',
    ]) {
      expect(check(password, context)).toThrow(code('password.contains_context'))
    }
  })

  test('P6 parts of three letters and less refuse nothing', () => {
    expect(check('ada and bob sail', ['ada', 'Bob'])).not.toThrow()
  })
})
