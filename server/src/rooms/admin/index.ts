/** What the platform's staff may see and change; and the counts of a day that are in no other table. */
export { createDailyCounter, type DailyCounter, RATE_LIMITED } from './daily-counts.ts'
