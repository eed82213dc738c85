import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** Postgres' own number (scram_iterations). */
const ITERATIONS = 4096

/**
 * What Postgres keeps to check a password by (RFC 5803), for setting one without telling it. Of letters, digits and
 * `+/=$:-` alone, so that it may stand in a statement between quotes.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256')
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`
}
