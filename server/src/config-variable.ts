import type { Format } from './config-formats.ts'

/** One environment variable: how it is read, what it is when unset, and what the manual says of it. */
export interface Variable {
  format: Format<unknown>
  /** Text as it would be written; undefined when unset means something else, said by `unset`. */
  default?: string
  /** What being unset means, for the manual. */
  unset?: string
  /** Never printed, and may come from a file named by `<NAME>_FILE`. */
  secret?: true
  help: string
}

/** Keeps the exact type, so that what is read knows which variables have a default. */
export const define = <const Exact extends Variable>(variable: Exact): Exact => variable
