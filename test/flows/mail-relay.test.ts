import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { createMailer, MailError, type Mailer, type OutgoingMail } from '../../server/src/platform/mailer.ts'
import { captureLog } from '../harness/log.ts'
import { startTcpProxy } from '../harness/tcp-proxy.ts'

interface Received {
  from: string
  to: string[]
  raw: string
  parsed: ParsedMail
}

const mail: OutgoingMail = {
  messageId: '<0198c5a0-0000-7000-8000-000000000000@id.gatehouse.test>',
  to: 'ada@example.org',
  subject: 'Bestätigen Sie Ihre Adresse, bitte',
  text: `Grüße\n.\nhttps://id.gatehouse.test/verify-email?token=vfy_${'a'.repeat(43)}\n`,
  html: '<p>Grüße <a href="https://id.gatehouse.test/">hier</a></p>',
}

const log = captureLog()
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

/** A relay on this machine that keeps what it takes, and a mailer that sends to it. */
async function relay(
  options: SMTPServerOptions = {},
  { host = '127.0.0.1', scheme = 'smtp', login = '', query = '' } = {},
) {
  const received: Received[] = []
  const commands: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('latin1')
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        const parsed = await simpleParser(Buffer.concat(chunks))
        received.push({ from, to: rcptTo.map(({ address }) => address), raw, parsed })
        done()
      })
    },
    onAuth(auth, _session, done) {
      commands.push(`AUTH ${auth.username}`)
      done(null, { user: auth.username ?? '' })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.server.address() as AddressInfo
  cleanUps.push(() => new Promise<void>((resolve) => server.close(resolve)))
  return { server, received, commands, port, mailer: mailerTo(`${scheme}://${login}${host}:${port}${query}`) }
}

function mailerTo(smtpUrl: string): Mailer {
  const mailer = createMailer({
    config: { mailFrom: 'Gatehouse <no-reply@gatehouse.test>' },
    smtpUrl,
    log: log.log,
  })
  cleanUps.unshift(() => mailer.close())
  return mailer
}

const failure = (sending: Promise<void>): Promise<MailError> =>
  sending.then(
    () => Promise.reject(new Error('it was sent')),
    (error: unknown) => {
      expect(error).toBeInstanceOf(MailError)
      return error as MailError
    },
  )

describe('a mail handed to the relay', () => {
  test('arrives with its texts, its subject, its sender and the Message-ID it was given', async () => {
    const { mailer, received } = await relay()
    await mailer.send(mail)
    await mailer.send(mail)
    expect(received).toHaveLength(2)
    for (const { parsed, from, raw } of received) {
      expect(from).toBe('no-reply@gatehouse.test')
      expect(parsed.messageId).toBe(mail.messageId)
      expect(parsed.subject).toBe(mail.subject)
      expect(parsed.text?.replace(/\r\n/g, '\n')).toBe(mail.text)
      expect(parsed.html).toBe(mail.html)
      expect(parsed.from?.value).toEqual([{ name: 'Gatehouse', address: 'no-reply@gatehouse.test' }])
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
      expect(raw).toMatch(/^Date: /m)
      expect(raw).not.toMatch(/nodemailer/i)
    }
  })

  test.each([
    'ada@example.org',
    'Ada.Lovelace@Example.ORG',
    "o'hara+tag={x}!#$%&*/?^_`|~-@sub.example.co.uk",
    'postmaster@xn--bcher-kva.example',
    `${'a'.repeat(64)}@${'b'.repeat(63)}.example`,
    '-rf@example.org',
    'ada%evil.example@example.org',
    'ada!evil@example.org',
  ])('goes to %s, byte for byte, and to nobody else', async (to) => {
    const { port, received } = await relay()
    const wire = await startTcpProxy({ host: '127.0.0.1', port })
    cleanUps.unshift(() => wire.close())
    let sent = ''
    wire.onClientBytes = (bytes) => {
      sent += bytes.toString('latin1')
      return true
    }
    await mailerTo(`smtp://127.0.0.1:${wire.port}`).send({ ...mail, to })
    expect(received).toHaveLength(1)
    // What the relay was told, not what it made of it: smtp-server decodes domains.
    expect([...sent.matchAll(/^RCPT TO:<(.*)>\r$/gm)].map(([, address]) => address)).toEqual([to])
  })

  test.each([
    ['a second recipient', 'ada@example.org, eve@evil.example'],
    ['a second recipient in a group', 'friends: ada@example.org, eve@evil.example;'],
    ['another recipient in a name', '"eve@evil.example" <ada@example.org>'],
    ['another recipient in a quoted local part', '"eve@evil.example x"@example.org'],
    ['another recipient behind a comment', 'ada@example.org (eve@evil.example)'],
    ['another recipient behind an encoded word', '=?utf-8?q?eve=40evil.example=3e?=@example.org'],
    ['a command', 'ada@example.org>\r\nRCPT TO:<eve@evil.example'],
    ['a domain literal', 'ada@[x@evil.example]'],
    ['a space', 'ada @example.org'],
    ['nobody', ''],
  ])('goes to nobody when the address would smuggle in %s', async (_what, to) => {
    const { mailer, received } = await relay()
    await mailer.send({ ...mail, to }).catch((error: unknown) => expect(error).toBeInstanceOf(MailError))
    for (const each of received) expect(each.to).toEqual([to])
    expect(received.flatMap((each) => each.to).join(' ')).not.toMatch(/(?<![^ ])eve@evil\.example(?![^ ])/)
  })

  test.each([
    ['a subject', { subject: 'Hello\r\nBcc: eve@evil.example' }],
    ['a subject with a bare line feed', { subject: 'Hello\nBcc: eve@evil.example' }],
    ['a Message-ID', { messageId: '<a@b>\r\nBcc: eve@evil.example' }],
  ])('is refused for good when %s holds another header', async (_what, changes) => {
    const { mailer, received } = await relay()
    expect(await failure(mailer.send({ ...mail, ...changes }))).toMatchObject({ isPermanent: true })
    expect(received).toEqual([])
  })

  test('reads no file and calls no address that its content names', async () => {
    const { mailer, received } = await relay()
    await mailer.send({ ...mail, html: '<img src="file:///etc/passwd"><img src="http://127.0.0.1:9/x">' })
    expect(received[0]?.parsed.attachments).toEqual([])
  })
})

