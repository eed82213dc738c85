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
  organizations: icon(<path d="M5 20.5V4.5h9v16M14 9.5h5v11M3 20.5h18M8.2 8.5h2.6m-2.6 4h2.6m-2.6 4h2.6" />),
  audit: icon(<path d="M6 3.5h9l3.5 3.5v13.5H6v-17Zm3.5 7h5.5m-5.5 3.5h5.5m-5.5 3.5h3" />),
  mail: icon(<path d="M3.5 6h17v12.5h-17V6Zm0 1 8.5 6 8.5-6" />),
  keys: icon(
    <path d="M8 16.5a4.5 4.5 0 1 1 4.3-5.9l8.2.1v3.3h-2.4v2.5h-3.2v-2.5h-2.7A4.5 4.5 0 0 1 8 16.5Zm-1.2-4.6v.2" />,
  ),
  providers: icon(
    <path d="M10 14a4 4 0 0 1 0-5.6l2.8-2.8a4 4 0 0 1 5.6 5.6l-1.3 1.3M14 10a4 4 0 0 1 0 5.6l-2.8 2.8a4 4 0 0 1-5.6-5.6l1.3-1.3" />,
  ),
}
