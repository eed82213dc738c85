/** What an operator does at the command line with people's accounts. */
export { grantAdmin, resetMfaNow, unlockAccount } from './operator.ts'
