import type { Case } from './cases.ts'

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const REASON = 'Ticket 4711: sees no invoices'

/** Acting as somebody, and bringing people along; see `cases`. */
export const actingCases: Record<string, Case> = {
  'admin.impersonation.start': {
    good: async (world, name) => {
      const { headers } = await world.people.staff(`${name}-staff`, 'admin')
      const { userId } = await world.people.signedIn(name)
      return { input: { userId, reason: REASON }, headers }
    },
    bad: [
      [{ userId: NOBODYS_ID, reason: REASON }, 'not_found'],
      [{ userId: 'no-id', reason: REASON }, 'request.invalid'],
      [{ userId: NOBODYS_ID, reason: 'too short' }, 'request.invalid'],
      [{ userId: NOBODYS_ID, reason: 'x'.repeat(501) }, 'request.invalid'],
    ],
  },
  'admin.impersonation.stop': {
    good: async (world, name) => {
      const { headers } = await world.people.staff(`${name}-staff`, 'admin')
      const { userId } = await world.people.signedIn(name)
      const begun = await world.rest(
        'POST',
        `/admin/users/${userId}/impersonate`,
        { reason: REASON },
        headers,
      )
      return { input: {}, headers: { authorization: `Bearer ${String(begun.body.accessToken)}` } }
    },
    bad: [[{}, 'not_found']],
  },
  'admin.users.import': {
    good: async (world, name) => {
      const { headers } = await world.people.staff(`${name}-staff`, 'admin')
      const rows = ['first', 'second'].map((which) => ({
        email: `${name}-${which}@example.org`,
        displayName: 'Ada',
        isVerified: true,
      }))
      return { input: { ndjson: rows.map((row) => JSON.stringify(row)).join('\n'), dryRun: false }, headers }
    },
    bad: [
      [{ ndjson: 5 }, 'request.invalid'],
      [{}, 'request.invalid'],
      [{ ndjson: '{}\n'.repeat(5_001) }, 'request.invalid'],
      [{ ndjson: '', dryRun: 'yes' }, 'request.invalid'],
    ],
  },
}
