import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { answer, answerProblem } from './answer.ts'
import type { Face, Mount } from './edge.ts'
import { REST_PREFIX } from './rest.ts'
import { answerFile, readFile, type StaticFiles, textFile } from './static-files.ts'

const DOCS = `${REST_PREFIX}/docs`
const docsFace: Face = { fail: answerProblem }

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Gatehouse API reference</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${DOCS}/swagger-ui.css">
<link rel="stylesheet" href="${DOCS}/docs.css">
<script defer src="${DOCS}/swagger-ui-bundle.js"></script>
<script defer src="${DOCS}/docs.js"></script>
</head>
<body>
<main id="reference"><noscript><p>The reference needs JavaScript. The same is in <a href="${REST_PREFIX}/openapi.json">openapi.json</a>.</p></noscript></main>
</body>
</html>
`

/** A file of its own, so that the page needs no inline script. Tokens typed in live as long as the page. */
const SCRIPT = `SwaggerUIBundle({
  url: '${REST_PREFIX}/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  persistAuthorization: false,
  tryItOutEnabled: false,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
})
`

const STYLE = `body { margin: 0; }
main noscript p { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
`

/** Swagger UI from this server alone: no request leaves it, and nothing on the page is inline. */
export function mountDocs(mount: Mount): void {
  let files: StaticFiles | undefined
  mount.on('GET', DOCS, docsFace, (exchange) =>
    answer(exchange, { status: 200, kind: 'page', body: PAGE, contentType: 'text/html; charset=utf-8' }),
  )
  mount.on('GET', '/docs', docsFace, (exchange) =>
    answer(exchange, { status: 302, kind: 'page', headers: { location: DOCS } }),
  )
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'docs.css', 'docs.js']) {
    mount.on('GET', `${DOCS}/${name}`, docsFace, (exchange) => {
      // Read when first asked for: two megabytes that most servers never need.
      files ??= readFiles()
      return answerFile(exchange, files.get(name)!, 'public, no-cache')
    })
  }
}

function readFiles(): StaticFiles {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const packaged = ['swagger-ui.css', 'swagger-ui-bundle.js'].map((name) => {
    const file = readFile(join(folder, name))
    const gzip = gzipSync(file.bodies.get('identity')!)
    return [name, { ...file, bodies: new Map([...file.bodies, ['gzip', gzip]]) }] as const
  })
  return new Map([...packaged, ['docs.css', textFile('.css', STYLE)], ['docs.js', textFile('.js', SCRIPT)]])
}
