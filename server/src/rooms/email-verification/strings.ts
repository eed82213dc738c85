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
    `Sie bekommen diese Nachricht, weil sich jemand mit dieser Adresse bei ${brand} registriert hat.`,
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
      subject: (brand) => `Bestätigen Sie Ihre Adresse für ${brand}`,
      heading: 'Bestätigen Sie Ihre E-Mail-Adresse',
      what: (brand) =>
        `Sie haben sich mit dieser Adresse bei ${brand} registriert. Bestätigen Sie, dass sie Ihnen gehört, dann können Sie sich anmelden.`,
      action: 'Adresse bestätigen',
      fine: 'Der Link gilt einmal, 24 Stunden lang. Geben Sie ihn nicht weiter.',
      notYou:
        'Wenn Sie sich nicht registriert haben, tun Sie nichts: Ohne diesen Link kann niemand Ihre Adresse benutzen.',
      reason: reason.de,
    },
    finish: {
      subject: (brand) => `Schließen Sie die Registrierung bei ${brand} ab`,
      heading: 'Wählen Sie zum Abschluss ein Passwort',
      what: (brand) =>
        `Jemand hat sich mehr als einmal mit dieser Adresse bei ${brand} registriert. Wenn Sie das waren, wählen Sie hier Ihr Passwort: Das bestätigt Ihre Adresse, und kein früher angegebenes Passwort gilt mehr.`,
      action: 'Passwort wählen',
      fine: 'Der Link gilt einmal, 30 Minuten lang. Geben Sie ihn nicht weiter. Nehmen Sie ihn statt eines früheren, außer Sie haben alle selbst angefordert.',
      notYou: 'Wenn Sie sich nicht registriert haben, tun Sie nichts.',
      reason: reason.de,
    },
  },
}
