/** API keys: credentials of programs, read anew at each use. */
export { newApiKey } from './rules.ts'
export { type ActiveKey, findActiveKey, presentedKey, revokeAllKeys } from './service.ts'
export { isLiveKey } from './store.ts'
/** For joins and the export: other rooms read this table; api-key-management writes it. */
export { apiKeys } from './tables.ts'
