import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'

const web = join(import.meta.dirname, '../../web')
const dist = join(web, 'dist')

/** What of a first visit travels at the most, compressed, in bytes: ECOSYSTEM.md, "The pages". */
const FIRST_LOAD_BYTES = 40 * 1_024

const everyPage = () =>
  ['en', 'de'].flatMap((language) =>
    readdirSync(join(dist, 'pages', language))
      .filter((name) => name.endsWith('.html'))
      .map((name) => ({
        name: `${language}/${name}`,
        html: readFileSync(join(dist, 'pages', language, name), 'utf8'),
      })),
  )

/** Addresses a page makes the browser fetch by itself. */
const loadedBy = (html: string): string[] =>
  [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g)].map(([, address]) => address!)

/** What a module imports before it runs. */
const importsOf = (code: string): string[] =>
  [...code.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g)].map(([, name]) => `/assets/${name}`)

describe('the built pages', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [join(web, 'build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })
  })

  test('load within 40 KB, the page itself and all it needs to start', () => {
    for (const { name, html } of everyPage()) {
      const loaded = new Set(loadedBy(html))
      for (const address of loaded) {
        if (!address.endsWith('.js')) continue
        const code = readFileSync(join(dist, address), 'utf8')
        for (const imported of importsOf(code)) loaded.add(imported)
      }
      const bytes = [...loaded].map((address) => readFileSync(join(dist, `${address}.gz`)).length)
      const total = bytes.reduce((sum, one) => sum + one, gzipSync(html).length)
      expect(total, name).toBeLessThan(FIRST_LOAD_BYTES)
      expect(loaded.size, name).toBeGreaterThanOrEqual(6)
    }
  })

  test('name all they import in their head, so that nothing waits for another answer', () => {
    for (const { html, name } of everyPage()) {
      const named = new Set(loadedBy(html))
      for (const address of named) {
        if (!address.endsWith('.js')) continue
        for (const imported of importsOf(readFileSync(join(dist, address), 'utf8'))) {
          expect(named.has(imported), `${name} lacks ${imported}`).toBe(true)
        }
      }
    }
  })

  test('do not bring an area, its words or its look to those who are signing in', () => {
    const areas = readdirSync(join(dist, 'assets')).filter((name) =>
      /^(?:account|organizations|part|console|area-errors).*\.(?:js|css)$/.test(name),
    )
    expect(areas.length).toBeGreaterThanOrEqual(12)
    for (const { html } of everyPage()) for (const area of areas) expect(html).not.toContain(area)
  })

  test('hold nothing inline and nothing from elsewhere', () => {
    for (const { name, html } of everyPage()) {
      expect(html, name).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i)
      expect(html, name).not.toMatch(/<script(?![^>]*\bsrc=)/i)
      expect(html, name).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//i)
    }
  })

  test('lie beside their compressed forms', () => {
    for (const file of readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css|svg)$/.test(name))) {
      for (const suffix of ['.gz', '.br']) expect(existsSync(join(dist, 'assets', file + suffix))).toBe(true)
    }
  })
})
