export { type Refreshed, refreshSession } from './refresh.ts'
export {
  type ActiveSession,
  authenticate,
  cleanUpSessions,
  createSession,
  endAllSessions,
  endSession,
  findBearerSession,
  findCallerSession,
  findRefreshSession,
  sessionIdOfRefreshToken,
} from './service.ts'
