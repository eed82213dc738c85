import type { Context } from '../../context.ts'
import { contentHash, GENESIS, linkHash, personalHash } from './rules.ts'
import { type ChainEnd, type ChainedEvent, readChain, readChainEnds } from './verify-store.ts'

/**
 * What is wrong at the first broken place of a chain:
 *   missing   an event was deleted: a position is skipped, or the chain ends before its head
 *   edited    the event's fields, or what it says of a person, are not what was written
 *   moved     it does not follow the one before it: inserted, reordered, or its time or position was changed
 *   headless  the head does not belong to the last event: it was altered, or events were added behind it
 *   anchor    the chain is whole in itself, but not the one that was anchored: it was written anew
 */
export const breakKinds = ['missing', 'edited', 'moved', 'headless', 'anchor'] as const
type BreakKind = (typeof breakKinds)[number]

export interface ChainBreak {
  chain: string
  position: number
  kind: BreakKind
  eventId: string | null
}

interface Verification {
  chains: number
  /** Events that were recomputed; those behind a break are not. */
  events: number
  /** The first broken place of each chain that has one. Empty: nothing was tampered with. */
  breaks: ChainBreak[]
}

/** The hash a chain had at a position, as it was noted outside the database. See `anchorAuditChains`. */
export interface Anchor {
  chain: string
  position: number
  hash: string
}

const BATCH = 1_000

/**
 * Recomputes the hash chains of the audit log, a thousand events at a time, and tells where each is broken first.
 * Events that are written meanwhile are left for the next time.
 *
 * Whoever owns the database can rewrite a chain from some event on, head and all, and it will be whole in itself;
 * only anchors kept elsewhere tell that.
 */
export async function verifyAuditChain(
  ctx: Pick<Context, 'db'>,
  options: { chain?: string; anchors?: readonly Anchor[] } = {},
): Promise<Verification> {
  const ends = await readChainEnds(ctx.db, options.chain)
  for (const { chain } of options.anchors ?? []) {
    const isAsked = options.chain === undefined || options.chain === chain
    if (isAsked && !ends.some((end) => end.chain === chain))
      ends.push({ chain, head: null, lastPosition: null })
  }
  const result: Verification = { chains: ends.length, events: 0, breaks: [] }
  for (const end of ends) {
    const anchors = options.anchors?.filter((anchor) => anchor.chain === end.chain) ?? []
    const { events, broken } = await verifyOne(ctx, end, { anchors })
    result.events += events
    if (broken) result.breaks.push({ chain: end.chain, ...broken })
  }
  return result
}

type Link = { position: number; hash: Buffer }
type Broken = Omit<ChainBreak, 'chain'>

/** How one chain is gone through: from where, held against what, and how long at the most. */
interface Walk {
  after?: Link
  anchors?: readonly Anchor[]
  /** Asked between batches, with how many events were recomputed. */
  isEnough?: (events: number) => boolean
}

interface Walked {
  events: number
  broken?: Broken | undefined
  /** The last event that was recomputed, where the rest of the chain is left for another time. */
  stoppedAt?: Link
}

async function verifyOne(ctx: Pick<Context, 'db'>, end: ChainEnd, walk: Walk): Promise<Walked> {
  const { after, anchors = [], isEnough = () => false } = walk
  const upTo = Math.max(end.head?.position ?? 0, end.lastPosition ?? 0)
  let events = 0
  let before: Link = after ?? { position: 0, hash: GENESIS }
  while (before.position < upTo) {
    if (isEnough(events)) return { events, stoppedAt: before }
    const rows = await readChain(ctx.db, end.chain, before.position, upTo, BATCH)
    if (rows.length === 0) break
    for (const row of rows) {
      const kind = judge(row, before, anchors)
      if (kind) return { events, broken: at(kind, row, before.position + 1) }
      before = { position: row.event.position, hash: row.event.hash }
      events += 1
    }
  }
  return { events, broken: judgeEnd(end, before, anchors) }
}

