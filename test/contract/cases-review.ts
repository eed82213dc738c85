import type { World } from '../harness/index.ts'
import type { PersonWithTotp } from '../harness/people-factors.ts'
import type { Case } from './cases.ts'

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

async function admin(world: World, name: string): Promise<{ headers: Record<string, string> }> {
  return { headers: (await world.people.staff(name, 'admin')).headers }
}

const admins = new WeakMap<World, Promise<PersonWithTotp>>()

/** One for all calls in a world, so that what is counted is the same for each. */
function theAdmin(world: World, name: string): Promise<PersonWithTotp> {
  const known = admins.get(world) ?? world.people.staff(name, 'admin')
  admins.set(world, known)
  return known
}

/** A mail that was given up, with its content still there. */
async function failedMail(world: World, name: string): Promise<string> {
  const { email } = await world.people.signedUp(`${name}-reader`)
  const [row] =
    await world.sql`UPDATE mail_messages SET failed_at = now(), sent_at = NULL, content_sealed = '\\x00',
    next_attempt_at = now() + interval '1 hour' WHERE recipient = ${email} RETURNING id`
  return row!.id as string
}

async function nextKey(world: World, headers: Record<string, string>): Promise<string> {
  const { body } = await world.rest('POST', '/admin/signing-keys/rotate', {}, headers)
  return body.kid as string
}

const badPages: Case['bad'] = [
  [{ limit: 0 }, 'request.invalid'],
  [{ cursor: 'no cursor of ours' }, 'request.invalid'],
]
const badFilters: Case['bad'] = [
  [{ action: 'made.up' }, 'request.invalid'],
  [{ outcome: 'perhaps' }, 'request.invalid'],
  [{ actorId: 'no-id' }, 'request.invalid'],
  [{ requestId: 'short' }, 'request.invalid'],
  [{ cursor: 'AAAA' }, 'request.invalid'],
]

/** What the platform's staff look at; see `cases`. */
export const reviewCases: Record<string, Case> = {
  'admin.audit.list': {
    good: async (world, name) => ({
      ...(await admin(world, name)),
      input: { action: 'sign_in.succeeded', outcome: 'success', limit: 1 },
    }),
    bad: [...badPages, ...badFilters, [{ from: 'yesterday' }, 'request.invalid']],
  },
  'admin.audit.export': {
    good: async (world, name) => {
      const { headers, userId } = await theAdmin(world, name)
      return { headers, input: { action: 'sign_in.succeeded', actorId: userId, limit: 1 } }
    },
    bad: [...badFilters, [{ limit: 10_001 }, 'request.invalid']],
  },
  'admin.audit.verify': {
    good: async (world, name) => ({ ...(await admin(world, name)), input: { organizationId: NOBODYS_ID } }),
    bad: [
      [{ cursor: 'AAAA' }, 'request.invalid'],
      [{ organizationId: 'acme' }, 'request.invalid'],
    ],
  },
  'admin.diagnostics.signIn': {
    good: async (world, name) => {
      const { email } = await world.people.signedIn(`${name}-asker`)
      return { ...(await admin(world, name)), input: { email } }
    },
    bad: [
      [{}, 'request.invalid'],
      [{ email: 'nobody@example.org', requestId: 'a-request-id' }, 'request.invalid'],
      [{ email: 'no address' }, 'request.invalid'],
      [{ requestId: 'short' }, 'request.invalid'],
    ],
  },
  'admin.keys.list': {
    good: async (world, name) => ({ ...(await admin(world, name)), input: { limit: 1 } }),
    bad: badPages,
  },
  'admin.keys.rotate': {
    good: async (world, name) => ({ ...(await admin(world, name)), input: {} }),
    bad: [[{ algorithm: 'none' }, 'request.invalid']],
  },
  'admin.keys.revoke': {
    good: async (world, name) => {
      const { headers } = await admin(world, name)
      return { headers, input: { kid: await nextKey(world, headers) } }
    },
    bad: [
      [{ kid: 'nobodys' }, 'not_found'],
      [{ kid: 'k'.repeat(129) }, 'request.invalid'],
    ],
  },
  'admin.mail.list': {
    good: async (world, name) => ({ ...(await admin(world, name)), input: { limit: 1 } }),
    bad: [
      ...badPages,
      [{ status: 'lost' }, 'request.invalid'],
      [{ recipient: 'nobody' }, 'request.invalid'],
      [{ template: 'No Kind' }, 'request.invalid'],
    ],
  },
  'admin.mail.retry': {
    good: async (world, name) => ({
      ...(await admin(world, name)),
      input: { messageId: await failedMail(world, name) },
    }),
    bad: [
      [{ messageId: NOBODYS_ID }, 'not_found'],
      [{ messageId: 'no-id' }, 'request.invalid'],
    ],
  },
  'admin.organizations.list': {
    good: async (world, name) => {
      await world.people.withOrganization(`${name}-owner`)
      return { ...(await admin(world, name)), input: { search: name, limit: 1 } }
    },
    bad: [...badPages, [{ search: '' }, 'request.invalid']],
  },
  'admin.organizations.get': {
    good: async (world, name) => {
      const { organizationId } = await world.people.withOrganization(`${name}-owner`)
      return { ...(await admin(world, name)), input: { organizationId } }
    },
    bad: [
      [{ organizationId: NOBODYS_ID }, 'not_found'],
      [{ organizationId: 'acme' }, 'request.invalid'],
    ],
  },
  'admin.stats': {
    good: async (world, name) => ({ headers: (await theAdmin(world, name)).headers, input: { days: 2 } }),
    bad: [
      [{ days: 0 }, 'request.invalid'],
      [{ days: 91 }, 'request.invalid'],
    ],
  },
}
