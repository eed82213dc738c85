import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

type Kind = 'confirm' | 'taken' | 'undo'

/** A language that misses a word does not compile. */
export const strings: Record<Language, Record<Kind, LinkMailStrings>> = {
  en: {
    confirm: {
      subject: (brand) => `Confirm your new address for ${brand}`,
      heading: 'Confirm your new address',
      what: (brand) => `Somebody, probably you, wants to use this address for their account at ${brand}.`,
      action: 'Use this address',
      fine: 'The link works once, for an hour. Until then the earlier address stays. Do not pass it on.',
      notYou: 'If you did not ask for it, do nothing.',
      reason: (brand) => `You get this because somebody gave this address as theirs at ${brand}.`,
    },
    taken: {
      subject: (brand) => `Your address is in use at ${brand} already`,
      heading: 'You have an account already',
      what: (brand) =>
        `Somebody, perhaps you, wanted to use this address for another account at ${brand}. It is the address of your own, so nothing has changed.`,
      action: 'Sign in to your account',
      fine: 'An address can belong to one account only.',
      notYou: 'If it was not you, there is nothing to do.',
      reason: (brand) => `You get this because somebody gave your address as theirs at ${brand}.`,
    },
    undo: {
      subject: (brand) => `The address of your ${brand} account was changed`,
      heading: 'Your address was changed',
      what: (brand) =>
        `Your account at ${brand} has another address from now on. Mail about it no longer comes here.`,
      action: 'This was not me, set it back',
      fine: 'The link works once, for 72 hours. It sets the address back, signs out every device and asks for a new password.',
      notYou: 'If you changed it, there is nothing to do.',
      reason: (brand) => `You get this because this was the address of your account at ${brand}.`,
    },
  },
  de: {
    confirm: {
      subject: (brand) => `Bestätigen Sie Ihre neue Adresse für ${brand}`,
      heading: 'Bestätigen Sie Ihre neue Adresse',
      what: (brand) =>
        `Jemand, vermutlich Sie, möchte diese Adresse für das eigene Konto bei ${brand} verwenden.`,
      action: 'Diese Adresse verwenden',
      fine: 'Der Link gilt einmal, eine Stunde lang. Bis dahin bleibt die frühere Adresse. Geben Sie ihn nicht weiter.',
      notYou: 'Wenn Sie das nicht veranlasst haben, tun Sie nichts.',
      reason: (brand) =>
        `Sie bekommen diese Nachricht, weil jemand diese Adresse bei ${brand} angegeben hat.`,
    },
    taken: {
      subject: (brand) => `Ihre Adresse wird bei ${brand} schon verwendet`,
      heading: 'Sie haben schon ein Konto',
      what: (brand) =>
        `Jemand, vielleicht Sie, wollte diese Adresse für ein anderes Konto bei ${brand} verwenden. Sie gehört zu Ihrem eigenen, deshalb hat sich nichts geändert.`,
      action: 'Beim eigenen Konto anmelden',
      fine: 'Eine Adresse kann nur zu einem Konto gehören.',
      notYou: 'Wenn Sie das nicht waren, ist nichts zu tun.',
      reason: (brand) => `Sie bekommen diese Nachricht, weil jemand Ihre Adresse bei ${brand} angegeben hat.`,
    },
    undo: {
      subject: (brand) => `Die Adresse Ihres Kontos bei ${brand} wurde geändert`,
      heading: 'Ihre Adresse wurde geändert',
      what: (brand) =>
        `Ihr Konto bei ${brand} hat von nun an eine andere Adresse. Nachrichten dazu kommen nicht mehr hierher.`,
      action: 'Das war ich nicht, zurücksetzen',
      fine: 'Der Link gilt einmal, 72 Stunden lang. Er setzt die Adresse zurück, meldet alle Geräte ab und verlangt ein neues Passwort.',
      notYou: 'Wenn Sie sie geändert haben, ist nichts zu tun.',
      reason: (brand) => `Sie bekommen diese Nachricht, weil dies die Adresse Ihres Kontos bei ${brand} war.`,
    },
  },
}
