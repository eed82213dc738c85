import { describe, expect, inject, test } from 'vitest'
import { type Person, type SignedInPerson, useWorld, type World } from '../../../../test/harness/index.ts'
import { minutes } from '../../kit/duration.ts'

const newPassword = 'seven-herons-over-a-lake'

const ask = (world: World, person: SignedInPerson, newEmail: string) =>
  world.as(person).rest('POST', '/me/email', { newEmail })
const confirm = (world: World, token: string) => world.rest('POST', '/me/email/confirm', { token })
const undo = (world: World, token: string) => world.rest('POST', '/me/email/undo', { token })
const login = (world: World, { email, password }: Pick<Person, 'email' | 'password'>) =>
  world.rest('POST', '/login', { email, password })
const at = (person: Person, email: string) => ({ ...person, email })

/** The link of a change that was asked for. */
async function linkFor(world: World, person: SignedInPerson, newEmail: string): Promise<string> {
  expect((await ask(world, person, newEmail)).status).toBe(202)
  return (await world.mailbox.lastTo(newEmail)).token!
}

/** Changes the address, and gives the way back that the address before was mailed. */
async function change(world: World, person: SignedInPerson, from: string, to: string): Promise<string> {
  expect((await confirm(world, await linkFor(world, person, to))).status).toBe(204)
  return (await world.mailbox.lastTo(from)).token!
}

const addressOf = async (world: World, { userId }: SignedInPerson) =>
  (await world.sql`SELECT email FROM users WHERE id = ${userId}`)[0]!.email

describe('account.requestEmailChange', () => {
  const world = useWorld()

  test('T11 mails the new address, and the old one stays until the link is used', async () => {
    const ada = await world.people.signedIn('ada')
    const answer = await ask(world, ada, 'Ada.New@Example.org')
    expect(answer).toMatchObject({ status: 202, body: { status: 'sent' } })
    const mail = await world.mailbox.lastTo('Ada.New@Example.org')
    expect(mail.text).toContain(`https://id.gatehouse.test/confirm-email?token=${mail.token}`)
    expect(mail.token).toMatch(/^chg_/)
    expect(await addressOf(world, ada)).toBe(ada.email)
    expect((await login(world, ada)).status).toBe(200)
    await expect(login(world, at(ada, 'ada.new@example.org'))).toFailWith('auth.invalid_credentials')
  })

  test('S8 asks for a fresh proof', async () => {
    const old = await world.people.signedIn('old')
    await world.clock.advance(minutes(5) + 1_000)
    await expect(ask(world, old, 'old-new@example.org')).toFailWith('auth.reauthentication_required')
    await expect(world.rest('POST', '/me/email', { newEmail: 'old-new@example.org' })).toFailWith(
      'auth.unauthenticated',
    )
  })

  test('N2 answers and records a taken address like a free one, and mails its owner only', async () => {
    const [bob, cleo] = [await world.people.signedIn('bob'), await world.people.verified('cleo')]
    const free = await ask(world, bob, 'bob-free@example.org')
    const taken = await ask(world, bob, 'CLEO@example.org')
    expect([taken.status, taken.text]).toEqual([free.status, free.text])
    expect((await world.mailbox.lastTo(cleo.email)).subject).toBe(
      'Your address is in use at Gatehouse already',
    )
    const log = await world.as(bob).rest<{ items: object[] }>('GET', '/me/security-log')
    const [last, before] = log.body.items as { action: string; outcome: string; details: object }[]
    expect(last).toMatchObject({ action: 'email.change_requested', outcome: 'success' })
    expect(last!.details).toEqual(before!.details)
    expect(before).toMatchObject({ action: 'email.change_requested', outcome: 'success' })
  })

  test('N2 a taken address voids the earlier link as a free one does', async () => {
    const dan = await world.people.signedIn('dan')
    const owner = await world.people.verified('dan-other')
    const earlier = await linkFor(world, dan, 'dan-new@example.org')
    await ask(world, dan, owner.email)
    await expect(confirm(world, earlier)).toFailWith('token.invalid')
    const replaced = await linkFor(world, dan, 'dan-new@example.org')
    await ask(world, dan, 'dan-newer@example.org')
    await expect(confirm(world, replaced)).toFailWith('token.invalid')
  })

  test('mails nobody twice over: three an hour for one mailbox, whoever asks', async () => {
    const people = [await world.people.signedIn('e1'), await world.people.signedIn('e2')]
    const { email } = await world.people.verified('erin')
    const before = (await world.mailbox.list(email)).length
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await ask(world, people[n % 2]!, email)).status)
    expect(statuses).toEqual([202, 202, 202, 429, 429, 429])
    expect(await world.mailbox.list(email)).toHaveLength(before + 3)
  })
})

