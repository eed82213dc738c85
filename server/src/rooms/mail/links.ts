import type { Config } from '../../config.ts'

/** The pages that mails lead to. Each completes its flow with a POST; opening one uses nothing up. */
type MailPage =
  | '/accept-invite'
  | '/account'
  | '/confirm-email'
  | '/undo-email-change'
  | '/forgot-password'
  | '/login'
  | '/magic-link'
  | '/reset-password'
  | '/signup'
  | '/verify-email'

/** The address of a page, from PUBLIC_URL and nothing else: no header of a request has a say in it (SECURITY T7). */
export function linkTo(
  config: Pick<Config, 'publicUrl'>,
  page: MailPage,
  query: Record<string, string> = {},
): string {
  const url = new URL(config.publicUrl)
  url.pathname = url.pathname.replace(/\/$/, '') + page
  url.search = new URLSearchParams(query).toString()
  url.hash = ''
  return url.href
}
