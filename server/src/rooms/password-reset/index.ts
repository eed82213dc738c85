/** Links that set a password. */
export { issueResetLink, mailResetLink } from './service.ts'
