/** Identities: people's accounts at providers, and which providers are on. */
export {
  addIdentity,
  claimIdentity,
  noteIdentityUse,
  removeIdentities,
} from './service.ts'
export { deleteIdentity, hasIdentityOf, type IdentityRow, listIdentitiesOf } from './store.ts'
export {
  enabledProviders,
  listProviders,
  shownProviders,
  switchProvider,
} from './switches.ts'
/** For joins: other rooms read this table and never write it. */
/** For sealing anew after a change of SECRET_KEY. */
export { identities, sealedIdentities } from './tables.ts'
