export { type ImportedRow, type ImportReport, MAX_ROWS } from './schemas.ts'
export { importUsers } from './service.ts'
