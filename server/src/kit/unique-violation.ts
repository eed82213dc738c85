/** Whether a database refused a row as a second one of what must be unique: SQLSTATE 23505, on the error or its causes. */
export function isUniqueViolation(error: unknown): boolean {
  for (let at = error as { code?: unknown; cause?: unknown } | undefined; at; ) {
    if (at.code === '23505') return true
    at = at.cause as typeof at
  }
  return false
}
