import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail that the relay has taken, whether or not it could say so. */
export interface Delivered {
  messageId: string
  to: string
  text: string
  /** The token of the link in it. */
  token: string | undefined
}

/** An SMTP relay that asks for a password and remembers what it took. */
export interface Relay {
  port: number
  taken: Delivered[]
  /** Answers every recipient with 451, "try again later", while true. */
  isRefusing: boolean
  stop(): Promise<void>
}

export async function startRelay(credentials: { user: string; password: string }): Promise<Relay> {
  const relay: Relay = { port: 0, taken: [], isRefusing: false, stop: async () => {} }
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      const isRight = username === credentials.user && password === credentials.password
      done(isRight ? null : new Error('wrong credentials'), isRight ? { user: username } : undefined)
    },
    onRcptTo(_address, _session, done) {
      done(relay.isRefusing ? Object.assign(new Error('try again later'), { responseCode: 451 }) : null)
    },
    onData(stream, session, done) {
      simpleParser(stream).then(
        ({ messageId, text }) => {
          const to = session.envelope.rcptTo[0]?.address ?? ''
          const token = /[?&]token=([\w-]+)/.exec(text ?? '')?.[1]
          relay.taken.push({ messageId: messageId ?? '', to, text: text ?? '', token })
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  // A connection that is cut is what this is for.
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  relay.port = (listening.address() as AddressInfo).port
  relay.stop = () => new Promise((resolve) => server.close(() => resolve()))
  return relay
}
