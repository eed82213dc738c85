import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../harness/index.ts'
import { labelsIn, metricsIn } from './promql.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const rulesText = read('iac/alerts/prometheus-rules.yml')
const manual = read('docs/METRICS.md')

/** The part of a rule from `- alert:` or `- record:` to the next one. */
const ruleTexts = rulesText.split(/^ {6}- (?=alert:|record:)/m).slice(1)
const recorded = ruleTexts.flatMap((text) => /^record: (\S+)/.exec(text)?.[1] ?? [])
const alerts = ruleTexts
  .filter((text) => text.startsWith('alert:'))
  .map((text) => ({ name: /^alert: (\w+)/.exec(text)?.[1] ?? '', text }))
const expressionsOfRules = ruleTexts.map((text) =>
  text
    .slice(text.indexOf('expr:') + 5)
    .split(/\n\n|^ {8}(?:for|labels|annotations):/m, 1)
    .join(''),
)

interface Board {
  panels: { title: string; type: string; targets?: { expr: string }[] }[]
}
const panels = (JSON.parse(read('iac/grafana/gatehouse.json')) as Board).panels
const expressionsOfBoard = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

interface Family {
  type: string
  labels: string[]
}

/** Every metric an exposition describes, also those without a value so far. */
function familiesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]))
}

/** The table of the manual. */
const documented = new Map<string, Family>(
  [...manual.matchAll(/^\| `(\w+)` \|([^|]*)\| (histogram)?/gm)].map(
    ([, name = '', labels = '', type = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label ?? '') },
    ],
  ),
)

describe('rules, board and manual speak of metrics that are there', () => {
  const world = useWorld()
  const exposed = async () => familiesOf(await world.platform.exposition.read())

  test('the expressions are read as they are meant', () => {
    expect(expressionsOfRules.length).toBeGreaterThan(20)
    expect(expressionsOfBoard.length).toBeGreaterThan(25)
    const sample =
      'sum by (le) (rate(a_bucket{b="c",d=~"e|f"}[5m])) / on () group_left () g:h > 3 * i offset 1d'
    expect(metricsIn(sample)).toEqual(['a_bucket', 'g:h', 'i'])
    expect(labelsIn(sample)).toEqual(['b', 'd'])
  })

  test('every metric of a rule or a panel is exposed', async () => {
    const families = await exposed()
    const known = new Set(['up', ...recorded])
    for (const [name, type] of families)
      for (const suffix of type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
        known.add(name + suffix)
    const used = [...expressionsOfRules, ...expressionsOfBoard].flatMap(metricsIn)
    expect(used.length).toBeGreaterThan(50)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })

  test('every label of a rule or a panel is one its metric has', () => {
    for (const expression of [...expressionsOfRules, ...expressionsOfBoard]) {
      const names = metricsIn(expression).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
      const had = new Set(names.flatMap((name) => documented.get(name)?.labels ?? []))
      expect({ expression, unknown: labelsIn(expression).filter((label) => !had.has(label)) }).toEqual({
        expression,
        unknown: [],
      })
    }
  })

  test('every metric that is exposed is described, and no other', async () => {
    expect([...documented.keys()].sort()).toEqual([...(await exposed()).keys()].sort())
  })

  test('with the labels it has', async () => {
    await world.people.signedIn('ada')
    const text = await world.platform.exposition.read()
    for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)) {
      const metric = documented.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')
      const had = [...labels.matchAll(/(\w+)=/g)].map(([, label]) => label).filter((label) => label !== 'le')
      expect({ metric, labels: had.sort() }).toEqual({
        metric,
        labels: [...documented.get(metric)!.labels].sort(),
      })
    }
  })

  test('and every metric with a number to watch is on the board', () => {
    const shown = new Set(
      expressionsOfBoard.flatMap(metricsIn).map((name) => name.replace(/_(?:bucket|sum|count)$/, '')),
    )
    expect([...documented.keys()].filter((name) => !shown.has(name))).toEqual([])
  })
})

/** Twins over logs that no metric has, and rules that no log can tell. */
const KQL_ONLY = ['PostgresCpu', 'PostgresStorage', 'RedisMemory']
const PROMETHEUS_ONLY = ['SigningKeyOld']

describe('every alert', () => {
  const twins = readdirSync(join(root, 'iac/alerts/kql')).map((file) => {
    const text = read(`iac/alerts/kql/${file}`)
    return { name: /^\/\/ (\w+)/.exec(text)?.[1] ?? file, severity: /severity (\d)/.exec(text)?.[1] }
  })
  const severityOf = (text: string) => /severity: "(\d)"/.exec(text)?.[1]

  test.each(alerts)('$name has a severity, a summary and a section of the runbook', ({ text }) => {
    expect(severityOf(text)).toMatch(/^[123]$/)
    expect(text).toMatch(/^ {10}summary: \S.{20,}/m)
    expect(text).toMatch(/^ {10}runbook: OPERATIONAL_RUNBOOK \d+(?:\.\d)? [A-Z]/m)
  })

  test.each([...alerts.map(({ name }) => name), ...KQL_ONLY])('%s is explained in the manual', (name) => {
    expect(manual).toMatch(new RegExp(`^### ${name}\\n\\nSeverity [123]\\. `, 'm'))
  })

  test.each(alerts)('$name fires in one test and stays quiet in another', ({ name }) => {
    const tests = read('iac/alerts/prometheus-rules.test.yml').split(/^ {2}- name: /m)
    const own = tests.filter((text) => text.startsWith(`${name} `))
    expect(own.filter((text) => text.includes('exp_labels:')).length).toBeGreaterThan(0)
    expect(own.filter((text) => text.includes('exp_alerts: []')).length).toBeGreaterThan(0)
  })

  test('has a twin of the same severity, but for what only one side knows', () => {
    const rules = new Map(alerts.map(({ name, text }) => [name, severityOf(text)]))
    const queries = new Map(twins.map(({ name, severity }) => [name, severity]))
    expect([...queries.keys()].filter((name) => !rules.has(name)).sort()).toEqual(KQL_ONLY)
    expect([...rules.keys()].filter((name) => !queries.has(name)).sort()).toEqual(PROMETHEUS_ONLY)
    for (const [name, severity] of queries)
      expect({ name, severity: rules.get(name) ?? severity }).toEqual({ name, severity })
    for (const [name, severity] of [...rules, ...queries])
      expect(manual).toContain(`### ${name}\n\nSeverity ${severity}.`)
  })
})
