export interface Passwords {
  /** Argon2id PHC string of an NFC-normalised password. @throws {IdentityError} `unavailable` when the queue is full. */
  hash(password: string): Promise<string>
  /**
   * Judges a password against a stored hash; with undefined, against a dummy of the present parameters, which
   * takes the same time and is always false. @throws {IdentityError} `unavailable` when the queue is full.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
  /** Whether a stored hash is weaker than the present parameters. */
  needsRehash(passwordHash: string): boolean
  /** Whether the password is on the bundled list or, where HIBP is on, in its range answer. */
  isCommon(password: string): Promise<boolean>
}
