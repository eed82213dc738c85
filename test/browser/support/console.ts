import type { PlatformRole } from '../../../server/src/kit/platform-permissions.ts'
import type { PersonWithTotp } from '../../harness/people-factors.ts'
import type { Site } from './site.ts'
import type { Visit, VisitOptions } from './visit.ts'

/** Somebody of the platform's staff at the console. */
export interface ConsoleVisit extends Visit {
  person: PersonWithTotp
}

interface Entry extends VisitOptions {
  name: string
  role: PlatformRole
  /** Where in the console they go. */
  path: string
}

/** Signs somebody of the platform's staff in, with both factors, and leads them to an address of the console. */
export async function enterConsole(
  site: Site,
  { name, role, path, ...options }: Entry,
): Promise<ConsoleVisit> {
  const person = await site.people.staff(name, role)
  const visit = await site.visit(options)
  // Chosen, since an account's own language comes before the browser's.
  const value = options.locale?.slice(0, 2) ?? 'en'
  await visit.context.addCookies([{ name: 'gatehouse_lang', value, url: site.url }])
  await visit.open(`/login?redirectTo=${encodeURIComponent(path)}`)
  const { page } = visit
  await page.locator('[name="email"]').fill(person.email)
  await page.locator('[name="password"]').fill(person.password)
  await page.locator('main button[type="submit"]').first().click()
  await page.locator('[name="code"]').fill(await person.nextCode())
  await page.locator('main button[type="submit"]').first().click()
  await page.locator('.console').waitFor()
  return { ...visit, person }
}

/** Gives an event of the log another outcome, as somebody could who owns the database; tells its id, and how to undo it. */
export async function tamper(site: Site, action: string): Promise<{ id: string; undo(): Promise<unknown> }> {
  const [event] = await site.sql<{ id: string }[]>`
    SELECT id FROM audit_events WHERE action = ${action} AND outcome = 'success' LIMIT 1`
  if (!event) throw new Error(`nothing of the kind ${action} has happened`)
  const give = (outcome: 'success' | 'failure') =>
    site.sql.begin(async (tx) => {
      await tx`ALTER TABLE audit_events DISABLE TRIGGER USER`
      await tx`UPDATE audit_events SET outcome = ${outcome} WHERE id = ${event.id}`
      await tx`ALTER TABLE audit_events ENABLE TRIGGER USER`
    })
  await give('failure')
  return { id: event.id, undo: () => give('success') }
}
