/** Signing keys: what access tokens are signed with, how they follow each other, and how one is withdrawn. */
export { loadSigningKeys, watchSigningKeys } from './loading.ts'
export {
  ensureSigningKeys,
  listSigningKeys,
  revokeSigningKey,
  rotateSigningKey,
} from './service.ts'
