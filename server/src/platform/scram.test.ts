import { expect, test } from 'vitest'
import { scramVerifier } from './scram.ts'

test('the verifier of the exchange in RFC 7677 section 3', () => {
  // Its server proves itself with rmF9pqV8S7suAoZWja4dJRkFsKQ=, by a key that this is the verifier of.
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  )
})
