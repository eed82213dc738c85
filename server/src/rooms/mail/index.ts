/** Mail: written to the outbox with the effect it tells of, sent afterwards by a worker. */
export type { MailContent } from './content.ts'
export { type LinkMail, type LinkMailStrings, linkMail } from './link-mail.tsx'
export { linkTo } from './links.ts'
export { queueNotice, writtenOrigin } from './notices.ts'
export type { WrittenOrigin } from './origin.ts'
export { createOutbox, type Outbox } from './outbox.ts'
export { findMailSummary, listMails, requeueMail } from './review.ts'
export { mailStatuses } from './review-store.ts'
export { harmlessName } from './rules.ts'
export {
  cleanUpMail,
  dropOldMail,
  eraseMailTo,
  mayMail,
  queueDecoy,
  queueMail,
  wasMailed,
} from './service.ts'
export { oldestQueuedAgeSeconds } from './store.ts'
/** For joins and the export: other rooms read this table and never write it. */
/** For sealing anew after a change of SECRET_KEY. */
export { mailMessages, sealedMail } from './tables.ts'
