import type { Mailer } from './mailer.ts'
import type { Tracing } from './tracing.ts'

/** A span for every mail that is handed to the relay, without a word of who gets it or what it says. */
export const traceMails = (mailer: Mailer, tracing: Tracing): Mailer =>
  tracing.isOn
    ? {
        send: (mail) => tracing.around({ kind: 'mail', name: 'mail.send' }, () => mailer.send(mail)),
        close: () => mailer.close(),
      }
    : mailer
