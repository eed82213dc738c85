/** Closing an account, and erasing it a week later. */
export { eraseDueAccounts, GRACE_DAYS } from './service.ts'
