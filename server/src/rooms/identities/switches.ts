import type { ProviderConfig } from '../../config.ts'
import type { Context } from '../../context.ts'
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
