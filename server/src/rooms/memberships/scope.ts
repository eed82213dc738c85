import { sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import type { Db } from '../../platform/db.ts'

/** What a transaction may see of organizations: one of them, what one person belongs to, or all. */
type Scope = { organizationId: string } | { userId: string } | 'platform'

/**
 * The role taken in place of one that row-level security does not hold: a superuser, as the embedded database has no
 * other. Made by the migrations, with the rights of the server's own role.
 */
const TENANT_ROLE = 'gatehouse_tenant'

const SETTINGS = ['gatehouse.scope', 'gatehouse.organization_id', 'gatehouse.user_id', 'role'] as const

/**
 * Runs a transaction that sees one organization, and of the others nothing, whatever its queries ask for (SECURITY G1).
 * The caller has checked the membership: `organizationId` comes from there.
 */
export function inOrganization<Needs extends Pick<Context, 'db'>, Result>(
  ctx: Needs,
  organizationId: string,
  work: (inTx: Needs) => Promise<Result>,
): Promise<Result> {
  return scoped(ctx, { organizationId }, work)
}

/** Runs a transaction that reads what one person belongs to, and reads and writes their own keys. */
export function asPerson<Needs extends Pick<Context, 'db'>, Result>(
  ctx: Needs,
  userId: string,
  work: (inTx: Needs) => Promise<Result>,
): Promise<Result> {
  return scoped(ctx, { userId }, work)
}

/** Runs a transaction that sees all organizations: for what a token or the platform's staff asks, and for upkeep. */
export function acrossOrganizations<Needs extends Pick<Context, 'db'>, Result>(
  ctx: Needs,
  work: (inTx: Needs) => Promise<Result>,
): Promise<Result> {
  return scoped(ctx, 'platform', work)
}

function scoped<Needs extends Pick<Context, 'db'>, Result>(
  ctx: Needs,
  scope: Scope,
  work: (inTx: Needs) => Promise<Result>,
): Promise<Result> {
  const isNested = 'rollback' in ctx.db
  return ctx.db.transaction(async (tx) => {
    const db = tx as unknown as Db
    const before = await enter(db, scope)
    const result = await work({ ...ctx, db })
    // In the transaction of somebody else, what follows must see no more than it did before.
    if (isNested) await set(db, before)
    return result
  })
}

type Settings = Record<(typeof SETTINGS)[number], string>

/** Takes the scope, and tells what was set before. One statement: a select list is worked through from left to right. */
async function enter(db: Db, scope: Scope): Promise<Settings> {
  const wanted = {
    'gatehouse.scope': scope === 'platform' ? 'platform' : '',
    'gatehouse.organization_id':
      scope !== 'platform' && 'organizationId' in scope ? scope.organizationId : '',
    'gatehouse.user_id': scope !== 'platform' && 'userId' in scope ? scope.userId : '',
  }
  const [row] = await db.execute<Record<string, string>>(sql`
    SELECT ${sql.join(SETTINGS.map(readSetting), sql`, `)}, ${settingsOf(wanted)},
      set_config('role', CASE WHEN held.bypasses THEN ${TENANT_ROLE} ELSE current_setting('role') END, true)
    FROM (SELECT rolsuper OR rolbypassrls AS bypasses FROM pg_roles WHERE rolname = current_user) held`)
  if (!row) throw new Error('the database does not know its own role')
  return Object.fromEntries(SETTINGS.map((name) => [name, row[name] ?? ''])) as Settings
}

const readSetting = (name: string) =>
  sql`coalesce(current_setting(${name}, true), '') AS ${sql.identifier(name)}`

const settingsOf = (settings: Partial<Settings>) =>
  sql.join(
    Object.entries(settings).map(([name, value]) => sql`set_config(${name}, ${value}, true)`),
    sql`, `,
  )

async function set(db: Db, settings: Settings): Promise<void> {
  await db.execute(sql`SELECT ${settingsOf(settings)}`)
}
