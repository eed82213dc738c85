const REDACTED = '[redacted]'

/** Whatever a token could be part of. One run is looked at once, so a line costs time in proportion to its length. */
const RUN = /[\w.-]{23,}/g
/** Our tokens (kit/tokens.ts), whatever stands before them: `%3Drt_…` and `\nrt_…` have letters there. */
const TOKEN = /(?:vfy|rst|chg|und|inv|mlk|mfa|rt|gk|dev)_(?=[\w-]{20})/
/** `{"` in base64url: where a JWT, or any JOSE header, begins. */
const JOSE = 'eyJ'
const ARGON2 = /\$argon2[a-z]*\$[^\s"\\]+/g
const CREDENTIALS = /\b(Bearer|Basic|DPoP)\s+[^\s"\\,]{16,}/gi
/** User and password of a URL, also of a broken one whose password holds an `@`. */
const URL_CREDENTIALS = /:\/\/[^\s"/?#\\]*@/g

/** How the names of secrets end. */
const NAMES =
  '(?:pass(?:word|wd|phrase)|secret(?:[_-]?keys?)?|token|authorization|cookies?|api[_-]?key|private[_-]?(?:key|jwk)|(?:recovery|totp|backup)[_-]?codes?|otp)'
/** A member of the line itself: `"newPassword":"…"`, with a string, a number, or a list. */
const MEMBER = new RegExp(`":(?<=${NAMES}":)(?:"(?:[^"\\\\]|\\\\.)*"|-?\\d[\\d.eE+-]*|\\[[^\\]]*\\])`, 'gi')
/** The same in JSON that was logged as a text, where every quote is escaped. */
const QUOTED_MEMBER = new RegExp(
  `\\\\"(\\s*:\\s*)(?<=${NAMES}\\\\"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\\\\\(?:\\\\["\\\\]|[^"\\\\]))*\\\\"`,
  'gi',
)
/** The same in a query or a form. */
const PARAMETER = new RegExp(`=(?<=${NAMES}=)[^&\\s"\\\\;]+`, 'gi')

/** Whether the line needs the two slow looks at all: nearly none does, and every request waits for its line. */
const HAS_NAME = new RegExp(`${NAMES}(?:\\\\?"\\s*:|=)`, 'i')
const HAS_TOKEN = new RegExp(`${TOKEN.source}|${JOSE}`)

/** What a terminal or a log viewer would act on: C1 controls, line separators, direction and invisible characters. */
const UNSAFE = /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/**
 * A serialised log line without what must never be logged: our tokens, JWTs, password hashes, Authorization values,
 * credentials in URLs, and members with the names of secrets, at any depth, in messages and stacks as well. It works
 * on the finished line, so no way of logging gets round it. The line is still JSON afterwards, and every character
 * that could pass for another line or hide a part of one is escaped (ASVS 16.4.1).
 */
export function redactLine(line: string): string {
  const named = HAS_NAME.test(line) ? redactNamed(line) : line
  const untokened = HAS_TOKEN.test(named) ? named.replace(RUN, redactRun) : named
  return untokened
    .replace(ARGON2, REDACTED)
    .replace(CREDENTIALS, `$1 ${REDACTED}`)
    .replace(URL_CREDENTIALS, `://${REDACTED}@`)
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const redactNamed = (line: string): string =>
  line
    .replace(MEMBER, `":"${REDACTED}"`)
    .replace(QUOTED_MEMBER, `\\"$1\\"${REDACTED}\\"`)
    .replace(PARAMETER, `=${REDACTED}`)

function redactRun(run: string): string {
  const token = run.search(TOKEN)
  if (token >= 0) return `${run.slice(0, run.indexOf('_', token) + 1)}${REDACTED}`
  const jose = run.indexOf(JOSE)
  return jose >= 0 && run.includes('.', jose) ? run.slice(0, jose) + REDACTED : run
}

/**
 * The text with everything a terminal would act on written out (`\x1b`), for logs that are not JSON.
 *
 * @param keepsLines whether line breaks stay, as in a stack.
 */
export function visible(text: string, keepsLines: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: making them visible is the point
  const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
  return text.replace(unsafe, (character) => {
    if (keepsLines && character === '\n') return character
    const code = character.charCodeAt(0).toString(16)
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}
