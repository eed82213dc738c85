import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { metricsIn } from './promql.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('the threat model', () => {
  const text = read('docs/THREAT_MODEL.md')
  const rows = text.split('\n').filter((line) => /^\| [STRIDE] \|/.test(line))
  const named = rows.map((row) => {
    const [, kind = '', threat = '', rule = '', held = ''] = row
      .split(' | ')
      .map((cell) => cell.replace(/^\| | \|$/g, ''))
    const [, file = '', title = ''] = /^`([^`]+\.test\.tsx?)`: "(.+)"$/.exec(held || rule) ?? []
    return { kind, threat, file, title }
  })

  test('has threats of every kind, each with the test that holds it', () => {
    expect(named.length).toBeGreaterThan(25)
    expect(new Set(rows.map((row) => row[2]))).toEqual(new Set('STRIDE'))
    for (const { file, title } of named) expect({ file, title }).not.toMatchObject({ file: '' })
  })

  test.each(named)('$file has "$title"', ({ file, title }) => {
    expect(existsSync(join(root, file)), file).toBe(true)
    const tests = read(file).replaceAll(/\\'/g, '’')
    expect(["'", '`', '"'].some((quote) => tests.includes(`${quote}${title}${quote}`))).toBe(true)
  })

  test('says of each accepted risk where it is explained, where it is', () => {
    const links = [...text.matchAll(/\]\((decisions\/[^)]+)\)/g)].map(([, path]) => path ?? '')
    expect(links.length).toBeGreaterThan(4)
    for (const path of links) expect(existsSync(join(root, 'docs', path)), path).toBe(true)
  })
})

describe('the objectives', () => {
  const text = read('docs/SLO.md')
  const queries = [...text.matchAll(/^```promql\n(.+?)\n```$/gms)].map(([, query]) => query ?? '')
  const documented = new Set(
    [...read('docs/METRICS.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name),
  )

  test('each has a query over metrics that there are', () => {
    const sections = text.split(/^## /m).slice(1, -1)
    for (const section of sections) expect(section).toContain('```promql')
    expect(queries.length).toBeGreaterThan(6)
    for (const query of queries) {
      const names = metricsIn(query).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
      expect(names).not.toEqual([])
      expect({ query, unknown: names.filter((name) => !documented.has(name)) }).toEqual({
        query,
        unknown: [],
      })
    }
  })

  test('a query over what is not measured would be found', () => {
    expect(metricsIn('sum(rate(no_such_metric_total[5m])) or vector(0)')).toEqual(['no_such_metric_total'])
  })

  test('a share of requests within a time is one that the histogram counts', () => {
    const bounds = [...text.matchAll(/le="([\d.]+)"/g)].map(([, bound]) => Number(bound))
    const [, buckets = ''] =
      /REQUEST_BUCKETS = \[([^\]]+)\]/.exec(read('server/src/platform/telemetry.ts')) ?? []
    const counted = buckets.split(', ').map(Number)
    expect(bounds.length).toBeGreaterThan(1)
    for (const bound of bounds) expect(counted).toContain(bound)
  })
})

describe('the manual of restoring', () => {
  const text = read('docs/RESTORE_DRILLS.md')

  test('names options that the command has, and all it has', () => {
    const command = read('server/src/cli/restore-drill.ts')
    const options = [...command.matchAll(/'(--[a-z-]+)[ ']/g)].map(([, option]) => option ?? '')
    expect(options.length).toBeGreaterThan(10)
    for (const option of new Set(options)) expect(text, option).toContain(option)
    const named = [...text.matchAll(/restore-drill -- ([^#\n]*)/g)].flatMap(
      ([, words]) => words?.match(/--[a-z-]+/g) ?? [],
    )
    for (const option of named) expect(options).toContain(option)
  })

  test('shows the entry as it is written', async () => {
    const { entryOf } = await import('../../server/src/drill/report.ts')
    const entry = entryOf({
      ok: true,
      version: '…',
      source: 'backup',
      startedAt: '2026-11-24T09:41:00.000Z',
      askedFor: '…',
      restoredTo: '…',
      rpoSeconds: 1,
      rtoSeconds: 1,
      restoreSeconds: 1,
      checkSeconds: 1,
      signInSeconds: 1,
      place: null,
      checks: [{ check: 'restore', ok: true, says: '…' }],
    })
    const [, shown = ''] = /```markdown\n(.+?)\n```/s.exec(text) ?? []
    const plain = (words: string) =>
      words
        .replaceAll(/\d+ s\b/g, '… s')
        .replaceAll(/[ \n]+/g, ' ')
        .trim()
    expect(plain(entry.replace('| source | backup |', '| source | … |')).replace(/: $/, ': …')).toBe(
      plain(shown).replace(/ …$/, ''),
    )
  })
})
