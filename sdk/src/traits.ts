// What the client must know of a procedure, as bits: generated/contract.ts has a number for each.

/** Sent by POST; the others by GET. */
export const MUTATION = 1
/** Answers with cookies: cannot stand in a batch. */
export const SETS_COOKIES = 2
/** Takes an Idempotency-Key. */
export const TAKES_KEY = 4
/** Refused without the access token of a live session. */
export const NEEDS_SESSION = 8
/** A `signed_in` answer is the client's new session. */
export const SIGNS_IN = 16
/** Answers with the signed-in person's account. */
export const GIVES_USER = 32
/** Inputs the client fills in where the caller does not. */
export const TAKES_DELIVERY = 64
export const TAKES_DEVICE = 128
export const TAKES_REFRESH_TOKEN = 256