describe('a mail that is not taken', () => {
  const answering = (code: number, text: string, at: 'onRcptTo' | 'onMailFrom') => ({
    [at]: (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
      done(Object.assign(new Error(text), { responseCode: code })),
  })

  test('is given up when the relay refuses its recipient for good, and the reason names no address', async () => {
    const { mailer } = await relay(answering(550, 'no such user <ada@example.org>', 'onRcptTo'))
    const error = await failure(mailer.send(mail))
    expect(error).toMatchObject({ isPermanent: true, responseCode: 550 })
    expect(error.message).toContain('550')
    expect(error.message).not.toContain('ada')
  })

  test('can be tried again when the relay says later', async () => {
    const { mailer } = await relay(answering(451, 'greylisted', 'onRcptTo'))
    expect(await failure(mailer.send(mail))).toMatchObject({ isPermanent: false, responseCode: 451 })
  })

  test('can be tried again when the relay refuses us, which is mended by an operator', async () => {
    const { mailer, received } = await relay(
      {
        onAuth: (_auth, _session, done) =>
          done(Object.assign(new Error('bad credentials'), { responseCode: 535 })),
      },
      { login: 'gatehouse:hunter2@' },
    )
    const error = await failure(mailer.send(mail))
    expect(error.isPermanent).toBe(false)
    expect(error.message).not.toContain('hunter2')
    expect(received).toEqual([])
  })

  test('can be tried again when nobody listens, and is sent once somebody does', async () => {
    const { server, port, mailer } = await relay()
    await new Promise<void>((resolve) => server.close(resolve))
    expect(await failure(mailer.send(mail))).toMatchObject({ isPermanent: false, responseCode: undefined })
    let taken = 0
    const later = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => void stream.on('end', () => done()).on('data', () => (taken += 1)),
    })
    await new Promise<void>((resolve) => later.listen(port, '127.0.0.1', resolve))
    cleanUps.push(() => new Promise<void>((resolve) => later.close(resolve)))
    await mailer.send(mail)
    expect(taken).toBeGreaterThan(0)
  })

  test('is waited for ten seconds at the most', async () => {
    const { mailer } = await relay({ onMailFrom: () => {} })
    const started = performance.now()
    expect(await failure(mailer.send(mail))).toMatchObject({ isPermanent: false })
    expect(performance.now() - started).toBeLessThan(14_000)
  })
})

describe('what travels to the relay', () => {
  test('credentials are sent to a relay on this machine', async () => {
    const { mailer, commands } = await relay({ allowInsecureAuth: true }, { login: 'gatehouse:hun%40ter2@' })
    await mailer.send(mail)
    expect(commands).toEqual(['AUTH gatehouse'])
  })

  test('credentials never leave the machine without TLS', async () => {
    const { mailer, commands, received } = await relay(
      { allowInsecureAuth: true },
      { host: '127.0.0.2', login: 'gatehouse:hunter2@' },
    )
    expect(await failure(mailer.send(mail))).toMatchObject({ isPermanent: false })
    expect([...commands, ...received]).toEqual([])
  })

  test.each([
    ['smtps', { secure: true, disabledCommands: [] }],
    ['smtp', { disabledCommands: [] }],
  ] as const)(
    'a certificate nobody vouches for is not taken (%s), unless the URL says so',
    async (scheme, options) => {
      const strict = await relay({ ...options, disabledCommands: [] }, { scheme })
      expect(await failure(strict.mailer.send(mail))).toMatchObject({ isPermanent: false })
      expect(strict.received).toEqual([])
      const lax = await relay(
        { ...options, disabledCommands: [] },
        { scheme, query: '?tls.rejectUnauthorized=false' },
      )
      await lax.mailer.send(mail)
      expect(lax.received).toHaveLength(1)
      expect(lax.received[0]?.raw).toMatch(/^Received|^Message-ID|^From/m)
    },
  )
})
