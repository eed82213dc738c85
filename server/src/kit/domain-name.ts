import { domainToASCII, domainToUnicode } from 'node:url'

const LDH_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Code points that a U-label may hold (RFC 5892 section 3): letters, digits and marks that NFKC and case folding leave
 * alone, without old Hangul, musical and ignorable ones, and with the exceptions of section 2.6. URL parsers take far
 * more (UTS #46 admits hearts and snowmen), so that their answer alone would not do.
 */
const U_LABEL =
  /^(?:[[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]--[\p{Changes_When_NFKC_Casefolded}\p{Default_Ignorable_Code_Point}\u0640\u07fa\u1100-\u11ff\u20d0-\u20ff\u302e\u302f\u3031-\u3035\u303b\ua960-\ua97c\ud7b0-\ud7fb\u{1d100}-\u{1d24f}]]|[\-\u00b7\u00df\u0375\u03c2\u05f3\u05f4\u06fd\u06fe\u0f0b\u200c\u200d\u3007\u30fb])+$/v

/** What a domain may be typed with. Everything a URL parser would act on (`/ ? # % : [ ]`, tabs) is outside it. */
const TYPED_DOMAIN = /^[\p{L}\p{M}\p{N}\-.\u00b7\u0375\u05f3\u05f4\u0f0b\u3002\u30fb\p{Join_Control}]+$/u

/** Code points that are fine only beside certain others (RFC 5892 appendix A.3 to A.9); a match is a breach. */
const OUT_OF_CONTEXT = [
  /(?<!l)\u00b7|\u00b7(?!l)/u,
  /\u0375(?!\p{Script=Greek})/u,
  /(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u,
  /^(?!.*[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]).*\u30fb/u,
  /^(?=.*[\u0660-\u0669]).*[\u06f0-\u06f9]/u,
]

/**
 * A domain name in the one form DNS and SMTP know: lower-case A-labels (RFC 5890 section 2.3.2.1). Undefined for what
 * is no IDNA2008 domain of at least two labels; numbers that a resolver might read as an IPv4 address are none.
 *
 * @param domain NFKC-normalised.
 */
export function toAsciiDomain(domain: string): string | undefined {
  if (!TYPED_DOMAIN.test(domain)) return undefined
  const lower = domain.toLowerCase()
  // Plain ASCII, nearly every domain there is, needs no conversion.
  const ascii = isAscii(lower) ? lower : domainToASCII(domain)
  const labels = ascii.split('.')
  if (ascii.length > 253 || labels.length < 2 || !labels.every(isLabel)) return undefined
  return /^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1)!) ? undefined : ascii
}

function isLabel(label: string): boolean {
  if (!LDH_LABEL.test(label)) return false
  if (label.slice(2, 4) !== '--') return true
  // Of labels with hyphens there, IDNA2008 knows only those that are the encoding of a U-label, and its only one.
  const unicode = domainToUnicode(label)
  return label.startsWith('xn--') && isULabel(unicode) && domainToASCII(unicode) === label
}

/** RFC 5891 section 4.2.3. Joiners and right-to-left runs (RFC 5893) are judged by the conversion itself. */
function isULabel(label: string): boolean {
  return (
    !isAscii(label) &&
    U_LABEL.test(label) &&
    label === label.normalize('NFC') &&
    label.slice(2, 4) !== '--' &&
    !/^\p{M}/u.test(label) &&
    !OUT_OF_CONTEXT.some((breach) => breach.test(label))
  )
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range begins with them
  return /^[\x00-\x7f]*$/.test(text)
}
