/** One-time tokens: the secrets in emailed links. Kept by hash, good for one purpose, one address, one use. */
export {
  beginMailedSignIn,
  consumeMailedSignIn,
  findMailedSignIn,
  judgeMailedCode,
} from './mailed-sign-ins.ts'
export type { MailedSignIn } from './mailed-store.ts'
export { OneTimeToken } from './schemas.ts'
export {
  cleanUpOneTimeTokens,
  consumeToken,
  findLiveToken,
  issueToken,
  voidTokens,
} from './service.ts'
/** For joins and the export: other rooms read these tables and never write them. */
export { oneTimeTokens, type Purpose, passwordlessFlows } from './tables.ts'
