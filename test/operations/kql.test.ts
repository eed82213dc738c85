import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { takenQuery } from '../../scripts/operator/rotating.ts'
import { signalsQuery } from '../../scripts/operator/signals-log-analytics.ts'
import { faultsOf } from './kql-language.ts'

const folder = join(import.meta.dirname, '../../iac/alerts/kql')
const queries = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

describe('the KQL twins of the alerts', () => {
  test.each(queries)('$name is a query over tables and columns that exist', ({ text }) => {
    expect(faultsOf(text)).toEqual([])
  })

  test.each(queries)('$name says which alert it is, and how severe', ({ name, text }) => {
    const alert = name
      .replace('.kql', '')
      .replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
    expect(text).toMatch(new RegExp(`^// ${alert}, severity [123]\\. A row means that `))
  })

  test('and so is what a watch asks', () => {
    const span = { from: new Date(0), to: new Date(1) }
    expect(faultsOf(signalsQuery(span, 'api'))).toEqual([])
    expect(faultsOf(signalsQuery(span, 'api', 'api--r1'))).toEqual([])
    expect(faultsOf(takenQuery('api', 'SMTP_URL', span.from))).toEqual([])
  })

  test.each([
    ['a column that is not there', 'AzureMetrics | where MetricNam == "cpu_percent"'],
    ['a table that is not there', 'ContainerAppConsoleLog | count'],
    ['a function that is not there', 'AzureMetrics | summarize percentil(Average, 95)'],
    ['a comparison of a number with a text', 'AzureMetrics | where Average has "x"'],
    ['a query that does not end', 'AzureMetrics | where ('],
  ])('the check would find %s', (_, text) => {
    expect(faultsOf(text)).not.toEqual([])
  })
})
