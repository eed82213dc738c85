/** Passkeys: the WebAuthn credentials of people, and the ceremonies that make and use them. */
export {
  type Assertion,
  AssertionInput,
  CreationOptions,
  Passkey,
  type Registration,
  RegistrationInput,
  RequestOptions,
} from './schemas.ts'
export {
  type AssertionRefusal,
  beginAssertion,
  beginRegistration,
  cleanUpCeremonies,
  finishAssertion,
  finishRegistration,
  removePasskeys,
  reportCopiedPasskey,
} from './service.ts'
export {
  countOf as countPasskeys,
  deleteOne as removePasskey,
  type PasskeyRow,
  pageOfPasskeys,
  renameOne as renamePasskey,
} from './store.ts'
/** For joins: other rooms read this table and never write it. */
export { passkeys } from './tables.ts'
