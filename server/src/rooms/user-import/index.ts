export { exportUsers } from './export.ts'
export type { ImportedRow, ImportReport } from './schemas.ts'
export { importUsers } from './service.ts'
