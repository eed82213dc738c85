/** Identities: people's accounts at providers. */
export { removeIdentities } from './service.ts'
/** For joins: other rooms read this table and never write it. */
export { identities } from './tables.ts'
