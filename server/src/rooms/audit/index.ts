/** The audit log: what happened, written with its effect, hash-chained and never changed. */
export { type AuditAction, auditActions } from './actions.ts'
export { anchorAuditChains } from './anchors.ts'
export { erasePersonalDetails } from './erase.ts'
export { listOwnEvents } from './reading.ts'
export { AuditEvent } from './schemas.ts'
export { type AuditEntry, type AuditNeeds, recordAudit, systemContext } from './service.ts'
export { type Anchor, verifyAuditChain } from './verify.ts'
