/**
 * Procedures of the contract that the SDK does not have yet. Each goes from here once the SDK has it, and the file with
 * the last one. Beside the SDK's own they do no harm: a method that stands twice can be called either way.
 */
import type { SignInResult } from '@gatehouse/sdk'

type Cookie = { delivery: 'cookie' }

declare module '../../sdk/src/generated/methods.ts' {
  interface PasswordlessMethods {
    start(input: { email: string }): Promise<{ flowId: string }>
    complete(input: Cookie & ({ token: string } | { flowId: string; code: string })): Promise<SignInResult>
  }
  interface Methods {
    readonly passwordless: PasswordlessMethods
  }
  interface AccountMethods {
    requestEmailChange(input: { newEmail: string }): Promise<unknown>
    confirmEmailChange(input: { token: string }): Promise<void>
    undoEmailChange(input: { token: string }): Promise<void>
    export(): Promise<object>
    delete(): Promise<unknown>
  }
}
