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
/** For sealing anew after a change of SECRET_KEY. */
export { sealedTotp, totpFactors } from './tables.ts'
