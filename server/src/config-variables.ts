import {
  connectionString,
  integer,
  keyVaultUrl,
  listOf,
  logoUrl,
  oneOf,
  onOff,
  publicUrl,
  ratio,
  secretKey,
  sender,
  text,
  urlOf,
} from './config-formats.ts'
import { define, type Variable } from './config-variable.ts'
import { access, passwords, sessions } from './config-variables-people.ts'
import { providers } from './config-variables-providers.ts'

const server = {
  NODE_ENV: define({
    format: oneOf('development', 'test', 'production'),
    default: 'development',
    help: 'Production refuses to start with settings that are unsafe there; see the list below.',
  }),
  HOST: define({
    format: text('an IP address or a host name', /^[\w.:-]{1,253}$/),
    default: '127.0.0.1',
    help: 'The address to listen on. The container image sets 0.0.0.0.',
  }),
  PORT: define({ format: integer(0, 65535), default: '8000', help: 'The port to listen on.' }),
  PUBLIC_URL: define({
    format: publicUrl,
    unset: 'http://localhost:PORT',
    help: 'Where people reach the platform: the only source of links in mails and pages, and the host it answers for.',
  }),
  DATA_DIR: define({
    format: text('a path', /^[^\0]+$/),
    default: '.data',
    help: 'Holds the embedded database and the secret key made in development. Kept from other users (0700).',
  }),
  MAINTENANCE_MODE: define({
    format: oneOf('off', 'readonly', 'full'),
    default: 'off',
    help: '`readonly` refuses changes while sign-in and refresh stay; `full` answers 503 to everything but health.',
  }),
  SHUTDOWN_DELAY_MS: define({
    format: integer(0, 60_000),
    unset: '5000; 0 in development',
    help: 'How long to go on serving after SIGTERM, with /ready at 503, until load balancers have noticed.',
  }),
  SHUTDOWN_TIMEOUT_MS: define({
    format: integer(0, 600_000),
    default: '25000',
    help: 'How long requests under way may take to finish after that.',
  }),
}

const storage = {
  DATABASE_URL: define({
    format: urlOf('postgres', 'postgresql'),
    secret: true,
    unset: 'an embedded Postgres with its files in DATA_DIR',
    help: 'The database, as the role the server runs as. `sslmode=verify-full` checks its certificate; NODE_EXTRA_CA_CERTS names a file with an authority of your own.',
  }),
  MIGRATION_DATABASE_URL: define({
    format: urlOf('postgres', 'postgresql'),
    secret: true,
    unset: 'DATABASE_URL',
    help: 'The same database as the role that owns the tables. With two roles the server can neither change tables nor rewrite the audit log.',
  }),
  ALLOW_EMBEDDED: define({
    format: onOff,
    default: 'off',
    help: 'Lets production run on the embedded database, which does not flush commits to disk.',
  }),
  DB_POOL_MAX: define({
    format: integer(1, 200),
    default: '10',
    help: 'Connections to the database per process.',
  }),
  DB_STATEMENT_TIMEOUT_MS: define({
    format: integer(100, 10_000),
    default: '3000',
    help: 'The longest a statement may take.',
  }),
  DB_LOCK_TIMEOUT_MS: define({
    format: integer(50, 10_000),
    default: '1000',
    help: 'The longest a statement waits for a lock.',
  }),
  DB_CONNECT_TIMEOUT_MS: define({
    format: integer(50, 10_000),
    default: '1000',
    help: 'The longest connecting may take.',
  }),
  REDIS_URL: define({
    format: urlOf('redis', 'rediss'),
    secret: true,
    unset: 'counters in memory, of this process alone',
    help: 'Holds the counters of rate limits, so that several processes share them. Nothing that must last is kept there.',
  }),
  REDIS_REQUIRED: define({
    format: onOff,
    unset: 'on when REDIS_URL is set',
    help: 'Whether /ready fails while Redis is away.',
  }),
  REDIS_IDENTITY: define({
    format: onOff,
    default: 'off',
    help: 'Signs in to Azure Managed Redis as the identity this process was given. REDIS_URL then has its object id as the user, and no password: rediss://<object id>@<host>:10000.',
  }),
}

const mail = {
  SMTP_URL: define({
    format: urlOf('smtp', 'smtps'),
    secret: true,
    unset: 'mail goes to the mailbox at /dev/mailbox; production requires it',
    help: 'The relay: smtp://user:password@host:587 (STARTTLS) or smtps://…:465.',
  }),
  MAIL_FROM: define({
    format: sender,
    default: 'Gatehouse <no-reply@localhost>',
    help: 'The sender of every mail. Production requires it.',
  }),
}

