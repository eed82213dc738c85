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
  rateLimits: boolean
  brand: { name: string; logoUrl: string | null; accentColor: string }
  maintenanceMode: 'off' | 'readonly' | 'full'
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  logFormat: 'json' | 'pretty'
  shutdown: { delayMs: number; timeoutMs: number }
}

/** What must never be printed. Held apart from `Config`, so that a config can be shown without a second thought. */
export interface Secrets {
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined
  migrationDatabaseUrl: string | undefined
  redisUrl: string | undefined
  smtpUrl: string | undefined
  /** The present key first, then the previous ones, which still open what they sealed. */
  secretKeys: string[]
}
