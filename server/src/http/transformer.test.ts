import superjson from 'superjson'
import { describe, expect, test } from 'vitest'
import { transformer } from './transformer.ts'

const deserializeInput = transformer.input.deserialize

const arrives = (input: unknown) => deserializeInput(JSON.parse(JSON.stringify(superjson.serialize(input))))

describe('an input over tRPC', () => {
  test('arrives as it was sent, dates and absent fields included', () => {
    const at = new Date('2026-11-05T09:30:00Z')
    expect(arrives({ at, list: [at, { at }], gone: undefined, text: 'x' })).toEqual({
      at,
      list: [at, { at }],
      gone: undefined,
      text: 'x',
    })
  })

  test('that is none is the empty one', () => {
    expect(arrives(undefined)).toEqual({})
  })

  test('with one object in two places arrives as two', () => {
    const shared = { a: [1] }
    expect(arrives({ one: shared, two: shared })).toEqual({ one: { a: [1] }, two: { a: [1] } })
  })

  test('is never cyclic, whatever it says of itself', () => {
    const input = deserializeInput({ json: { a: {} }, meta: { referentialEqualities: { a: ['a.b'] }, v: 1 } })
    expect(() => JSON.stringify(input)).not.toThrow()
  })

  test.each([
    ['a map', new Map([[1, 2]])],
    ['a set', new Set([1])],
    ['a bigint', 5n],
    ['an expression', /(a+)+$/],
    ['an error', new Error('x')],
    ['a URL', new URL('https://example.org')],
    ['not a number', Number.NaN],
  ])('cannot hold %s', (_, value) => {
    expect(() => arrives({ value })).toThrow('request.invalid')
    expect(() => arrives(value)).toThrow('request.invalid')
  })

  test.each([
    [{ email: 'a@example.org' }],
    [null],
    ['text'],
    [[]],
    [{ json: {}, meta: 5 }],
    [{ json: {}, meta: { values: 'Date' } }],
    [{ json: {}, meta: { values: { 'a.__proto__.b': ['Date'] } } }],
    [{ json: {}, meta: { values: { 'a.b.c': ['Date'] } } }],
    [{ json: { a: 1 }, meta: { values: { a: [['class', 'X']] } } }],
    [{ json: {}, more: 1 }],
  ])('that superjson does not write is refused or does no harm: %j', (wire) => {
    let input: unknown
    try {
      input = deserializeInput(wire)
    } catch (error) {
      expect(error).toMatchObject({ code: 'request.invalid' })
      return
    }
    // What superjson itself overlooks must at least be harmless.
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype)
    expect({}).toEqual({})
  })
})
