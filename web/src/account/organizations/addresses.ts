/** As many rows as the server takes at once. */
export const MOST_AT_ONCE = 100

/**
 * The addresses in a pasted text, each once, in their order. Takes what mail programs and tables give: one on a line or
 * several with commas or semicolons between them, with a name before them or without.
 */
export function addressesIn(text: string): string[] {
  const found = new Map<string, string>()
  for (const part of text.split(/[\n,;\t]+/)) {
    const address = (/<([^<>]+)>/.exec(part)?.[1] ?? part).trim()
    if (address !== '' && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address)
  }
  return [...found.values()]
}
