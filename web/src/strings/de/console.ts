import type { console as english } from '../en/console.ts'
import { operations } from './console-operations.ts'
import { people } from './console-people.ts'

/** Die Konsole der Mitarbeiter. */
export const console: typeof english = {
  frame: {
    area: 'Konsole',
    navigation: 'Konsole',
    menu: 'Menü',
    skip: 'Zum Inhalt',
    account: 'Ihr eigenes Konto',
  },

  sections: {
    overview: 'Übersicht',
    users: 'Personen',
    organizations: 'Organisationen',
    audit: 'Protokoll',
    diagnostics: 'Anmeldediagnose',
    mail: 'Mail',
    keys: 'Signaturschlüssel',
    providers: 'Anbieter',
  },

  roles: { admin: 'Administration', support: 'Support' },

  list: {
    more: 'Mehr zeigen',
    shown: (count, hasMore) => {
      const counted = count === 1 ? '1 Eintrag' : `${count} Einträge`
      return hasMore ? `${counted}, es gibt weitere.` : `${counted}, das ist alles.`
    },
    sparse: 'In dem durchsuchten Abschnitt ist nichts. Es gibt noch mehr zu durchsuchen.',
    search: 'Suchen',
    clear: 'Filter leeren',
    any: 'Alle',
    close: 'Schließen',
    never: 'Nie',
    none: 'Keine',
    no: 'Nein',
  },

  ...people,
  ...operations,
}
