/** API keys: credentials of programs, read anew at each use. */
export { newApiKey } from './rules.ts'
export {
  type ActiveKey,
  examineKey,
  findActiveKey,
  presentedKey,
  revokeAllKeys,
  revokeOrganizationKeys,
} from './service.ts'
export { isLiveKey } from './store.ts'
/** For joins and the export: other rooms read this table; api-key-management writes it. */
export { apiKeys } from './tables.ts'
