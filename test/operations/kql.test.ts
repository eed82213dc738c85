import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { signalsQuery } from '../../scripts/operator/signals-log-analytics.ts'
import { tables } from './kql-schema.ts'

const folder = join(import.meta.dirname, '../../iac/alerts/kql')
const queries = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

interface Diagnostic {
  Severity: string
  Message: string
  Start: number
}

interface List<Item> {
  Count: number
  getItem(index: number): Item
}

/** What is used of the language service, a .NET library that puts itself into the global scope. */
interface KustoLanguage {
  KustoCode: { ParseAndAnalyze(text: string, globals: unknown): { GetDiagnostics(): List<Diagnostic> } }
  GlobalState: { Default: { WithDatabase(database: unknown): unknown } }
  Symbols: {
    TableSymbol: { $ctor7: new (name: string, schema: string, description: string | null) => unknown }
    DatabaseSymbol: { ctor: new (name: string, members: unknown[]) => unknown }
  }
}

/** In a scope of its own: the library changes the one it is loaded into. */
function loadLanguage(): KustoLanguage {
  const { resolve } = createRequire(import.meta.url)
  const scope = createContext({ console })
  for (const file of ['bridge.js', 'Kusto.Language.Bridge.js'])
    runInContext(readFileSync(resolve(`@kusto/language-service-next/${file}`), 'utf8'), scope)
  return (scope as unknown as { Kusto: { Language: KustoLanguage } }).Kusto.Language
}

const { KustoCode, GlobalState, Symbols } = loadLanguage()
const globals = GlobalState.Default.WithDatabase(
  new Symbols.DatabaseSymbol.ctor(
    'workspace',
    Object.entries(tables).map(([name, schema]) => new Symbols.TableSymbol.$ctor7(name, schema, null)),
  ),
)

/** What the language service finds wrong with a query, over the tables of a workspace. */
function faultsOf(text: string): string[] {
  const found = KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics()
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index))
    .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
    .map(({ Message, Start }) => `${Message} At: ${text.slice(Start, Start + 40)}`)
}

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
  })

  test.each([
    ['a column that is not there', 'AzureMetrics | where MetricNam == "cpu_percent"'],
    ['a table that is not there', 'ContainerAppConsoleLog_CL | count'],
    ['a function that is not there', 'AzureMetrics | summarize percentil(Average, 95)'],
    ['a comparison of a number with a text', 'AzureMetrics | where Average has "x"'],
    ['a query that does not end', 'AzureMetrics | where ('],
  ])('the check would find %s', (_, text) => {
    expect(faultsOf(text)).not.toEqual([])
  })
})
