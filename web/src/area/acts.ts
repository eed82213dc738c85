import { hasCode, type SignInResult } from '@gatehouse/sdk'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Challenge, Environment } from '../environment.ts'

/**
 * Carries out what needs a person who is signed in. Where the server first wants to be sure that it is they, it gets
 * a proof and the act is repeated; which acts those are is the server's to say.
 *
 * @param password the one just typed into the act's own form; without it, a proof is asked for.
 * @throws {Cancelled} when the person would not give it.
 */
export type RunAct = <Result>(act: () => Promise<Result>, password?: string) => Promise<Result>

export const ActContext = createContext<RunAct>((act) => act())
export const useRunAct = (): RunAct => useContext(ActContext)

interface ActsOptions {
  gatehouse: Environment['gatehouse']
  /** Has the person prove that it is they; with a challenge, only the second factor is still due. */
  askAndConfirm(challenge?: Challenge): Promise<void>
  /** What to do when the session turns out to be over. */
  leave(): void
}

export function createRunAct({ gatehouse, askAndConfirm, leave }: ActsOptions): RunAct {
  const attempt = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act()
    } catch (error) {
      if (isSessionOver(error)) leave()
      throw error
    }
  }
  const confirmWith = async (password: string): Promise<void> => {
    const proof = { password, delivery: 'cookie' } as const
    const result: SignInResult = await attempt(() => gatehouse.auth.reauthenticate(proof))
    if (result.status === 'mfa_required') await askAndConfirm(result)
  }
  return async (act, password) => {
    try {
      return await attempt(act)
    } catch (error) {
      if (!hasCode(error, 'auth.reauthentication_required')) throw error
    }
    await (password === undefined ? askAndConfirm() : confirmWith(password))
    return attempt(act)
  }
}

const isSessionOver = (error: unknown): boolean =>
  hasCode(error, 'auth.unauthenticated', 'auth.refresh_invalid', 'auth.refresh_reused')
