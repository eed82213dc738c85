import type { areaErrors as english } from '../en/area-errors.ts'

export const areaErrors: typeof english = {
  'account.last_sign_in_method':
    'Das ist Ihr letzter Weg, sich anzumelden. Setzen Sie zuerst ein Passwort, oder richten Sie einen anderen Weg ein.',
  'api_key.already_rotated':
    'Dieser Schlüssel wurde schon ersetzt. Laden Sie die Seite neu, um den neueren zu sehen.',
  'api_key.scope_forbidden': 'Ein Schlüssel kann nicht mehr dürfen als Sie selbst.',
  'api_key.scope_missing': 'Dieser API-Schlüssel hat die Berechtigung dafür nicht.',
  'api_key.too_many': 'Mehr API-Schlüssel gehen nicht. Widerrufen Sie zuerst einen.',
  'admin.mfa_required':
    'Melden Sie sich zuerst mit einem zweiten Faktor an: Das ist nur für Verwaltende, die einen haben.',
  'impersonation.not_possible': 'Für diese Person kann zurzeit niemand handeln.',
  'impersonation.rank_forbidden': 'Für jemanden aus der Verwaltung darf niemand handeln.',
  'org.forbidden': 'Ihre Rolle in dieser Organisation erlaubt das nicht.',
  'org.last_owner': 'Eine Organisation braucht einen Eigentümer. Ernennen Sie zuerst jemand anderen.',
  'org.mfa_required':
    'Diese Organisation verlangt einen zweiten Faktor. Schalten Sie zuerst eine Authenticator-App ein.',
  'org.role_forbidden': 'Diese Rolle können Sie nicht vergeben oder entziehen.',
  'org.too_many_roles': 'Die Organisation hat so viele Rollen, wie sie haben darf.',
  'org.too_many': 'Sie besitzen so viele Organisationen, wie eine Person haben darf.',
  'org.slug_taken': 'Eine andere Organisation hat diesen Kurznamen. Wählen Sie einen anderen.',
  'org.role_taken': 'Eine Rolle mit diesem Namen gibt es schon.',
  'org.role_in_use': 'Jemand hat diese Rolle. Geben Sie diesen Personen erst eine andere.',
  'admin.last_admin':
    'Die Plattform braucht jemanden, der sie verwaltet. Geben Sie die Rolle zuerst jemand anderem.',
  'admin.no_second_factor': 'Dieses Konto hat keinen zweiten Faktor.',
  'admin.not_yourself': 'Das geht nicht beim eigenen Konto. Bitten Sie jemand anderen aus der Verwaltung.',
  'admin.outranked': 'Über Konten der Verwaltung verfügt nur, wer die Plattform verwaltet.',
  'admin.permission_missing': 'Ihre Rolle auf der Plattform erlaubt das nicht.',
  'admin.user_disabled': 'Dieses Konto ist gesperrt. Geben Sie es zuerst frei.',
  'invitation.already_member': 'Diese Person gehört bereits zur Organisation.',
  'invitation.declined': 'Diese Person hat abgelehnt. Sie kann nach 30 Tagen wieder eingeladen werden.',
  'invitation.not_open': 'Diese Einladung wurde angenommen, abgelehnt oder zurückgezogen. Laden Sie neu ein.',
  'passkey.invalid': 'Der Passkey ließ sich nicht hinzufügen. Versuchen Sie es noch einmal.',
  'passkey.too_many': 'Sie haben 20 Passkeys, mehr gehen nicht. Entfernen Sie zuerst einen.',
  'user.email_taken': 'Ein anderes Konto hat diese Adresse.',
}
