/**
 * Does the work and answers no sooner than `leastMs` after it began, however soon it was done. For what must take the
 * same time for known and unknown addresses: equal work leaves tenths of a millisecond, which a patient caller can
 * measure; this leaves none while the work stays below the floor. The floor is one timer, set before the work begins,
 * so that nothing of the work's own time shows in it. It adds to no difference when the work takes longer.
 */
export async function noSoonerThan<Result>(leastMs: number, work: () => Promise<Result>): Promise<Result> {
  const floor = new Promise((resolve) => setTimeout(resolve, leastMs))
  try {
    return await work()
  } finally {
    await floor
  }
}
