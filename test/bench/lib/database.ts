import postgres from 'postgres'

const ADMIN_URL = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Creates an empty database for one measurement, and gives its address and how to drop it again. */
export async function scratchDatabase(name: string): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = postgres(ADMIN_URL, { max: 1, onnotice: () => {} })
  const database = `gatehouse_bench_${name}`
  await admin.unsafe(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  await admin.unsafe(`CREATE DATABASE ${database}`)
  const url = new URL(ADMIN_URL)
  url.pathname = `/${database}`
  const drop = async () => {
    await admin.unsafe(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    await admin.end()
  }
  return { url: url.href, drop }
}

/**
 * Fills the tables with that many people, each with credentials and one session, by SQL: their passwords open
 * nothing, they are only there to make the tables as large as they get.
 */
export async function fillWithPeople(databaseUrl: string, count: number): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  await sql`
    INSERT INTO users (id, email, email_canonical, is_verified, display_name)
    SELECT gen_random_uuid(), 'filler-' || n || '@example.net', 'filler-' || n || '@example.net', true, 'Filler ' || n
    FROM generate_series(1, ${count}::int) AS n`
  await sql`INSERT INTO credentials (user_id, password_hash) SELECT id, NULL FROM users WHERE email LIKE 'filler-%'`
  await sql`
    INSERT INTO sessions (id, user_id, refresh_hash, idle_expires_at, expires_at, ip, user_agent, amr)
    SELECT gen_random_uuid(), id, sha256(id::text::bytea), now() + interval '14 days', now() + interval '30 days',
      '192.0.2.1', 'filler', '{pwd}'
    FROM users WHERE email LIKE 'filler-%'`
  await sql`VACUUM ANALYZE`
  await sql.end()
}
