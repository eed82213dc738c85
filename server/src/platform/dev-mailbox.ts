import { randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Mailer } from './mailer.ts'

/** A mail as /dev/mailbox.json shows it. */
export interface DevMail {
  id: string
  to: string
  subject: string
  text: string
  html: string
  sentAt: Date
}

export interface DevMailbox extends Mailer {
  /** The mails kept, newest first. */
  list(): readonly DevMail[]
}

const CAPACITY = 200

/**
 * Takes mail where there is no relay to send it to, and keeps the newest 200 in memory for whoever tries things out.
 * Links in it open accounts: it is never used in production.
 */
export function createDevMailbox({ clock }: { clock: Clock }): DevMailbox {
  const mails: DevMail[] = []
  return {
    async send({ to, subject, text, html }) {
      mails.unshift({ id: randomUUID(), to, subject, text, html, sentAt: clock.now() })
      mails.length = Math.min(mails.length, CAPACITY)
    },
    list: () => mails,
    async close() {},
  }
}
