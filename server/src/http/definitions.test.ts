import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accessPattern } from '../kit/access.ts'
import { type Meta, publicProcedure, router } from '../procedure.ts'
import { appRouter } from '../router.ts'
import { readDefinitions } from './definitions.ts'

const whole: Meta = { rest: 'POST /things', success: 200, summary: 'Make a thing.' }
const input = z.strictObject({ id: z.uuid() })
const output = z.object({ id: z.uuid() })

/** A mutation with that meta on top of a whole one. */
const mutation = (meta: object = {}, schemas: { input?: z.ZodType; output?: z.ZodType } = {}) =>
  publicProcedure
    .meta({ ...whole, ...meta } as Meta)
    .input(schemas.input ?? input)
    .output(schemas.output ?? output)
    .mutation(() => ({ id: '' }))

const faultsOf = (procedures: Parameters<typeof router>[0]): string => {
  try {
    readDefinitions(router(procedures))
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('a server', () => {
  test('starts with the procedures there are', () => {
    const definitions = readDefinitions(appRouter)
    expect(definitions.length).toBeGreaterThan(15)
    for (const { meta } of definitions) expect(meta.access).toMatch(accessPattern)
  })

  test.each([
    ['nobody said who may call it', mutation({ access: undefined }), 'access'],
    ['there is no REST address', mutation({ rest: undefined }), 'no REST method'],
    ['the REST address is no address', mutation({ rest: 'POST things' }), 'no REST method'],
    ['there is no status', mutation({ success: undefined }), 'no status'],
    ['there is no summary', mutation({ summary: undefined }), 'no summary'],
    ['a mutation is a GET', mutation({ rest: 'GET /things' }), 'GET and query'],
    ['204 says something', mutation({ success: 204 }), '204 and z.void()'],
    ['200 says nothing', mutation({}, { output: z.void() }), '204 and z.void()'],
    ['an error code is unknown', mutation({ errors: ['thing.broken'] }), 'unknown error code thing.broken'],
    ['the path names what the input does not', mutation({ rest: 'POST /things/{thingId}' }), '{thingId}'],
    ['the input admits unknown keys', mutation({}, { input: z.object({ id: z.uuid() }) }), 'z.strictObject'],
    [
      'a branch of the input admits unknown keys',
      mutation({}, { input: z.union([input, z.object({ name: z.string() })]) }),
      'z.strictObject',
    ],
    ['the input is no object', mutation({}, { input: z.string() }), 'z.strictObject'],
    [
      'there is no input',
      publicProcedure
        .meta(whole)
        .output(output)
        .mutation(() => ({ id: '' })),
      'exactly one input',
    ],
    [
      'there is no output',
      publicProcedure
        .meta(whole)
        .input(input)
        .mutation(() => ({ id: '' })),
      'no output schema',
    ],
  ])('does not start when %s', (_, procedure, fault) => {
    expect(faultsOf({ things: router({ make: procedure }) })).toContain(`things.make: `)
    expect(faultsOf({ things: router({ make: procedure }) })).toContain(fault)
  })

  test('does not start when two procedures have one address', () => {
    expect(faultsOf({ a: router({ make: mutation() }), b: router({ make: mutation() }) })).toContain(
      'POST /things',
    )
    const one = mutation({ rest: 'POST /things/{id}' })
    const other = mutation({ rest: 'POST /things/{name}' }, { input: z.strictObject({ name: z.string() }) })
    expect(faultsOf({ a: router({ one }), b: router({ other }) })).toContain('POST /things/{}')
  })

  test('does not start when two procedures have one operation id', () => {
    const second = mutation({ rest: 'POST /others' })
    expect(faultsOf({ a: router({ makeThing: mutation() }), aMake: router({ thing: second }) })).toContain(
      'aMakeThing',
    )
  })

  test('names every fault at once', () => {
    const message = faultsOf({
      a: router({ x: mutation({ summary: undefined }), y: mutation({ success: undefined }) }),
    })
    expect(message).toContain('a.x')
    expect(message).toContain('a.y')
  })
})
