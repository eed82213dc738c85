/** What the platform's staff do to keep somebody out. */
export { disable, enable, lockDown } from './service.ts'
