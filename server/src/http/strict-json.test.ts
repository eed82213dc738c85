import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IdentityError } from '../kit/identity-error.ts'
import { MAX_DEPTH, parseStrictJson } from './strict-json.ts'

function refusal(text: string): string | undefined {
  try {
    parseStrictJson(text)
    return undefined
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error
    expect(error.code).toBe('request.invalid')
    return error.errors?.[0]?.code
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('strict JSON', () => {
  test.each([
    ['{"a":1,"a":2}'],
    ['{"a":1,"\\u0061":2}'],
    ['{"x":[{"b":1,"b":1}]}'],
    ['{"a:":1,"a:":"::"}'],
    ['{"a":{"b":1},"a":{"b":1}}'],
  ])('refuses a key that stands twice: %s', (text) => {
    expect(refusal(text)).toBe('duplicate_key')
  })

  test.each([
    ['{"__proto__":{}}'],
    ['{"constructor":1}'],
    ['{"a":[{"__proto__":null}]}'],
    ['{"\\u005f_proto__":1}'],
  ])('refuses a name of the prototype: %s', (text) => {
    expect(refusal(text)).toBe('forbidden_key')
  })

  test.each([
    [''],
    [' '],
    ['{'],
    ['{"a":1,}'],
    ["{'a':1}"],
    ['{"a":NaN}'],
    ['\ufeff{}'],
    ['{}{}'],
    ['// a\n{}'],
    ['{"a":01}'],
  ])('refuses what is not JSON: %j', (text) => {
    expect(refusal(text)).toBe('json')
  })

  test.each([['"\\ud800"'], ['{"a":"\\udc00x"}'], ['{"\\ud800":1}']])(
    'refuses half a character: %s',
    (text) => {
      expect(refusal(text)).toBe('not_unicode')
    },
  )

  test('nests 20 deep and no deeper', () => {
    expect(refusal(nested(MAX_DEPTH))).toBeUndefined()
    expect(refusal(nested(MAX_DEPTH + 1))).toBe('too_deep')
    expect(refusal(nested(30_000))).toBe('too_deep')
  })

  test('does not quote the body in a refusal, which may hold a password', () => {
    const body = '{"password":"hunter2-hunter2"'
    try {
      parseStrictJson(body)
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify((error as IdentityError).errors)).not.toContain('hunter2')
    }
  })

  test('reads everything else as JSON.parse does', () => {
    const key = fc.string().filter((name) => name !== '__proto__' && name !== 'constructor')
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(key, tie('any')),
      ),
    })).any
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 2), (given, indent) => {
        const text = JSON.stringify(given, null, indent)
        expect(parseStrictJson(text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 300 },
    )
  })

  test('finds a repeated key wherever it is', () => {
    const name = fc
      .string({ unit: 'binary', maxLength: 5 })
      .filter((it) => it !== '__proto__' && it !== 'constructor')
    fc.assert(
      fc.property(
        name,
        fc.jsonValue({ maxDepth: 2 }),
        fc.integer({ min: 0, max: 5 }),
        (key, value, depth) => {
          const quoted = JSON.stringify(key)
          const inner = `{${quoted}:${JSON.stringify(value)},${quoted}:0}`
          expect(refusal('[{"x":'.repeat(depth) + inner + '}]'.repeat(depth))).toBeDefined()
        },
      ),
      { numRuns: 200 },
    )
  })
})
