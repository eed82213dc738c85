import type { ApiKey, OrganizationApiKey } from '@gatehouse/sdk'

export type AnyKey = ApiKey | OrganizationApiKey
export type Scope = ApiKey['scopes'][number]

/** A key with its secret, which is known this once. */
export interface Made {
  apiKey: AnyKey
  key: string
}

export interface Wanted {
  name: string
  scopes: Scope[]
  expiresAt: Date | undefined
}

/** Whose keys they are: somebody's own, or an organization's. */
export interface Source {
  /** Tells one source from another. */
  name: string
  lead: string
  /** Scopes a key can have, as far as the person may give them. */
  scopes: readonly Scope[]
  list(cursor: string | undefined): Promise<{ items: AnyKey[]; nextCursor: string | null }>
  create(wanted: Wanted): Promise<Made>
  rotate(keyId: string, overlapSeconds: number): Promise<Made>
  revoke(keyId: string): Promise<void>
}
