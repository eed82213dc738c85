import { describe, expect, test } from 'vitest'
import { actAs, REASON } from '../../../../test/harness/acting.ts'
import { faces, useWorld } from '../../../../test/harness/index.ts'

interface Event {
  action: string
  actor: { type: string; id: string | null }
  realActor: { type: string; id: string } | null
  ip: string | null
  userAgent: string | null
  details: Record<string, unknown>
}

describe.each(faces)('what the person sees of it, over %s', (face) => {
  const world = useWorld()
  const named = (name: string) => `${name}-${face.toLowerCase()}`
  const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

  /** An administrator at a place of their own, who has acted. */
  async function acted(name: string) {
    const admin = await world.people.staff(named(`${name}-admin`), 'admin')
    const person = await world.people.signedIn(named(name))
    const headers = { ...admin.headers, 'user-agent': AGENT }
    const acting = await actAs(world, { headers }, person.userId)
    const change = { displayName: 'Ada of the invoices' }
    const inPlace = { ...acting.headers, 'user-agent': AGENT }
    expect((await world.via(face, 'account.update', change, inPlace)).status).toBe(200)
    return { admin, person, acting, inPlace }
  }

  test('A4 a mail in their language, without the place of the administrator', async () => {
    const admin = await world.people.staff(named('ada'), 'admin')
    const german = await world.people.signedIn(named('bea'))
    await world.sql`UPDATE users SET locale = 'de' WHERE id = ${german.userId}`
    await actAs(world, { headers: { ...admin.headers, 'user-agent': AGENT } }, german.userId)
    const mail = await world.mailbox.lastTo(german.email)
    expect(mail.subject).toBe('Die Verwaltung sieht Ihr Konto bei Gatehouse an')
    expect(mail.text).toContain('höchstens eine Stunde')
    expect(mail.text + mail.html).not.toMatch(/Firefox|10\.0\.\d+\.\d+/)
  })

  test('A4 a session that is told from their own, which they may end', async () => {
    const { person, acting } = await acted('cal')
    const { items } = (await world.via(face, 'sessions.list', {}, person.headers)).body as {
      items: Record<string, unknown>[]
    }
    expect(items).toHaveLength(2)
    expect(items.find(({ id }) => id === acting.sessionId)).toMatchObject({
      current: false,
      isImpersonated: true,
      ip: '',
      userAgent: '',
      amr: ['impersonation'],
    })
    expect(items.find(({ id }) => id === person.sessionId)).toMatchObject({ isImpersonated: false })
    const ended = await world.via(face, 'sessions.revoke', { sessionId: acting.sessionId }, person.headers)
    expect(ended.status).toBeLessThan(300)
    await expect(world.via(face, 'account.get', {}, acting.headers)).toFailWith('auth.unauthenticated')
  })

  test('A4 in their log who acted, why, and what was done, but not from where', async () => {
    const { admin, person } = await acted('dee')
    const { body } = await world.via(face, 'account.securityLog', {}, person.headers)
    const events = body.items as Event[]
    expect(events[0]).toMatchObject({
      action: 'account.updated',
      actor: { type: 'user', id: person.userId },
      realActor: { type: 'user', id: admin.userId },
      ip: null,
      userAgent: null,
    })
    expect(events[1]).toMatchObject({
      action: 'admin.impersonation_started',
      actor: { type: 'user', id: admin.userId },
      realActor: null,
      ip: null,
      userAgent: null,
      details: { reason: REASON },
    })
    expect(JSON.stringify(events)).not.toContain('Firefox')
  })

  test('A4 nor does the document of everything that is held about them say from where', async () => {
    const { person, acting } = await acted('eli')
    const { text, body } = await world.rest<{ sessions: { id: string; ip: string }[] }>(
      'GET',
      '/me/export',
      undefined,
      person.headers,
    )
    expect(body.sessions.find(({ id }) => id === acting.sessionId)).toMatchObject({ ip: '' })
    expect(text).toContain('admin.impersonation_started')
    expect(text).not.toContain('Firefox')
  })

  test('A4 D1 both ids stand in whatever is written down', async () => {
    const { admin, person, acting, inPlace } = await acted('fay')
    await world.via(face, 'admin.impersonation.stop', {}, inPlace)
    const again = await actAs(world, admin, person.userId)
    await world.via(face, 'auth.logout', {}, again.headers)
    const rows = await world.sql`SELECT action, actor_id, real_actor_id FROM audit_events
      WHERE target_id IN (${person.userId}, ${again.sessionId}, ${acting.sessionId})
        AND action IN ('account.updated', 'admin.impersonation_stopped', 'sign_out') ORDER BY at, position`
    expect([...rows]).toEqual(
      ['account.updated', 'admin.impersonation_stopped', 'sign_out'].map((action) => ({
        action,
        actor_id: person.userId,
        real_actor_id: admin.userId,
      })),
    )
    expect(await world.sql`SELECT end_reason FROM sessions WHERE id = ${again.sessionId}`).toMatchObject([
      { end_reason: 'signed_out' },
    ])
  })
})
