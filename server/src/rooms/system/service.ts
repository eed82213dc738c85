import type { Platform } from '../../context.ts'
import { MAX_PASSWORD_LENGTH } from '../passwords/index.ts'
import type { ServerConfig, ServerVersion } from './schemas.ts'

/** What this server offers and how it is branded. Nothing in it is secret. */
export function describeServer(
  { config }: Pick<Platform, 'config'>,
  providers: ServerConfig['providers'],
): ServerConfig {
  return {
    signUpMode: config.signUp.mode,
    providers,
    passwordPolicy: { minLength: config.passwords.minLength, maxLength: MAX_PASSWORD_LENGTH },
    passkeys: true,
    passwordless: true,
    brand: config.brand,
  }
}

export function describeBuild({ build }: Pick<Platform, 'build'>): ServerVersion {
  return { version: build.version, commit: build.commit, contractHash: build.contractHash() }
}
