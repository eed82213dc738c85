import type { NoticeKind, NoticeStrings } from './notice-strings.ts'
import { germanStaffNotices } from './staff-notices-de.ts'

const reason = (brand: string) =>
  `Sie bekommen diese Nachricht, weil es um die Sicherheit Ihres Kontos bei ${brand} geht.`

export const germanNotices: Record<NoticeKind, NoticeStrings> = {
  ...germanStaffNotices,
  new_device: {
    subject: (brand) => `Neue Anmeldung bei Ihrem Konto bei ${brand}`,
    heading: 'Jemand hat sich von einem neuen Gerät angemeldet',
    what: 'Bei Ihrem Konto gab es eine Anmeldung von einem Gerät, das wir noch nicht kennen.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou: 'Wenn nicht, wählen Sie jetzt ein neues Passwort. Das meldet auch alle Geräte ab.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  password_changed: {
    subject: (brand) => `Ihr Passwort bei ${brand} wurde geändert`,
    heading: 'Ihr Passwort wurde geändert',
    what: 'Ihr Konto hat ein neues Passwort. Links, die wir Ihnen vorher geschickt haben, gelten nicht mehr.',
    ifYou: 'Wenn Sie es geändert haben, ist nichts zu tun.',
    ifNotYou: 'Wenn nicht, wählen Sie jetzt ein neues Passwort. Das meldet auch alle Geräte ab.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  refresh_reused: {
    subject: (brand) => `Wir haben eine Sitzung Ihres Kontos bei ${brand} beendet`,
    heading: 'Wir haben eine Ihrer Sitzungen beendet',
    what: 'Ein Schlüssel Ihrer Sitzung wurde zweimal benutzt. Das kann heißen, dass jemand eine Kopie davon hat. Damit eine Kopie nichts wert ist, ist die Sitzung vorbei.',
    ifYou: 'Sie können sich wie gewohnt wieder anmelden. Auch fehlerhafte Programme können der Grund sein.',
    ifNotYou:
      'Wenn Sie das Gerät unten nicht kennen, wählen Sie ein neues Passwort. Das meldet auch alle Geräte ab.',
    action: 'Neues Passwort wählen',
    reason,
  },
  sign_in_paused: {
    subject: (brand) => `Die Anmeldung bei Ihrem Konto bei ${brand} macht Pause`,
    heading: 'Zu viele falsche Passwörter',
    what: 'Für Ihr Konto wurde viele Male hintereinander ein falsches Passwort eingegeben. Damit niemand weiterrät, ist die Anmeldung mit Passwort eine Weile nicht möglich. Geräte, die Sie schon benutzt haben, können sich weiter anmelden.',
    ifYou:
      'Wenn Sie das waren: Warten Sie eine Weile, oder wählen Sie ein neues Passwort, das beendet die Pause.',
    ifNotYou:
      'Wenn nicht, ist niemand hineingekommen. Es ist nichts zu tun, solange Sie Ihr Passwort nirgendwo sonst benutzen.',
    action: 'Neues Passwort wählen',
    reason,
  },
  totp_enabled: {
    subject: (brand) => `Eine Authenticator-App schützt jetzt Ihr Konto bei ${brand}`,
    heading: 'Eine Authenticator-App wurde eingerichtet',
    what: 'Von nun an wird bei jeder Anmeldung ein Code der App verlangt. Ihre anderen Sitzungen wurden beendet.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  totp_disabled: {
    subject: (brand) => `Die Anmeldung in zwei Schritten bei ${brand} wurde abgeschaltet`,
    heading: 'Die Authenticator-App wurde entfernt',
    what: 'Bei der Anmeldung wird kein Code mehr verlangt, und die Wiederherstellungscodes gelten nicht mehr. Ihre anderen Sitzungen wurden beendet.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  recovery_codes_replaced: {
    subject: (brand) => `Ihr Konto bei ${brand} hat neue Wiederherstellungscodes`,
    heading: 'Neue Wiederherstellungscodes wurden erstellt',
    what: 'Die früheren Wiederherstellungscodes gelten nicht mehr.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  recovery_code_used: {
    subject: (brand) => `Ein Wiederherstellungscode Ihres Kontos bei ${brand} wurde benutzt`,
    heading: 'Jemand hat sich mit einem Wiederherstellungscode angemeldet',
    what: 'Der Code ist verbraucht. Wie viele noch da sind, sehen Sie in den Sicherheitseinstellungen; dort können Sie auch neue erstellen.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  mfa_paused: {
    subject: (brand) => `Jemand ist am zweiten Schritt der Anmeldung bei ${brand} gescheitert`,
    heading: 'Zu viele falsche Codes',
    what: 'Jemand, der Ihr Passwort kennt oder eine andere Ihrer Anmeldearten hat, hat für den zweiten Schritt viele Male falsche Codes eingegeben. Eine Viertelstunde lang wird kein Code angenommen.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  passkey_added: {
    subject: (brand) => `Ein Passkey wurde zu Ihrem Konto bei ${brand} hinzugefügt`,
    heading: 'Ein Passkey wurde hinzugefügt',
    what: 'Mit dem neuen Passkey kann man sich jetzt bei Ihrem Konto anmelden. Ihre anderen Sitzungen wurden beendet.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  passkey_removed: {
    subject: (brand) => `Ein Passkey wurde aus Ihrem Konto bei ${brand} entfernt`,
    heading: 'Ein Passkey wurde entfernt',
    what: 'Er öffnet Ihr Konto nicht mehr. Ihre anderen Sitzungen wurden beendet.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  passkey_copied: {
    subject: (brand) => `Ein Passkey Ihres Kontos bei ${brand} wurde vielleicht kopiert`,
    heading: 'Wir haben einen Passkey abgelehnt',
    what: 'Ein Passkey hat rückwärts gezählt. Das kann heißen, dass jemand eine Kopie davon hat. Er wurde abgelehnt.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  identity_linked: {
    subject: (brand) => `Ein Konto eines anderen Dienstes wurde mit ${brand} verbunden`,
    heading: 'Ein Konto wurde verbunden',
    what: 'Bei Ihrem Konto kann man sich jetzt mit dem Konto eines anderen Dienstes anmelden.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  identity_unlinked: {
    subject: (brand) => `Ein Konto eines anderen Dienstes wurde von ${brand} getrennt`,
    heading: 'Ein Konto wurde getrennt',
    what: 'Das Konto des anderen Dienstes öffnet Ihres nicht mehr.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  impersonated: {
    subject: (brand) => `Die Verwaltung sieht Ihr Konto bei ${brand} an`,
    heading: 'Die Verwaltung handelt an Ihrer Stelle',
    what: 'Jemand von der Verwaltung dieses Dienstes sieht Ihr Konto so, wie Sie es sehen, höchstens eine Stunde lang. Ihr Passwort, Ihren zweiten Faktor, Ihre Schlüssel und Ihre Adresse kann dabei niemand ändern.',
    ifYou: 'Wenn Sie um Hilfe gebeten haben, ist nichts zu tun.',
    ifNotYou:
      'Sie können es jederzeit beenden: Es steht unter den Geräten Ihres Kontos. Warum es begonnen wurde und was getan wurde, steht in Ihrem Sicherheitsprotokoll. Wenn Sie keinen Grund dafür kennen, schreiben Sie dem Betreiber.',
    action: 'Neues Passwort wählen, das beendet es auch',
    reason,
  },
  email_change_undone: {
    subject: (brand) => `Die Adresse Ihres Kontos bei ${brand} wurde zurückgesetzt`,
    heading: 'Ihre Adresse wurde zurückgesetzt',
    what: 'Ihr Konto hat wieder seine frühere Adresse. Alle Geräte wurden abgemeldet, und es wird ein neues Passwort verlangt.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  api_key_created: {
    subject: (brand) => `Mit Ihrem Konto bei ${brand} wurde ein API-Schlüssel erstellt`,
    heading: 'Ein neuer API-Schlüssel wurde erstellt',
    what: 'Mit einem API-Schlüssel kann ein Programm für Sie oder Ihre Organisation handeln, soweit der Schlüssel es erlaubt.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Ein API-Schlüssel gilt danach weiter: Widerrufen Sie ihn in der Liste der API-Schlüssel, dort steht er an erster Stelle.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  api_key_rotated: {
    subject: (brand) => `Ein API-Schlüssel Ihres Kontos bei ${brand} wurde ersetzt`,
    heading: 'Ein API-Schlüssel wurde durch einen neuen ersetzt',
    what: 'Ein neuer API-Schlüssel tritt an die Stelle eines älteren, der noch eine Weile gilt.',
    ifYou: 'Wenn Sie das waren, setzen Sie den neuen Schlüssel überall dort ein, wo der ältere benutzt wird.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. API-Schlüssel gelten danach weiter: Widerrufen Sie beide in der Liste der API-Schlüssel.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  closure_cancelled: {
    subject: (brand) => `Ihr Konto bei ${brand} bleibt bestehen`,
    heading: 'Ihr Konto bleibt bestehen',
    what: 'Jemand hat sich bei dem Konto angemeldet, deshalb wird es nicht gelöscht.',
    ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort, das meldet alle Geräte ab. Sehen Sie dann in den Sicherheitseinstellungen Ihres Kontos nach, und schreiben Sie dem Betreiber, wenn dort etwas nicht von Ihnen ist.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  closure_requested: {
    subject: (brand) => `Ihr Konto bei ${brand} wird gelöscht`,
    heading: 'Ihr Konto ist geschlossen',
    what: 'In sieben Tagen werden das Konto und alles, was es enthält, gelöscht. Alle Geräte wurden abgemeldet.',
    ifYou:
      'Wenn Sie es geschlossen haben, ist nichts zu tun. Wenn Sie es sich anders überlegen, melden Sie sich innerhalb von sieben Tagen an.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort und melden sich an: Dann bleibt das Konto bestehen.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
}
