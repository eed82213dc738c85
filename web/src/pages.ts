import type { Step } from './routes/steps.ts'

interface PageOf {
  path: string
  steps: readonly Step[]
  /** Other addresses it is at: where a form without JavaScript was posted to. */
  also?: readonly string[]
}

/** Pages by the name of the file they are prerendered to, and the steps that are pages without JavaScript. */
export const pages = {
  login: { path: '/login', steps: ['form', 'mfa', 'recovery'], also: ['/login/mfa'] },
  'login-email': { path: '/login/email', steps: ['form', 'code'] },
  'magic-link': { path: '/magic-link', steps: ['form'] },
  'oauth-callback': { path: '/login/oauth/__PROVIDER__/callback', steps: ['form'] },
  signup: { path: '/signup', steps: ['form', 'sent'] },
  'verify-email': { path: '/verify-email', steps: ['form', 'request', 'sent', 'done'] },
  'forgot-password': { path: '/forgot-password', steps: ['form', 'sent'] },
  'reset-password': { path: '/reset-password', steps: ['form', 'done'] },
  'confirm-email': { path: '/confirm-email', steps: ['form', 'done'] },
  'undo-email-change': { path: '/undo-email-change', steps: ['form', 'done'] },
  'accept-invite': { path: '/accept-invite', steps: ['form', 'done'] },
  account: { path: '/account', steps: ['form'] },
  admin: { path: '/admin', steps: ['form'] },
  'not-found': { path: '', steps: ['form'] },
} as const satisfies Record<string, PageOf>

export type PageName = keyof typeof pages

/** Pages behind the sign-in: whole areas, of which the server knows only the frame. */
export const isArea = (page: PageName): boolean => page === 'account' || page === 'admin'

const CALLBACK = /^\/login\/oauth\/[^/]+\/callback$/

/** The page at a path. */
export function pageAt(pathname: string): PageName {
  if (pathname.startsWith('/account/')) return 'account'
  if (pathname.startsWith('/admin/')) return 'admin'
  if (CALLBACK.test(pathname)) return 'oauth-callback'
  const isAt = ({ path, also }: PageOf) => path === pathname || (also?.includes(pathname) ?? false)
  const names = Object.keys(pages) as PageName[]
  return names.find((name) => isAt(pages[name])) ?? 'not-found'
}
