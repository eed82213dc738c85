import { describe, expect, test } from 'vitest'
import { safeReturnAddress } from './return-address.ts'

const origin = 'https://id.example.org'
const allowed = 'https://app.example.org/welcome'
const check = (raw: string | null) => safeReturnAddress(raw, allowed, origin)

describe('the address to go on to after signing in', () => {
  test('may be a path of this site, with query and fragment', () => {
    expect(check('/account/sessions?x=1#top')).toBe('/account/sessions?x=1#top')
  })

  test('may be exactly the address elsewhere that the server allowed', () => {
    expect(check(allowed)).toBe(allowed)
    expect(check('https://app.example.org/other')).toBeUndefined()
  })

  test.each([
    ['nothing', null],
    ['empty', ''],
    ['no path', 'account'],
    ['another site', 'https://evil.example'],
    ['another site by two slashes', '//evil.example'],
    ['another site by a backslash', '/\\evil.example'],
    ['another site by two backslashes', '\\\\evil.example'],
    ['two slashes once dots are resolved', '/.//evil.example'],
    ['two slashes once a tab is dropped', '/\t/evil.example'],
    ['two slashes once a line break is dropped', '/\n/evil.example'],
    ['a space in front', ' /account'],
    ['a script', 'javascript:alert(1)'],
    ['inline content', 'data:text/html,x'],
    ['a site in a user name', 'https://id.example.org@evil.example'],
    ['too long', `/${'a'.repeat(2_048)}`],
  ])('is refused: %s', (_, raw) => {
    expect(check(raw)).toBeUndefined()
  })

  test('is refused even where the server allowed it, when it carries a password or is no web address', () => {
    for (const raw of ['https://user:secret@app.example.org/', 'javascript:alert(1)']) {
      expect(safeReturnAddress(raw, raw, origin)).toBeUndefined()
    }
  })
})
