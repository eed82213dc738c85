/** The platform's staff: whom of the people they may act on, and that an administrator stays. */
export { demandAnotherAdmin, demandPermission, demandSecondFactor, demandSomebodyElse } from './demands.ts'
export { type ActNeeds, actOn, asStaff } from './service.ts'
/** For joins and the export; user-recovery writes it. */
export { mfaResets } from './tables.ts'
