/** Moving to another address, and the way back. */
export { mailUndo } from './service.ts'
