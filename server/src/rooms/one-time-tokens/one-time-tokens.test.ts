import { describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { days, minutes } from '../../kit/duration.ts'
import {
  beginMailedSignIn,
  cleanUpOneTimeTokens,
  consumeToken,
  findLiveToken,
  issueToken,
  type Purpose,
  voidTokens,
} from './index.ts'

describe('one-time tokens', () => {
  const ground = useGround()

  async function issue(purpose: Purpose = 'password_reset', userId?: string) {
    const owner = userId ?? (await ground.newAccount()).id
    const order = { purpose, userId: owner, emailCanonical: 'ada@example.org', ttlMs: minutes(30) }
    return { token: await issueToken(ground.ctx, order), userId: owner }
  }

  const isLive = async (purpose: Purpose, token: string) =>
    (await findLiveToken(ground.ctx, purpose, token)) !== undefined

  test('a token carries 256 random bits behind the prefix of its purpose', async () => {
    expect((await issue('password_reset')).token).toMatch(/^rst_[A-Za-z0-9_-]{43}$/)
    expect((await issue('email_verification')).token).toMatch(/^vfy_[A-Za-z0-9_-]{43}$/)
  })

  test('the database holds no token, only its hash', async () => {
    const { token } = await issue()
    const rows = await ground.sql`SELECT t::text AS row FROM one_time_tokens t`
    const secret = Buffer.from(token.slice(4), 'base64url').toString('hex')
    for (const { row } of rows) {
      expect(row).not.toContain(token.slice(4))
      expect(row).not.toContain(secret)
    }
  })

  test('consuming tells who and which address the token was for', async () => {
    const { token, userId } = await issue()
    const row = await consumeToken(ground.ctx, 'password_reset', token)
    expect(row).toMatchObject({ userId, emailCanonical: 'ada@example.org', purpose: 'password_reset' })
  })

  test('a token works once', async () => {
    const { token } = await issue()
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeDefined()
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeUndefined()
    expect(await isLive('password_reset', token)).toBe(false)
  })

  test('of thirty parallel uses one wins', async () => {
    const { token } = await issue()
    const uses = Array.from({ length: 30 }, () => consumeToken(ground.ctx, 'password_reset', token))
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1)
  })

  test('a use that rolls back gives the token back', async () => {
    const { token } = await issue()
    const failed = ground.ctx.db.transaction(async (tx) => {
      await consumeToken({ ...ground.ctx, db: tx }, 'password_reset', token)
      throw new Error('the effect failed')
    })
    await expect(failed).rejects.toThrow('the effect failed')
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeDefined()
  })

  test('a token of one purpose is none of another, even behind its prefix', async () => {
    const { token } = await issue('password_reset')
    expect(await consumeToken(ground.ctx, 'email_verification', token)).toBeUndefined()
    const disguised = token.replace('rst_', 'vfy_')
    expect(await consumeToken(ground.ctx, 'email_verification', disguised)).toBeUndefined()
    expect(await isLive('password_reset', token)).toBe(true)
  })

  test('a hash that was moved to another purpose is refused', async () => {
    const { token } = await issue('password_reset')
    await ground.sql`UPDATE one_time_tokens SET purpose = 'email_verification'
      WHERE token_hash = sha256(${token}::bytea)`
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeUndefined()
  })

  test.each([
    '',
    'rst_',
    'rst_short',
    `rst_${'a'.repeat(44)}`,
    `rst_${'ä'.repeat(43)}`,
    `rst_${'a'.repeat(42)}\u0000`,
    '\ud800',
  ])('what cannot be a token is refused: %j', async (token) => {
    expect(await isLive('password_reset', token)).toBe(false)
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeUndefined()
  })

  test('a newer token of a purpose kills the earlier one, and leaves other purposes and people alone', async () => {
    const first = await issue('password_reset')
    const other = await issue('email_verification', first.userId)
    const stranger = await issue('password_reset')
    const second = await issue('password_reset', first.userId)
    expect(await isLive('password_reset', first.token)).toBe(false)
    expect(await isLive('password_reset', second.token)).toBe(true)
    expect(await isLive('email_verification', other.token)).toBe(true)
    expect(await isLive('password_reset', stranger.token)).toBe(true)
  })

  test('of twenty parallel requests one token is left', async () => {
    const { id } = await ground.newAccount()
    const issued = await Promise.all(Array.from({ length: 20 }, () => issue('password_reset', id)))
    const live = await Promise.all(issued.map(({ token }) => isLive('password_reset', token)))
    expect(live.filter(Boolean)).toHaveLength(1)
  })

  test('a token can be asked for again after one was used or voided', async () => {
    const { token, userId } = await issue()
    await consumeToken(ground.ctx, 'password_reset', token)
    const second = await issue('password_reset', userId)
    await voidTokens(ground.ctx, userId)
    const third = await issue('password_reset', userId)
    expect(await isLive('password_reset', second.token)).toBe(false)
    expect(await isLive('password_reset', third.token)).toBe(true)
  })

  test('voiding kills the tokens of one purpose, or all of a person', async () => {
    const reset = await issue('password_reset')
    const verification = await issue('email_verification', reset.userId)
    await voidTokens(ground.ctx, reset.userId, 'password_reset')
    expect(await consumeToken(ground.ctx, 'password_reset', reset.token)).toBeUndefined()
    expect(await isLive('email_verification', verification.token)).toBe(true)
    await voidTokens(ground.ctx, reset.userId)
    expect(await consumeToken(ground.ctx, 'email_verification', verification.token)).toBeUndefined()
  })

  test('a token dies when its time is over', async () => {
    const { token } = await issue()
    await ground.clock.advance(minutes(30) - 2_000)
    expect(await isLive('password_reset', token)).toBe(true)
    await ground.clock.advance(2_000)
    expect(await isLive('password_reset', token)).toBe(false)
    expect(await consumeToken(ground.ctx, 'password_reset', token)).toBeUndefined()
  })

  test('what died a week ago is removed, what lives or died lately stays', async () => {
    const old = await issue()
    await ground.clock.advance(days(7) + minutes(31))
    const young = await issue()
    expect(await cleanUpOneTimeTokens(ground.ctx)).toBeGreaterThan(0)
    const rows = await ground.sql`SELECT user_id FROM one_time_tokens`
    expect(rows.map((row) => row.user_id)).toEqual([young.userId])
    expect(rows.map((row) => row.user_id)).not.toContain(old.userId)
  })

  test('mailed sign-ins are removed like tokens, those of addresses that nobody has too', async () => {
    const begin = (emailCanonical: string) =>
      ground.ctx.db.transaction((tx) =>
        beginMailedSignIn({ ...ground.ctx, db: tx }, { userId: null, emailCanonical, ttlMs: minutes(10) }),
      )
    await begin('old@example.org')
    await ground.clock.advance(days(7) + minutes(11))
    await begin('young@example.org')
    await cleanUpOneTimeTokens(ground.ctx)
    const rows = await ground.sql`SELECT email_canonical FROM passwordless_flows`
    expect(rows).toEqual([{ email_canonical: 'young@example.org' }])
  })
})
