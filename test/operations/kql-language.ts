import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createContext, runInContext } from 'node:vm'
import { tables } from './kql-schema.ts'

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
export function faultsOf(text: string): string[] {
  const found = KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics()
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index))
    .filter(({ Severity }) => Severity === 'Error' || Severity === 'Warning')
    .map(({ Message, Start }) => `${Message} At: ${text.slice(Start, Start + 40)}`)
}
