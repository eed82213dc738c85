/** Vault roots: what HMAC keys are derived from, sealed with SECRET_KEY and apart from it. */
export {
  ensureVaultRoots,
  loadVaultRoots,
  replaceVaultRoot,
  watchVaultRoots,
} from './service.ts'
/** For sealing anew after a change of SECRET_KEY. */
export { sealedRoots } from './tables.ts'
