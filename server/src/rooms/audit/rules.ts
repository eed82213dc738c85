import { createHash } from 'node:crypto'
import { plainText } from '../../kit/plain-text.ts'

/** Strings beyond this are cut: what a stranger sends must not fill the log. In characters. */
const MAX_TEXT = 512
const MAX_ENTRIES = 50
const MAX_DEPTH = 4

/** A copy of facts with every string made plain, and bounded in breadth and depth. */
export function plainFacts(facts: Record<string, unknown>): Record<string, unknown> {
  return plainValue(JSON.parse(JSON.stringify(facts)), 0) as Record<string, unknown>
}

function plainValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return plainText(value, MAX_TEXT)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => plainValue(item, depth + 1))
  const entries = Object.entries(value).slice(0, MAX_ENTRIES)
  return Object.fromEntries(
    entries.map(([key, item]) => [plainText(key, MAX_TEXT), plainValue(item, depth + 1)]),
  )
}

/** JSON with sorted keys and no spaces: the same bytes for the same facts, whatever order `jsonb` keeps them in. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

/** The fields of an event that its content hash covers. `at` and `position` enter at the link, see `linkHash`. */
export interface AuditContent {
  id: string
  chain: string
  action: string
  outcome: string
  actorType: string
  actorId: string | null
  realActorId: string | null
  targetType: string | null
  targetId: string | null
  organizationId: string | null
  requestId: string
  details: Record<string, unknown>
  personalHash: Buffer
}

/** SHA-256 over an event's own fields. Never change the list or its order: stored hashes were made with it. */
export function contentHash(event: AuditContent): Buffer {
  const fields = [
    event.id,
    event.chain,
    event.action,
    event.outcome,
    event.actorType,
    event.actorId,
    event.realActorId,
    event.targetType,
    event.targetId,
    event.organizationId,
    event.requestId,
    event.details,
    event.personalHash.toString('hex'),
  ]
  return sha256(Buffer.from(canonicalJson(fields)))
}

/** What stands in the chain for a person's details. The salt goes with them, so the hash cannot be guessed at later. */
export function personalHash(salt: Buffer, personal: Record<string, unknown>): Buffer {
  return sha256(salt, Buffer.from(canonicalJson(personal)))
}

/** The hash before a chain's first event. */
export const GENESIS = Buffer.alloc(32)

/** How an event is tied to the one before it: what the trigger `audit_link` computes in SQL. */
export function linkHash(previous: Buffer, content: Buffer, position: number, at: Date): Buffer {
  const numbers = Buffer.alloc(16)
  numbers.writeBigInt64BE(BigInt(position), 0)
  numbers.writeBigInt64BE(BigInt(at.getTime()), 8)
  return sha256(previous, content, numbers)
}

const PEOPLE_CHAINS = 16

/**
 * The chain an event belongs to: its organization's; else one of sixteen by the person it is about, so that sign-ins
 * of different people seldom wait for each other; else the system's. An event about nobody we know (a sign-in to
 * an unknown address) is spread by its own id: it must not take longer than one about somebody.
 */
export function chainOf(event: {
  id: string
  organizationId: string | null
  personId: string | null
  actorType: string
}): string {
  if (event.organizationId !== null) return `organization:${event.organizationId}`
  if (event.personId === null && event.actorType === 'system') return 'system'
  return `people:${sha256(Buffer.from(event.personId ?? event.id))[0]! % PEOPLE_CHAINS}`
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
