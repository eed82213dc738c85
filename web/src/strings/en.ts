import { entrance } from './en/entrance.ts'
import { errors } from './en/errors.ts'

/**
 * Every word that all pages share, in English. Its type is the list of keys every other language must have. Areas behind
 * the sign-in bring their own.
 */
export const en = { language: 'English', errors, ...entrance }
