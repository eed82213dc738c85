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
