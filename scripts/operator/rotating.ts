// A secret of Key Vault gets a new version, which the servers take without a restart. The former version is put away only
// once they were seen to have taken the new one and people can sign in.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Az, AzFailed } from './az.ts'
import type { Clock } from './clock.ts'
import { Ended, type Journal, wordsOf } from './journal.ts'
import { runJob } from './migration-job.ts'

/** Scripts rely on them. */
export const ROTATION_EXIT = {
  rotated: 0,
  /** Nothing was written. */
  refused: 1,
  /** The new version is written, and was not seen to be taken; the former one is still there. */
  notTaken: 10,
  /** It was taken, and people cannot sign in; the former one is still there. */
  smoke: 11,
  /** `secrets rotate` failed: what it had not reached is sealed with the former key, which is kept. */
  reseal: 20,
} as const

export interface RotationOptions {
  vault: string
  /** Of the variable: `SMTP_URL`. */
  variable: string
  /** What servers have as KEY_VAULT_REFRESH_SECONDS. */
  refreshSeconds: number
  publicUrl: string
  /** Where `secrets rotate` is run in, for SECRET_KEY. */
  job?: { resourceGroup: string; job: string } | undefined
}

export interface RotationTools {
  az: Az
  clock: Clock
  journal: Journal
  signal: AbortSignal
  smoke(baseUrl: string): Promise<void>
  /** What servers logged of a variable since then; undefined where nothing can be asked. */
  readTaken?: ((variable: string, since: Date) => Promise<{ renewed: number; refused: number }>) | undefined
}

/** Without the value: what is not read cannot be printed. */
const Version = z.object({ id: z.string() })
const Held = Version.extend({ value: z.string() })
/** Only what says so tells that there is none: a vault that does not answer may have one. */
const isMissing = (error: unknown): boolean =>
  error instanceof AzFailed && /SecretNotFound/.test(error.message)

/** How often the log is looked at, and for how many refreshes. Log lines arrive some minutes late. */
const LOOK_EVERY_MS = 30_000
const LATE_MS = 10 * 60_000

/** @returns what to exit with; never says a value. */
export async function rotate(tools: RotationTools, options: RotationOptions, value: string): Promise<number> {
  try {
    await carryOut(tools, options, value)
    tools.journal({ step: 'rotate', outcome: 'ok', exit: ROTATION_EXIT.rotated })
    return ROTATION_EXIT.rotated
  } catch (error) {
    const isKnown = error instanceof Ended || error instanceof AzFailed || tools.signal.aborted
    if (!isKnown) throw error
    const exit = error instanceof Ended ? error.status : ROTATION_EXIT.refused
    tools.journal({ step: 'rotate', outcome: 'failed', exit, reason: wordsOf(error) })
    return exit
  }
}

async function carryOut(tools: RotationTools, options: RotationOptions, value: string): Promise<void> {
  const { clock, journal } = tools
  const { variable, refreshSeconds } = options
  const isSecretKey = variable === 'SECRET_KEY'
  if (isSecretKey && !options.job)
    throw new Ended(
      ROTATION_EXIT.refused,
      'SECRET_KEY needs the job that runs `secrets rotate`: name it with --job',
    )
  const vault = keyVault(tools.az, options.vault)
  const name = variable.replaceAll('_', '-')
  const former = await vault.find(name)
  if (former?.value === value) throw new Ended(ROTATION_EXIT.refused, 'the vault has this value already')
  if (isSecretKey) await keepFormerKey(tools, vault, former?.value)
  const since = clock.now()
  await vault.write(name, value).catch((error: unknown) => {
    throw new Ended(
      ROTATION_EXIT.notTaken,
      `${wordsOf(error)}; whether it was written is not known: \`az keyvault secret list-versions\``,
    )
  })
  journal({ step: 'write', outcome: 'ok', secret: name })
  // A SECRET_KEY opens at once, and seals after twice the refresh, when every server knows it.
  await clock.sleep((isSecretKey ? 3 : 2) * refreshSeconds * 1_000, tools.signal)
  const isSeen = await seeTaken(tools, variable, since)
  await tools.smoke(options.publicUrl).catch((error: unknown) => {
    throw new Ended(
      ROTATION_EXIT.smoke,
      `signing in fails: ${wordsOf(error)}. The former version is still there: \`az keyvault secret list-versions\``,
    )
  })
  journal({ step: 'smoke', outcome: 'ok', url: options.publicUrl })
  if (isSecretKey) return reseal(tools, options)
  if (former) await retire(tools, vault, former.id, isSeen)
}

/** Servers refuse a new key while they are not told the former one as well. It stays until `doctor` says it may go. */
async function keepFormerKey(
  { journal }: RotationTools,
  vault: KeyVault,
  former: string | undefined,
): Promise<void> {
  if (former === undefined)
    throw new Ended(ROTATION_EXIT.refused, 'the vault has no SECRET-KEY: there is nothing to replace')
  const name = 'SECRET-KEY-PREVIOUS'
  const kept = (await vault.find(name))?.value.split(',').map((key) => key.trim()) ?? []
  const keys = [former, ...kept.filter((key) => key !== '' && key !== former)]
  await vault.write(name, keys.join(','))
  journal({ step: 'keep the former key', outcome: 'ok', secret: name, keys: keys.length })
}

