import type { Config, Configuration, Secrets } from './config.ts'
import { ConfigError, type Environment, type Problem, readValues, VaultAway } from './config-reading.ts'
import type { Variable } from './config-variable.ts'
import { type VariableName, variables } from './config-variables.ts'
import { createAzureIdentity } from './platform/azure-identity.ts'
import { createKeyVault, type KeyVault, type VaultReading } from './platform/key-vault.ts'

/** The secrets that may come from a vault, under the names of their variables. */
const SECRET_VARIABLES = (Object.entries(variables) as [VariableName, Variable][])
  .filter(([, { secret }]) => secret)
  .map(([name]) => name)

/** What a variable is called in the vault, whose names have no underscore. */
const vaultNameOf = (variable: string): string => variable.replaceAll('_', '-')
const variableOf = (vaultName: string): string => vaultName.replaceAll('-', '_')

/** What is known of the vault as of its last reading. By the names of variables. */
export interface VaultStatus {
  /** Whether that reading came about. */
  isUp: boolean
  /** What is taken from the vault. */
  taken: string[]
  /** What the vault has and the environment sets: the environment comes first. */
  overridden: string[]
  /** What is there and not used, with why; what was taken and is there no more. */
  unusable: { variable: string; reason: string }[]
  expiresAt: Readonly<Record<string, Date>>
}

/** Secrets of a vault, to be read again. */
export interface VaultedSecrets {
  readonly refreshSeconds: number
  status(): VaultStatus
  /**
   * Reads the vault again. What it has no longer, or must not give, stays as it was.
   *
   * @throws {Error} when the vault does not answer, or has what is not valid; nothing has changed then.
   */
  read(): Promise<Configuration>
}

type Load = (env: Environment) => { config: Config; secrets: Secrets }

/** The configuration of an environment that names a vault. See `readConfiguration`. */
export async function readVaultedConfiguration(env: Environment, load: Load): Promise<Configuration> {
  const { values, problems } = readValues(env)
  const isReadable = !problems.some(({ name }) => name.startsWith('KEY_VAULT_'))
  // Says what is wrong with the variables of the vault itself, along with everything else.
  if (!isReadable || values.KEY_VAULT_URL === undefined) return load(env)
  const vault = createKeyVault({ url: values.KEY_VAULT_URL, identity: createAzureIdentity(env) })
  const required = values.KEY_VAULT_SECRETS ?? []
  const vaulted = new VaultedEnvironment(env, { vault, load, required })
  try {
    return { ...(await vaulted.read()), vaulted }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new VaultAway(`The key vault gives no secrets: ${reason}.`, { cause: error })
  }
}

interface Parts {
  vault: KeyVault
  load: Load
  required: readonly string[]
}

class VaultedEnvironment implements VaultedSecrets {
  readonly refreshSeconds: number
  readonly #env: Environment
  readonly #parts: Parts
  /** Set by the environment, hence not by the vault. */
  readonly #own: ReadonlySet<string>
  #isRead = false
  #values: Readonly<Record<string, string>> = {}
  #status: VaultStatus = { isUp: false, taken: [], overridden: [], unusable: [], expiresAt: {} }

  constructor(env: Environment, parts: Parts) {
    this.#env = env
    this.#parts = parts
    this.#own = new Set(SECRET_VARIABLES.filter((name) => env[name] || env[`${name}_FILE`]))
    this.refreshSeconds = readValues(env).values.KEY_VAULT_REFRESH_SECONDS ?? 300
  }

  status(): VaultStatus {
    return this.#status
  }

  async read(): Promise<Configuration> {
    try {
      const reading = await this.#parts.vault.read(SECRET_VARIABLES.map(vaultNameOf))
      const given = Object.fromEntries(
        [...reading.found].map(([name, { value }]) => [variableOf(name), value] as const),
      )
      const values = { ...this.#values, ...this.#withoutOwn(given) }
      if (!this.#isRead) this.#refuseLacking(reading, values)
      const configuration = this.#load({ ...this.#env, ...values }, reading)
      this.#isRead = true
      this.#values = values
      this.#status = this.#statusOf(reading)
      return configuration
    } catch (error) {
      this.#status = { ...this.#status, isUp: false }
      throw error
    }
  }

  #withoutOwn(given: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(given).filter(([name]) => !this.#own.has(name)))
  }

  /** @throws {ConfigError} for what must come from the vault and does not. */
  #refuseLacking({ unusable }: VaultReading, values: Readonly<Record<string, string>>): void {
    const problems: Problem[] = []
    for (const name of this.#parts.required.filter((name) =>
      SECRET_VARIABLES.some((variable) => variable === name),
    )) {
      if (this.#own.has(name))
        problems.push({ name, problem: 'is set in the environment and named in KEY_VAULT_SECRETS' })
      else if (!values[name] && !unusable.has(vaultNameOf(name)))
        problems.push({ name, problem: `is not in the vault: add the secret ${vaultNameOf(name)}` })
    }
    // Somebody has switched it off, or not on yet: going on as if it had never been there is no answer to that.
    for (const [name, reason] of unusable) {
      if (!this.#own.has(variableOf(name)))
        problems.push({
          name: variableOf(name),
          problem: `cannot be used: the vault’s secret ${name} ${reason}`,
        })
    }
    if (problems.length > 0) throw new ConfigError(problems)
  }

  /** As `loadConfig`, and says of what is missing where it was looked for. */
  #load(env: Environment, { found }: VaultReading): Configuration {
    try {
      return this.#parts.load(env)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const isSought = new Set<string>(SECRET_VARIABLES.filter((name) => !found.has(vaultNameOf(name))))
      throw new ConfigError(
        error.problems.map(({ name, problem }) =>
          isSought.has(name) && problem.startsWith('must be set')
            ? { name, problem: `${problem}; the vault has no secret ${vaultNameOf(name)} either` }
            : { name, problem },
        ),
      )
    }
  }

  #statusOf({ found, unusable }: VaultReading): VaultStatus {
    const there = [...found.keys()].map(variableOf)
    const gone = Object.keys(this.#values).filter(
      (name) => !there.includes(name) && !unusable.has(vaultNameOf(name)),
    )
    const expiries = [...found].flatMap(([name, { expiresAt }]) =>
      expiresAt && !this.#own.has(variableOf(name)) ? [[variableOf(name), expiresAt] as const] : [],
    )
    return {
      isUp: true,
      taken: Object.keys(this.#values).sort(),
      overridden: there.filter((name) => this.#own.has(name)).sort(),
      unusable: [
        ...[...unusable].map(([name, reason]) => ({ variable: variableOf(name), reason })),
        ...gone.map((variable) => ({ variable, reason: 'is there no more' })),
      ],
      expiresAt: Object.fromEntries(expiries),
    }
  }
}
