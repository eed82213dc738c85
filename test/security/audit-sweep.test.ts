import { describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { appRouter } from '../../server/src/router.ts'
import { cases, nameFor } from '../contract/cases.ts'
import { everythingOn } from '../contract/provider.ts'
import { faces, useWorld } from '../harness/index.ts'

const recorded = readDefinitions(appRouter).filter(({ meta }) => meta.audit !== undefined)

/** What is done to many at once is told of each. */
const OF_EACH = new Set(['admin.users.bulk', 'admin.users.import', 'invitations.createMany'])

describe('the audit log', () => {
  const world = useWorld(everythingOn)

  test.each(recorded.map((definition, index) => ({ ...definition, face: faces[index % faces.length]! })))(
    'D1 tells of $path, called well, once, with who did it, whereto and by which request',
    async ({ path, meta, face }) => {
      const requestId = `sweep-${path}`
      const { input, headers } = await cases[path]!.good(world, `sweep-${nameFor(path, face)}`.slice(0, 50))
      const answer = await world.via(face, path, input, { ...headers, 'x-request-id': requestId })
      expect(answer.status, answer.text).toBeLessThan(300)
      const rows = await world.sql`SELECT e.*, p.personal FROM audit_events e
        LEFT JOIN audit_personal p ON p.event_id = e.id WHERE request_id = ${requestId} ORDER BY position`
      const promised: readonly (string | undefined)[] = [meta.audit].flat()
      const told = rows.map(({ action }) => action as string).filter((action) => promised.includes(action))
      expect(told.length, JSON.stringify(rows.map(({ action }) => action))).toBeGreaterThan(0)
      if (!OF_EACH.has(path)) expect(told).toEqual([...new Set(told)])
      for (const row of rows) {
        expect(row.outcome).toBe('success')
        expect(row.personal).toMatchObject({
          ip: expect.stringMatching(/^10\./),
          userAgent: 'gatehouse-test',
        })
        // Of those called here, one is called by somebody who acts as another person.
        expect(row.real_actor_id === null).toBe(path !== 'admin.impersonation.stop')
        // Without an access token the platform may still know who it was: whoever a link was sent to, or signed in.
        if (meta.access !== 'public') expect(row.actor_type).not.toBe('anonymous')
        if (meta.access.startsWith('org:'))
          expect(row.organization_id).toBe((input as { organizationId: string }).organizationId)
      }
    },
  )
})
