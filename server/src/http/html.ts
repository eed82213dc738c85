import { textFile } from './static-files.ts'

/** Text that is HTML already: what `html` made. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | readonly Html[] | undefined

/** HTML from a template; whatever is put in is escaped, unless `html` made it. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((before, text, index) => before + render(parts[index - 1]) + text))
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(({ text }: Html) => text).join('')
  return escapeHtml(String(part))
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as text and within quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)

export const HTML_CONTENT_TYPE = 'text/html; charset=utf-8'
export const PLAIN_STYLE_PATH = '/plain.css'

/** A page of ours that is text and nothing else: no script, one style sheet. */
export function plainPage({ title, body }: { title: string; body: Html }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title} · Gatehouse</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="${PLAIN_STYLE_PATH}">
</head>
<body>
<main>${body}</main>
</body>
</html>
`.text
}

export const plainStyle = textFile(
  '.css',
  `:root { color-scheme: light dark; --ink: light-dark(#1c2230, #e8ebf2); --paper: light-dark(#fbfbfd, #12151c);
  --soft: light-dark(#566074, #a2acbf); --line: light-dark(#dde1ea, #2b3140); --link: light-dark(#2450c4, #93b1ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 4rem) 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .25rem 0 1rem; text-wrap: balance; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code { font: .92em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
p code, li code { background: color-mix(in srgb, var(--line) 45%, transparent); padding: .1em .3em; border-radius: .25em; }
.soft { color: var(--soft); }
ul, ol { padding-left: 1.25rem; }
li { margin: .25rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
article { border-top: 1px solid var(--line); padding: 1.5rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: .92rem/1.5 ui-monospace, monospace; }
iframe { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }
`,
)
