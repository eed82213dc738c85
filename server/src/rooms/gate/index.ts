export { lockCaller } from './caller.ts'
export {
  BROWSER_COOKIE_SECONDS,
  browserOf,
  type Challenge,
  challengeOwner,
  cleanUpChallenges,
  consumeChallenge,
  getChallenge,
  judgeFactor,
  voidChallenges,
} from './challenges.ts'
export {
  Delivery,
  DeviceToken,
  MfaMethod,
  MfaRequired,
  SignedIn,
  SignInResult,
  signInErrors,
} from './schemas.ts'
export { type Admission, admit, answer, toRefreshed, toResult } from './service.ts'
export { forgetMfaFailures, lockAccount, readMfaPause, readStanding } from './store.ts'
/** For joins and the export: other rooms read this table and never write it. */
/** For sealing anew after a change of SECRET_KEY. */
export { mfaAttempts, sealedChallenges } from './tables.ts'
export { removeWayIn } from './ways-in.ts'
