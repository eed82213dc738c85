import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

interface Strings extends LinkMailStrings {
  forgotten: string
}

/** A language that misses a word does not compile. */
export const strings: Record<Language, Strings> = {
  en: {
    subject: (brand) => `You already have an account at ${brand}`,
    heading: 'You already have an account',
    what: (brand) =>
      `Somebody tried to sign up at ${brand} with this address, and there is an account with it already: yours. Nothing on it has changed. If it was you, sign in.`,
    action: 'Sign in',
    fine: 'If you no longer know your password, you can choose a new one.',
    forgotten: 'Choose a new password',
    notYou: 'If it was not you, do nothing.',
    reason: (brand) => `You get this because you have an account at ${brand}.`,
  },
  de: {
    subject: (brand) => `Du hast schon ein Konto bei ${brand}`,
    heading: 'Du hast schon ein Konto',
    what: (brand) =>
      `Jemand wollte sich mit dieser Adresse bei ${brand} registrieren, und es gibt damit schon ein Konto: deines. Daran hat sich nichts geändert. Wenn du das warst, melde dich an.`,
    action: 'Anmelden',
    fine: 'Wenn du dein Passwort nicht mehr weißt, kannst du ein neues wählen.',
    forgotten: 'Neues Passwort wählen',
    notYou: 'Wenn du das nicht warst, tu nichts.',
    reason: (brand) => `Du bekommst diese Nachricht, weil du ein Konto bei ${brand} hast.`,
  },
}
