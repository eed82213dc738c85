/** Passkeys: the WebAuthn credentials of people. */
export { removePasskeys } from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { passkeys } from './tables.ts'
