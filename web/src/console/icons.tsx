import type { FunctionComponent, JSX } from 'preact'
import type { SectionName } from './sections.ts'

const icon =
  (drawing: JSX.Element): FunctionComponent =>
  () => (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {drawing}
    </svg>
  )

export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h16" />)

export const sectionIcons: Record<SectionName, FunctionComponent> = {
  overview: icon(<path d="M4 20V10m5.3 10V4m5.4 16v-7M20 20V8" />),
  users: icon(
    <path d="M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.3 2.9-5.5 6.5-5.5s6.5 2.2 6.5 5.5M16 5a3.3 3.3 0 0 1 0 6.3m2 4c2.2.7 3.5 2.4 3.5 4.7" />,
  ),
  organizations: icon(<path d="M5 20.5V4.5h9v16M14 9.5h5v11M3 20.5h18M8.2 8.5h2.6m-2.6 4h2.6m-2.6 4h2.6" />),
  audit: icon(<path d="M6 3.5h9l3.5 3.5v13.5H6v-17Zm3.5 7h5.5m-5.5 3.5h5.5m-5.5 3.5h3" />),
  diagnostics: icon(<path d="M3 12.5h4l2.5-7 5 13.5 2.5-6.5h4" />),
  mail: icon(<path d="M3.5 6h17v12.5h-17V6Zm0 1 8.5 6 8.5-6" />),
  keys: icon(
    <path d="M8 16.5a4.5 4.5 0 1 1 4.3-5.9l8.2.1v3.3h-2.4v2.5h-3.2v-2.5h-2.7A4.5 4.5 0 0 1 8 16.5Zm-1.2-4.6v.2" />,
  ),
  providers: icon(
    <path d="M10 14a4 4 0 0 1 0-5.6l2.8-2.8a4 4 0 0 1 5.6 5.6l-1.3 1.3M14 10a4 4 0 0 1 0 5.6l-2.8 2.8a4 4 0 0 1-5.6-5.6l1.3-1.3" />,
  ),
}
