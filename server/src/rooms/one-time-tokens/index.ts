/** One-time tokens: the secrets in emailed links. Kept by hash, good for one purpose, one address, one use. */
export { OneTimeToken } from './schemas.ts'
export {
  cleanUpOneTimeTokens,
  consumeToken,
  findLiveToken,
  issueToken,
  voidTokens,
} from './service.ts'
export type { Purpose } from './tables.ts'
