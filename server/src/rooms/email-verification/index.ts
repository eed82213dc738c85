/** Proof of an address. Sign-up enters here to send the links by which it is given. */
export { proveMailbox } from './prove.ts'
export { FINISH_TEMPLATE, mailFinishLink, mailVerificationLink } from './service.ts'
