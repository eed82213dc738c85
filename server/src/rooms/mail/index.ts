/** Mail: written to the outbox with the effect it tells of, sent afterwards by a worker. */
export type { MailContent } from './content.ts'
export { Button, composeMail, Heading, Paragraph } from './layout.tsx'
export { linkTo } from './links.ts'
export { type NoticeOrigin, queueNotice } from './notices.ts'
export { createOutbox, type Outbox } from './outbox.ts'
export { harmlessName } from './rules.ts'
export { cleanUpMail, type MailOrder, mayMail, queueDecoy, queueMail } from './service.ts'
export { type NoticeKind, shared as sharedMailStrings } from './strings.ts'
