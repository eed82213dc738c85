import type { Vault } from '../../platform/vault.ts'

/** A rendered mail. */
export interface MailContent {
  subject: string
  text: string
  html: string
}

const PURPOSE = 'mail'

/** Which row the content belongs to. Sealed with it, so that nobody with write access to the table can readdress it. */
interface Envelope {
  id: string
  recipient: string
}

export function sealContent(vault: Vault, envelope: Envelope, content: MailContent): Buffer {
  const { subject, text, html } = content
  const { id, recipient } = envelope
  return vault.seal(PURPOSE, Buffer.from(JSON.stringify({ id, recipient, subject, text, html })))
}

/** @throws {Error} when it was sealed for another row or recipient, or with a key that is gone. */
export function openContent(vault: Vault, envelope: Envelope, sealed: Uint8Array): MailContent {
  const { id, recipient, subject, text, html } = JSON.parse(vault.open(PURPOSE, sealed).toString('utf8'))
  if (id !== envelope.id || recipient !== envelope.recipient) throw new Error('content of another mail')
  return { subject, text, html }
}
