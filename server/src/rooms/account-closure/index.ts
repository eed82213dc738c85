/** Closing an account, and erasing it a week later. */
export { eraseDueAccounts } from './service.ts'
