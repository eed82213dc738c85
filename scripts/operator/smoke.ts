// Whether people can sign in: the probes, a sign-in, a refresh, signing out.
import { readFileSync } from 'node:fs'
import {
  type SmokeAccount,
  type SmokeOptions,
  signInAndOut,
  smokeClient,
} from '../../server/src/sign-in-smoke.ts'

/** @throws {SmokeFailed} at the first answer that is not as it must be. */
export async function smoke(options: SmokeOptions, account: SmokeAccount): Promise<void> {
  const { step } = smokeClient(options)
  await step(200, 'GET', '/health')
  await step(200, 'GET', '/ready')
  await signInAndOut(options, account)
}

/**
 * The account to sign in with: from a file of two lines, or TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD. Never from the
 * command line, which others on the machine can read.
 */
export function readAccount(file: string | undefined, env: NodeJS.ProcessEnv): SmokeAccount | undefined {
  const [email = '', password = ''] =
    file === undefined
      ? [env.TEST_LOGIN_EMAIL, env.TEST_LOGIN_PASSWORD]
      : readFileSync(file, 'utf8').split(/\r?\n/)
  return email !== '' && password !== '' ? { email, password } : undefined
}
