import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

/** A language that misses a word does not compile. */
interface Strings {
  signIn: LinkMailStrings & { code: string }
  invite: LinkMailStrings
}

export const strings: Record<Language, Strings> = {
  en: {
    signIn: {
      subject: (brand) => `Sign in to ${brand}`,
      heading: 'Sign in',
      what: (brand) => `Somebody, probably you, wants to sign in to your account at ${brand}.`,
      action: 'Sign in',
      code: 'Or enter this code on the page where you asked for it:',
      fine: 'Link and code work once, for 10 minutes. Do not pass them on: we never ask for them.',
      notYou: 'If you did not ask for it, do nothing: without this mail nobody gets in.',
      reason: (brand) =>
        `You get this because somebody asked to sign in to your account at ${brand} by mail.`,
    },
    invite: {
      subject: (brand) => `You have no account at ${brand} yet`,
      heading: 'There is no account with this address',
      what: (brand) =>
        `Somebody, probably you, wanted to sign in at ${brand} with this address, and there is no account with it. You can sign up, or sign in with another address.`,
      action: 'Sign up',
      fine: 'Signing up takes a minute.',
      notYou: 'If it was not you, do nothing.',
      reason: (brand) => `You get this because somebody asked to sign in at ${brand} with this address.`,
    },
  },
  de: {
    signIn: {
      subject: (brand) => `Anmelden bei ${brand}`,
      heading: 'Anmelden',
      what: (brand) => `Jemand, vermutlich Sie, möchte sich bei Ihrem Konto bei ${brand} anmelden.`,
      action: 'Anmelden',
      code: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:',
      fine: 'Link und Code gelten einmal, 10 Minuten lang. Geben Sie sie nicht weiter: Wir fragen nie danach.',
      notYou:
        'Wenn Sie das nicht angefordert haben, tun Sie nichts: Ohne diese Nachricht kommt niemand hinein.',
      reason: (brand) =>
        `Sie bekommen diese Nachricht, weil sich jemand per E-Mail bei Ihrem Konto bei ${brand} anmelden wollte.`,
    },
    invite: {
      subject: (brand) => `Sie haben noch kein Konto bei ${brand}`,
      heading: 'Mit dieser Adresse gibt es kein Konto',
      what: (brand) =>
        `Jemand, vermutlich Sie, wollte sich bei ${brand} mit dieser Adresse anmelden, und es gibt damit kein Konto. Sie können sich registrieren oder eine andere Adresse verwenden.`,
      action: 'Registrieren',
      fine: 'Das dauert eine Minute.',
      notYou: 'Wenn Sie das nicht waren, tun Sie nichts.',
      reason: (brand) =>
        `Sie bekommen diese Nachricht, weil sich jemand bei ${brand} mit dieser Adresse anmelden wollte.`,
    },
  },
}
