import { describe, expect, test } from 'vitest'
import {
  mayOnPlatform,
  platformPermissions,
  platformRoles,
} from '../../../server/src/kit/platform-permissions.ts'
import { isOffered, type Permission } from './permissions.ts'

/** What the console has no place for: people are imported on the command line and over the API. */
const ELSEWHERE = ['users:import']

describe('the console', () => {
  test.each(platformRoles)('offers %s what the server allows them, and nothing else', (role) => {
    const shown = platformPermissions.filter((permission) => !ELSEWHERE.includes(permission))
    expect(shown.filter((permission) => isOffered(role, permission as Permission))).toEqual(
      shown.filter((permission) => mayOnPlatform(role, permission)),
    )
  })
})