/** What one slice of a verification may take: its request has ten seconds, and one loop with everybody else's. */
const SLICE_EVENTS = 20_000
const SLICE_MS = 3_000

interface Slice extends Verification {
  /** Where the next slice begins; null when everything was gone through. */
  next: Anchor | null
}

/**
 * As `verifyAuditChain`, a slice at a time: some 20,000 events or three seconds, whichever comes first. The chains are
 * gone through by name; `next` holds the hash that the next slice must go on from, so that nothing can be changed in
 * between. `chains` counts those that this slice came to the end of.
 */
export async function verifyAuditSlice(
  ctx: Pick<Context, 'db'>,
  options: { chain?: string | undefined; after?: Anchor | undefined; atMost?: number },
): Promise<Slice> {
  const { chain, after, atMost = SLICE_EVENTS } = options
  const all = await readChainEnds(ctx.db, chain)
  const ends = all.filter((end) => after === undefined || end.chain >= after.chain)
  // Gone since the last slice, events and head: that must be said of it too.
  if (after && after.position > 0 && ends[0]?.chain !== after.chain)
    ends.unshift({ chain: after.chain, head: null, lastPosition: null })
  const slice: Slice = { chains: 0, events: 0, breaks: [], next: null }
  const startedAt = performance.now()
  const isEnough = (events: number) =>
    slice.events + events >= atMost || performance.now() - startedAt > SLICE_MS
  for (const end of ends) {
    const from =
      after?.chain === end.chain ? { position: after.position, hash: Buffer.from(after.hash, 'hex') } : start
    if (isEnough(0)) return { ...slice, next: placeIn(end.chain, from) }
    const { events, broken, stoppedAt } = await verifyOne(ctx, end, { after: from, isEnough })
    slice.events += events
    if (stoppedAt) return { ...slice, next: placeIn(end.chain, stoppedAt) }
    slice.chains += 1
    if (broken) slice.breaks.push({ chain: end.chain, ...broken })
  }
  return slice
}

const start: Link = { position: 0, hash: GENESIS }

const placeIn = (chain: string, { position, hash }: Link): Anchor => ({
  chain,
  position,
  hash: hash.toString('hex'),
})

function judge(
  { event, personal }: ChainedEvent,
  before: Link,
  anchors: readonly Anchor[],
): BreakKind | undefined {
  if (event.position !== before.position + 1) return 'missing'
  if (!contentHash(event).equals(event.contentHash)) return 'edited'
  // Erased with the person: that is allowed, and leaves the hash.
  if (personal && !personalHash(personal.salt, personal.personal).equals(event.personalHash)) return 'edited'
  const expected = linkHash(before.hash, event.contentHash, event.position, event.at)
  if (!event.previousHash.equals(before.hash) || !event.hash.equals(expected)) return 'moved'
  const anchor = anchors.find(({ position }) => position === event.position)
  return anchor && anchor.hash !== event.hash.toString('hex') ? 'anchor' : undefined
}

function judgeEnd(end: ChainEnd, last: Link, anchors: readonly Anchor[]): Broken | undefined {
  const headPosition = end.head?.position ?? 0
  const position = last.position + 1
  if (headPosition > last.position) return { kind: 'missing', position, eventId: null }
  if (headPosition < last.position || (end.head && !end.head.hash.equals(last.hash))) {
    return { kind: 'headless', position: headPosition, eventId: null }
  }
  const lost = anchors.find((anchor) => anchor.position > last.position)
  return lost && { kind: 'anchor', position: lost.position, eventId: null }
}

/** A gap is where the missing event should be; everything else, where the event stands. */
function at(kind: BreakKind, row: ChainedEvent, expectedPosition: number): Broken {
  return kind === 'missing'
    ? { kind, position: expectedPosition, eventId: null }
    : { kind, position: row.event.position, eventId: row.event.id }
}
