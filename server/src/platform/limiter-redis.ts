import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { LimitClaim } from '../context.ts'

/**
 * Counts every key and gives the milliseconds each must wait, 0 for none: one round trip and one atomic step for all
 * limits of a call. A window begins with its first call; a counter without an end (restored, or persisted by hand)
 * gets one.
 */
const COUNT_ALL = `
local waits = {}
for index, key in ipairs(KEYS) do
  local points = tonumber(ARGV[index * 2 - 1])
  local count = redis.call('INCR', key)
  local left = redis.call('PTTL', key)
  if left < 0 then
    left = tonumber(ARGV[index * 2])
    redis.call('PEXPIRE', key, left)
  end
  if count > points then waits[index] = left else waits[index] = 0 end
end
return waits`

const SHA = createHash('sha1').update(COUNT_ALL).digest('hex')

/** Counts all claims in Redis. Gives the wait in ms for each that is used up, undefined for the others. */
export async function countInRedis(
  redis: Redis,
  claims: readonly LimitClaim[],
): Promise<(number | undefined)[]> {
  const keys = claims.map(keyOf)
  const policy = claims.flatMap(({ points, windowMs }) => [points, windowMs])
  const waits = await evaluate(redis, keys, policy)
  return waits.map((waitMs) => (waitMs > 0 ? waitMs : undefined))
}

/** The wait in ms when as many as `points` were counted already. Counts nothing. */
export async function leftInRedis(redis: Redis, claim: LimitClaim): Promise<number | undefined> {
  const key = keyOf(claim)
  const [count, leftMs] = await Promise.all([redis.get(key), redis.pttl(key)])
  return Number(count ?? 0) >= claim.points && leftMs > 0 ? leftMs : undefined
}

/** Forgets what was counted. */
export async function forgetInRedis(redis: Redis, claim: Pick<LimitClaim, 'limiter' | 'key'>): Promise<void> {
  await redis.del(keyOf(claim))
}

// One hash tag, so that a clustered Redis keeps what one script counts in one place.
const keyOf = ({ limiter, key }: Pick<LimitClaim, 'limiter' | 'key'>): string =>
  `gatehouse:{limit}:${limiter}:${hashed(key)}`

async function evaluate(redis: Redis, keys: string[], policy: number[]): Promise<number[]> {
  try {
    return (await redis.evalsha(SHA, keys.length, ...keys, ...policy)) as number[]
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return (await redis.eval(COUNT_ALL, keys.length, ...keys, ...policy)) as number[]
  }
}

/** Addresses of people and their IPs do not rest in Redis in the clear. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22)
