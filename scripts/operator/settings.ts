// What the scripts for Azure have in common: which app, in which group, seen by whom. From the command line, or the
// environment, so that a pipeline sets it once.

import type { SmokeAccount, SmokeOptions } from '../../server/src/sign-in-smoke.ts'
import { type Az, createAz, runAz } from './az.ts'
import { realClock } from './clock.ts'
import { Ended } from './journal.ts'
import type { SignalSource } from './signals.ts'
import { logAnalyticsSignals } from './signals-log-analytics.ts'
import { prometheusSignals } from './signals-prometheus.ts'
import { readAccount, smoke } from './smoke.ts'

/** What scripts end with when they were called wrongly. */
export const EXIT_USAGE = 64

const string = { type: 'string' } as const
export const appOptions = { 'resource-group': string, app: string } as const
export const jobOptions = { job: string } as const
export const sourceOptions = { prometheus: string, workspace: string } as const
export const smokeOptions = { 'public-url': string, 'account-file': string } as const

/** The variable that stands in for an option. */
const VARIABLES = {
  'resource-group': 'AZURE_RESOURCE_GROUP',
  app: 'CONTAINER_APP_NAME',
  job: 'MIGRATION_JOB_NAME',
  vault: 'KEY_VAULT_NAME',
  prometheus: 'PROMETHEUS_URL',
  workspace: 'LOG_ANALYTICS_WORKSPACE_ID',
  'public-url': 'PUBLIC_URL',
} as const
export type Setting = keyof typeof VARIABLES

type Values = Readonly<Record<string, string | boolean | undefined>>

export function find(values: Values, name: Setting): string | undefined {
  const value = values[name] ?? process.env[VARIABLES[name]]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** @throws {Ended} when it is named nowhere. */
export function need(values: Values, name: Setting): string {
  const value = find(values, name)
  if (value === undefined) throw new Ended(EXIT_USAGE, `Name it with --${name} or ${VARIABLES[name]}.`)
  return value
}

export const needApp = (values: Values) => ({
  resourceGroup: need(values, 'resource-group'),
  app: need(values, 'app'),
})

export function needUrl(values: Values, name: Setting): string {
  const value = need(values, name)
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new Ended(EXIT_USAGE, `--${name} is no URL.`)
  return value.replace(/\/$/, '')
}

export const realAz = (): Az => createAz(runAz, realClock)

/** A Prometheus when one is named, else the Log Analytics workspace. */
export function needSource(values: Values, az: Az): SignalSource {
  const prometheus = find(values, 'prometheus')
  if (prometheus !== undefined) return prometheusSignals(needUrl(values, 'prometheus'))
  if (find(values, 'workspace') === undefined)
    throw new Ended(
      EXIT_USAGE,
      'Name what tells how it goes: --prometheus (PROMETHEUS_URL) or --workspace (LOG_ANALYTICS_WORKSPACE_ID).',
    )
  return logAnalyticsSignals(az, { workspace: need(values, 'workspace'), app: need(values, 'app') })
}

export function needAccount(values: Values): SmokeAccount {
  const file = values['account-file']
  const account = readAccount(typeof file === 'string' ? file : undefined, process.env)
  if (account) return account
  throw new Ended(
    EXIT_USAGE,
    'Name an account to sign in with: TEST_LOGIN_EMAIL and TEST_LOGIN_PASSWORD, or --account-file with the address in its first line and the password in its second.',
  )
}

/** Signing in at an address, tried for as long as a server takes to wake up. */
export function patientSmoke(account: SmokeAccount, signal: AbortSignal) {
  const tries = 5
  return async (baseUrl: string): Promise<void> => {
    const options: SmokeOptions = { baseUrl, signal }
    for (let attempt = 1; ; attempt++) {
      try {
        return await smoke(options, account)
      } catch (error) {
        if (attempt >= tries || signal.aborted) throw error
        await realClock.sleep(2_000 * attempt, signal)
      }
    }
  }
}

export function needNumber(value: string | undefined, name: string, least: number): number {
  const number = Number(value)
  if (!Number.isFinite(number) || number < least)
    throw new Ended(EXIT_USAGE, `--${name} is a number from ${least} up.`)
  return number
}

/** Runs a script: its status, its last words where it fails, and an end in order when it is asked to stop. */
export async function runScript(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => stop.abort(new Error(`stopped by ${name}`)))
  try {
    process.exitCode = await main(stop.signal)
  } catch (error) {
    const isUsage =
      error instanceof TypeError && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    if (!(error instanceof Ended) && !isUsage && !(error instanceof Error && error.name === 'AzFailed'))
      throw error
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = error instanceof Ended ? error.status : isUsage ? EXIT_USAGE : 1
  }
}