describe('account.requestEmailChange with the limiter off', () => {
  const world = useWorld({ config: { rateLimits: false } })

  test('the owner of a taken address gets three mails an hour, and a disabled one none', async () => {
    const mallory = await world.people.signedIn('mallory')
    const [ada, bob] = [await world.people.verified('ada'), await world.people.verified('bob')]
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${bob.email}`
    const before = [
      (await world.mailbox.list(ada.email)).length,
      (await world.mailbox.list(bob.email)).length,
    ]
    for (let n = 0; n < 5; n++) {
      expect((await ask(world, mallory, ada.email)).status).toBe(202)
      expect((await ask(world, mallory, bob.email)).status).toBe(202)
    }
    expect(await world.mailbox.list(ada.email)).toHaveLength(before[0]! + 3)
    expect(await world.mailbox.list(bob.email)).toHaveLength(before[1]!)
  })
})

describe('account.confirmEmailChange', () => {
  const world = useWorld()

  test('T11 takes the new address into use, keeps sessions, and mails the way back to the old one', async () => {
    const ada = await world.people.signedIn('ada')
    const back = await change(world, ada, ada.email, 'ada-new@example.org')
    expect(back).toMatch(/^und_/)
    const { text } = await world.mailbox.lastTo(ada.email)
    expect(text).toContain(`https://id.gatehouse.test/undo-email-change?token=${back}`)
    // What, when, from which device and from where.
    expect(text).toMatch(/When: .+UTC\nDevice: .+\nFrom IP address: 10\.0\.\d+\.\d+/)
    const me = await world.as(ada).rest('GET', '/me')
    expect(me.body).toMatchObject({ email: 'ada-new@example.org', isVerified: true })
    expect((await login(world, at(ada, 'ada-new@example.org'))).status).toBe(200)
    await expect(login(world, ada)).toFailWith('auth.invalid_credentials')
    const [event] = await world.sql`SELECT actor_id, personal FROM audit_events
      JOIN audit_personal ON event_id = id WHERE action = 'email.changed'`
    expect(event).toMatchObject({
      actor_id: ada.userId,
      personal: { from: ada.email, to: 'ada-new@example.org' },
    })
  })

  test('T4 a link lives sixty minutes, to the second', async () => {
    const bob = await world.people.signedIn('bob')
    const token = await linkFor(world, bob, 'bob-new@example.org')
    const { expires_at: end } = (
      await world.sql`SELECT expires_at FROM one_time_tokens
      WHERE user_id = ${bob.userId} AND purpose = 'email_change'`
    )[0]!
    await world.clock.advance(end.getTime() - world.clock.nowMs() + 10)
    await expect(confirm(world, token)).toFailWith('token.invalid')
    const { created_at: begun } = (
      await world.sql`SELECT created_at FROM one_time_tokens
      WHERE user_id = ${bob.userId} AND purpose = 'email_change'`
    )[0]!
    expect(end.getTime() - begun.getTime()).toBe(minutes(60))
    const again = await world.people.signInAgain(bob)
    const next = await linkFor(world, again, 'bob-new@example.org')
    await world.clock.advance(minutes(60) - 5_000)
    expect((await confirm(world, next)).status).toBe(204)
  })

  test('T11 checks again: an address taken meanwhile is refused, and nothing has changed', async () => {
    const cleo = await world.people.signedIn('cleo')
    const token = await linkFor(world, cleo, 'wanted@example.org')
    await world.people.verified('wanted')
    await expect(confirm(world, token)).toFailWith('token.invalid')
    expect(await addressOf(world, cleo)).toBe(cleo.email)
    expect((await login(world, cleo)).status).toBe(200)
  })

  test('T5 voids every other link that was out', async () => {
    const dora = await world.people.signedIn('dora')
    const token = await linkFor(world, dora, 'dora-new@example.org')
    await world.rest('POST', '/password-reset/request', { email: dora.email })
    const reset = await world.mailbox.lastToken('rst_')
    await confirm(world, token)
    await expect(world.rest('POST', '/password-reset/confirm', { token: reset, newPassword })).toFailWith(
      'token.invalid',
    )
  })

  test('T2 takes no link of another purpose, and its own opens nothing else', async () => {
    const erin = await world.people.signedIn('erin')
    const back = await change(world, erin, erin.email, 'erin-new@example.org')
    await world.rest('POST', '/password-reset/request', { email: 'erin-new@example.org' })
    const reset = await world.mailbox.lastToken('rst_')
    for (const token of [back, reset]) await expect(confirm(world, token)).toFailWith('token.invalid')
    const change2 = await linkFor(world, erin, 'erin-newer@example.org')
    for (const token of [change2, reset]) await expect(undo(world, token)).toFailWith('token.invalid')
    for (const token of [change2, back]) {
      await expect(world.rest('POST', '/verify-email', { token })).toFailWith('token.invalid')
      await expect(world.rest('POST', '/password-reset/confirm', { token, newPassword })).toFailWith(
        'token.invalid',
      )
    }
    expect((await confirm(world, change2)).status).toBe(204)
  })

  test('does not open or change a disabled account', async () => {
    const fay = await world.people.signedIn('fay')
    const token = await linkFor(world, fay, 'fay-new@example.org')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE id = ${fay.userId}`
    await expect(confirm(world, token)).toFailWith('token.invalid')
    expect(await addressOf(world, fay)).toBe(fay.email)
  })

  test('E2 the same address written otherwise changes how it is shown, and mails no way back', async () => {
    const gwen = await world.people.signedIn('gwen')
    const token = await linkFor(world, gwen, 'Gwen@example.org')
    expect((await confirm(world, token)).status).toBe(204)
    expect(await addressOf(world, gwen)).toBe('Gwen@example.org')
    expect(await world.sql`SELECT 1 FROM email_change_undos WHERE user_id = ${gwen.userId}`).toHaveLength(0)
    expect((await login(world, gwen)).status).toBe(200)
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('changes of address at once', () => {
  const world = useWorld()

  /** Some of many at once may find no connection: they have had no effect. */
  const expectOneWinner = (statuses: number[]) => {
    expect(statuses.filter((status) => status === 204)).toHaveLength(1)
    for (const status of statuses) expect([204, 400, 503]).toContain(status)
  }

  test('T3 twenty uses of one link have one winner, and of one way back too', async () => {
    const ada = await world.people.signedIn('ada')
    const token = await linkFor(world, ada, 'ada-new@example.org')
    const uses = await Promise.all(Array.from({ length: 20 }, () => confirm(world, token)))
    expectOneWinner(uses.map(({ status }) => status))
    const back = (await world.mailbox.lastTo(ada.email)).token!
    const undos = await Promise.all(Array.from({ length: 20 }, () => undo(world, back)))
    expectOneWinner(undos.map(({ status }) => status))
    expect(
      await world.sql`SELECT 1 FROM audit_events WHERE action LIKE 'email.change%'
      AND action <> 'email.change_requested'`,
    ).toHaveLength(2)
  })

  test('T11 of two accounts that race for one address, one gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const pair = [
        await world.people.signedIn(`racer-${round}-1`),
        await world.people.signedIn(`racer-${round}-2`),
      ]
      const wanted = `prize-${round}@example.org`
      const tokens: string[] = []
      for (const person of pair) tokens.push(await linkFor(world, person, wanted))
      const answers = await Promise.all(tokens.map((token) => confirm(world, token)))
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 400])
      expect(await world.sql`SELECT 1 FROM users WHERE email_canonical = ${wanted}`).toHaveLength(1)
    }
  })

  test('T11 an address that is just being left is not to be had by who waits for it', async () => {
    const owner = await world.people.signedIn('leaver')
    const token = await linkFor(world, owner, 'left-for@example.org')
    const { email, password } = owner
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    let underWay: ReturnType<typeof confirm>[] = []
    // The change has left the address and cannot commit yet: the log, which comes last, is held.
    await world.sql.begin(async (tx) => {
      await tx`SELECT 1 FROM audit_chains FOR UPDATE`
      underWay = [confirm(world, token)]
      await pause(200)
      underWay.push(world.rest('POST', '/register', { email, password, displayName: 'Stranger' }))
      await pause(400)
    })
    const [left, signUp] = await Promise.all(underWay)
    expect([left!.status, signUp!.status]).toEqual([204, 202])
    expect(await world.sql`SELECT 1 FROM users WHERE email_canonical = ${email}`).toHaveLength(0)
  })
})
