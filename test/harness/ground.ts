import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Database, openDatabase } from '../../server/src/platform/db.ts'
import { createVault, type Vault } from '../../server/src/platform/vault.ts'
import { type Account, createAccount } from '../../server/src/rooms/accounts/index.ts'
import type { AuditNeeds } from '../../server/src/rooms/audit/index.ts'
import { createWorldClock, type WorldClock } from './clock.ts'
import { testConfig, testSecrets } from './config.ts'
import { connect } from './databases.ts'
import { leaseDatabase } from './leases.ts'
import { type CapturedLog, captureLog } from './log.ts'

/** A database and the ports that the lowest rooms need, without an app: for tests of one room's services. */
export interface Ground {
  /** A request's context as these rooms ask for it: nobody signed in. */
  ctx: AuditNeeds & { vault: Vault }
  database: Database
  databaseUrl: string
  clock: WorldClock
  log: CapturedLog
  /** Past the platform, as the owner of the database. */
  sql: postgres.Sql
  /** An account of nobody in particular. */
  newAccount(): Promise<Account>
}

/** The ground of a `describe`: made before its first test, gone after its last. */
export function useGround(): Ground {
  const ground = {} as Ground
  let release = async () => {}
  beforeAll(async () => {
    const lease = await leaseDatabase(inject('databaseSource'))
    const clock = createWorldClock(lease.url)
    const log = captureLog(testConfig())
    const database = openDatabase({
      ...testConfig().database,
      url: lease.url,
      applicationName: 'gatehouse-test',
      log: log.log,
    })
    const sql = connect(lease.url, 4)
    const ctx = {
      db: database.db,
      clock,
      vault: createVault(testSecrets({}).secretKeys),
      actor: { kind: 'anonymous' as const },
      request: { id: 'request-of-a-test', ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (test)' },
      effects: { audited: [] },
    }
    const newAccount = async () => {
      const email = { address: `${randomUUID()}@example.org`, canonical: `${randomUUID()}@example.org` }
      return (await createAccount(ctx, { email, displayName: 'Ada', locale: 'en' }))!
    }
    Object.assign(ground, { ctx, database, databaseUrl: lease.url, clock, log, sql, newAccount })
    release = async () => {
      await database.close()
      await sql.end({ timeout: 1 })
      await lease.release()
    }
  })
  afterAll(() => release())
  return ground
}
