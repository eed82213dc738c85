import { createHash, type Hash } from 'node:crypto'
import { z } from 'zod'

/** Told from what it is not by the first line. A reader refuses a number it does not know. */
const FORMAT = 1

/**
 * A backup is gzip over lines of JSON: the heading, then for each table a line that names it and a line for each of its
 * rows, and at the end the manifest. A row is an array of the texts Postgres gives for its columns, null for NULL: what
 * goes out as text comes in again as the same value, on any version of Postgres.
 */
export const Heading = z.strictObject({ gatehouse: z.literal('backup'), format: z.literal(FORMAT) })
export const heading: z.infer<typeof Heading> = { gatehouse: 'backup', format: FORMAT }

export const TableLine = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) })

const Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** What a backup holds, told at its end: a file without it was cut off. No key and no secret is in it. */
export const Manifest = z.strictObject({
  /** The version and commit that wrote it. */
  version: z.string(),
  commit: z.string(),
  /** The moment of the snapshot, by the database's clock. */
  at: z.iso.datetime(),
  /** The major version of Postgres it was read from. */
  postgres: z.number().int(),
  /** Names of the migrations that had run, in order: the version of the schema. */
  migrations: z.array(z.string()).min(1),
  tables: z.record(z.string(), z.strictObject({ rows: z.number().int(), checksum: Hex })),
  /** The head of each chain of the audit log: what a restored log is held against. */
  auditHeads: z.array(z.strictObject({ chain: z.string(), position: z.number().int(), hash: Hex })),
  /** SHA-256 of every line before this one. */
  sha256: Hex,
})
export type Manifest = z.infer<typeof Manifest>

export type TableTotals = Manifest['tables'][string]

const WIDTH = 1n << 256n

/**
 * Counts the rows of a table and sums their hashes up, so that the order they come in does not matter: two databases
 * need not agree on it. Finds what was lost, doubled or changed by accident; against intent there is the audit chain.
 */
export class Tally {
  #rows = 0
  #sum = 0n

  add(row: string): void {
    this.#rows += 1
    this.#sum += BigInt(`0x${createHash('sha256').update(row).digest('hex')}`)
  }

  get totals(): TableTotals {
    return { rows: this.#rows, checksum: (this.#sum % WIDTH).toString(16).padStart(64, '0') }
  }
}

/** SHA-256 over lines as they are written and read. */
export class LineHash {
  readonly #hash: Hash = createHash('sha256')

  add(line: string): void {
    this.#hash.update(line).update('\n')
  }

  get hex(): string {
    return this.#hash.copy().digest('hex')
  }
}

/** Every row of it that differs between a backup and a database, in words. */
export function differences(
  expected: Manifest['tables'],
  found: Readonly<Record<string, TableTotals>>,
): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort().flatMap((name) => {
    const [wanted, there] = [expected[name], found[name]]
    if (!wanted) return [`${name} is not in the backup`]
    if (!there) return [`${name} is missing`]
    if (wanted.rows !== there.rows) return [`${name} has ${there.rows} rows instead of ${wanted.rows}`]
    return wanted.checksum === there.checksum ? [] : [`${name} has other rows than the backup`]
  })
}
