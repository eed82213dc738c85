/**
 * Procedures of the contract that the SDK does not have yet. Each goes from here when the SDK has it, and the file with
 * the last one: a declaration that stands twice does not compile.
 */
import type { Passkey, SignInResult } from '@gatehouse/sdk'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'

type Cookie = { delivery: 'cookie' }
type LoginOptions = { options: PublicKeyCredentialRequestOptionsJSON }

declare module '../../sdk/src/generated/types.ts' {
  export interface Passkey {
    id: string
    name: string
    createdAt: Date
    lastUsedAt: Date | null
  }
}

declare module '../../sdk/src/generated/methods.ts' {
  interface MfaMethods {
    verify(
      input: Cookie & { challengeToken: string; method: 'passkey'; assertion: AuthenticationResponseJSON },
    ): Promise<SignInResult>
  }
  interface PasskeysMethods {
    list(input: object): Promise<{ items: Passkey[] }>
    registrationOptions(): Promise<{ options: PublicKeyCredentialCreationOptionsJSON }>
    register(input: { response: RegistrationResponseJSON }): Promise<Passkey>
    rename(input: { passkeyId: string; name: string }): Promise<unknown>
    delete(input: { passkeyId: string }): Promise<void>
    loginOptions(input: { challengeToken?: string }): Promise<LoginOptions>
    login(input: Cookie & { response: AuthenticationResponseJSON }): Promise<SignInResult>
  }
  interface PasswordlessMethods {
    start(input: { email: string }): Promise<{ flowId: string }>
    complete(input: Cookie & ({ token: string } | { flowId: string; code: string })): Promise<SignInResult>
  }
  interface Methods {
    passkeys: PasskeysMethods
    passwordless: PasswordlessMethods
  }
  interface AccountMethods {
    requestEmailChange(input: { newEmail: string }): Promise<unknown>
    confirmEmailChange(input: { token: string }): Promise<void>
    undoEmailChange(input: { token: string }): Promise<void>
    export(): Promise<object>
    delete(): Promise<unknown>
  }
  interface AuthMethods {
    reauthenticate(input: Cookie & { assertion: AuthenticationResponseJSON }): Promise<SignInResult>
  }
}
