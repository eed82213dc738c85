import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type ProviderConfig, providerProblems, toProviderSecrets, toProviders } from './config-providers.ts'
import { ConfigError, type Environment, type Problem, readValues } from './config-reading.ts'
import { contradictions, productionRefusals } from './config-rules.ts'
import type { Values } from './config-variables.ts'
import type { VaultedSecrets } from './config-vault.ts'

export type { ProviderConfig } from './config-providers.ts'
export { ConfigError } from './config-reading.ts'

/** Everything the process is told from outside, parsed and named by meaning. Secrets are apart, in `Secrets`. */
export interface Config {
  environment: 'development' | 'test' | 'production'
  host: string
  port: number
  /** Origin and optional path prefix without a trailing slash; the only source of links. */
  publicUrl: URL
  dataDir: string
  database: {
    poolMax: number
    statementTimeoutMs: number
    lockTimeoutMs: number
    connectTimeoutMs: number
  }
  /** Whether this platform is not ready while Redis is away. */
  redisRequired: boolean
  mailFrom: string
  jwt: {
    algorithm: 'ES256' | 'EdDSA' | 'RS256'
    issuer: string
    audience: string
    jwksCacheSeconds: number
    accessTokenTtlSeconds: number
  }
  sessions: { idleDays: number; absoluteDays: number; maxPerUser: number }
  allowedOrigins: string[]
  allowedRedirects: string[]
  /** CIDRs of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  signUp: { mode: 'public' | 'invite_only' | 'allowlist' | 'closed'; allowedEmailDomains: string[] }
  passwords: {
    minLength: number
    hibp: boolean
    /** Where the range API is; a loopback http address outside production, for tests. */
    hibpUrl: string
    argon2: { memoryKiB: number; iterations: number; parallelism: number }
  }
  lockout: { threshold: number; minutes: number }
  /** Whom people may sign in with, as configured; which of them are on is in the database. */
  providers: ProviderConfig[]
  rateLimits: boolean
  brand: { name: string; logoUrl: string | null; accentColor: string }
  maintenanceMode: 'off' | 'readonly' | 'full'
  metricsPort: number
  telemetry: { otlpEndpoint: string | undefined; samplingRatio: number }
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  logFormat: 'json' | 'pretty'
  shutdown: { delayMs: number; timeoutMs: number }
  /** Threads for password hashing, DNS, files and RSA. */
  threadPoolSize: number
  /** Where secrets come from that the environment does not set. */
  keyVault: { url: string; refreshSeconds: number; required: string[] } | undefined
}

/** What must never be printed. Held apart from `Config`, so that a config can be shown without a second thought. */
export interface Secrets {
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined
  /** As the role that owns the tables; `databaseUrl` unless told. */
  migrationDatabaseUrl: string | undefined
  redisUrl: string | undefined
  /** Where Azure has told this process who it is, when that and no password signs in to Redis. */
  redisIdentity?: Environment
  smtpUrl: string | undefined
  /** The present key first, then the previous ones, which still open what they sealed. */
  secretKeys: string[]
  /** What lets somebody read the metrics on the public port, and on their own. */
  metricsToken: string | undefined
  /** Application Insights, with the key to write to it. */
  telemetryConnectionString: string | undefined
  /** What the providers know this platform by, under their ids. */
  providerSecrets: Record<string, string>
}

/** Where this server listens, without asking a vault for anything: for probes, which come every few seconds. */
export function readAddress(env: Environment = process.env): Pick<Config, 'host' | 'port'> {
  const { values, problems } = readValues(env)
  const wrong = problems.filter(({ name }) => name === 'HOST' || name === 'PORT')
  if (wrong.length > 0) throw new ConfigError(wrong)
  return { host: values.HOST!, port: values.PORT! }
}

/** What `readConfiguration` gives. */
export interface Configuration {
  config: Config
  secrets: Secrets
  /** Where the secrets come from, to be read again; undefined where that is the environment alone. */
  vaulted?: VaultedSecrets
}

/**
 * Reads the environment. In development a missing SECRET_KEY is made once and kept in DATA_DIR.
 *
 * @throws {ConfigError} naming every variable that is wrong, and none of their values.
 */
export function loadConfig(env: Environment = process.env): { config: Config; secrets: Secrets } {
  const { values, problems } = readValues(env)
  const isSet = (name: keyof Values) => Boolean(env[name] || env[`${name}_FILE`])
  const isBroken = new Set(problems.map((problem: Problem) => problem.name.replace(/_FILE$/, '')))
  const broken = [
    ...contradictions(values),
    ...providerProblems(values),
    ...productionRefusals(values, isSet),
  ]
  problems.push(...broken.filter(({ name }) => !isBroken.has(name)))
  if (problems.length > 0) throw new ConfigError(problems)
  // Without problems every variable that has a default has a value.
  const complete = values as Values
  const secrets = toSecrets(complete)
  if (complete.REDIS_IDENTITY) secrets.redisIdentity = env
  return { config: toConfig(complete), secrets }
}

/**
 * Reads the environment, and the key vault it names, where it names one.
 *
 * @throws {ConfigError} as `loadConfig`, and for secrets that the vault lacks.
 * @throws {VaultAway} when the vault does not answer.
 */
