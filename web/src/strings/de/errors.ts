import type { Catalogue } from '../catalogue.ts'

export const errors: Catalogue['errors'] = {
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
  'impersonation.not_allowed': 'Das geht nicht, solange Sie für eine andere Person handeln.',
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
  'auth.account_disabled': 'Dieses Konto ist gesperrt. Nur die Verwaltung kann es wieder freigeben.',
  'auth.email_not_verified':
    'Bestätigen Sie zuerst Ihre E-Mail-Adresse. Den Link bekamen Sie, als Sie das Konto anlegten.',
  'auth.invalid_credentials': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'auth.password_change_required':
    'Sie brauchen zuerst ein neues Passwort. Setzen Sie es zurück, um eines zu wählen.',
  'auth.reauthentication_required': 'Bestätigen Sie vor dieser Änderung, dass Sie es sind.',
  'auth.refresh_invalid': 'Sie wurden abgemeldet. Melden Sie sich neu an.',
  'auth.refresh_reused': 'Sie wurden zu Ihrer Sicherheit abgemeldet. Melden Sie sich neu an.',
  'auth.too_many_attempts': 'Zu viele Fehlversuche. Das Anmelden ist eine Weile gesperrt.',
  'auth.unauthenticated': 'Sie wurden abgemeldet. Melden Sie sich neu an.',
  conflict:
    'Das wurde inzwischen anderswo geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'idempotency.already_completed': 'Das ist bereits geschehen.',
  'idempotency.in_progress': 'Das geschieht gerade schon. Warten Sie einen Moment.',
  'idempotency.key_reused':
    'Das ließ sich nicht wiederholen. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  internal: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  'invitation.already_member': 'Diese Person gehört bereits zur Organisation.',
  'invitation.declined': 'Diese Person hat abgelehnt. Sie kann nach 30 Tagen wieder eingeladen werden.',
  'invitation.email_mismatch':
    'Diese Einladung ging an eine andere Adresse. Melden Sie sich mit dem Konto dieser Adresse an.',
  'invitation.not_open': 'Diese Einladung wurde angenommen, abgelehnt oder zurückgezogen. Laden Sie neu ein.',
  'invitation.sign_in_required':
    'Mit dieser Adresse gibt es ein Konto. Melden Sie sich an, und nehmen Sie die Einladung dann an.',
  method_not_allowed: 'Das geht hier nicht. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'mfa.challenge_expired':
    'Das hat zu lange gedauert, oder zu viele Codes waren falsch. Melden Sie sich neu an.',
  'mfa.code_invalid': 'Dieser Code stimmt nicht. Jeder Code gilt nur einmal.',
  not_found: 'Das gibt es hier nicht mehr.',
  'oauth.email_unverified':
    'Der andere Dienst bürgt nicht für Ihre E-Mail-Adresse. Bestätigen Sie sie dort, oder legen Sie hier zuerst ein Konto an.',
  'oauth.exchange_failed': 'Der andere Dienst hat nicht bestätigt, wer Sie sind. Beginnen Sie noch einmal.',
  'oauth.identity_in_use': 'Dieses Konto beim anderen Dienst öffnet hier schon ein anderes Konto.',
  'oauth.link_required':
    'Mit Ihrer Adresse gibt es schon ein Konto. Melden Sie sich an wie bisher und verbinden Sie den anderen Dienst dann in Ihrem Konto.',
  'oauth.provider_unavailable':
    'Der andere Dienst lässt sich gerade nicht nutzen. Melden Sie sich anders an, oder versuchen Sie es später.',
  'oauth.state_invalid':
    'Das hat zu lange gedauert oder wurde nicht in diesem Browser begonnen. Beginnen Sie noch einmal.',
  'passkey.invalid': 'Der Passkey ließ sich nicht hinzufügen. Versuchen Sie es noch einmal.',
  'passkey.too_many': 'Sie haben 20 Passkeys, mehr gehen nicht. Entfernen Sie zuerst einen.',
  'password.contains_context':
    'Dieses Passwort ähnelt Ihrem Namen, Ihrer Adresse oder dem Namen dieses Dienstes zu sehr.',
  'password.too_common':
    'Viele verwenden dieses Passwort, es würde also zuerst erraten. Wählen Sie ein anderes.',
  'password.too_long': 'Dieses Passwort ist zu lang. Es darf bis zu 256 Zeichen haben.',
  'password.too_short': 'Dieses Passwort ist zu kurz.',
  rate_limited: 'Zu viele Anfragen. Warten Sie ein wenig.',
  'request.cross_site':
    'Das kam von einer anderen Website, deshalb haben wir nichts getan. Öffnen Sie diese Seite direkt und versuchen Sie es noch einmal.',
  'request.host_unknown': 'Diese Seite wurde unter einer Adresse geöffnet, für die wir nicht zuständig sind.',
  'request.invalid': 'Eine Eingabe stimmt nicht. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'request.too_large': 'Das ist zu viel auf einmal. Kürzen Sie Ihre Eingabe.',
  'request.unsupported_media_type':
    'Der Server kann nicht lesen, was diese Seite schickt. Laden Sie sie neu und versuchen Sie es noch einmal.',
  'signup.closed': 'Hier können keine neuen Konten angelegt werden.',
  'token.invalid':
    'Dieser Link gilt nicht mehr. Er ist abgelaufen, schon benutzt oder durch einen neueren ersetzt worden.',
  unavailable: 'Der Dienst antwortet gerade nicht. Versuchen Sie es gleich noch einmal.',
  'user.email_taken': 'Ein anderes Konto hat diese Adresse.',
}
