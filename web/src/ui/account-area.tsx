import { accountArea } from '../account/area.ts'
import { useEnvironment } from '../environment.ts'
import type { Language } from '../strings/catalogue.ts'
import { LazyArea } from './lazy-area.tsx'

/** The area of the person's own account. */
export function AccountArea() {
  const { account } = useEnvironment().strings
  return <LazyArea title={account.title} load={load} />
}

async function load(language: Language) {
  const [area] = await Promise.all([import('../account/account.tsx'), accountArea.load(language)])
  return area.Account
}
