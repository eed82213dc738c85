import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './kql-language.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../iac', path), 'utf8')

interface Item {
  type: number
  content: { json?: string; title?: string; query?: string; visualization?: string }
}
const [parameters, ...items] = (JSON.parse(read('workbook/gatehouse.json')) as { items: Item[] }).items
const board = (JSON.parse(read('grafana/gatehouse.json')) as { panels: { title: string; type: string }[] })
  .panels

const TEXT = 1
const QUERY = 3
const PARAMETERS = 9

/** A heading is text, a panel a query, or text where no log knows what the panel shows. */
const titleOf = ({ type, content }: Item) =>
  type === QUERY
    ? content.title
    : /^(?:## (.+)|\*\*(.+)\*\*)/
        .exec(content.json ?? '')
        ?.slice(1)
        .find(Boolean)

/** Known to the servers' own metrics alone; the workbook says so in their place. */
const METRICS_ONLY = ['Password hashes: time (p95)', 'Password hashes: queue', 'Signing keys: age']

const queries = items
  .filter(({ type }) => type === QUERY)
  .map(({ content }) => ({ title: content.title ?? '', query: content.query ?? '' }))

/** As Azure puts the chosen time in. */
const atFourHours = (query: string) =>
  query.replaceAll('{span:grain}', '5m').replaceAll('{span}', '> ago(4h)')

describe('the Azure workbook', () => {
  test('has the panels of the Grafana board, in their order', () => {
    expect(board.length).toBeGreaterThan(25)
    expect(items.map(titleOf)).toEqual(board.map(({ title }) => title))
  })

  test('has a query for each but those that no log knows', () => {
    const panels = board.filter(({ type }) => type !== 'row').map(({ title }) => title)
    expect(queries.map(({ title }) => title)).toEqual(panels.filter((title) => !METRICS_ONLY.includes(title)))
    const told = items.filter(({ type, content }) => type === TEXT && !content.json?.startsWith('## '))
    expect(told.map(titleOf)).toEqual(METRICS_ONLY)
    for (const { content } of told) expect(content.json).toContain('Grafana')
  })

  test.each(queries)('$title is a query over tables and columns that exist', ({ query }) => {
    expect(faultsOf(atFourHours(query))).toEqual([])
  })

  test('lets one choose the time, and every query but those of this moment goes by it', () => {
    expect(parameters?.type).toBe(PARAMETERS)
    const fixed = queries.filter(({ query }) => !query.includes('{span}')).map(({ title }) => title)
    expect(fixed).toEqual(['Servers ready', 'Dependencies', 'Migrations pending'])
  })
})
