import type { Platform } from '../../context.ts'
import { watch } from '../../kit/watching.ts'
import type { Db } from '../../platform/db.ts'
import type { RingKey } from '../../platform/signing-keys.ts'
import { statesOf } from './states.ts'
import { type KeyRow, readLivingKeys } from './store.ts'

/** What a process needs to keep its keys. */
export type KeyPorts = Pick<Platform, 'config' | 'log' | 'clock' | 'database' | 'vault' | 'keyRing'>

type Needs = Pick<Platform, 'vault' | 'keyRing'> & { db: Db }

/** What signing keys are sealed for; see `Vault`. */
export const VAULT_PURPOSE = 'signing-key'

/** How often a node looks at the keys: a revocation must act within a second everywhere (SECURITY S6, J6). */
const WATCH_INTERVAL_MS = 500

/**
 * Puts the published keys into the ring: next, active and retiring ones verify, the active one signs. Only the key
 * that signs is opened.
 *
 * @throws {Error} when SECRET_KEY does not open it.
 */
export async function loadSigningKeys(platform: KeyPorts): Promise<void> {
  await refreshRing({ ...platform, db: platform.database.db })
}

/** As `loadSigningKeys`; leaves the ring alone when it holds `loaded` already, and returns what it holds now. */
export async function refreshRing(ctx: Needs, loaded?: string): Promise<string> {
  const { keys, now } = await readLivingKeys(ctx.db)
  const states = statesOf(keys, now)
  const present = JSON.stringify([...states])
  if (present === loaded) return present
  await ctx.keyRing.replace(keys.map((key) => toRingKey(ctx, key, states.get(key.kid) === 'active')))
  return present
}

function toRingKey(ctx: Needs, key: KeyRow, signs: boolean): RingKey {
  const { kid, algorithm, publicJwk } = key
  if (!signs) return { kid, algorithm, publicJwk, signs }
  return { kid, algorithm, publicJwk, privateJwk: openKey(ctx, key), signs }
}

function openKey(ctx: Needs, key: KeyRow): RingKey['privateJwk'] {
  try {
    return JSON.parse(ctx.vault.open(VAULT_PURPOSE, key.privateJwkSealed).toString('utf8'))
  } catch (cause) {
    throw new Error(
      `The signing key ${key.kid} cannot be opened. If SECRET_KEY has changed, put the former one into ` +
        `SECRET_KEY_PREVIOUS. If it is lost, \`gatehouse keys revoke ${key.kid}\` replaces the key.`,
      { cause },
    )
  }
}

/**
 * Keeps the ring as the database has it, until the returned function is called. While the database is away the
 * keys in memory go on verifying; it is said once in the log.
 */
export function watchSigningKeys(platform: KeyPorts): () => Promise<void> {
  const ctx = { ...platform, db: platform.database.db }
  let loaded: string | undefined
  const look = async () => {
    loaded = await refreshRing(ctx, loaded)
  }
  return watch(WATCH_INTERVAL_MS, look, {
    failed: (error) =>
      platform.log.error({ err: error }, 'signing keys cannot be read; those in memory stay'),
    recovered: () => platform.log.info('signing keys can be read again'),
  })
}
