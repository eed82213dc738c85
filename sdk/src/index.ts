/** `@gatehouse/sdk`: the client, its session and its errors. */
export type { CallOptions } from './call-options.ts'
export { type ClientOptions, createClient, type GatehouseClient } from './client.ts'
export type { Fetch } from './exchange.ts'
export { GatehouseError, hasCode, isErrorOf, NetworkError, type NetworkFailure } from './gatehouse-error.ts'
export type { ErrorCode, ErrorCodesOf, GeneralErrorCode, ProcedurePath } from './generated/errors.ts'
// Types alone, and all of them written by the generator.
export type * from './generated/methods.ts'
export type * from './generated/types.ts'
export type { InputIssue, Problem } from './problem.ts'
export type {
  ClientSession,
  DeliveryMode,
  SessionChange,
  SessionEnd,
  SessionListener,
  SessionState,
} from './session.ts'
export { memoryStorage, type StoredTokens, type TokenStorage } from './storage.ts'
