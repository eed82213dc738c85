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
    subject: (brand) => `Sie haben schon ein Konto bei ${brand}`,
    heading: 'Sie haben schon ein Konto',
    what: (brand) =>
      `Jemand wollte sich mit dieser Adresse bei ${brand} registrieren, und es gibt damit schon ein Konto: Ihres. Daran hat sich nichts geändert. Wenn Sie das waren, melden Sie sich an.`,
    action: 'Anmelden',
    fine: 'Wenn Sie Ihr Passwort nicht mehr wissen, können Sie ein neues wählen.',
    forgotten: 'Neues Passwort wählen',
    notYou: 'Wenn Sie das nicht waren, tun Sie nichts.',
    reason: (brand) => `Sie bekommen diese Nachricht, weil Sie ein Konto bei ${brand} haben.`,
  },
}
