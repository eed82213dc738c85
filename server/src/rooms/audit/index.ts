/** The audit log: what happened, written with its effect, hash-chained and never changed. */
export { type AuditAction, auditActions } from './actions.ts'
export { type AuditEntry, type AuditNeeds, recordAudit, systemContext } from './service.ts'
