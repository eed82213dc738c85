import { router } from './procedure.ts'

/** The one list of rooms. Everything the platform can do is read off here: both faces, the document, the SDK. */
export const appRouter = router({})

export type AppRouter = typeof appRouter
