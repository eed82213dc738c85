/** The audit log: what happened, written with its effect, hash-chained and never changed. */
export { type AuditAction, auditActions } from './actions.ts'
export { anchorAuditChains } from './anchors.ts'
export { erasePersonalDetails } from './erase.ts'
export { listEventsAbout, listOwnEvents } from './reading.ts'
export { AuditEvent } from './schemas.ts'
export { listEvents } from './search.ts'
export type { EventFilters } from './search-store.ts'
export { type AuditEntry, type AuditNeeds, recordAudit, recordAudits, systemContext } from './service.ts'
/** For counts: other rooms read this table and never write it. */
export { auditEvents, auditPersonal } from './tables.ts'
export { type Anchor, breakKinds, type ChainBreak, verifyAuditChain, verifyAuditSlice } from './verify.ts'
