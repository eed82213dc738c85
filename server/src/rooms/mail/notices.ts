import type { Context } from '../../context.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { deviceName } from '../../platform/device-name.ts'
import type { Account } from '../accounts/index.ts'
import { noticeMail } from './emails.tsx'
import { linkTo } from './links.ts'
import type { NoticeKind } from './notice-strings.ts'
import type { WrittenOrigin } from './origin.ts'
import { queueMail } from './service.ts'

/** Who caused what the notice tells of stands in the request, as far as it says. */
type NoticeNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'> & OriginNeeds
interface OriginNeeds extends Pick<Context, 'clock'> {
  request: Pick<Context['request'], 'ip' | 'userAgent'>
}
type Reader = Pick<Account, 'id' | 'email' | 'displayName' | 'locale' | 'timezone'>

/**
 * Queues a security notice to the account's owner, in their language and by their clock (SECURITY P7, L3, S4). Call it
 * in the transaction of what it tells of.
 */
export async function queueNotice(ctx: NoticeNeeds, account: Reader, kind: NoticeKind): Promise<void> {
  const content = noticeMail(ctx.config.brand, preferredLanguage([account.locale]), kind, {
    displayName: account.displayName,
    ...writtenOrigin(ctx, account),
    resetUrl: linkTo(ctx.config, '/forgot-password'),
  })
  await queueMail(ctx, { to: account.email, userId: account.id, template: `notice.${kind}`, content })
}

/** What a mail tells of who caused something just now, in the reader's language and by their clock. */
export const writtenOrigin = (
  { clock, request }: OriginNeeds,
  reader: Pick<Account, 'locale' | 'timezone'>,
): WrittenOrigin => ({
  when: writtenMoment(clock.now(), reader),
  ip: request.ip,
  device: deviceName(request.userAgent),
})

/** "24 November 2026 at 09:41 CET": by the reader's language and time zone; by UTC when the zone is unknown here. */
export function writtenMoment(moment: Date, reader: Pick<Account, 'locale' | 'timezone'>): string {
  const write = (timeZone: string): string =>
    new Intl.DateTimeFormat(localeOf(reader.locale), {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    }).format(moment)
  try {
    return write(reader.timezone)
  } catch {
    return write('UTC')
  }
}

/** The reader's own locale where the mail is in its language (`de-AT`, `en-GB`), else that of the mail. */
function localeOf(locale: string): string {
  const language = preferredLanguage([locale])
  if (!locale.toLowerCase().startsWith(language)) return language
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? language
  } catch {
    return language
  }
}
