import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

/** A language that misses a word does not compile. */
export const strings: Record<Language, LinkMailStrings> = {
  en: {
    subject: (brand) => `Choose a new password for ${brand}`,
    heading: 'Choose a new password',
    what: (brand) =>
      `Somebody, probably you, asked for a new password for your account at ${brand}. Setting one signs out every device.`,
    action: 'Choose a new password',
    fine: 'The link works once, for 30 minutes. Do not pass it on.',
    notYou: 'If you did not ask for it, do nothing: your password stays as it is.',
    reason: (brand) => `You get this because somebody asked for a new password for your account at ${brand}.`,
  },
  de: {
    subject: (brand) => `Wählen Sie ein neues Passwort für ${brand}`,
    heading: 'Wählen Sie ein neues Passwort',
    what: (brand) =>
      `Jemand, vermutlich Sie, hat ein neues Passwort für Ihr Konto bei ${brand} angefordert. Mit einem neuen Passwort werden alle Geräte abgemeldet.`,
    action: 'Neues Passwort wählen',
    fine: 'Der Link gilt einmal, 30 Minuten lang. Geben Sie ihn nicht weiter.',
    notYou: 'Wenn Sie es nicht angefordert haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    reason: (brand) =>
      `Sie bekommen diese Nachricht, weil jemand ein neues Passwort für Ihr Konto bei ${brand} angefordert hat.`,
  },
}
