/** Social sign-in. The housekeeping round enters here. */
export { cleanUpOauthFlows } from './authorize.ts'
/** For sealing anew after a change of SECRET_KEY. */
export { sealedFlows } from './tables.ts'
