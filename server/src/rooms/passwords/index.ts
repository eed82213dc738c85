export type { AttemptState } from './attempts.ts'
export { refreshHashKinds, watchHashKinds } from './hash-kinds.ts'
export { MAX_PASSWORD_LENGTH, passwordPolicyErrors } from './rules.ts'
export { NewPassword, PresentedPassword } from './schemas.ts'
export {
  attemptsAt,
  checkNewPassword,
  cleanUpUnknownSignIns,
  createCredentials,
  demandNewPassword,
  distrustOtherPassword,
  dropPassword,
  forgetFailures,
  getCredentials,
  type Judgement,
  judgePassword,
  rehashIfWeak,
  setPassword,
  settleRightPassword,
} from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { credentials } from './tables.ts'
