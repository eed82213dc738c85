import type { Catalogue } from '../catalogue.ts'

export const actions: Catalogue['log']['actions'] = {
  'account.closure_cancelled': 'Sie haben sich wieder angemeldet, Ihr Konto bleibt also bestehen.',
  'account.created': 'Sie haben das Konto angelegt.',
  'account.updated': 'Ihr Profil wurde geändert.',
  'email.verification_sent': 'Wir haben Ihnen einen Link zum Bestätigen Ihrer Adresse geschickt.',
  'email.verified': 'Sie haben Ihre E-Mail-Adresse bestätigt.',
  'identity.linked': 'Ein Konto bei einem anderen Dienst wurde verbunden.',
  'identity.unlinked': 'Ein Konto bei einem anderen Dienst wurde getrennt.',
  'mfa.challenged': 'Ihr Passwort oder ein anderer erster Schritt stimmte; nach einem Code wurde gefragt.',
  'mfa.failed': 'Jemand hat für den zweiten Schritt einen falschen Code eingegeben.',
  'mfa.recovery_codes_replaced': 'Neue Ersatzcodes wurden erzeugt; die alten gelten nicht mehr.',
  'mfa.totp_disabled': 'Das Anmelden in zwei Schritten wurde ausgeschaltet.',
  'mfa.totp_enabled': 'Das Anmelden in zwei Schritten wurde eingeschaltet.',
  'mfa.totp_enrolment_begun': 'Das Einrichten einer Authenticator-App wurde begonnen.',
  'passkey.added': 'Ein Passkey wurde hinzugefügt.',
  'passkey.copied': 'Ein Passkey wurde abgewiesen, weil er kopiert zu sein scheint.',
  'passkey.enrolment_begun': 'Das Hinzufügen eines Passkeys wurde begonnen.',
  'passkey.removed': 'Ein Passkey wurde entfernt.',
  'passkey.renamed': 'Ein Passkey wurde umbenannt.',
  'password.changed': 'Ihr Passwort wurde geändert.',
  'password.reset': 'Ihr Passwort wurde mit einem Link aus Ihrer Mail zurückgesetzt.',
  'password.reset_requested': 'Jemand hat einen Link zum Zurücksetzen Ihres Passworts angefordert.',
  'provider.switched': 'Das Anmelden mit einem anderen Dienst wurde aus- oder eingeschaltet.',
  'session.ended': 'Ein Gerät wurde abgemeldet.',
  'session.refresh_reused': 'Eine Sitzung wurde beendet, weil ihr Schlüssel zweimal benutzt wurde.',
  'sessions.ended': 'Ihre anderen Geräte wurden abgemeldet.',
  'sign_in.failed': 'Jemand hat vergeblich versucht, sich anzumelden.',
  'sign_in.paused': 'Das Anmelden wurde nach zu vielen Fehlversuchen gesperrt.',
  'sign_in.succeeded': 'Sie haben sich angemeldet.',
  sign_out: 'Sie haben sich abgemeldet.',
  'sign_up.repeated': 'Jemand wollte mit Ihrer Adresse ein weiteres Konto anlegen.',
  'signing_key.created': 'Ein Signaturschlüssel wurde erzeugt.',
  'signing_key.revoked': 'Ein Signaturschlüssel wurde widerrufen.',
  'signing_key.rotated': 'Der Signaturschlüssel wurde ersetzt.',
  'step_up.failed': 'Jemand konnte bei einer Änderung nicht zeigen, dass Sie es sind.',
  'step_up.succeeded': 'Sie haben noch einmal gezeigt, dass Sie es sind.',
}

/** The same where it did not come to that. */
export const failures: Catalogue['log']['failures'] = {
  'identity.linked': 'Jemand hat vergeblich versucht, ein Konto bei einem anderen Dienst zu verbinden.',
}
