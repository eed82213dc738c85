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
    subject: (brand) => `Wähle ein neues Passwort für ${brand}`,
    heading: 'Wähle ein neues Passwort',
    what: (brand) =>
      `Jemand, vermutlich du, hat ein neues Passwort für dein Konto bei ${brand} angefordert. Mit einem neuen Passwort werden alle Geräte abgemeldet.`,
    action: 'Neues Passwort wählen',
    fine: 'Der Link gilt einmal, 30 Minuten lang. Gib ihn nicht weiter.',
    notYou: 'Wenn du es nicht angefordert hast, tu nichts: Dein Passwort bleibt, wie es ist.',
    reason: (brand) =>
      `Du bekommst diese Nachricht, weil jemand ein neues Passwort für dein Konto bei ${brand} angefordert hat.`,
  },
}
