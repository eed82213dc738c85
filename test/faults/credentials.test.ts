import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readConfiguration } from '../../server/src/config.ts'
import { migrateUp } from '../../server/src/platform/migrations.ts'
import { testSecrets } from '../harness/config.ts'
import { connect } from '../harness/databases.ts'
import { canRace, createWorld, type SignedInPerson, type World } from '../harness/index.ts'
import { type StandInVault, startStandInVault } from '../harness/stand-in-vault.ts'
import { canStartPostgres, killPostgres, type OwnPostgres, startPostgres } from './support/own-postgres.ts'

const WAIT = { timeout: 60_000, interval: 200 }
const OWNER = 'a-word-of-the-owner'

describe.runIf(canRace && canStartPostgres)(
  'credentials are replaced under load, and no request fails',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
    const redisUser = `gh_test_${process.pid}`
    let postgres: OwnPostgres
    let owner: ReturnType<typeof connect>
    let redis: Redis
    let vault: StandInVault
    let world: World
    let person: SignedInPerson

    const urlOfApp = (password: string) =>
      Object.assign(new URL(postgres.url), { username: 'app', password }).href
    const redisUrl = (password: string) => {
      const url = new URL(process.env.TEST_REDIS_URL ?? '')
      Object.assign(url, { username: redisUser, password })
      return url.href
    }
    const allow = (password: string) =>
      redis.call('ACL', 'SETUSER', redisUser, 'on', `>${password}`, '~*', '&*', '+@all')

    beforeAll(async () => {
      postgres = await startPostgres(folder, {}, OWNER)
      owner = connect(postgres.url, 2)
      await owner`CREATE ROLE app LOGIN PASSWORD 'first-word'`.simple()
      const log = { info() {}, warn() {}, debug() {} } as never
      await migrateUp({ url: postgres.url, runtimeRole: 'app', log })
      redis = new Redis(process.env.TEST_REDIS_URL ?? '')
      await allow('redis-first')
      vault = await startStandInVault({
        'DATABASE-URL': urlOfApp('first-word'),
        'REDIS-URL': redisUrl('redis-first'),
      })
      const [SECRET_KEY] = testSecrets({}).secretKeys
      const env = { ...vault.env, DATA_DIR: join(folder, 'data'), SECRET_KEY, KEY_VAULT_REFRESH_SECONDS: '5' }
      const { secrets, vaulted } = await readConfiguration(env)
      world = await createWorld({ secrets: { databaseUrl: secrets.databaseUrl, redisUrl: secrets.redisUrl } })
      world.platform.follow(vaulted!)
      person = await world.people.signedIn('ada')
    })
    afterAll(async () => {
      await world?.stop()
      await redis?.call('ACL', 'DELUSER', redisUser)
      redis?.disconnect()
      await owner?.end({ timeout: 1 })
      await vault?.close()
      if (postgres) await killPostgres(postgres)
      rmSync(folder, { recursive: true, force: true })
    })

    /** Requests that ask the database, one after the other in several rows, until `work` is over; what they answered. */
    async function meanwhile(rows: number, work: () => Promise<void>): Promise<Map<number, number>> {
      const statuses = new Map<number, number>()
      let isOver = false
      const row = async () => {
        while (!isOver) {
          const { status } = await world.as(person).rest('GET', '/me')
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
      const loads = Array.from({ length: rows }, row)
      await work().finally(() => {
        isOver = true
      })
      await Promise.all(loads)
      return statuses
    }
    const backends = async () =>
      (await owner<{ pid: number }[]>`SELECT pid FROM pg_stat_activity WHERE usename = 'app'`).map(
        ({ pid }) => pid,
      )
    const replaced = async (before: readonly number[]) =>
      vi.waitFor(async () => {
        const now = await backends()
        expect(now.length).toBeGreaterThan(0)
        expect(now.filter((pid) => before.includes(pid))).toEqual([])
      }, WAIT)
    const renewed = (variable: string) =>
      world.log.entries().filter((entry) => entry.event === 'secret.renewed' && entry.variable === variable)
        .length

    test('of the database, its password first and the vault second', async () => {
      const before = await backends()
      expect(before.length).toBeGreaterThan(0)
      const statuses = await meanwhile(2, async () => {
        await owner`ALTER ROLE app PASSWORD 'second-word'`.simple()
        vault.set('DATABASE-URL', urlOfApp('second-word'))
        // More at once than there are connections: further ones are made, and meet the new password at once.
        expect([...(await meanwhile(8, () => replaced(before))).keys()]).toEqual([200])
      })
      expect([...statuses.keys()]).toEqual([200])
      expect(renewed('DATABASE_URL')).toBe(1)
    })

    test('of the database, the vault first and its password second', async () => {
      const before = await backends()
      const statuses = await meanwhile(4, async () => {
        vault.set('DATABASE-URL', urlOfApp('third-word'))
        await vi.waitFor(() => expect(renewed('DATABASE_URL')).toBe(2), WAIT)
        // Refused, and hence nothing has changed: those that are there serve on, and further ones use the former password.
        const answered = () => world.log.entries().filter(({ route }) => route === '/api/v1/me').length
        const enough = answered() + 200
        const pressed = await meanwhile(12, () =>
          vi.waitFor(() => expect(answered()).toBeGreaterThan(enough), WAIT),
        )
        expect([...pressed.keys()]).toEqual([200])
        expect((await backends()).some((pid) => before.includes(pid))).toBe(true)
        await owner`ALTER ROLE app PASSWORD 'third-word'`.simple()
        await replaced(before)
      })
      expect([...statuses.keys()]).toEqual([200])
    })

    test('of Redis', async () => {
      const clients = async () =>
        String(await redis.call('CLIENT', 'LIST'))
          .split('\n')
          .filter((line) => line.includes(`user=${redisUser} `))
          .map((line) => /^id=(\d+)/.exec(line)?.[1])
      const before = await clients()
      expect(before).toHaveLength(1)
      const statuses = await meanwhile(4, async () => {
        await allow('redis-second')
        vault.set('REDIS-URL', redisUrl('redis-second'))
        await vi.waitFor(async () => {
          const now = await clients()
          expect(now).toHaveLength(1)
          expect(now).not.toEqual(before)
        }, WAIT)
        await redis.call('ACL', 'SETUSER', redisUser, '<redis-first')
      })
      expect([...statuses.keys()]).toEqual([200])
    })

    test('and a vault that is away changes nothing but what is told', async () => {
      vault.interfere = () => ({ status: 503 })
      const statuses = await meanwhile(2, async () => {
        await vi.waitFor(async () => {
          expect(await world.platform.exposition.read()).toContain('dependency_up{dependency="key_vault"} 0')
        }, WAIT)
      })
      expect([...statuses.keys()]).toEqual([200])
      expect(world.log.entries()).toContainEqual(
        expect.objectContaining({ dependency: 'key_vault', level: 'warn' }),
      )
      vault.interfere = () => undefined
      await vi.waitFor(async () => {
        expect(await world.platform.exposition.read()).toContain('dependency_up{dependency="key_vault"} 1')
      }, WAIT)
      for (const word of ['first-word', 'second-word', 'third-word', 'redis-second', ...vault.tokens])
        expect(world.log.lines.join()).not.toContain(word)
    })
  },
)
