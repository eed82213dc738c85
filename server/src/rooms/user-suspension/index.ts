/** What the platform's staff do to keep somebody out. */
export { closeByStaff, disable, enable, lockDown } from './service.ts'
