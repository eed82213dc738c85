import { TRPCError } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { IdentityError } from '../kit/identity-error.ts'
import { toProblem } from './problem.ts'

const PUBLIC_URL = new URL('https://id.example.org')
const problemOf = (error: unknown) => toProblem(error, 'request-1', PUBLIC_URL)
const refusal = (schema: z.ZodType, value: unknown) =>
  problemOf(new TRPCError({ code: 'BAD_REQUEST', cause: schema.safeParse(value).error })).errors

describe('a problem', () => {
  test('names its page, whatever path the server is published under', () => {
    const { type } = toProblem(new IdentityError('not_found'), 'r', new URL('https://example.org/id/'))
    expect(type).toBe('https://example.org/id/problems/not_found')
  })

  test.each([
    new Error('connect ECONNRESET postgres://user:secret@db'.replace('ECONNRESET', '')),
    new TypeError("Cannot read properties of undefined (reading 'secret')"),
    'secret',
    { message: 'secret', stack: 'secret' },
    undefined,
    new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'secret' }),
    new TRPCError({ code: 'UNAUTHORIZED', message: 'secret' }),
    // What a procedure gave that its own schema refuses is a fault of ours, and its issues name the inside.
    new TRPCError({
      code: 'INTERNAL_SERVER_ERROR',
      cause: z.object({ secret: z.string() }).safeParse({}).error,
    }),
  ])('D4 of an error nobody foresaw says nothing of it: %s', (error) => {
    expect(problemOf(error)).toEqual({
      type: 'https://id.example.org/problems/internal',
      title: 'Something went wrong on our side.',
      status: 500,
      code: 'internal',
      requestId: 'request-1',
    })
  })

  test('of an IdentityError is the same whether or not tRPC has wrapped it', () => {
    const error = new IdentityError('auth.too_many_attempts', {
      retryAfterSeconds: 1.2,
      cause: new Error('secret'),
    })
    const wrapped = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error })
    expect(problemOf(wrapped)).toEqual(problemOf(error))
    expect(problemOf(error)).toMatchObject({ status: 429, retryAfterSeconds: 2 })
  })

  test('says how long to wait with every 429 and 503, and with nothing else', () => {
    expect(problemOf(new IdentityError('rate_limited')).retryAfterSeconds).toBeGreaterThan(0)
    expect(problemOf(new IdentityError('unavailable', { retryAfterSeconds: 0 })).retryAfterSeconds).toBe(1)
    expect(problemOf(new IdentityError('not_found', { retryAfterSeconds: 9 }))).not.toHaveProperty(
      'retryAfterSeconds',
    )
  })

  test('points at each thing that is wrong (RFC 6901)', () => {
    const schema = z.strictObject({ 'a/b': z.string(), list: z.array(z.object({ '~x': z.number() })) })
    expect(refusal(schema, { list: [{ '~x': 1 }, { '~x': 'no' }], extra: 1, other: 2 })).toEqual([
      { pointer: '/a~1b', code: 'invalid_type', message: expect.any(String) },
      { pointer: '/list/1/~0x', code: 'invalid_type', message: expect.any(String) },
      { pointer: '/extra', code: 'unrecognized_keys', message: 'This field is not known.' },
      { pointer: '/other', code: 'unrecognized_keys', message: 'This field is not known.' },
    ])
  })

  test('has the code a rule gives itself', () => {
    const schema = z.object({ email: z.string().refine(() => false, { params: { code: 'email.invalid' } }) })
    expect(refusal(schema, { email: 'x' })).toMatchObject([{ pointer: '/email', code: 'email.invalid' }])
  })

  test('of a union speaks of the branch that came closest', () => {
    const schema = z.union([
      z.strictObject({ token: z.string() }),
      z.strictObject({ flowId: z.uuid(), code: z.string().length(6) }),
    ])
    expect(refusal(schema, { token: 5 })).toMatchObject([{ pointer: '/token', code: 'invalid_type' }])
  })

  test('has twenty entries at the most, and short ones', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`k${index}`.padEnd(300, 'x'), 1]),
    )
    const errors = refusal(z.strictObject({}), many)
    expect(errors).toHaveLength(20)
    expect(JSON.stringify(errors).length).toBeLessThan(5_000)
  })

  test('never repeats a value that was sent', () => {
    const schema = z.strictObject({ password: z.string().max(5), kind: z.enum(['a', 'b']), at: z.iso.date() })
    const errors = refusal(schema, { password: 'hunter2hunter2', kind: 'hunter2', at: 'hunter2' })
    expect(errors).toHaveLength(3)
    expect(JSON.stringify(errors)).not.toContain('hunter2')
  })
})
