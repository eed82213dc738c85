import { isErrorOf } from '@gatehouse/sdk'
import { useGatehouse } from '@gatehouse/sdk/react'
import { useActionState } from 'react'

/** Signs in. There is nothing to do afterwards: everything that asks who is signed in follows by itself. */
export function SignInForm() {
  const { auth } = useGatehouse()
  const [problem, signIn, isPending] = useActionState(async (_: string | null, form: FormData) => {
    try {
      await auth.login({ email: String(form.get('email')), password: String(form.get('password')) })
      return null
    } catch (error) {
      if (isErrorOf(error, 'auth.login')) return error.title
      throw error
    }
  }, null)

  return (
    <form action={signIn}>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" disabled={isPending}>
        Sign in
      </button>
    </form>
  )
}
