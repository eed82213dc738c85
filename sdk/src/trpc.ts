/**
 * `@gatehouse/sdk/trpc`: the router's type, for those who call the platform with `@trpc/client` or the integrations
 * built on it. Types only; needs `@trpc/server` for them.
 */
export type { ErrorShape } from './error-shape.ts'
export type { AppRouter } from './generated/router.ts'
