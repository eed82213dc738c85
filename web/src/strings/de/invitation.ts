import type { invitation as english } from '../en/invitation.ts'

export const invitation: typeof english = {
  title: 'Sie sind eingeladen',
  lead: (inviter, organization) => `${inviter} lädt Sie ein, ${organization} beizutreten.`,
  leadUnknown: 'Jemand lädt Sie ein, hier einer Organisation beizutreten.',
  create: 'Konto anlegen und beitreten',
  haveOne: 'Sie haben ein Konto mit der eingeladenen Adresse?',
  join: 'Beitreten',
  decline: 'Einladung ablehnen',
  signedInAs: (email) => `Sie sind als ${email} angemeldet.`,
  leave: 'Abmelden',
  overTitle: 'Diese Einladung ist vorbei',
  over: 'Sie wurde benutzt, abgelehnt oder zurückgezogen, eine neuere wurde verschickt, oder ihre Zeit ist abgelaufen. Was noch auf Ihre Antwort wartet, sehen Sie, wenn Sie angemeldet sind.',
  ownOrganizations: 'Zu Ihren Organisationen',
  declinedTitle: 'Einladung abgelehnt',
  declined: 'Sie werden dort in den nächsten 30 Tagen nicht wieder eingeladen.',
}
