import { toAsciiDomain } from '../../kit/domain-name.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { isId } from '../../kit/ids.ts'

/** What somebody means who searches for people. */
export type Search = { id: string } | { domain: string } | { emailPrefix: string; namePrefix: string }

/** Reads what was typed: a whole id, `@` and a domain, or the beginning of an address or a name. */
export function readSearch(typed: string): Search {
  const text = typed.normalize('NFKC')
  const lower = text.toLowerCase()
  if (isId(lower)) return { id: lower }
  if (text.startsWith('@')) return { domain: toAsciiDomain(text.slice(1)) ?? lower.slice(1) }
  return { emailPrefix: parseEmailAddress(text)?.canonical ?? lower, namePrefix: typed.toLowerCase() }
}
