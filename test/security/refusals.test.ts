import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

describe.each(faces)('a refusal by a limit, over %s', (face) => {
  const world = useWorld()
  const notes = () => world.sql`SELECT e.details, p.personal->>'email' AS email, p.personal->>'ip' AS ip
    FROM audit_events e JOIN audit_personal p ON p.event_id = e.id WHERE action = 'limit.reached' ORDER BY at, position`

  test('D1 is noted once for an address, whether anybody has it or not', async () => {
    const { email } = await world.people.verified('ada')
    for (const [index, tried] of [email, 'nobody@example.org'].entries()) {
      const caller = world.from(`198.51.100.${index + 1}`)
      for (let n = 0; n < 14; n++)
        await caller.via(face, 'auth.login', { email: tried, password: 'wrong-password' })
    }
    const rows = await notes()
    expect(rows.map((row) => row.email)).toEqual([email, 'nobody@example.org'])
    expect(rows[0]!.details).toMatchObject({ procedure: 'auth.login', limiter: 'auth.login:email' })
  })

  test('F13 a flood from one client address fills no log, whatever addresses it names', async () => {
    const before = (await notes()).length
    const caller = world.from('198.51.100.77')
    for (let n = 0; n < 60; n++)
      await caller.via(face, 'auth.login', { email: `flood${n}@example.org`, password: 'wrong-password' })
    const own = (await notes()).slice(before)
    expect(own.length).toBeGreaterThan(0)
    expect(own.length).toBeLessThanOrEqual(5)
    for (const row of own) expect(row.ip).toBe('198.51.100.77')
  })

  test('X8 stands, also when it cannot be noted', async () => {
    await world.sql.unsafe(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.action = 'limit.reached' THEN RAISE 'broken on purpose'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse()`)
    const caller = world.from('198.51.100.88')
    const statuses: number[] = []
    for (let n = 0; n < 12; n++)
      statuses.push(
        (await caller.via(face, 'auth.login', { email: 'x@example.org', password: 'wrong-password' })).status,
      )
    expect(statuses.at(-1)).toBe(429)
    await world.sql`DROP TRIGGER refuse ON audit_events`
  })
})
