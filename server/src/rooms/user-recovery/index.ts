/** What the platform's staff do to help people back into their accounts. */
export { carryOutDueMfaResets, removeSecondFactors } from './mfa-reset.ts'
export { requirePasswordReset, revokeSessions, unlock, verifyAddress } from './service.ts'
