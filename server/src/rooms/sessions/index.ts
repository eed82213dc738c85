/** Sign-ins that last, and the check of access tokens. */
export { clearOrganization, setOrganization } from './organization-store.ts'
export { type Refreshed, refreshSession } from './refresh.ts'
export { Session } from './schemas.ts'
export {
  type ActiveSession,
  authenticate,
  bearerToken,
  cleanUpSessions,
  createImpersonation,
  createSession,
  endAllSessions,
  endImpersonationsBy,
  endSession,
  findBearerSession,
  findCallerSession,
  findRefreshSession,
  listSessionsOf,
  sessionIdOfRefreshToken,
} from './service.ts'
/** For joins and the export: other rooms read this table and never write it. */
export { sessions } from './tables.ts'
