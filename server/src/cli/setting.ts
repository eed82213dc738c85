import type { Config, Secrets } from '../config.ts'
import type { VaultedSecrets } from '../config-vault.ts'
import type { Log } from '../platform/log.ts'

/** What a command knows before it does anything. */
export interface Setting {
  config: Config
  secrets: Secrets
  /** Where secrets came from besides the environment. */
  vaulted?: VaultedSecrets | undefined
  log: Log
}
