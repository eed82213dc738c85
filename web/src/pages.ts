import type { Step } from './routes/steps.ts'

/** Pages by the name of the file they are prerendered to, and the steps that are pages without JavaScript. */
export const pages = {
  login: { path: '/login', steps: ['form'] },
  signup: { path: '/signup', steps: ['form', 'sent'] },
  'verify-email': { path: '/verify-email', steps: ['form', 'request', 'sent', 'done'] },
  'forgot-password': { path: '/forgot-password', steps: ['form', 'sent'] },
  'reset-password': { path: '/reset-password', steps: ['form', 'done'] },
  account: { path: '/account', steps: ['form'] },
  'not-found': { path: '', steps: ['form'] },
} as const satisfies Record<string, { path: string; steps: readonly Step[] }>

export type PageName = keyof typeof pages

/** The page at a path. */
export function pageAt(pathname: string): PageName {
  if (pathname.startsWith('/account/')) return 'account'
  const names = Object.keys(pages) as PageName[]
  return names.find((name) => pages[name].path === pathname) ?? 'not-found'
}
