import { describe, expect, test } from 'vitest'
import { IdentityError } from '../kit/identity-error.ts'
import { newToken, type TokenPrefix } from '../kit/tokens.ts'
import { createLog } from './log.ts'

/** What is written when `write` logs; in JSON, and as a terminal would get it. */
function logged(
  write: (log: ReturnType<typeof createLog>) => void,
  logFormat: 'json' | 'pretty' = 'json',
): string {
  let written = ''
  const destination = {
    write: (line: string) => {
      written += line
    },
  }
  write(createLog({ environment: 'test', logLevel: 'trace', logFormat }, { version: '1.2.3', destination }))
  return written
}

const prefixes: TokenPrefix[] = ['vfy_', 'rst_', 'chg_', 'und_', 'inv_', 'mlk_', 'mfa_', 'rt_', 'gk_', 'dev_']
const JWT = `eyJhbGciOiJFUzI1NiJ9.${Buffer.from('{"sub":"ada"}').toString('base64url')}.c2lnbmF0dXJl`
const ARGON2 =
  '$argon2id$v=19$m=19456,t=2,p=1$pmKdyM0v4T6XDrA0iaYjEQ$ku4C5GDIiT8KqKTmKg4oDDXK7CwZ0kHdnlS0RlBCWqk'

/** Every way a text gets into a log. */
const ways: [string, (log: ReturnType<typeof createLog>, secret: string) => void][] = [
  ['in the message', (log, secret) => log.info(`before ${secret} after`)],
  ['behind a line break', (log, secret) => log.info(`before\n${secret}\nafter`)],
  ['percent-encoded', (log, secret) => log.info(`/verify-email?x%3D${secret}&y`)],
  ['in a field', (log, secret) => log.info({ note: secret }, 'm')],
  ['deep in a field', (log, secret) => log.info({ a: { b: [{ c: { d: secret } }] } }, 'm')],
  ['in a key', (log, secret) => log.info({ [secret]: 1 }, 'm')],
  ['in a format argument', (log, secret) => log.info('sent %s %j', secret, { secret })],
  ['in an error', (log, secret) => log.error(new Error(`failed for ${secret}`))],
  [
    'in an error’s cause',
    (log, secret) => log.error({ err: new Error('x', { cause: new Error(secret) }) }, 'm'),
  ],
  ['in a child’s bindings', (log, secret) => log.child({ session: secret }).info('m')],
  [
    'in JSON that was logged as text',
    (log, secret) => log.info(JSON.stringify({ a: JSON.stringify({ b: secret }) })),
  ],
]

describe('never in the log', () => {
  test.each(ways)('our tokens, JWTs and password hashes %s', (_where, write) => {
    for (const secret of [...prefixes.map((prefix) => newToken(prefix)), JWT, ARGON2]) {
      for (const format of ['json', 'pretty'] as const) {
        const written = logged((log) => write(log, secret), format)
        expect(written, secret).toContain('[redacted]')
        expect(written).not.toContain(secret)
        expect(written).not.toContain(secret.slice(-20))
      }
    }
  })

  test.each([
    ['a Bearer header', 'Authorization: Bearer 0123456789abcdef0123456789', '0123456789abcdef'],
    ['a Basic header', 'basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'QWxhZGRp'],
    ['a database URL', 'connect postgres://ada:hunter2@db.example.org:5432/x failed', 'hunter2'],
    ['one with an @ in its password', 'postgres://ada:hunter2@1815@db.example.org/x', 'hunter2'],
    ['one with a user only', 'redis://hunter2@cache', 'hunter2'],
    ['a form', 'email=ada&password=hunter2&next=/', 'hunter2'],
    ['a query', '/reset-password?token=hunter2x&lang=en', 'hunter2x'],
    ['a JSON body', '{"email":"ada","newPassword":"hun\\"ter2"}', 'ter2'],
  ])('%s in a message', (_what, text, secret) => {
    expect(logged((log) => log.info(text))).not.toContain(secret)
    expect(logged((log) => log.error(new Error(text)))).not.toContain(secret)
    expect(logged((log) => log.info({ deep: { down: text } }))).not.toContain(secret)
  })

  test.each([
    'password',
    'newPassword',
    'currentPassword',
    'cookie',
    'set-cookie',
    'authorization',
    'refreshToken',
    'clientSecret',
    'secretKeys',
    'apiKey',
    'totpCode',
    'recoveryCodes',
    'privateJwk',
  ])('what is named %s', (name) => {
    for (const value of ['hunter2', 'hun"ter2', 'hunter2\\', ['hunter2', 'hunter2']]) {
      const written = logged((log) => log.info({ body: { [name]: value, kept: 'kept' }, [name]: value }, 'm'))
      expect(written).not.toMatch(/hun.{0,2}ter2/)
      expect(JSON.parse(written)).toMatchObject({ body: { [name]: '[redacted]', kept: 'kept' }, msg: 'm' })
    }
    expect(logged((log) => log.info({ [name]: 123_456 }))).not.toContain('123456')
  })

  test('what a query was asked with', () => {
    const error = new Error(
      'Failed query: select * from users where email = $1\nparams: ada@example.org,\n    at fake',
    )
    error.cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(ada@example.org)',
    })
    const written = logged((log) => log.error({ err: error }, 'm'))
    expect(written).not.toContain('ada@example.org')
    expect(JSON.parse(written).err).toMatchObject({
      message: 'Failed query: select * from users where email = $1',
      cause: { code: '23505', message: 'duplicate key' },
    })
    const driverError = Object.assign(new Error('duplicate key'), { parameters: ['ada@example.org'] })
    for (const name of ['err', 'error', 'reason', 'cause']) {
      const line = logged((log) => log.warn({ [name]: driverError }, 'm'))
      expect(line).not.toContain('ada@example.org')
      expect(JSON.parse(line)[name]).toMatchObject({ type: 'Error', message: 'duplicate key' })
    }
  })
})

