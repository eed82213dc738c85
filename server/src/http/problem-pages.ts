import { errorCatalogue } from '../errors.ts'
import type { ErrorCode, ErrorEntry } from '../kit/identity-error.ts'
import { answer } from './answer.ts'
import { type Definition, errorCodesOf } from './definitions.ts'
import type { Face, Mount } from './edge.ts'
import { HTML_CONTENT_TYPE, type Html, html, PLAIN_STYLE_PATH, plainPage, plainStyle } from './html.ts'
import { problemStatus } from './problem.ts'
import { REST_PREFIX } from './rest.ts'
import { answerFile } from './static-files.ts'

const KEPT = 'public, max-age=300'

/** A page per error code, at the address that every problem names as its `type`; and a list of them. */
export function mountProblemPages(mount: Mount, face: Face, definitions: readonly Definition[]): void {
  const entries = Object.entries(errorCatalogue) as [ErrorCode, ErrorEntry][]
  const page = (path: string, render: () => string) => {
    let body: string | undefined
    mount.on('GET', path, face, (exchange) => {
      body ??= render()
      const headers = { 'cache-control': KEPT }
      return answer(exchange, { status: 200, kind: 'page', body, contentType: HTML_CONTENT_TYPE, headers })
    })
  }
  mount.on('GET', PLAIN_STYLE_PATH, face, (exchange) => answerFile(exchange, plainStyle, KEPT))
  page('/problems', () => plainPage({ title: 'Problem codes', body: listOf(entries) }))
  for (const [code, entry] of entries) {
    const operations = definitions.filter((definition) => definition.meta.errors?.includes(code))
    const isGeneral = definitions.some((it) => errorCodesOf(it).includes(code)) && operations.length === 0
    page(`/problems/${code}`, () =>
      plainPage({ title: code, body: pageOf(code, entry, isGeneral ? undefined : operations) }),
    )
  }
}

function listOf(entries: readonly [ErrorCode, ErrorEntry][]): Html {
  const statuses = [...new Set(entries.map(([code]) => problemStatus(code)))].sort(
    (left, right) => left - right,
  )
  const groups = statuses.map((status) => {
    const items = entries
      .filter(([code]) => problemStatus(code) === status)
      .map(
        ([code, { title }]) => html`<li><a href="/problems/${code}"><code>${code}</code></a> ${title}</li>`,
      )
    return html`<h2>${status}</h2><ul>${items}</ul>`
  })
  return html`<h1>Problem codes</h1>
<p>Every error of this API is an RFC 9457 problem. Its <code>code</code> is one of these, and is never renamed.</p>
${groups}`
}

/** @param operations undefined where any of them may answer it. */
function pageOf(
  code: ErrorCode,
  { title, help }: ErrorEntry,
  operations: readonly Definition[] | undefined,
): Html {
  const items = operations?.map(
    ({ method, restPath, path, meta }) =>
      html`<li><code>${method} ${REST_PREFIX}${restPath}</code> <span class="soft">(${path})</span> ${meta.summary}</li>`,
  )
  return html`<p class="soft"><a href="/problems">Problem codes</a></p>
<h1>${title}</h1>
<dl><dt>Code</dt><dd><code>${code}</code></dd><dt>Status</dt><dd>${problemStatus(code)}</dd></dl>
<p>${withCode(help)}</p>
<h2>Who answers it</h2>
${items ? html`<ul>${items}</ul>` : html`<p>Any address may.</p>`}
<p class="soft">Each answer carries a request id, in its body and in <code>X-Request-Id</code>. The operator of the server finds it in the log.</p>`
}

/** What stands between backticks, as code. */
const withCode = (text: string): Html[] =>
  text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
