import type { Catalogue } from './catalogue.ts'
import { entrance } from './de/entrance.ts'
import { errors } from './de/errors.ts'

/** Every word of the pages, in German. */
export const de: Catalogue = { language: 'Deutsch', errors, ...entrance }
