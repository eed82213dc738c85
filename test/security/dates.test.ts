import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const cursorOf = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

describe.each(faces)('moments that no calendar or no database has, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })

  test.each(['2026-02-30T00:00:00.000Z', '0000-01-01T00:00:00.000Z'])(
    'D4 a cursor with %s is refused, and is no failure of the server',
    async (moment) => {
      const owner = await world.people.withOrganization(`ada-${face.toLowerCase()}-${moment.slice(0, 4)}`)
      const { organizationId } = owner
      const cursor = cursorOf(moment, NOBODYS_ID)
      for (const [path, input] of [
        ['organizations.list', { cursor }],
        ['organizations.members', { organizationId, cursor }],
      ] as const)
        await expect(world.via(face, path, input, owner.headers)).toFailWith('request.invalid')
    },
  )

  test.each([new Date(8.64e15), new Date('0000-01-01T00:00:00.000Z')])(
    'D4 a filter with %s is refused, and is no failure of the server',
    async (from) => {
      const owner = await world.people.withOrganization(`bea-${face.toLowerCase()}-${from.getTime() > 0}`)
      const { organizationId } = owner
      await expect(
        world.via(face, 'organizations.auditEvents', { organizationId, from }, owner.headers),
      ).toFailWith('request.invalid')
    },
  )
})
