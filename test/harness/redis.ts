import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'

export interface RedisNamespace {
  url: string
  /** Removes everything under the prefix. */
  remove(): Promise<void>
}

/** Part of the test Redis under a prefix nobody else uses. */
export function newRedisNamespace(): RedisNamespace {
  const testUrl = process.env.TEST_REDIS_URL
  if (!testUrl) throw new Error('a world with redis needs TEST_REDIS_URL')
  const prefix = `gh_test_${randomBytes(6).toString('hex')}:`
  const url = new URL(testUrl)
  url.searchParams.set('keyPrefix', prefix)
  return {
    url: url.href,
    async remove() {
      const redis = new Redis(testUrl, { lazyConnect: true, maxRetriesPerRequest: 1 })
      for (const keys of await collect(redis, `${prefix}*`)) await redis.del(keys)
      redis.disconnect()
    },
  }
}

async function collect(redis: Redis, match: string): Promise<string[][]> {
  const found: string[][] = []
  for await (const keys of redis.scanStream({ match, count: 500 })) if (keys.length > 0) found.push(keys)
  return found
}

/** Whether there is what races need: a real Postgres and a real Redis. */
export const canRace = Boolean(process.env.TEST_DATABASE_URL && process.env.TEST_REDIS_URL)
