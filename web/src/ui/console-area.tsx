import { consoleArea } from '../console/area.ts'
import { useEnvironment } from '../environment.ts'
import type { Language } from '../strings/catalogue.ts'
import { LazyArea } from './lazy-area.tsx'

/** The console of the platform's staff. */
export function ConsoleArea() {
  const { account } = useEnvironment().strings
  return <LazyArea title={account.console} load={load} />
}

async function load(language: Language) {
  const [area] = await Promise.all([import('../console/console.tsx'), consoleArea.load(language)])
  return area.Console
}
