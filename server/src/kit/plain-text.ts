/** Control characters, line separators, byte order marks and all that turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const TREACHEROUS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Whether text shows as what it is: one line, one direction, no half characters. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && text.search(TREACHEROUS) === -1
}

/**
 * Text that is safe to show in a terminal, a log line or a page: what could end the line, recolour it or run it
 * backwards is spelled out (`\u202e`), and what is longer than `maxLength` is cut (SECURITY D3).
 */
export function plainText(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text
  return cut
    .toWellFormed()
    .replace(TREACHEROUS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
