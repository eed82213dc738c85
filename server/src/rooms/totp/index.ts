/** Authenticator apps: secrets, and codes that work once. */
export { removeTotp } from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { totpFactors } from './tables.ts'
