import { GatehouseError } from '@gatehouse/sdk'
import { useGatehouse } from '@gatehouse/sdk/react'
import { useActionState } from 'react'

interface Step {
  /** Of the second step; null while the first is being taken. */
  challengeToken: string | null
  problem: string | null
}

/** Signs in, in one step or two. There is nothing to do afterwards: all that asks who is signed in follows by itself. */
export function SignInForm() {
  const { auth, mfa } = useGatehouse()
  const [{ challengeToken, problem }, proceed, isPending] = useActionState(
    async ({ challengeToken }: Step, form: FormData): Promise<Step> => {
      const field = (name: string) => String(form.get(name))
      try {
        const result = challengeToken
          ? await mfa.verify({ challengeToken, method: 'totp', code: field('code') })
          : await auth.login({ email: field('email'), password: field('password') })
        return {
          challengeToken: result.status === 'mfa_required' ? result.challengeToken : null,
          problem: null,
        }
      } catch (error) {
        if (!(error instanceof GatehouseError)) throw error
        const isOver = error.code === 'mfa.challenge_expired'
        return { challengeToken: isOver ? null : challengeToken, problem: error.title }
      }
    },
    { challengeToken: null, problem: null },
  )

  return (
    <form action={proceed}>
      {challengeToken ? (
        <label>
          Code <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
        </label>
      ) : (
        <>
          <label>
            Email <input name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            Password <input name="password" type="password" autoComplete="current-password" required />
          </label>
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" disabled={isPending}>
        {challengeToken ? 'Confirm' : 'Sign in'}
      </button>
    </form>
  )
}
