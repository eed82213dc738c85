import { accountArea } from './en/account-area.ts'
import { entrance } from './en/entrance.ts'
import { errors } from './en/errors.ts'

/** Every word of the pages, in English. Its type is the list of keys every other language must have. */
export const en = { language: 'English', errors, ...entrance, ...accountArea }
