import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

interface Strings extends LinkMailStrings {
  /** The link for whoever comes too late. */
  again: string
}

/** A language that misses a word does not compile. */
export const strings: Record<Language, Strings> = {
  en: {
    subject: (brand) => `Your account at ${brand}`,
    heading: 'An account was made for you',
    what: (brand) =>
      `An administrator made an account at ${brand} for this address. Choose a password to use it.`,
    action: 'Choose a password',
    fine: 'The link works once, for 30 minutes. Do not pass it on.',
    again: 'Too late? Ask for another link',
    notYou: 'If you do not know what this is about, do nothing: without you the account opens to nobody.',
    reason: (brand) => `You get this because an administrator of ${brand} entered your address.`,
  },
  de: {
    subject: (brand) => `Ihr Konto bei ${brand}`,
    heading: 'Für Sie wurde ein Konto angelegt',
    what: (brand) =>
      `Die Verwaltung von ${brand} hat für diese Adresse ein Konto angelegt. Wählen Sie ein Passwort, um es zu benutzen.`,
    action: 'Passwort wählen',
    fine: 'Der Link gilt einmal, 30 Minuten lang. Geben Sie ihn nicht weiter.',
    again: 'Zu spät? Neuen Link anfordern',
    notYou:
      'Wenn Sie nicht wissen, worum es geht, tun Sie nichts: Ohne Sie öffnet sich das Konto für niemanden.',
    reason: (brand) =>
      `Sie bekommen diese Nachricht, weil die Verwaltung von ${brand} Ihre Adresse eingetragen hat.`,
  },
}
