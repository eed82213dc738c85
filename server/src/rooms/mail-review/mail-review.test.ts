import { describe, expect, inject, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'
import { findMails } from '../mail/review-store.ts'

interface Mail {
  id: string
  status: string
  recipient: string
  template: string
  canRetry: boolean
  [field: string]: unknown
}

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

describe.each(faces)('mail for the platform’s staff, over %s', (face) => {
  const world = useWorld()
  const staff = async (name: string) => world.as(await world.people.staff(name, 'support'))

  /** Mails to somebody new, of which nothing was sent yet. */
  async function mailTo(name: string): Promise<string> {
    await world.via(face, 'auth.register', {
      email: `${name}@example.org`,
      password: 'plum 0123456789 orchard',
      displayName: name,
    })
    return `${name}@example.org`
  }
  /** Gives up on what was mailed to an address, as the worker does, with its content kept for `keep`. */
  const failed = async (recipient: string, keep = '1 hour') =>
    (
      await world.sql`UPDATE mail_messages SET failed_at = now(), last_error = '554 no', attempts = 12,
        next_attempt_at = now() + ${keep}::interval WHERE recipient = ${recipient} RETURNING id`
    )[0]!.id as string

  test('lists how each fared, newest first, by state, address and kind, and never what is in it', async () => {
    const support = await staff('ada')
    const list = async (input: object) => {
      const answer = await support.via(face, 'admin.mail.list', input)
      return { ...answer, items: (answer.body as unknown as { items: Mail[] }).items }
    }
    const queued = await mailTo('bea')
    const given = await mailTo('cleo')
    const id = await failed(given)
    expect((await list({ recipient: queued })).items).toMatchObject([
      { status: 'queued', recipient: queued, template: 'verify_address', canRetry: false, lastError: null },
    ])
    const { items, text } = await list({ status: 'failed' })
    expect(items).toMatchObject([{ id, status: 'failed', canRetry: true, attempts: 12, lastError: '554 no' }])
    expect(text).not.toMatch(/vfy_|sealed|http/)
    expect((await list({ recipient: 'CLEO@example.org', template: 'verify_address' })).items).toHaveLength(1)
    expect((await list({ recipient: given, template: 'password_reset' })).items).toEqual([])
    await world.sql`UPDATE mail_messages SET leased_until = now() + interval '1 minute' WHERE recipient = ${queued}`
    expect((await list({ status: 'sending' })).items).toMatchObject([{ recipient: queued }])
    await world.sql`UPDATE mail_messages SET leased_until = NULL WHERE recipient = ${queued}`
    const { items: all } = await list({ limit: 100 })
    expect(all.map((mail) => mail.id)).toEqual(
      all
        .map((mail) => mail.id)
        .toSorted()
        .toReversed(),
    )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await list({ limit: 1, ...(cursor && { cursor }) })
      seen.push(...(body.items as Mail[]).map((mail) => mail.id))
      cursor = (body.nextCursor as string | null) ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(all.map((mail) => mail.id))
  })

  test('F4 one that failed is sent once more, with all its tries, and that is recorded', async () => {
    const { headers, userId } = await world.people.staff('dora', 'support')
    const recipient = await mailTo('erin')
    const id = await failed(recipient)
    const requestId = `mail-${face}-retried`
    const answer = await world.via(
      face,
      'admin.mail.retry',
      { messageId: id },
      { ...headers, 'x-request-id': requestId },
    )
    expect(answer.status).toBe(face === 'REST' ? 202 : 200)
    expect(answer.body).toMatchObject({ id, status: 'queued', attempts: 0, canRetry: false })
    // A day and more after it was written: its time is counted anew, so that one failure does not end it again.
    await world.sql`UPDATE mail_messages SET created_at = now() - interval '2 days' WHERE id = ${id}`
    expect((await world.mailbox.lastTo(recipient)).token).toMatch(/^vfy_/)
    const [row] = await world.sql`SELECT sent_at, attempts FROM mail_messages WHERE id = ${id}`
    expect(row).toMatchObject({ sent_at: expect.any(Date), attempts: 1 })
    const [event] = await world.sql`SELECT * FROM audit_events WHERE request_id = ${requestId}`
    expect(event).toMatchObject({
      action: 'admin.mail_retried',
      actor_id: userId,
      target_type: 'mail',
      target_id: id,
      details: { template: 'verify_address' },
    })
  })

  test('one that is under way, was sent, or has lost its content is left as it is: 409', async () => {
    const support = await staff('fay')
    const retry = async (messageId: string) =>
      (await support.via(face, 'admin.mail.retry', { messageId })).body.code as string
    const idOf = async (recipient: string) =>
      (await world.sql`SELECT id FROM mail_messages WHERE recipient = ${recipient}`)[0]!.id as string
    expect(await retry(await idOf(await mailTo('gina')))).toBe('conflict')
    expect(await retry(await failed(await mailTo('hanna'), '-1 second'))).toBe('conflict')
    const withoutContent = await failed(await mailTo('ida'))
    await world.sql`UPDATE mail_messages SET content_sealed = NULL WHERE id = ${withoutContent}`
    expect(await retry(withoutContent)).toBe('conflict')
    const stale = await failed(await mailTo('jane'))
    await world.sql`UPDATE mail_messages SET useful_until = now() - interval '1 second' WHERE id = ${stale}`
    expect(await retry(stale)).toBe('conflict')
    expect(await retry(NOBODYS_ID)).toBe('not_found')
  })

  test('of many who retry one mail at once, one does', async () => {
    const support = await staff('kim')
    const id = await failed(await mailTo('lena'))
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => support.via(face, 'admin.mail.retry', { messageId: id })),
    )
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(await world.sql`SELECT FROM audit_events WHERE target_id = ${id}`).toHaveLength(1)
  })

  test('A2 is there for nobody else; a decoy is nowhere', async () => {
    const somebody = world.as(await world.people.signedIn('mia'))
    expect((await somebody.via(face, 'admin.mail.list', {})).body.code).toBe('not_found')
    expect((await somebody.via(face, 'admin.mail.retry', { messageId: NOBODYS_ID })).body.code).toBe(
      'not_found',
    )
    await world.via(face, 'password.requestReset', { email: 'nobody-at-all@example.org' })
    const support = await staff('nora')
    const { body } = await support.via(face, 'admin.mail.list', { limit: 100 })
    for (const mail of body.items as Mail[]) expect(mail.recipient).not.toBe('')
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('a long list of mail', () => {
  const world = useWorld()

  test('is looked through by index: the newest, one address, and what failed among many', {
    timeout: 60_000,
  }, async () => {
    await world.sql`INSERT INTO mail_messages (id, recipient, template, created_at, sent_at, failed_at)
      SELECT gen_random_uuid(), 'p' || n % 5000 || '@example.org', 'verify_address', now(),
        CASE WHEN n % 10000 <> 0 THEN now() END, CASE WHEN n % 10000 = 0 THEN now() END
      FROM generate_series(1, 50000) n`
    await world.sql`ANALYZE mail_messages`
    for (const filters of [
      {},
      { status: 'failed' },
      { status: 'dropped' },
      { status: 'queued' },
      { status: 'sending' },
      { recipients: ['p7@example.org'] },
      { template: 'verify_address' },
    ] as const) {
      const query = findMails(world.platform.database.db, filters, { before: undefined, limit: 26 }).toSQL()
      const plan = await world.sql.unsafe(`EXPLAIN ${query.sql}`, query.params as string[])
      const text = plan.map((line) => line['QUERY PLAN']).join('\n')
      expect(text, JSON.stringify(filters)).not.toMatch(/Seq Scan on mail_messages/)
    }
  })
})
