import type { auditSentences as english } from '../en/organization-audit.ts'

export const auditSentences: typeof english = {
  'organization.created': 'Die Organisation wurde angelegt',
  'organization.updated': 'Die Einstellungen wurden geändert',
  'organization.deleted': 'Die Organisation wurde gelöscht',
  'organization.ownership_transferred': 'Die Organisation wurde übergeben',
  'member.role_changed': 'Die Rolle eines Mitglieds wurde geändert',
  'member.removed': 'Ein Mitglied wurde entfernt',
  'member.left': 'Ein Mitglied ist ausgetreten',
  'role.created': 'Eine Rolle wurde angelegt',
  'role.updated': 'Eine Rolle wurde geändert',
  'role.deleted': 'Eine Rolle wurde gelöscht',
  'invitation.created': 'Jemand wurde eingeladen',
  'invitation.resent': 'Eine Einladung wurde erneut geschickt',
  'invitation.revoked': 'Eine Einladung wurde zurückgezogen',
  'invitation.accepted': 'Eine Einladung wurde angenommen',
  'invitation.declined': 'Eine Einladung wurde abgelehnt',
  'api_key.created': 'Ein API-Schlüssel wurde angelegt',
  'api_key.rotated': 'Ein API-Schlüssel wurde erneuert',
  'api_key.revoked': 'Ein API-Schlüssel wurde widerrufen',
  'session.organization_set': 'Ein Mitglied handelt nun für die Organisation',
}
