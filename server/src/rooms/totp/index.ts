/** Authenticator apps: secrets, and codes that work once. */
export {
  acceptTotp,
  beginTotp,
  confirmTotp,
  judgePendingTotp,
  judgeTotp,
  removeTotp,
  totpConfirmedAt,
} from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { totpFactors } from './tables.ts'
