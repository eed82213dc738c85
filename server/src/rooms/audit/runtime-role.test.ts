import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { migrateUp } from '../../platform/migrations.ts'
import { recordAudit, verifyAuditChain } from './index.ts'

describe('the role the server runs as', () => {
  const ground = useGround()
  const role = `gh_test_runtime_${randomBytes(4).toString('hex')}`

  beforeAll(async () => {
    await ground.sql.unsafe(`CREATE ROLE ${role} NOLOGIN`)
    await migrateUp({ url: ground.databaseUrl, runtimeRole: role, log: ground.log.log })
  })
  afterAll(async () => {
    await ground.sql.unsafe(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  const asRole = <Result>(work: (inTx: typeof ground.ctx) => Promise<Result>) =>
    ground.ctx.db.transaction(async (tx) => {
      await tx.execute(sql.raw(`SET LOCAL ROLE ${role}`))
      return work({ ...ground.ctx, db: tx })
    })

  test('adds to the audit log and reads it, though it may not touch the heads of the chains', async () => {
    await asRole((inTx) => recordAudit(inTx, { action: 'sign_out' }))
    await asRole((inTx) => recordAudit(inTx, { action: 'sign_out', organizationId: crypto.randomUUID() }))
    expect(await asRole((inTx) => verifyAuditChain(inTx))).toEqual({ chains: 2, events: 2, breaks: [] })
  })

  test('erases what an event says of a person', async () => {
    await asRole((inTx) => recordAudit(inTx, { action: 'sign_out', personal: { email: 'ada@example.org' } }))
    await asRole((inTx) => inTx.db.execute(sql`DELETE FROM audit_personal`))
    expect(await ground.sql`SELECT FROM audit_personal`).toHaveLength(0)
  })

  test.each([
    "UPDATE audit_events SET action = 'account.created'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events CASCADE',
    'UPDATE audit_personal SET salt = salt',
    'TRUNCATE audit_personal',
    'UPDATE audit_chains SET position = 0',
    "INSERT INTO audit_chains VALUES ('people:99', 0, '')",
    'DELETE FROM audit_chains',
    'TRUNCATE audit_chains',
    'ALTER TABLE audit_events DISABLE TRIGGER ALL',
    'DROP TRIGGER audit_link ON audit_events',
    'CREATE OR REPLACE FUNCTION gatehouse_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() $$',
    'SET LOCAL session_replication_role = replica',
    'ALTER TABLE users ADD COLUMN backdoor text',
    'CREATE TABLE mine (id int)',
  ])('is denied by Postgres itself: %s', async (statement) => {
    const denied = asRole((inTx) => inTx.db.execute(sql.raw(statement)))
    await expect(denied).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/permission denied|must be owner/) },
    })
  })
})
