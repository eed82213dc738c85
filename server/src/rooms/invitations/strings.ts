import type { Language } from '../../kit/language.ts'
import type { LinkMailStrings } from '../mail/index.ts'

/** Who asks whom in. Both names are chosen by people: they come harmless. */
export interface Names {
  inviter: string
  organization: string
}

/** A language that misses a word does not compile. */
export const strings: Record<Language, (names: Names) => LinkMailStrings> = {
  en: ({ inviter, organization }) => ({
    subject: (brand) => `You are invited at ${brand}`,
    heading: 'You are invited',
    what: (brand) =>
      `${inviter} invites you to join “${organization}” at ${brand}. You can join with your account, or make one.`,
    action: 'See the invitation',
    fine: 'The link works once, for 7 days, and for this address only. Do not pass it on.',
    notYou: 'If you do not know who this is, do nothing, or decline on the page behind the link.',
    reason: (brand) => `You get this because somebody at ${brand} invited this address.`,
  }),
  de: ({ inviter, organization }) => ({
    subject: (brand) => `Sie sind bei ${brand} eingeladen`,
    heading: 'Sie sind eingeladen',
    what: (brand) =>
      `${inviter} lädt Sie ein, „${organization}“ bei ${brand} beizutreten. Sie können mit Ihrem Konto beitreten oder eines anlegen.`,
    action: 'Einladung ansehen',
    fine: 'Der Link gilt einmal, 7 Tage lang und nur für diese Adresse. Geben Sie ihn nicht weiter.',
    notYou:
      'Wenn Sie nicht wissen, wer das ist, tun Sie nichts, oder lehnen Sie auf der Seite hinter dem Link ab.',
    reason: (brand) => `Sie bekommen diese Nachricht, weil jemand bei ${brand} diese Adresse eingeladen hat.`,
  }),
}
