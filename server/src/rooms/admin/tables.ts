import { bigint, date, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

/** What is counted by day and is in no other table: refusals by a limit. Written by every node once a minute. */
export const dailyCounts = pgTable(
  'daily_counts',
  {
    /** By UTC. */
    day: date({ mode: 'string' }).notNull(),
    name: text().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.name] })],
)
