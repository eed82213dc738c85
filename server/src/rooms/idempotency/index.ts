export { cleanUpIdempotencyKeys, type Outcome, runOnce } from './service.ts'
