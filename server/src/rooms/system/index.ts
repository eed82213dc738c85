export type { ServerConfig } from './schemas.ts'
export { describeServer } from './service.ts'
