import type { LimitClaim } from '../context.ts'

export interface Limiter {
  /**
   * Counts every claim, each decision and increment being one step.
   *
   * @throws {IdentityError} the claim's code (`rate_limited`), with `retryAfterSeconds`, when one is used up;
   *   `unavailable` when a critical one cannot be counted.
   */
  take(claims: readonly LimitClaim[]): Promise<void>
  close(): Promise<void>
}
