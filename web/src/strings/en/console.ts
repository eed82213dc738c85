import { operations } from './console-operations.ts'
import { people } from './console-people.ts'

/** The console of the platform's staff. */
export const console = {
  frame: {
    area: 'Console',
    navigation: 'Console',
    menu: 'Menu',
    skip: 'Skip to content',
    account: 'Your own account',
  },

  sections: {
    overview: 'Overview',
    users: 'People',
    organizations: 'Organizations',
    audit: 'Audit log',
    diagnostics: 'Sign-in diagnostics',
    mail: 'Mail',
    keys: 'Signing keys',
    providers: 'Providers',
  },

  roles: { admin: 'Administrator', support: 'Support' },

  list: {
    more: 'Show more',
    shown: (count: number, hasMore: boolean) => {
      const counted = count === 1 ? '1 shown' : `${count} shown`
      return hasMore ? `${counted}, there are more.` : `${counted}, that is all.`
    },
    sparse: 'Nothing in the stretch that was searched. There is more to look through.',
    search: 'Search',
    clear: 'Clear filters',
    any: 'Any',
    close: 'Close',
    never: 'Never',
    none: 'None',
    no: 'No',
  },

  ...people,
  ...operations,
}
