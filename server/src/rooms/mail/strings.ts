import type { Language } from '../../kit/language.ts'

/** Words that every mail shares. A language that misses one does not compile. */
interface SharedStrings {
  hello: (name: string) => string
  /** Introduces the address of a button, written out. */
  buttonFallback: string
  when: string
  where: string
  device: string
}

export const shared: Record<Language, SharedStrings> = {
  en: {
    hello: (name) => `Hello ${name},`,
    buttonFallback: 'If the button does not work, open this address:',
    when: 'When',
    where: 'From IP address',
    device: 'Device',
  },
  de: {
    hello: (name) => `Hallo ${name},`,
    buttonFallback: 'Falls der Knopf nicht geht, öffnen Sie diese Adresse:',
    when: 'Wann',
    where: 'Von der IP-Adresse',
    device: 'Gerät',
  },
}

export type NoticeKind = 'new_device' | 'password_changed' | 'refresh_reused' | 'sign_in_paused'

interface NoticeStrings {
  subject: (brand: string) => string
  heading: string
  what: string
  /** What to do, by whose act it was. */
  ifYou: string
  ifNotYou: string
  action: string
  reason: (brand: string) => string
}

const reason = {
  en: (brand: string) => `You get this because it concerns the safety of your account at ${brand}.`,
  de: (brand: string) =>
    `Sie bekommen diese Nachricht, weil es um die Sicherheit Ihres Kontos bei ${brand} geht.`,
}

export const notices: Record<Language, Record<NoticeKind, NoticeStrings>> = {
  en: {
    new_device: {
      subject: (brand) => `New sign-in to your ${brand} account`,
      heading: 'Somebody signed in from a new device',
      what: 'Your account was signed in to from a device that we have not seen before.',
      ifYou: 'If this was you, there is nothing to do.',
      ifNotYou: 'If it was not you, choose a new password now. That also signs out every device.',
      action: 'This was not me, choose a new password',
      reason: reason.en,
    },
    password_changed: {
      subject: (brand) => `Your ${brand} password was changed`,
      heading: 'Your password was changed',
      what: 'Your account has a new password. Earlier links that we sent you no longer work.',
      ifYou: 'If you changed it, there is nothing to do.',
      ifNotYou: 'If you did not, choose a new password now. That also signs out every device.',
      action: 'This was not me, choose a new password',
      reason: reason.en,
    },
    refresh_reused: {
      subject: (brand) => `We ended a session of your ${brand} account`,
      heading: 'We ended one of your sessions',
      what: 'A key of your session was used twice, which can mean that somebody has a copy of it. So that a copy is worth nothing, the session is over.',
      ifYou: 'You can sign in again as usual. Faulty software can cause this, too.',
      ifNotYou:
        'If you do not recognise the device below, choose a new password. That also signs out every device.',
      action: 'Choose a new password',
      reason: reason.en,
    },
    sign_in_paused: {
      subject: (brand) => `Sign-in to your ${brand} account is paused`,
      heading: 'Too many wrong passwords',
      what: 'A wrong password was entered for your account many times in a row. To keep guessers out, sign-in with a password is paused for a while. Devices that you have used before can still sign in.',
      ifYou: 'If this was you: wait a while, or choose a new password, which ends the pause.',
      ifNotYou:
        'If it was not you, nobody has got in. There is nothing to do as long as your password is one that you use nowhere else.',
      action: 'Choose a new password',
      reason: reason.en,
    },
  },
  de: {
    new_device: {
      subject: (brand) => `Neue Anmeldung bei Ihrem Konto bei ${brand}`,
      heading: 'Jemand hat sich von einem neuen Gerät angemeldet',
      what: 'Bei Ihrem Konto gab es eine Anmeldung von einem Gerät, das wir noch nicht kennen.',
      ifYou: 'Wenn Sie das waren, ist nichts zu tun.',
      ifNotYou: 'Wenn nicht, wählen Sie jetzt ein neues Passwort. Das meldet auch alle Geräte ab.',
      action: 'Das war ich nicht, neues Passwort wählen',
      reason: reason.de,
    },
    password_changed: {
      subject: (brand) => `Ihr Passwort bei ${brand} wurde geändert`,
      heading: 'Ihr Passwort wurde geändert',
      what: 'Ihr Konto hat ein neues Passwort. Links, die wir Ihnen vorher geschickt haben, gelten nicht mehr.',
      ifYou: 'Wenn Sie es geändert haben, ist nichts zu tun.',
      ifNotYou: 'Wenn nicht, wählen Sie jetzt ein neues Passwort. Das meldet auch alle Geräte ab.',
      action: 'Das war ich nicht, neues Passwort wählen',
      reason: reason.de,
    },
    refresh_reused: {
      subject: (brand) => `Wir haben eine Sitzung Ihres Kontos bei ${brand} beendet`,
      heading: 'Wir haben eine Ihrer Sitzungen beendet',
      what: 'Ein Schlüssel Ihrer Sitzung wurde zweimal benutzt. Das kann heißen, dass jemand eine Kopie davon hat. Damit eine Kopie nichts wert ist, ist die Sitzung vorbei.',
      ifYou: 'Sie können sich wie gewohnt wieder anmelden. Auch fehlerhafte Programme können der Grund sein.',
      ifNotYou:
        'Wenn Sie das Gerät unten nicht kennen, wählen Sie ein neues Passwort. Das meldet auch alle Geräte ab.',
      action: 'Neues Passwort wählen',
      reason: reason.de,
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
      reason: reason.de,
    },
  },
}
