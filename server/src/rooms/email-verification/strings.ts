import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

/** A language that misses a word does not compile. */
interface Strings {
  verify: LinkMailStrings
  finish: LinkMailStrings
}

const reason = {
  en: (brand: string) => `You get this because somebody signed up at ${brand} with this address.`,
  de: (brand: string) =>
    `Du bekommst diese Nachricht, weil sich jemand mit dieser Adresse bei ${brand} registriert hat.`,
}

export const strings: Record<Language, Strings> = {
  en: {
    verify: {
      subject: (brand) => `Verify your address for ${brand}`,
      heading: 'Verify your email address',
      what: (brand) =>
        `You signed up at ${brand} with this address. Verify that it is yours, then you can sign in.`,
      action: 'Verify my address',
      fine: 'The link works once, for 24 hours. Do not pass it on.',
      notYou: 'If you did not sign up, do nothing: without this link nobody can use your address.',
      reason: reason.en,
    },
    finish: {
      subject: (brand) => `Finish signing up at ${brand}`,
      heading: 'Choose a password to finish',
      what: (brand) =>
        `Somebody signed up at ${brand} with this address more than once. If it was you, choose your password here: that verifies your address, and no password given before is valid any longer.`,
      action: 'Choose a password',
      fine: 'The link works once, for 30 minutes. Do not pass it on. Use it rather than an earlier one, unless all of them were asked for by you.',
      notYou: 'If you did not sign up, do nothing.',
      reason: reason.en,
    },
  },
  de: {
    verify: {
      subject: (brand) => `Bestätige deine Adresse für ${brand}`,
      heading: 'Bestätige deine E-Mail-Adresse',
      what: (brand) =>
        `Du hast dich mit dieser Adresse bei ${brand} registriert. Bestätige, dass sie dir gehört, dann kannst du dich anmelden.`,
      action: 'Adresse bestätigen',
      fine: 'Der Link gilt einmal, 24 Stunden lang. Gib ihn nicht weiter.',
      notYou:
        'Wenn du dich nicht registriert hast, tu nichts: Ohne diesen Link kann niemand deine Adresse benutzen.',
      reason: reason.de,
    },
    finish: {
      subject: (brand) => `Schließe die Registrierung bei ${brand} ab`,
      heading: 'Wähle zum Abschluss ein Passwort',
      what: (brand) =>
        `Jemand hat sich mehr als einmal mit dieser Adresse bei ${brand} registriert. Wenn du das warst, wähle hier dein Passwort: Das bestätigt deine Adresse, und kein früher angegebenes Passwort gilt mehr.`,
      action: 'Passwort wählen',
      fine: 'Der Link gilt einmal, 30 Minuten lang. Gib ihn nicht weiter. Nimm ihn statt eines früheren, außer du hast sie alle selbst angefordert.',
      notYou: 'Wenn du dich nicht registriert hast, tu nichts.',
      reason: reason.de,
    },
  },
}
