import { describe, expect, test } from 'vitest'
import { addressesIn } from './addresses.ts'

describe('addresses in a pasted text', () => {
  test.each([
    ['one on each line', 'ada@example.org\nbob@example.org\n', ['ada@example.org', 'bob@example.org']],
    [
      'commas, semicolons and tabs',
      'a@x.org, b@x.org;c@x.org\td@x.org',
      ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'],
    ],
    ['names before them', 'Ada Lovelace <ada@example.org>\r\n"B" <b@x.org>', ['ada@example.org', 'b@x.org']],
    ['one twice', 'ada@example.org\n ADA@example.org ', ['ada@example.org']],
    ['nothing', ' \n\n ; ', []],
    ['what is none, for the server to refuse', 'ada', ['ada']],
  ])('%s', (_, text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses)
  })
})
