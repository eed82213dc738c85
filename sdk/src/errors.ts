/** `@gatehouse/sdk/errors`: the errors alone, with every code and its title, for code that makes no calls. */
export { GatehouseError, hasCode, isErrorOf, NetworkError, type NetworkFailure } from './gatehouse-error.ts'
export {
  type ErrorCode,
  type ErrorCodesOf,
  errorTitles,
  type GeneralErrorCode,
  type ProcedurePath,
} from './generated/errors.ts'
export type { InputIssue, Problem } from './problem.ts'
