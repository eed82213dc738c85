import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const artifacts = join(import.meta.dirname, '../../artifacts/browser')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.2 A and AA, and what axe's authors hold to be good practice beyond. */
const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
}

const SCHEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1280, height: 800 },
  { width: 320, height: 640 },
]

/** The width of nothing that is off the screen: more would have to be scrolled sideways (WCAG 2.2, 1.4.10). */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(rules),
    RULES,
  )
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/**
 * Looks at the state a page is in (`sign-in.en`), light and (but for German) dark, on a desktop and on the narrowest phone:
 * axe finds nothing, and nothing sticks out. A picture of each is kept in test/artifacts.
 */
export async function inspect(page: Page, state: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true })
  const before = page.viewportSize()
  await page.evaluate(axeSource)
  const found: string[] = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    // Other words are longer, and change no colour.
    for (const colorScheme of state.endsWith('.de') ? SCHEMES.slice(0, 1) : SCHEMES) {
      await page.emulateMedia({ colorScheme })
      const seen = `${state}.${colorScheme}.${size.width}`
      found.push(...(await violations(page)).map((violation) => `${seen} ${violation}`))
      if ((await overflow(page)) > 0) found.push(`${seen} is wider than the screen`)
      await page.screenshot({ path: join(artifacts, `${seen}.png`), fullPage: size.width < 1000 })
    }
  }
  if (before) await page.setViewportSize(before)
  expect(found).toEqual([])
}
