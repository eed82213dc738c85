/** What is kept of a token whose signature and claims were found good. */
export interface VerifiedToken<Claims> {
  claims: Claims
  issuedAtSeconds: number
  expiresAtSeconds: number
}

export interface VerifiedTokens<Claims> {
  /** The token, when this very string was found good before and its times still are. */
  find(token: string, nowSeconds: number): VerifiedToken<Claims> | undefined
  remember(token: string, verified: VerifiedToken<Claims>): void
  clear(): void
}

/**
 * Remembers the last `capacity` tokens found good, so that a session's calls between two refreshes cost one
 * signature check and not one each. The least recently used goes first.
 *
 * Why this is safe: the key is the whole token, signature included, so nothing that was not checked is ever found;
 * its times are checked at every use; and all a token proves is who signed it. Whether the session still lives is read
 * from its row on every call (SECURITY S6), and revoking a key clears this.
 */
export function createVerifiedTokens<Claims>(
  capacity: number,
  leewaySeconds: number,
): VerifiedTokens<Claims> {
  // A Map keeps the order of insertion: what is used is put back at the end.
  const tokens = new Map<string, VerifiedToken<Claims>>()
  return {
    find(token, nowSeconds) {
      const found = tokens.get(token)
      if (!found) return undefined
      tokens.delete(token)
      // The very bounds of the verifier: an expired token is not found here, and refused there.
      if (found.expiresAtSeconds + leewaySeconds <= nowSeconds) return undefined
      if (found.issuedAtSeconds > nowSeconds + leewaySeconds) return undefined
      tokens.set(token, found)
      return found
    },
    remember(token, verified) {
      if (tokens.size >= capacity) tokens.delete(tokens.keys().next().value!)
      tokens.set(token, verified)
    },
    clear: () => tokens.clear(),
  }
}
