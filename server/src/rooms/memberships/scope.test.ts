import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { acrossOrganizations, asPerson, inOrganization } from './index.ts'

const TABLES = ['organizations', 'memberships', 'organization_roles', 'invitations', 'api_keys']
const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const [ada, bea, acme, globex] = [id(1), id(2), id(3), id(4)]

describe('the wall around an organization', () => {
  const ground = useGround()

  beforeAll(async () => {
    for (const [person, organization] of [
      [ada, acme],
      [bea, globex],
    ] as const) {
      await ground.sql`INSERT INTO users (id, email, email_canonical, display_name, is_verified)
        VALUES (${person}, ${person}, ${person}, 'Somebody', true)`
      await ground.sql`INSERT INTO organizations (id, name, slug) VALUES (${organization}, 'Same name', ${organization})`
      await ground.sql`INSERT INTO memberships (organization_id, user_id, role) VALUES (${organization}, ${person}, 'owner')`
      await ground.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
        VALUES (gen_random_uuid(), ${organization}, 'auditor', 'Auditor', '{audit:read}')`
      await ground.sql`INSERT INTO invitations (id, organization_id, email, email_canonical, role, token_hash, expires_at)
        VALUES (gen_random_uuid(), ${organization}, 'x', 'x', 'member', ${Buffer.from(organization)}, now())`
      for (const owner of [organization, null]) {
        await ground.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, organization_id, scopes)
          VALUES (gen_random_uuid(), ${Buffer.from(`${owner}${person}`)}, 'gk_', 'key', ${person}, ${owner}, '{}')`
      }
    }
  })

  /** How many rows a query sees that forgot to say whose. */
  const counted = async (db: typeof ground.ctx.db, table: string) => {
    const [row] = await db.execute<{ count: number }>(sql.raw(`SELECT count(*)::int AS count FROM ${table}`))
    return row?.count
  }

  test.each(TABLES)(
    'G1 a query on %s that forgets its organization sees that one, and no other',
    async (table) => {
      const seen = await inOrganization(ground.ctx, acme, async ({ db }) => {
        const [row] = await db.execute<{ own: number; others: number }>(
          sql.raw(`SELECT count(*) FILTER (WHERE ${table === 'organizations' ? 'id' : 'organization_id'} = '${acme}')::int AS own,
          count(*)::int AS all FROM ${table}`),
        )
        return row
      })
      expect(seen).toEqual({ own: 1, all: 1 })
    },
  )

  test.each(TABLES)(
    'G1 a query on %s in the scope of an organization that is not there sees nothing',
    async (table) => {
      expect(await inOrganization(ground.ctx, id(9), ({ db }) => counted(db, table))).toBe(0)
    },
  )

  test.each(TABLES)('G1 nothing of another organization can be written to %s', async (table) => {
    const column = table === 'organizations' ? 'id' : 'organization_id'
    const touched = await inOrganization(ground.ctx, acme, async ({ db }) => {
      const rows = await db.execute(sql.raw(`DELETE FROM ${table} WHERE ${column} = '${globex}' RETURNING 1`))
      return rows.length
    })
    expect(touched).toBe(0)
    const grant = inOrganization(ground.ctx, acme, ({ db }) =>
      db.execute(
        sql`INSERT INTO memberships (organization_id, user_id, role) VALUES (${globex}, ${ada}, 'owner')`,
      ),
    )
    await expect(grant).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/row-level security/) },
    })
  })

  test('a person reads where they belong and writes their own keys, and nothing else', async () => {
    await asPerson(ground.ctx, ada, async ({ db }) => {
      expect(await counted(db, 'memberships')).toBe(1)
      expect(await counted(db, 'organizations')).toBe(1)
      expect(await counted(db, 'api_keys')).toBe(1)
      expect(await counted(db, 'invitations')).toBe(0)
      expect(await db.execute(sql`UPDATE memberships SET role = 'owner' RETURNING 1`)).toHaveLength(0)
    })
  })

  test('what spans organizations says so, and sees all of them', async () => {
    expect(await acrossOrganizations(ground.ctx, ({ db }) => counted(db, 'memberships'))).toBe(2)
  })

  test('a scope inside another ends where it ends', async () => {
    await inOrganization(ground.ctx, acme, async (inTx) => {
      expect(await acrossOrganizations(inTx, ({ db }) => counted(db, 'memberships'))).toBe(2)
      expect(await counted(inTx.db, 'memberships')).toBe(1)
      const failing = acrossOrganizations(inTx, () => Promise.reject(new Error('no')))
      await expect(failing).rejects.toThrow('no')
      expect(await counted(inTx.db, 'memberships')).toBe(1)
    })
  })

  test('and a transaction that took none sees nothing, unless it is a superuser’s', async () => {
    await ground.ctx.db.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL ROLE gatehouse_tenant`)
      for (const table of TABLES) expect(await counted(tx as unknown as typeof ground.ctx.db, table)).toBe(0)
    })
  })
})
