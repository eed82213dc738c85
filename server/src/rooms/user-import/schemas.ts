import { z } from 'zod'

/** As many people one call brings along. */
export const MAX_ROWS = 5_000

/** What a row can be refused for. A name is a promise to whoever reads reports by program. */
const rowCodes = [
  'row.not_json',
  'row.unknown_field',
  'row.field_invalid',
  'row.email_invalid',
  'row.hash_unknown',
  'row.hash_out_of_bounds',
  'row.duplicate',
] as const
export type RowCode = (typeof rowCodes)[number]

export const ImportedRow = z
  .object({
    line: z.number().int().describe('Which line of the input it is, from 1 on.'),
    status: z
      .enum(['created', 'exists', 'invalid'])
      .describe('`exists`: an account has the address, or may go back to it. It was left as it is.'),
    userId: z.uuid().nullable().describe('The new account; null where none was made.'),
    code: z.enum(rowCodes).optional().describe('Why it was not taken.'),
    message: z.string().optional().describe('The same in words.'),
  })
  .meta({ id: 'ImportedRow', description: 'What became of one line of an import.' })
export type ImportedRow = z.infer<typeof ImportedRow>

export const ImportReport = z
  .object({
    dryRun: z.boolean(),
    created: z.number().int(),
    exists: z.number().int(),
    invalid: z.number().int(),
    items: z.array(ImportedRow).describe('One per line that is not empty, in their order.'),
  })
  .meta({ id: 'ImportReport', description: 'What became of an import.' })
export type ImportReport = z.infer<typeof ImportReport>