describe('the log', () => {
  test('has the fields of a line, and says what happened', () => {
    const written = logged((log) =>
      log.info({ requestId: 'abc', durationMs: 3, isVerified: true, hasPassword: false }, 'm'),
    )
    expect(JSON.parse(written)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      level: 'info',
      service: 'gatehouse',
      env: 'test',
      version: '1.2.3',
      requestId: 'abc',
      durationMs: 3,
      isVerified: true,
      hasPassword: false,
      msg: 'm',
    })
  })

  test('tells an error’s code, stack and causes, and ends where they go in a ring', () => {
    const error = new IdentityError('unavailable', { cause: new Error('connect ECONNREFUSED') })
    ;(error.cause as Error).cause = error
    const { err } = JSON.parse(logged((log) => log.error({ err: error }, 'm')))
    expect(err).toMatchObject({
      type: 'IdentityError',
      code: 'unavailable',
      cause: { message: 'connect ECONNREFUSED' },
    })
    expect(err.stack).toContain('log.test.ts')
  })

  test.each([
    'not a token: start_of_something',
    'rt_short',
    'https://id.example.org/a@b',
    'tokenType: Bearer',
    'eyJ is how JWTs begin',
  ])('leaves what is no secret as it is: %s', (text) => {
    expect(JSON.parse(logged((log) => log.info({ text }, text)))).toMatchObject({ text, msg: text })
  })

  test.each(['json', 'pretty'] as const)(
    'a text from outside makes no second line, moves no cursor, turns no letter (%s)',
    (format) => {
      const text = 'x\r\n{"level":"fatal"}\u001b[2J\u0085\u2028\u202eevil\u2066\u009b31m\u007f'
      for (const write of [
        (log: ReturnType<typeof createLog>) => log.info(text),
        (log: ReturnType<typeof createLog>) => log.info({ userAgent: text }, 'm'),
      ]) {
        const written = logged(write, format)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
        expect(written).not.toMatch(/[\r\u001b\u007f-\u009f\u2028-\u202e\u2066-\u2069]/)
        expect(written.split('\n').filter((line) => line.startsWith('{"level":"fatal"'))).toEqual([])
        if (format === 'json') {
          expect(written.trimEnd()).not.toContain('\n')
          expect(written).toMatch(/\n$/)
          expect(JSON.stringify(JSON.parse(written))).toContain('evil')
        }
      }
    },
  )

  test('a long line of a stranger’s making costs milliseconds', () => {
    for (const part of [
      'eyJ',
      'rt_',
      '://',
      '"password":',
      'Bearer ',
      'a',
      '\\"',
      '@',
      'password=',
      'token',
    ]) {
      const started = performance.now()
      logged((log) => log.info({ userAgent: part.repeat(60_000 / part.length) }, 'm'))
      expect(performance.now() - started, part).toBeLessThan(1_000)
    }
  })
})
