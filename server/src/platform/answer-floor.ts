/** How many of the latest times of a kind of hash are remembered. */
const REMEMBERED = 60

/** Which of them counts, from the slowest on: one that met a busy machine by chance does not hold everybody up. */
const PASSED_OVER = 0.05

/** How much longer than that a refusal takes: what a machine under load adds to the next one. */
const MARGIN = 1.15
const MARGIN_MS = 2

/** No refusal is held longer than this, whatever was learned. */
const MOST_MS = 4_000

export interface AnswerFloor {
  /** The kinds of hashes that are stored now. What is known of others is forgotten. */
  expect(profiles: readonly string[]): void
  /** Whether a kind was never timed. */
  lacks(profile: string): boolean
  /** A hash of that kind took so long to compute. */
  learn(profile: string, ms: number): void
  /** How long the computing for a refusal takes at the least; zero while all hashes are of our own kind. */
  leastMs(): number
}

/**
 * How long the judging of a wrong password takes at the least, so that hashes from other systems, which take longer or
 * shorter than ours, do not show which addresses have an account (SECURITY N3). Learned from the times that the stored
 * kinds really take on this machine; ours is one of them, since unknown addresses are judged by it.
 */
export function createAnswerFloor(ownProfile: string): AnswerFloor {
  const times = new Map<string, number[]>([[ownProfile, []]])
  let leastMs = 0

  function settle(): void {
    const slowest = times.size > 1 ? Math.max(...[...times.values()].map(slowOf)) : 0
    leastMs = slowest === 0 ? 0 : Math.min(MOST_MS, slowest * MARGIN + MARGIN_MS)
  }

  return {
    expect(profiles) {
      const kept = new Set([ownProfile, ...profiles])
      for (const known of times.keys()) if (!kept.has(known)) times.delete(known)
      for (const profile of kept) if (!times.has(profile)) times.set(profile, [])
      settle()
    },
    lacks: (profile) => (times.get(profile)?.length ?? 0) === 0,
    learn(profile, ms) {
      times.set(profile, [...(times.get(profile) ?? []).slice(1 - REMEMBERED), ms])
      settle()
    },
    leastMs: () => leastMs,
  }
}

function slowOf(times: readonly number[]): number {
  const fromSlowest = times.toSorted((left, right) => right - left)
  return fromSlowest[Math.floor(times.length * PASSED_OVER)] ?? 0
}
