import type { ServerConfig } from '../rooms/system/index.ts'

/** What decides which parts of a page are there. */
interface Shown {
  config: ServerConfig
  /** The methods of a second factor that is due. */
  methods: readonly string[]
  /** Whether a provider sent back what can be handed in. */
  hasProviderCode: boolean
}

/** By the names that web/src/ui/offered.tsx puts into its marks. */
const sections: Record<string, (shown: Shown) => boolean> = {
  OTHER_WAYS: ({ config }) => config.passkeys || config.passwordless || config.providers.length > 0,
  PASSKEYS: ({ config }) => config.passkeys,
  PASSWORDLESS: ({ config }) => config.passwordless,
  TOTP_FACTOR: ({ methods }) => methods.includes('totp'),
  RECOVERY_FACTOR: ({ methods }) => methods.includes('recovery_code'),
  PASSKEY_FACTOR: ({ methods }) => methods.includes('passkey'),
  PROVIDER_CODE: ({ hasProviderCode }) => hasProviderCode,
  PROVIDER_ERROR: ({ hasProviderCode }) => !hasProviderCode,
}

const SECTION = /__IF_([A-Z_]+?)__([\s\S]*?)__END_\1__/g

/**
 * Keeps or drops the parts of a page that depend on what the server has, and repeats the one for each provider. Done
 * before anything is filled in, so that nothing anybody typed is ever read as a mark.
 */
export function chooseSections(template: string, shown: Shown): string {
  return template.replace(SECTION, (_, name: string, content: string) => {
    if (name === 'EACH_PROVIDER') return repeatForProviders(content, shown.config.providers.length)
    return sections[name]?.(shown) ? chooseSections(content, shown) : ''
  })
}

const repeatForProviders = (content: string, count: number): string =>
  Array.from({ length: count }, (_, index) =>
    content.replace(/__PROVIDER_(ID|NAME)__/g, `__PROVIDER_$1_${index}__`),
  ).join('')
