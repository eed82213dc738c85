import { createArea } from '../../area/words.tsx'

/** Organizations and API keys. */
export const organizationsArea = createArea(async (language) =>
  language === 'de'
    ? (await import('../../strings/de/organizations.ts')).organizations
    : (await import('../../strings/en/organizations.ts')).organizations,
)

export const useOrganizations = organizationsArea.useArea

/** The words of organizations and API keys, with those that all pages share. */
export type Words = ReturnType<typeof useOrganizations>['strings']
