/** Social sign-in. The housekeeping round enters here. */
export { cleanUpOauthFlows } from './authorize.ts'
