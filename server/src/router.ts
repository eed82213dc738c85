import { router } from './procedure.ts'
import { passwordChangeProcedures } from './rooms/password-change/router.ts'
import { sessionsProcedures } from './rooms/sessions/router.ts'
import { signInProcedures } from './rooms/sign-in/router.ts'
import { stepUpProcedures } from './rooms/step-up/router.ts'

/** The one list of rooms. Everything the platform can do is read off here: both faces, the document, the SDK. */
export const appRouter = router({
  auth: router({ ...signInProcedures, ...stepUpProcedures }),
  password: router({ ...passwordChangeProcedures }),
  sessions: router(sessionsProcedures),
})

export type AppRouter = typeof appRouter
