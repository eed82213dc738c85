export { MAX_PASSWORD_LENGTH, passwordPolicyErrors } from './rules.ts'
export { NewPassword, PresentedPassword } from './schemas.ts'
export {
  checkNewPassword,
  cleanUpUnknownSignIns,
  createCredentials,
  distrustOtherPassword,
  getCredentials,
  type Judgement,
  judgePassword,
  rehashIfWeak,
  setPassword,
  settleRightPassword,
} from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { credentials } from './tables.ts'
