import type { Mailer } from './mailer.ts'

/** A mailer whose relay, or credentials at it, may be replaced. */
export interface RenewableMailer extends Mailer {
  /** Sends by that relay from now on, if it takes the credentials. @throws {Error} when not; the former one stays then. */
  renew(smtpUrl: string): Promise<void>
}

interface Making {
  smtpUrl: string
  make: (smtpUrl: string) => Mailer
  /** Rejects where a relay does not take the credentials. */
  greet: (smtpUrl: string) => Promise<void>
}

export function createRenewableMailer({ smtpUrl, make, greet }: Making): RenewableMailer {
  let present = counted(make(smtpUrl))
  let presentUrl = smtpUrl
  return {
    send: (mail) => present.send(mail),
    close: () => present.close(),
    async renew(wanted) {
      if (wanted === presentUrl) return
      await greet(wanted)
      const former = present
      present = counted(make(wanted))
      presentUrl = wanted
      // Closed now, it would give up what it is sending: a mail might go twice.
      void former.idle().then(() => former.close())
    },
  }
}

/** Knows when nothing is being sent. */
function counted(mailer: Mailer) {
  let underWay = 0
  let onIdle: (() => void) | undefined
  return {
    async send(mail: Parameters<Mailer['send']>[0]) {
      underWay += 1
      try {
        await mailer.send(mail)
      } finally {
        underWay -= 1
        if (underWay === 0) onIdle?.()
      }
    },
    close: () => mailer.close(),
    idle: () =>
      new Promise<void>((resolve) => {
        if (underWay === 0) resolve()
        else onIdle = resolve
      }),
  }
}
