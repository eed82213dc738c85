export { type Refreshed, refreshSession } from './refresh.ts'
export { Session } from './schemas.ts'
export {
  type ActiveSession,
  authenticate,
  type CreatedSession,
  cleanUpSessions,
  createSession,
  endAllSessions,
  endSession,
  findBearerSession,
  findRefreshSession,
  sessionIdOfRefreshToken,
} from './service.ts'
