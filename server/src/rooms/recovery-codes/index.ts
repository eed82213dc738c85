/** Recovery codes: ten, each good once. */
export {
  acceptRecoveryCode,
  judgeRecoveryCode,
  recoveryCodesLeft,
  removeRecoveryCodes,
  replaceRecoveryCodes,
} from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { recoveryCodes } from './tables.ts'
