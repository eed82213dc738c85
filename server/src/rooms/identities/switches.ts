import type { ProviderConfig } from '../../config.ts'
import type { Context, Platform } from '../../context.ts'
import { seconds } from '../../kit/duration.ts'
import { listSwitches, setSwitch } from './store.ts'

type Needs = Pick<Context, 'db' | 'config'>

/** A configured provider, and whether people may sign in with it at present. */
export interface SwitchableProvider {
  provider: ProviderConfig
  isEnabled: boolean
}

/** Every configured provider with its switch. One that nobody has switched is on. */
export async function listProviders({ db, config }: Needs): Promise<SwitchableProvider[]> {
  if (config.providers.length === 0) return []
  const off = new Set((await listSwitches(db)).flatMap((row) => (row.isEnabled ? [] : [row.provider])))
  return config.providers.map((provider) => ({ provider, isEnabled: !off.has(provider.id) }))
}

/** The providers people may sign in with at present, in the order of their buttons. */
export async function enabledProviders(ctx: Needs): Promise<ProviderConfig[]> {
  return (await listProviders(ctx)).flatMap(({ provider, isEnabled }) => (isEnabled ? [provider] : []))
}

/** Switches a configured provider, on every node at once: each reads the switch anew (SECURITY O8). */
export async function switchProvider(
  inTx: Pick<Context, 'db'>,
  id: string,
  isEnabled: boolean,
  byUserId: string,
): Promise<void> {
  await setSwitch(inTx.db, id, isEnabled, byUserId)
}

/** How old what pages show may be before it is read anew. */
const SHOWN_FOR_MS = seconds(2)

interface Shown {
  providers: { id: string; name: string }[]
  readAtMs: number
  isReading: boolean
}
const shownBy = new WeakMap<Platform['database'], Shown>()

/**
 * The providers that pages offer, without waiting for the database: what was read a moment ago, and all that are
 * configured before anything was. A page never fails for want of it, and a button too many is refused by its end.
 */
export function shownProviders(
  platform: Pick<Platform, 'config' | 'database' | 'clock' | 'log'>,
): Shown['providers'] {
  const { config, database, clock, log } = platform
  const shown = shownBy.get(database) ?? {
    providers: config.providers.map(named),
    readAtMs: Number.NEGATIVE_INFINITY,
    isReading: false,
  }
  shownBy.set(database, shown)
  if (config.providers.length > 0 && !shown.isReading && clock.steadyMs() - shown.readAtMs > SHOWN_FOR_MS) {
    shown.isReading = true
    enabledProviders({ db: database.db, config })
      .then((enabled) => {
        shown.providers = enabled.map(named)
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the switches of providers could not be read'))
      .finally(() => {
        shown.isReading = false
        shown.readAtMs = clock.steadyMs()
      })
  }
  return shown.providers
}

const named = ({ id, name }: ProviderConfig) => ({ id, name })
