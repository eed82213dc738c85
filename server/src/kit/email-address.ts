import { toAsciiDomain } from './domain-name.ts'

/** RFC 5322 section 3.2.3: no quotes, comments, spaces or specials. */
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/

const MAX_LOCAL_PART_LENGTH = 64
/** RFC 5321 section 4.5.3.1.3, less the angle brackets (erratum 1690). */
const MAX_ADDRESS_LENGTH = 254

export interface EmailAddress {
  /** What is stored, shown and mailed to: as typed, its domain in the ASCII form that SMTP sends. */
  address: string
  /** What tells two addresses apart, and is unique: `address` in lower case. Dots and plus signs count. */
  canonical: string
}

/**
 * Reads the one kind of address we take, `dot-atom@domain`; undefined for everything else.
 *
 * Parsers that disagree are how a mail for one person reaches another. So there is one, here, and what it lets through
 * is plain enough that every other parser on the way (nodemailer's, the relay's) reads the same. Compatibility forms
 * (a full-width `@`, a Kelvin sign) are resolved first and what they resolve to is judged and stored; a local part that
 * is still not ASCII is refused, since its lower case and its mail server's may differ.
 */
export function parseEmailAddress(raw: string): EmailAddress | undefined {
  // A domain in full-width letters may shrink; what is longer than this cannot shrink enough.
  if (raw.length > 4 * MAX_ADDRESS_LENGTH) return undefined
  const typed = raw.normalize('NFKC')
  const at = typed.indexOf('@')
  if (at < 1 || at > MAX_LOCAL_PART_LENGTH || typed.includes('@', at + 1)) return undefined
  const localPart = typed.slice(0, at)
  const typedDomain = typed.slice(at + 1)
  const domain = toAsciiDomain(typedDomain)
  if (domain === undefined || !DOT_ATOM.test(localPart)) return undefined
  if (localPart.length + 1 + domain.length > MAX_ADDRESS_LENGTH) return undefined
  return {
    // ASCII letters keep the case they were typed in; every other difference is the encoding.
    address: `${localPart}@${typedDomain.toLowerCase() === domain ? typedDomain : domain}`,
    canonical: `${localPart.toLowerCase()}@${domain}`,
  }
}

/** What stands before the `@` of an address that was parsed. */
export const localPartOf = (address: string): string => address.slice(0, address.lastIndexOf('@'))
