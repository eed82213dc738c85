import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import type { Log } from './log.ts'

/** A mail as the outbox hands it over: rendered, with the Message-ID it keeps through every retry. */
export interface OutgoingMail {
  messageId: string
  to: string
  subject: string
  text: string
  html: string
}

export interface Mailer {
  /** Hands the mail to the relay. Resolves when it was accepted; rejects with a `MailError` otherwise. */
  send(mail: OutgoingMail): Promise<void>
  close(): Promise<void>
}

/** Why a mail was not accepted, in words without the address. */
export class MailError extends Error {
  override readonly name = 'MailError'
  /** Whether this mail will never be accepted, however often it is tried: the relay refused it for good (RFC 5321 section 4.2.1). */
  readonly isPermanent: boolean
  /** The relay's reply code; undefined when it never came to one. */
  readonly responseCode: number | undefined

  constructor(message: string, isPermanent: boolean, responseCode?: number) {
    super(message)
    this.isPermanent = isPermanent
    this.responseCode = responseCode
  }
}

/** No step of a delivery waits longer, in ms. */
const CONNECT_TIMEOUT_MS = 5_000
const SILENCE_TIMEOUT_MS = 10_000
const MAX_CONNECTIONS = 5

const MESSAGE_ID = /^<[!-;=?-~]+@[!-;=?-~]+>$/
/** Addresses in a relay's reply; it goes into logs and tables. */
const ADDRESS = /[^\s<>:;,]+@[^\s<>:;,]+/g

/** Connects to a relay and shows the credentials, without sending anything. @throws {Error} in the relay's words. */
export async function greetRelay(smtpUrl: string): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    ...(carriesCredentials(smtpUrl) && { requireTLS: true }),
  })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

/**
 * Sends through an SMTP relay, over a few connections that are kept for a while. `smtps://` is TLS from the first byte;
 * with `smtp://` TLS is used when the relay offers it, and demanded when there are credentials to protect, unless the
 * relay is on this machine.
 */
export function createMailer({
  config,
  smtpUrl,
  log,
}: {
  config: Pick<Config, 'mailFrom'>
  smtpUrl: string
  log: Log
}): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxRequeues: 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    idleTimeout: 30_000,
    ...(carriesCredentials(smtpUrl) && { requireTLS: true }),
    // The content is text we rendered: nothing in it may make the library read a file or call a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // A connection that breaks while idle belongs to no mail, and must not end the process.
  transport.on('error', (error) =>
    log.warn({ reason: reasonOf(error) }, 'a connection to the mail relay broke'),
  )
  transport.use('stream', (mail, done) => {
    try {
      const { to } = mail.data.envelope as { to: { address: string } }
      addressExactly(mail.message.getEnvelope(), to.address)
      done()
    } catch (error) {
      done(error as Error)
    }
  })

  return {
    async send(mail) {
      assertPlain(mail)
      try {
        await transport.sendMail({
          from: config.mailFrom,
          to: { name: '', address: mail.to },
          // Given apart, so that no header is parsed to find out who gets the mail.
          envelope: { from: config.mailFrom, to: { name: '', address: mail.to } },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          // RFC 3834 section 5: nobody's out-of-office reply comes back.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw asMailError(error)
      }
    },
    async close() {
      transport.close()
    },
  }
}

function carriesCredentials(smtpUrl: string): boolean {
  const { username, hostname } = new URL(smtpUrl)
  return username !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

/** What is put into headers is one line each (X2). The outbox sees to it already; here it is certain. */
function assertPlain({ messageId, to, subject }: OutgoingMail): void {
  if (!MESSAGE_ID.test(messageId)) throw new MailError('the Message-ID is malformed', true)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  if (/[\u0000-\u001f\u007f]/.test(subject + to))
    throw new MailError('a header would have more than one line', true)
}

/**
 * Makes the library's reading of the recipient ours, byte for byte (SECURITY E3): it may have lowered the case of the
 * domain, which changes nothing. If it read anything else, the mail would go to somebody else and does not go at all.
 */
function addressExactly(envelope: { to?: unknown }, address: string): void {
  const [read, ...others] = Array.isArray(envelope.to) ? (envelope.to as unknown[]) : []
  const domainAt = address.lastIndexOf('@') + 1
  const lowered = address.slice(0, domainAt) + address.slice(domainAt).toLowerCase()
  if (others.length > 0 || (read !== address && read !== lowered)) {
    throw new MailError('the mail library reads the address differently', true)
  }
  envelope.to = [address]
}

function asMailError(error: unknown): MailError {
  if (error instanceof MailError) return error
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown }
  const replied = typeof responseCode === 'number' ? responseCode : undefined
  // A 5xx to our credentials or greeting is about the configuration: the mail itself can go once that is mended.
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return new MailError(reasonOf(error), isAboutMail && replied !== undefined && replied >= 500, replied)
}

function reasonOf(error: unknown): string {
  const { code, response, message } = error as { code?: string; response?: string; message?: string }
  return `${code ?? 'error'}: ${response ?? message ?? ''}`
    .replace(ADDRESS, '[address]')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
}
