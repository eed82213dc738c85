import type { Case } from './cases.ts'

/** Reading everything that is held about a person. */
export const exportCases: Record<string, Case> = {
  'account.export': {
    good: async (world, name) => ({ input: {}, headers: (await world.people.signedIn(name)).headers }),
    bad: [],
  },
}
