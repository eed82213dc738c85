import { MailError, type Mailer } from './mailer.ts'
import type { Metrics } from './metrics.ts'

/** A mailer that counts, and knows whether the relay answered the last time it was asked. */
export interface CountedMailer extends Mailer {
  /** Undefined while nothing has been sent. */
  answers(): boolean | undefined
}

/** Counts every attempt: `refused` for good by the relay, or `failed` and to be tried again. */
export function countMails(mailer: Mailer, metrics: Pick<Metrics, 'mailTried'>): CountedMailer {
  let answers: boolean | undefined
  return {
    async send(mail) {
      try {
        await mailer.send(mail)
      } catch (error) {
        const { isPermanent, responseCode } = error instanceof MailError ? error : {}
        // A relay that says no is there.
        answers = responseCode !== undefined
        metrics.mailTried(isPermanent ? 'refused' : 'failed')
        throw error
      }
      answers = true
      metrics.mailTried('sent')
    },
    close: () => mailer.close(),
    answers: () => answers,
  }
}
