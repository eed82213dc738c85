import type { Config, Secrets } from '../../server/src/config.ts'

export type DeepPartial<T> = {
  [Key in keyof T]?: T[Key] extends unknown[] | URL
    ? T[Key]
    : T[Key] extends object
      ? DeepPartial<T[Key]>
      : T[Key]
}

/** A config as of a fresh installation behind https, but for argon2: as cheap as it gets, since tests hash a lot. */
export function testConfig(changes: DeepPartial<Config> = {}): Config {
  return merge(
    {
      environment: 'test',
      host: '127.0.0.1',
      port: 0,
      publicUrl: new URL('https://id.gatehouse.test'),
      dataDir: '.data',
      // A machine that runs all tests at once may take longer than a second to let a connection in.
      database: { poolMax: 10, statementTimeoutMs: 3_000, lockTimeoutMs: 1_000, connectTimeoutMs: 5_000 },
      redisRequired: false,
      mailFrom: 'Gatehouse <no-reply@gatehouse.test>',
      jwt: {
        algorithm: 'ES256',
        issuer: 'https://id.gatehouse.test',
        audience: 'gatehouse',
        jwksCacheSeconds: 300,
        accessTokenTtlSeconds: 600,
      },
      sessions: { idleDays: 14, absoluteDays: 30, maxPerUser: 20 },
      allowedOrigins: [],
      allowedRedirects: [],
      trustedProxies: [],
      signUp: { mode: 'public', allowedEmailDomains: [] },
      passwords: {
        minLength: 12,
        hibp: false,
        hibpUrl: 'http://127.0.0.1:9/range/',
        argon2: { memoryKiB: 1_024, iterations: 1, parallelism: 1 },
      },
      lockout: { threshold: 10, minutes: 15 },
      providers: [],
      rateLimits: true,
      brand: { name: 'Gatehouse', logoUrl: null, accentColor: '#2f5fdd' },
      maintenanceMode: 'off',
      metricsPort: 0,
      telemetry: { otlpEndpoint: undefined, samplingRatio: 1 },
      logLevel: 'debug',
      logFormat: 'json',
      shutdown: { delayMs: 0, timeoutMs: 25_000 },
      threadPoolSize: 4,
      keyVault: undefined,
    },
    changes,
  )
}

export function testSecrets(changes: Partial<Secrets>): Secrets {
  return {
    databaseUrl: undefined,
    migrationDatabaseUrl: undefined,
    redisUrl: undefined,
    smtpUrl: undefined,
    secretKeys: ['a-secret-of-the-test-world-and-of-nothing-else'],
    metricsToken: undefined,
    telemetryConnectionString: undefined,
    providerSecrets: {},
    ...changes,
  }
}

function merge<T extends object>(base: T, changes: DeepPartial<T>): T {
  const merged = { ...base } as Record<string, unknown>
  for (const [key, change] of Object.entries(changes)) {
    const before = merged[key]
    merged[key] = isPlain(before) && isPlain(change) ? merge(before, change) : change
  }
  return merged as T
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
