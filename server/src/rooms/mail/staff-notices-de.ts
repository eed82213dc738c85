import type { NoticeStrings, StaffNoticeKind } from './notice-strings.ts'

const reason = (brand: string) =>
  `Sie bekommen diese Nachricht, weil sie die Sicherheit Ihres Kontos bei ${brand} betrifft.`
const unexpected = 'Wenn Sie das nicht erwartet haben, schreiben Sie an den Betreiber dieses Dienstes.'

/** Was jemand aus der Verwaltung mit dem Konto getan hat. */
export const germanStaffNotices: Record<StaffNoticeKind, NoticeStrings> = {
  account_disabled: {
    subject: (brand) => `Ihr Konto bei ${brand} wurde gesperrt`,
    heading: 'Ihr Konto wurde gesperrt',
    what: 'Die Verwaltung hat Ihr Konto gesperrt. Alle Geräte wurden abgemeldet, und niemand kann sich anmelden.',
    ifYou: 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
  account_enabled: {
    subject: (brand) => `Ihr Konto bei ${brand} ist wieder offen`,
    heading: 'Ihr Konto ist wieder offen',
    what: 'Die Verwaltung hat Ihr Konto wieder freigegeben. Sie können sich anmelden wie zuvor.',
    ifYou: 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
    ifNotYou:
      'Wenn Sie das nicht erwartet haben, wählen Sie ein neues Passwort und schreiben Sie an den Betreiber dieses Dienstes.',
    action: 'Neues Passwort wählen',
    reason,
  },
  account_locked_down: {
    subject: (brand) => `Ihr Konto bei ${brand} wurde abgeriegelt`,
    heading: 'Ihr Konto wurde abgeriegelt',
    what: 'Die Verwaltung hat Ihr Konto abgeriegelt, vermutlich weil jemand anderes hineingelangt sein könnte. Alle Geräte wurden abgemeldet; Ihre API-Schlüssel, offenen Links und Einladungen gelten nicht mehr.',
    ifYou:
      'Niemand kann sich anmelden, bis die Verwaltung das Konto wieder öffnet. Dann wird ein neues Passwort verlangt.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
  account_deletion_scheduled: {
    subject: (brand) => `Ihr Konto bei ${brand} wird gelöscht`,
    heading: 'Ihr Konto wird gelöscht',
    what: 'Die Verwaltung hat Ihr Konto geschlossen. In sieben Tagen wird es mit allem, was es enthält, gelöscht. Bis dahin kann sich niemand anmelden.',
    ifYou: 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, schreiben Sie an den Betreiber dieses Dienstes: Bis dahin lässt sich das Konto behalten.',
    action: null,
    reason,
  },
  address_verified: {
    subject: (brand) => `Ihre Adresse wurde bei ${brand} bestätigt`,
    heading: 'Ihre Adresse wurde für Sie bestätigt',
    what: 'Die Verwaltung hat bestätigt, dass diese Adresse zu dem Konto gehört. Von nun an kann man sich mit dem Konto anmelden.',
    ifYou: 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
    ifNotYou:
      'Wenn Sie hier kein Konto haben, wählen Sie ein Passwort: Das sperrt aus, wer es in Ihrem Namen angelegt hat.',
    action: 'Neues Passwort wählen',
    reason,
  },
  mfa_reset_scheduled: {
    subject: (brand) => `Der zweite Faktor Ihres Kontos bei ${brand} soll entfernt werden`,
    heading: 'Ihr zweiter Faktor soll entfernt werden',
    what: 'Die Verwaltung wurde gebeten, Authenticator-App, Passkeys und Wiederherstellungscodes von Ihrem Konto zu entfernen. Das geschieht in einem Tag, oder sobald eine zweite Person der Verwaltung zustimmt.',
    ifYou: 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
    ifNotYou:
      'Wenn nicht, melden Sie sich jetzt mit Ihrem zweiten Faktor an: Das hält es auf. Wählen Sie dann ein neues Passwort und schreiben Sie an den Betreiber dieses Dienstes.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  mfa_reset_done: {
    subject: (brand) => `Der zweite Faktor Ihres Kontos bei ${brand} wurde entfernt`,
    heading: 'Ihr zweiter Faktor wurde entfernt',
    what: 'Authenticator-App, Passkeys und Wiederherstellungscodes wurden auf Wunsch der Verwaltung von Ihrem Konto entfernt. Alle Geräte wurden abgemeldet.',
    ifYou:
      'Wenn Sie darum gebeten haben: Melden Sie sich an und richten Sie in den Sicherheitseinstellungen einen neuen zweiten Faktor ein.',
    ifNotYou:
      'Wenn nicht, wählen Sie jetzt ein neues Passwort und schreiben Sie an den Betreiber dieses Dienstes.',
    action: 'Das war ich nicht, neues Passwort wählen',
    reason,
  },
  platform_role_changed: {
    subject: (brand) => `Was Sie bei ${brand} dürfen, hat sich geändert`,
    heading: 'Ihre Rolle auf der Plattform wurde geändert',
    what: 'Die Verwaltung hat Ihnen eine andere Rolle auf der Plattform gegeben oder eine genommen.',
    ifYou: 'Wenn Sie davon wissen, ist nichts zu tun.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
}
