import { errorCatalogue } from '../errors.ts'
import { IdentityError } from '../kit/identity-error.ts'

/** What went wrong, for whoever typed the command. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof IdentityError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'not_found') return 'There is no such thing.'
  const more = error.detail ?? error.errors?.map(({ message }) => message).join(' ')
  return `${more ?? errorCatalogue[error.code].title} (${error.code})`
}
