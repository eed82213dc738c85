import type { AuditEvent } from '@gatehouse/sdk'

/** What the log of an organization can tell of. */
type Told =
  | Extract<
      AuditEvent['action'],
      `${'organization' | 'member' | 'role' | 'invitation' | 'api_key'}.${string}`
    >
  | 'session.organization_set'

/** What has happened in an organization, by the name of its audit event. */
export const auditSentences = {
  'organization.created': 'The organization was created',
  'organization.updated': 'The settings were changed',
  'organization.deleted': 'The organization was deleted',
  'organization.ownership_transferred': 'Ownership was handed over',
  'member.role_changed': 'A member’s role was changed',
  'member.removed': 'A member was removed',
  'member.left': 'A member left',
  'role.created': 'A role was created',
  'role.updated': 'A role was changed',
  'role.deleted': 'A role was deleted',
  'invitation.created': 'Somebody was invited',
  'invitation.resent': 'An invitation was sent again',
  'invitation.revoked': 'An invitation was withdrawn',
  'invitation.accepted': 'An invitation was accepted',
  'invitation.declined': 'An invitation was declined',
  'api_key.created': 'An API key was created',
  'api_key.rotated': 'An API key was rotated',
  'api_key.revoked': 'An API key was revoked',
  'session.organization_set': 'A member began to act for the organization',
} satisfies Record<Told, string>
