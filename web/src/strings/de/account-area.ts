import type { Catalogue } from '../catalogue.ts'
import type { accountArea as english } from '../en/account-area.ts'
import { actions } from './actions.ts'

export const accountArea: Pick<Catalogue, keyof typeof english> = {
  account: {
    title: 'Ihr Konto',
    navigation: 'Konto',
    signOut: 'Abmelden',
    signOutFailed: 'Sie sind noch nicht abgemeldet.',
  },

  profile: {
    title: 'Profil',
    lead: 'Wie Sie erscheinen und wie wir mit Ihnen sprechen.',
    displayName: 'Name',
    email: 'E-Mail-Adresse',
    verified: 'Bestätigt',
    unverified: 'Nicht bestätigt',
    locale: 'Sprache',
    localeHint: 'Für Mails und diese Seiten.',
    timezone: 'Zeitzone',
    memberSince: 'Dabei seit',
    submit: 'Änderungen sichern',
    saved: 'Gesichert.',
  },

  passwordPage: {
    title: 'Passwort',
    lead: 'Nehmen Sie eines, das Sie nirgends sonst verwenden.',
    current: 'Jetziges Passwort',
    next: 'Neues Passwort',
    signOutOthers: 'Meine anderen Geräte abmelden',
    signOutOthersHint: 'Empfohlen, falls jemand das alte kennt.',
    submit: 'Passwort ändern',
    done: 'Ihr Passwort ist geändert.',
  },

  sessions: {
    title: 'Geräte',
    lead: 'Wo Sie angemeldet sind. Melden Sie ab, was Sie nicht kennen.',
    current: 'Dieses Gerät',
    lastSeen: (when) => `Aktiv ${when}`,
    since: (when) => `Angemeldet ${when}`,
    from: (address) => `von ${address}`,
    revoke: 'Abmelden',
    revokeOf: (device) => `${device} abmelden`,
    revoked: (device) => `${device} ist abgemeldet.`,
    revokeOthers: 'Alle anderen Geräte abmelden',
    revokedOthers: 'Alle anderen Geräte sind abgemeldet.',
    onlyThis: 'Sie sind nur auf diesem Gerät angemeldet.',
    more: 'Mehr zeigen',
    deviceOn: (browser, system) => `${browser} unter ${system}`,
    unknownDevice: 'Unbekanntes Gerät',
  },

  log: {
    title: 'Sicherheitsprotokoll',
    lead: 'Was mit Ihrem Konto geschehen ist. Waren Sie etwas davon nicht, ändern Sie Ihr Passwort.',
    empty: 'Noch nichts.',
    more: 'Mehr zeigen',
    from: (address) => `von ${address}`,
    other: (action) => `Etwas anderes ist geschehen (${action}).`,
    actions,
  },

  stepUp: {
    title: 'Bestätigen Sie, dass Sie es sind',
    lead: 'Geben Sie Ihr Passwort ein, um fortzufahren.',
    submit: 'Bestätigen',
  },
}
