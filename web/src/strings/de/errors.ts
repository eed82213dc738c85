import type { errors as english } from '../en/errors.ts'

export const errors: typeof english = {
  'impersonation.not_allowed': 'Das geht nicht, solange Sie für eine andere Person handeln.',
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
  'invitation.email_mismatch':
    'Diese Einladung ging an eine andere Adresse. Melden Sie sich mit dem Konto dieser Adresse an.',
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
}
