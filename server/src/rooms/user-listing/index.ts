/** People's accounts as the platform's staff see them. */
export { AdminUserDetails } from './schemas.ts'
export { getAdminUser } from './service.ts'
