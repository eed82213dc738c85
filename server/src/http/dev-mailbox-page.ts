import type { Platform } from '../context.ts'
import { IdentityError } from '../kit/identity-error.ts'
import type { DevMail, DevMailbox } from '../platform/dev-mailbox.ts'
import { answer, answerJson } from './answer.ts'
import type { Face, Mount } from './edge.ts'
import { HTML_CONTENT_TYPE, type Html, html, plainPage } from './html.ts'

const MAILBOX = '/dev/mailbox'

/** The list may frame a mail of this server; and a mail may be framed by it, runs nothing and loads nothing. */
const LIST_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'; sandbox allow-top-navigation-by-user-activation"

/**
 * Shows the mails that a server without a relay has "sent", so that links can be followed while trying things out.
 * Whoever reads them can open any account: there is no such page in production, nor where mail goes to a relay.
 */
export function mountDevMailbox(mount: Mount, face: Face, { config, mailer }: Platform): void {
  if (config.environment === 'production' || !isDevMailbox(mailer)) return
  mount.on('GET', MAILBOX, face, (exchange) => {
    const body = plainPage({ title: 'Mailbox', body: listOf(mailer.list(), config.publicUrl.origin) })
    const headers = { 'content-security-policy': LIST_POLICY }
    return answer(exchange, { status: 200, kind: 'page', body, contentType: HTML_CONTENT_TYPE, headers })
  })
  mount.on('GET', `${MAILBOX}.json`, face, (exchange) => answerJson(exchange, 200, mailer.list()))
  mount.on('GET', `${MAILBOX}/:id`, face, (exchange) => {
    const mail = mailer.list().find(({ id }) => id === exchange.param('id'))
    if (!mail) throw new IdentityError('not_found')
    const headers = { 'content-security-policy': MAIL_POLICY, 'x-frame-options': 'SAMEORIGIN' }
    // Its links lead the whole tab away: our pages refuse to be framed.
    const body = mail.html.replace('<head>', '<head><base target="_top">')
    return answer(exchange, { status: 200, kind: 'page', body, contentType: HTML_CONTENT_TYPE, headers })
  })
}

const isDevMailbox = (mailer: object): mailer is DevMailbox => 'list' in mailer

function listOf(mails: readonly DevMail[], origin: string): Html {
  const articles = mails.map(
    (mail) => html`<article aria-labelledby="m-${mail.id}">
<h2 id="m-${mail.id}">${mail.subject}</h2>
<dl><dt>To</dt><dd>${mail.to}</dd><dt>Sent</dt><dd><time datetime="${mail.sentAt.toISOString()}">${mail.sentAt.toISOString()}</time></dd></dl>
<pre>${withLinks(mail.text, origin)}</pre>
<details><summary>As HTML</summary><iframe sandbox="allow-top-navigation-by-user-activation" loading="lazy" src="${MAILBOX}/${mail.id}" title="${mail.subject}"></iframe></details>
</article>`,
  )
  return html`<h1>Mailbox</h1>
<p class="soft">What this server would have mailed, newest first. No relay is configured (SMTP_URL); nothing leaves this machine. Also as <a href="${MAILBOX}.json">JSON</a>.</p>
${articles.length > 0 ? articles : html`<p>No mail yet.</p>`}`
}

/** The text, with links to this server as links. */
function withLinks(text: string, origin: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part) => (part.startsWith(`${origin}/`) ? html`<a href="${part}">${part}</a>` : html`${part}`))
}
