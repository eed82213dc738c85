import { describe, expect, test } from 'vitest'
import { organizations } from '../../strings/en/organizations.ts'
import { en } from '../../strings/en.ts'
import { factsOf } from './audit-facts.ts'

const reading = { words: { ...en, ...organizations }, roles: [] }
const told = (details: Record<string, unknown>) =>
  factsOf(reading, { details }).map(({ label, text }) => `${label}: ${text}`)

describe('what an event tells beyond its sentence', () => {
  test('a role that was given, in its own words, and nothing of what did not happen', () => {
    expect(told({ before: 'viewer', after: 'admin', invitationsVoided: 0 })).toEqual([
      'Role: Viewer → Administrator',
    ])
  })

  test('settings as they were and as they are', () => {
    expect(
      told({ name: { before: 'Old', after: 'New' }, requireMfa: { before: false, after: true } }),
    ).toEqual(['Name: Old → New', 'Second factor required: no → yes'])
  })

  test('only what is different of a role', () => {
    const before = { name: 'Recruiter', permissions: ['org:read'] }
    const after = { name: 'Recruiter', permissions: ['org:read', 'members:read'] }
    expect(told({ key: 'recruiter', before, after, invitationsVoided: 2 })).toEqual([
      'Key: recruiter',
      'Invitations voided: 2',
      'Permissions: org:read → org:read, members:read',
    ])
  })

  test('why an invitation is void, and a value nobody has words for as it is', () => {
    expect(told({ reason: 'inviter_lost_right' })).toEqual(['Why: whoever invited may no longer'])
    expect(told({ reason: 'unheard_of' })).toEqual(['Why: unheard_of'])
  })

  test('no ids', () => {
    const id = '0197a8f0-0000-7000-8000-000000000000'
    expect(told({ keyId: id, newKeyId: id, before: null, after: id, scopes: ['org:read'] })).toEqual([
      'Scopes: org:read',
    ])
  })
})
