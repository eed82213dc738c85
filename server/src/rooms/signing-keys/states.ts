export const keyStates = ['next', 'active', 'retiring', 'retired', 'revoked'] as const
export type KeyState = (typeof keyStates)[number]

/** What a key's state is read from. */
export interface KeyTimes {
  kid: string
  activatesAt: Date
  retiresAt: Date | null
  revokedAt: Date | null
}

/** The state of each key at `now`, which is the database's time. See the docstring of the table. */
export function statesOf(keys: readonly KeyTimes[], now: Date): Map<string, KeyState> {
  const living = new Set(
    keys.filter((key) => key.revokedAt === null && (key.retiresAt === null || key.retiresAt > now)),
  )
  const active = [...living]
    .filter((key) => key.activatesAt <= now)
    .sort(byActivation)
    .at(-1)
  const stateOf = (key: KeyTimes): KeyState => {
    if (key.revokedAt !== null) return 'revoked'
    if (!living.has(key)) return 'retired'
    if (key.activatesAt > now) return 'next'
    return key === active ? 'active' : 'retiring'
  }
  return new Map(keys.map((key) => [key.kid, stateOf(key)]))
}

/**
 * When each key that signs or will sign is to leave the published set: `graceMs` after its successor has taken over,
 * by when the last token it signed has expired; the last in line, never. Keys that retire already keep their time.
 */
export function retirements(
  keys: readonly KeyTimes[],
  now: Date,
  graceMs: number,
): { kid: string; retiresAt: Date | null }[] {
  const states = statesOf(keys, now)
  const line = keys
    .filter((key) => states.get(key.kid) === 'active' || states.get(key.kid) === 'next')
    .sort(byActivation)
  return line.map((key, index) => {
    const successor = line[index + 1]
    return { kid: key.kid, retiresAt: successor ? new Date(successor.activatesAt.getTime() + graceMs) : null }
  })
}

/** Oldest first; of two that begin together the one with the lesser kid, so that all nodes agree. */
function byActivation(left: KeyTimes, right: KeyTimes): number {
  return left.activatesAt.getTime() - right.activatesAt.getTime() || (left.kid < right.kid ? -1 : 1)
}
