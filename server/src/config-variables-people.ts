import { domain, integer, listOf, network, oneOf, onOff, origin, urlOf } from './config-formats.ts'
import { define } from './config-variable.ts'

export const sessions = {
  ACCESS_TOKEN_TTL_SECONDS: define({
    format: integer(10, 600),
    default: '600',
    help: 'How long an access token lives. This platform asks its sessions on every call; other verifiers trust a token this long.',
  }),
  SESSION_IDLE_DAYS: define({
    format: integer(1, 365),
    default: '14',
    help: 'A session not refreshed for this long ends.',
  }),
  SESSION_ABSOLUTE_DAYS: define({
    format: integer(1, 365),
    default: '30',
    help: 'A session ends after this long, whatever happens.',
  }),
  SESSIONS_PER_USER: define({ format: integer(1, 1000), default: '20', help: 'One more ends the oldest.' }),
}

export const access = {
  ALLOWED_ORIGINS: define({
    format: listOf(origin),
    default: '',
    help: 'Origins of web applications whose pages may call this platform with cookies (CORS), besides its own.',
  }),
  ALLOWED_REDIRECTS: define({
    format: listOf(origin),
    default: '',
    help: 'Origins people may be sent back to after signing in. Paths of the platform itself always may.',
  }),
  TRUSTED_PROXIES: define({
    format: listOf(network),
    default: '',
    help: 'Proxies in front whose X-Forwarded-For is believed. Everything that limits and records addresses rests on it.',
  }),
  RATE_LIMITS: define({
    format: onOff,
    default: 'on',
    help: '`off` is for load tests; production refuses it.',
  }),
  SIGNUP_MODE: define({
    format: oneOf('public', 'invite_only', 'allowlist', 'closed'),
    default: 'public',
    help: 'Who may sign up: anyone, invited people, addresses of ALLOWED_EMAIL_DOMAINS, nobody.',
  }),
  ALLOWED_EMAIL_DOMAINS: define({ format: listOf(domain), default: '', help: 'For SIGNUP_MODE=allowlist.' }),
}

export const passwords = {
  PASSWORD_MIN_LENGTH: define({
    format: integer(8, 128),
    default: '12',
    help: 'In characters. NIST SP 800-63B-4 section 3.1.1.2 asks for 15 where a password alone signs in; the strength and breach rules carry the rest here.',
  }),
  HIBP: define({
    format: onOff,
    default: 'off',
    help: 'Asks Have I Been Pwned whether a new password is known, by the first five characters of its SHA-1. Without an answer within a second the bundled list alone decides.',
  }),
  HIBP_URL: define({
    format: urlOf('https', 'http'),
    default: 'https://api.pwnedpasswords.com/range/',
    help: 'Where that is asked. Production takes https only.',
  }),
  ARGON2_MEMORY_KIB: define({
    format: integer(19_456, 1_048_576),
    default: '19456',
    help: 'Memory of one password hash.',
  }),
  ARGON2_ITERATIONS: define({
    format: integer(1, 20),
    default: '2',
    help: 'At least 2, or 1 with 47104 KiB and more.',
  }),
  ARGON2_PARALLELISM: define({ format: integer(1, 8), default: '1', help: 'Lanes of one password hash.' }),
  UV_THREADPOOL_SIZE: define({
    format: integer(4, 1024),
    unset: 'the number of cores and four more',
    help: 'Threads for password hashes, DNS and files. Two are never given to hashes, so more cores than it has to spare go unused.',
  }),
  LOCKOUT_THRESHOLD: define({
    format: integer(3, 100),
    default: '10',
    help: 'Wrong passwords in a row that pause sign-in to an account.',
  }),
  LOCKOUT_MINUTES: define({
    format: integer(1, 1440),
    default: '15',
    help: 'The first pause. Each further one is twice as long, up to a day.',
  }),
}
