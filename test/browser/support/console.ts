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