export async function readConfiguration(env: Environment = process.env): Promise<Configuration> {
  if (!env.KEY_VAULT_URL) return loadConfig(env)
  const { readVaultedConfiguration } = await import('./config-vault.ts')
  return readVaultedConfiguration(env, loadConfig)
}

function toConfig(v: Values): Config {
  const publicUrl = v.PUBLIC_URL ?? new URL(`http://localhost:${v.PORT}`)
  const isDevelopment = v.NODE_ENV === 'development'
  return {
    environment: v.NODE_ENV,
    host: v.HOST,
    port: v.PORT,
    publicUrl,
    dataDir: v.DATA_DIR,
    database: {
      poolMax: v.DB_POOL_MAX,
      statementTimeoutMs: v.DB_STATEMENT_TIMEOUT_MS,
      lockTimeoutMs: v.DB_LOCK_TIMEOUT_MS,
      connectTimeoutMs: v.DB_CONNECT_TIMEOUT_MS,
    },
    redisRequired: v.REDIS_REQUIRED ?? v.REDIS_URL !== undefined,
    mailFrom: v.MAIL_FROM,
    jwt: {
      algorithm: v.JWT_ALG,
      issuer: v.JWT_ISSUER ?? publicUrl.href.replace(/\/$/, ''),
      audience: v.JWT_AUDIENCE,
      jwksCacheSeconds: v.JWKS_CACHE_SECONDS,
      accessTokenTtlSeconds: v.ACCESS_TOKEN_TTL_SECONDS,
    },
    sessions: {
      idleDays: v.SESSION_IDLE_DAYS,
      absoluteDays: v.SESSION_ABSOLUTE_DAYS,
      maxPerUser: v.SESSIONS_PER_USER,
    },
    allowedOrigins: v.ALLOWED_ORIGINS,
    allowedRedirects: v.ALLOWED_REDIRECTS,
    trustedProxies: v.TRUSTED_PROXIES,
    signUp: { mode: v.SIGNUP_MODE, allowedEmailDomains: v.ALLOWED_EMAIL_DOMAINS.map((d) => d.toLowerCase()) },
    passwords: {
      minLength: v.PASSWORD_MIN_LENGTH,
      hibp: v.HIBP,
      hibpUrl: v.HIBP_URL,
      argon2: {
        memoryKiB: v.ARGON2_MEMORY_KIB,
        iterations: v.ARGON2_ITERATIONS,
        parallelism: v.ARGON2_PARALLELISM,
      },
    },
    lockout: { threshold: v.LOCKOUT_THRESHOLD, minutes: v.LOCKOUT_MINUTES },
    providers: toProviders(v),
    rateLimits: v.RATE_LIMITS,
    brand: { name: v.BRAND_NAME, logoUrl: v.BRAND_LOGO_URL ?? null, accentColor: v.BRAND_ACCENT_COLOR },
    maintenanceMode: v.MAINTENANCE_MODE,
    metricsPort: v.METRICS_PORT,
    telemetry: { otlpEndpoint: v.OTEL_EXPORTER_OTLP_ENDPOINT, samplingRatio: v.TELEMETRY_SAMPLING_RATIO },
    logLevel: v.LOG_LEVEL,
    logFormat: v.LOG_FORMAT ?? (isDevelopment && process.stdout.isTTY ? 'pretty' : 'json'),
    shutdown: {
      delayMs: v.SHUTDOWN_DELAY_MS ?? (isDevelopment ? 0 : 5_000),
      timeoutMs: v.SHUTDOWN_TIMEOUT_MS,
    },
    threadPoolSize: v.UV_THREADPOOL_SIZE ?? availableParallelism() + 4,
    keyVault: toKeyVault(v),
  }
}

const toKeyVault = (v: Values): Config['keyVault'] =>
  v.KEY_VAULT_URL === undefined
    ? undefined
    : { url: v.KEY_VAULT_URL, refreshSeconds: v.KEY_VAULT_REFRESH_SECONDS, required: v.KEY_VAULT_SECRETS }

/**
 * Gives the process its threads. libuv reads the variable when the pool is first used, so this comes before everything
 * else; four threads, its default, would let a machine with more cores hash on two of them.
 */
export function sizeThreadPool(config: Pick<Config, 'threadPoolSize'>): void {
  process.env.UV_THREADPOOL_SIZE = String(config.threadPoolSize)
}

function toSecrets(v: Values): Secrets {
  return {
    databaseUrl: v.DATABASE_URL,
    migrationDatabaseUrl: v.MIGRATION_DATABASE_URL ?? v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    smtpUrl: v.SMTP_URL,
    secretKeys: [...new Set([v.SECRET_KEY ?? developmentSecretKey(v.DATA_DIR), ...v.SECRET_KEY_PREVIOUS])],
    metricsToken: v.METRICS_TOKEN,
    telemetryConnectionString: v.APPLICATIONINSIGHTS_CONNECTION_STRING,
    providerSecrets: toProviderSecrets(v),
  }
}

/** The key of this folder, made when there is none: what it sealed must open again after a restart. */
function developmentSecretKey(dataDir: string): string {
  const file = join(dataDir, 'secret-key')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}
