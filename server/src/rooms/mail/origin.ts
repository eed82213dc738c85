import type { Language } from '../../kit/language.ts'
import { harmlessName, oneLine } from './rules.ts'
import { shared } from './strings.ts'

/** When something happened, from where and from which device, written out for the reader. */
export interface WrittenOrigin {
  when: string
  ip: string
  device: string
}

/** The same as rows of a mail. Device and address are the caller's word, and written as text. */
export function originRows(language: Language, { when, ip, device }: WrittenOrigin) {
  const words = shared[language]
  return [
    [words.when, when],
    [words.device, harmlessName(device)],
    [words.where, oneLine(ip)],
  ] as const
}

/** The rows in the plain text of a mail. */
export const rowsAsText = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([label, value]) => `${label}: ${value}`).join('\n')
