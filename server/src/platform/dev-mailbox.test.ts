import { expect, test } from 'vitest'
import { createDevMailbox } from './dev-mailbox.ts'

const clock = { nowMs: () => 5_000, now: () => new Date(5_000), steadyMs: () => 5_000 }
const mail = {
  messageId: '<1@x>',
  to: 'ada@example.org',
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
}

test('the development mailbox keeps the newest 200 mails, newest first', async () => {
  const mailbox = createDevMailbox({ clock })
  expect(mailbox.list()).toEqual([])
  for (let index = 0; index < 205; index += 1) await mailbox.send({ ...mail, subject: `Hello ${index}` })
  const mails = mailbox.list()
  expect(mails).toHaveLength(200)
  expect(mails[0]).toEqual({
    id: expect.stringMatching(/^[\da-f-]{36}$/),
    to: mail.to,
    subject: 'Hello 204',
    text: mail.text,
    html: mail.html,
    sentAt: new Date(5_000),
  })
  expect(mails.at(-1)?.subject).toBe('Hello 5')
  expect(new Set(mails.map(({ id }) => id)).size).toBe(200)
})