const keys = {
  SECRET_KEY: define({
    format: secretKey,
    secret: true,
    unset: 'made at the first start in development and kept in DATA_DIR',
    help: 'Seals signing keys and mail at rest, and keys the refresh tokens. All processes of a platform share it.',
  }),
  SECRET_KEY_PREVIOUS: define({
    format: listOf(secretKey),
    secret: true,
    default: '',
    help: 'Former keys, newest first: they still open what they sealed.',
  }),
  JWT_ALG: define({
    format: oneOf('ES256', 'EdDSA', 'RS256'),
    default: 'ES256',
    help: 'What access tokens are signed with. A change takes effect with the next signing key.',
  }),
  JWT_ISSUER: define({
    format: urlOf('https', 'http'),
    unset: 'PUBLIC_URL',
    help: 'The `iss` claim of access tokens.',
  }),
  JWT_AUDIENCE: define({
    format: text('1 to 255 printable characters', /^[\x21-\x7e]{1,255}$/),
    default: 'gatehouse',
    help: 'Their `aud` claim.',
  }),
  JWKS_CACHE_SECONDS: define({
    format: integer(10, 86_400),
    default: '300',
    help: 'How long verifiers may keep the public keys. A new key is published for twice as long before it signs.',
  }),
}

const vault = {
  KEY_VAULT_URL: define({
    format: keyVaultUrl,
    unset: 'secrets come from the environment alone',
    help: 'Azure Key Vault to take secrets from: https://<name>.vault.azure.net. A variable marked secret that the environment does not set is the vault’s secret of its name with - for _: DATABASE_URL is DATABASE-URL.',
  }),
  KEY_VAULT_REFRESH_SECONDS: define({
    format: integer(5, 86_400),
    default: '300',
    help: 'How often the vault is read again. A new version is taken without a restart.',
  }),
  KEY_VAULT_SECRETS: define({
    format: listOf(text('the name of a variable marked secret', /^[A-Z][A-Z0-9_]{0,63}$/)),
    default: '',
    help: 'Variables that must come from the vault: without one of them there the server does not start, and the environment must not set it. All others are taken where the vault has them.',
  }),
}

const brand = {
  BRAND_NAME: define({
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it keeps out
    format: text('1 to 64 characters without < and >', /^[^\x00-\x1f\x7f<>]{1,64}$/),
    default: 'Gatehouse',
    help: 'On pages and in mails.',
  }),
  BRAND_LOGO_URL: define({ format: logoUrl, unset: 'no logo', help: 'On pages.' }),
  BRAND_ACCENT_COLOR: define({
    format: text('a colour such as #1d4ed8', /^#[0-9a-f]{6}$/i),
    default: '#1d4ed8',
    help: 'Of buttons and links.',
  }),
}

const signals = {
  METRICS_PORT: define({
    format: integer(0, 65535),
    default: '9464',
    help: 'The port of /metrics, for Prometheus; 0 takes any that is free. It has no part in PUBLIC_URL: keep it off the internet. When it is taken, development goes on without.',
  }),
  METRICS_TOKEN: define({
    format: secretKey,
    secret: true,
    unset: '/metrics asks for nothing and is on METRICS_PORT only',
    help: 'What `Authorization: Bearer` must carry to read /metrics, which is then on PORT as well.',
  }),
}

const traces = {
  OTEL_EXPORTER_OTLP_ENDPOINT: define({
    format: urlOf('https', 'http'),
    unset: 'no traces by OTLP',
    help: 'Where traces go by OTLP over HTTP, without /v1/traces.',
  }),
  APPLICATIONINSIGHTS_CONNECTION_STRING: define({
    format: connectionString,
    secret: true,
    unset: 'no traces to Application Insights',
    help: 'Where traces go in Azure Monitor. Logs and metrics go there by the container’s output and Azure’s own diagnostics.',
  }),
  TELEMETRY_SAMPLING_RATIO: define({
    format: ratio,
    default: '1',
    help: 'The share of requests whose trace is recorded. A caller’s traceparent names the trace and does not raise the share.',
  }),
}

const logs = {
  LOG_LEVEL: define({
    format: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    default: 'info',
    help: 'The least severe that is written.',
  }),
  LOG_FORMAT: define({
    format: oneOf('json', 'pretty'),
    unset: 'json; pretty on a terminal in development',
    help: 'One JSON object per line, or lines for people.',
  }),
}

/** Every variable there is, in the chapters of the manual. The one place where a variable is added. */
export const chapters = {
  Server: server,
  'Database and Redis': storage,
  Mail: mail,
  'Keys and tokens': keys,
  'Azure Key Vault': vault,
  Sessions: sessions,
  'Who may come in': access,
  Passwords: passwords,
  'Sign-in with other providers': providers,
  Brand: brand,
  Metrics: signals,
  Traces: traces,
  Logs: logs,
}

export const variables = {
  ...server,
  ...storage,
  ...mail,
  ...keys,
  ...vault,
  ...sessions,
  ...access,
  ...passwords,
  ...providers,
  ...brand,
  ...signals,
  ...traces,
  ...logs,
}

export type VariableName = keyof typeof variables

type ValueOf<Entry extends Variable> = Exclude<ReturnType<Entry['format']['parse']>, undefined>

/** What was read: a value for each variable, or undefined for those that are unset and have no default. */
export type Values = {
  [Name in VariableName]: (typeof variables)[Name] extends { default: string }
    ? ValueOf<(typeof variables)[Name]>
    : ValueOf<(typeof variables)[Name]> | undefined
}
