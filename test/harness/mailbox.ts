import type { Mailer, OutgoingMail } from '../../server/src/platform/mailer.ts'

export interface Mail extends OutgoingMail {
  /** The token in the first link of the text; undefined when there is no link with one. */
  token: string | undefined
}

/** Everything the world's platform has sent, to anyone. Looking first sends what is due. */
export interface Mailbox {
  /** All mails, newest first; those to one address when it is given. */
  list(to?: string): Promise<Mail[]>
  /** The newest mail to an address. @throws {Error} when there is none. */
  lastTo(email: string): Promise<Mail>
  /** The token of the newest mail that has one, of that prefix if given. @throws {Error} when there is none. */
  lastToken(prefix?: string): Promise<string>
}

/** The relay of a world: it takes every mail, remembers it, and can be told to be down. */
export interface CapturingMailer extends Mailer {
  readonly taken: Mail[]
  isDown: boolean
}

export function createCapturingMailer(): CapturingMailer {
  const taken: Mail[] = []
  return {
    taken,
    isDown: false,
    async send(mail) {
      if (this.isDown) throw new Error('the relay is down')
      taken.unshift({ ...mail, token: /[?&]token=([\w-]+)/.exec(mail.text)?.[1] })
    },
    async close() {},
  }
}

export function createMailbox(mailer: CapturingMailer, drain: () => Promise<unknown>): Mailbox {
  async function list(to?: string): Promise<Mail[]> {
    await drain()
    return mailer.taken.filter((mail) => to === undefined || mail.to === to)
  }
  return {
    list,
    async lastTo(email) {
      const [mail] = await list(email)
      if (!mail) throw new Error(`no mail was sent to ${email}`)
      return mail
    },
    async lastToken(prefix = '') {
      const mail = (await list()).find(({ token }) => token?.startsWith(prefix))
      if (mail?.token === undefined) throw new Error(`no mail with a token ${prefix}… was sent`)
      return mail.token
    },
  }
}
