export { cleanUpIdempotencyKeys, runOnce } from './service.ts'
