/** Signing keys: what access tokens are signed with, how they follow each other, and how one is withdrawn. */
export { loadSigningKeys, refreshRing, watchSigningKeys } from './loading.ts'
export {
  ensureSigningKeys,
  listSigningKeys,
  revokeSigningKey,
  rotateSigningKey,
  type SigningKeySummary,
} from './service.ts'
export { keyStates } from './states.ts'
/** For sealing anew after a change of SECRET_KEY. */
export { sealedSigningKeys } from './tables.ts'