/** @returns whether it was seen; false where nothing can be asked. @throws {Ended} when servers refuse it, or are silent. */
async function seeTaken(
  { clock, journal, readTaken, signal }: RotationTools,
  variable: string,
  since: Date,
): Promise<boolean> {
  if (!readTaken) {
    journal({
      step: 'taken',
      outcome: 'skipped',
      reason: 'no --workspace: nobody looked at what the servers logged',
    })
    return false
  }
  const giveUpAt = clock.now().getTime() + LATE_MS
  for (;;) {
    const { renewed, refused } = await readTaken(variable, since).catch((error: unknown) => {
      throw new Ended(ROTATION_EXIT.notTaken, `the log cannot be read: ${wordsOf(error)}`)
    })
    if (refused > 0)
      throw new Ended(
        ROTATION_EXIT.notTaken,
        `${refused} servers do not use it; their log says why (secret.not_renewed, secret.needs_restart)`,
      )
    if (renewed > 0) {
      journal({ step: 'taken', outcome: 'ok', servers: renewed })
      return true
    }
    if (clock.now().getTime() > giveUpAt)
      throw new Ended(ROTATION_EXIT.notTaken, 'no server has logged that it took it (secret.renewed)')
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}

async function reseal(
  { az, clock, journal, signal }: RotationTools,
  { job }: RotationOptions,
): Promise<void> {
  const words = ['secrets', 'rotate']
  const failed = (reason: string) =>
    new Ended(
      ROTATION_EXIT.reseal,
      `secrets rotate: ${reason}. It may be run again; leave SECRET-KEY-PREVIOUS as it is`,
    )
  const { execution, status } = await runJob(az, { ...job!, words }, { clock, signal }).catch(
    (error: unknown) => {
      throw failed(wordsOf(error))
    },
  )
  if (status !== 'Succeeded') throw failed(`${execution} ended as ${status}`)
  journal({ step: 'secrets rotate', outcome: 'ok', execution })
  journal({
    step: 'retire',
    outcome: 'skipped',
    reason: 'SECRET-KEY-PREVIOUS stays until `gatehouse doctor` says that it may go',
  })
}

async function retire(
  { journal }: RotationTools,
  vault: KeyVault,
  id: string,
  isSeen: boolean,
): Promise<void> {
  if (!isSeen)
    return journal({
      step: 'retire',
      outcome: 'skipped',
      id,
      reason: 'the new version was not seen to be taken: put the former one away by hand',
    })
  await vault.disable(id)
  journal({ step: 'retire', outcome: 'ok', id })
}

type KeyVault = ReturnType<typeof keyVault>

function keyVault(az: Az, vault: string) {
  const named = (name: string) => ['--vault-name', vault, '--name', name]
  return {
    find: (name: string) =>
      az.look(['keyvault', 'secret', 'show', ...named(name)], Held).catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      }),
    /** From a file that only we may read, for the time of the call: others see the words of a command. */
    async write(name: string, value: string): Promise<void> {
      const folder = mkdtempSync(join(tmpdir(), 'gatehouse-secret-'))
      try {
        const file = join(folder, 'value')
        writeFileSync(file, value, { mode: 0o600 })
        await az.act(
          ['keyvault', 'secret', 'set', ...named(name), '--file', file, '--encoding', 'utf-8'],
          Version,
        )
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    disable: (id: string) =>
      az.act(['keyvault', 'secret', 'set-attributes', '--id', id, '--enabled', 'false'], Version),
  }
}

/** As good as `openssl rand -base64 48`, in letters that are safe in a URL. */
export const generated = (): string => randomBytes(48).toString('base64url')

/** How many servers took a secret, and how many did not, by what each logged last. */
export const takenQuery = (app: string, variable: string, since: Date): string => `ContainerAppConsoleLogs
| where TimeGenerated > datetime(${since.toISOString()}) and ContainerAppName == "${app}"
| extend line = parse_json(Log)
| extend event = tostring(line.event), variable = tostring(line.variable)
| where event in ("secret.renewed", "secret.not_renewed", "secret.needs_restart") and variable == "${variable}"
| summarize arg_max(TimeGenerated, event) by ContainerGroupName
| summarize renewed = countif(event == "secret.renewed"), refused = countif(event != "secret.renewed")`

const count = z.coerce.number().int()

/** Read from the Log Analytics workspace. */
export function readTakenFrom(az: Az, { workspace, app }: { workspace: string; app: string }) {
  return async (variable: string, since: Date) => {
    const words = ['monitor', 'log-analytics', 'query', '--workspace', workspace]
    const query = takenQuery(app, variable, since)
    const [row] = await az.look(
      [...words, '--analytics-query', query],
      z.array(z.object({ renewed: count, refused: count })).length(1),
    )
    return row!
  }
}
