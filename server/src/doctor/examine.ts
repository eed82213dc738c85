import { reasonOf } from '../platform/db-errors.ts'
import { error, type Finding, type Patient } from './finding.ts'
import { migrationCheck, schemaChecks } from './schema.ts'
import { secretChecks } from './secrets.ts'
import { surroundingChecks } from './surroundings.ts'

const VAULT_FIX =
  'check KEY_VAULT_URL, that this machine may reach it, and that its identity has the role Key Vault Secrets User'

/** What is found when the vault gave no secrets to look at anything else with. */
export const vaultAway = (reason: string): Finding => error('key_vault', reason, VAULT_FIX)

/** A check that takes longer has found that something hangs, in ms. */
const CHECK_TIMEOUT_MS = 10_000

const [reachable, ...others] = surroundingChecks

/**
 * Looks at everything the platform stands on and says what is wrong with it, one finding each. Never rejects: a check that
 * cannot be made is a finding too. Without a database, or one that lacks migrations, what is in it is not looked at.
 */
export async function examine(patient: Patient): Promise<Finding[]> {
  const first = await make(reachable!, patient)
  const isAway = first.some(({ level }) => level === 'error')
  const schema = isAway ? [] : await make(migrationCheck, patient)
  const isBehind = schema.some(({ level }) => level === 'error')
  const rest =
    isAway || isBehind
      ? others.filter(([name]) => ['redis', 'smtp', 'provider', 'key_vault'].includes(name))
      : [...others, ...schemaChecks, ...secretChecks]
  const found = await Promise.all(rest.map((check) => make(check, patient)))
  return [...first, ...schema, ...found.flat()]
}

async function make([name, look]: (typeof surroundingChecks)[number], patient: Patient): Promise<Finding[]> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer within 10 s')), CHECK_TIMEOUT_MS).unref()
  })
  try {
    return await Promise.race([look(patient), late])
  } catch (reason) {
    const words = reasonOf(reason)
    return [
      error(
        name,
        `could not be looked at: ${words}`,
        name === 'database'
          ? 'check DATABASE_URL, and that this machine may reach it'
          : name === 'key_vault'
            ? VAULT_FIX
            : 'see the other findings',
      ),
    ]
  }
}
