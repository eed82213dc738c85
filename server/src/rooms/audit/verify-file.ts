import { z } from 'zod'
import { contentHash, GENESIS, linkHash } from './rules.ts'
import type { Anchor } from './verify.ts'

const Hex = z.string().regex(/^[0-9a-f]{64}$/)
const Party = z.object({ type: z.string(), id: z.string().nullable() })

/** An event as an export writes it. Its action may be one that only a later version knows. */
const Line = z.object({
  id: z.string(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  action: z.string(),
  outcome: z.string(),
  actor: Party,
  realActor: Party.nullable(),
  target: z.object({ type: z.string(), id: z.string() }).nullable(),
  organizationId: z.string().nullable(),
  requestId: z.string(),
  details: z.record(z.string(), z.unknown()),
  proof: z.object({
    chain: z.string(),
    position: z.number().int().min(1),
    personalHash: Hex,
    previousHash: Hex,
    hash: Hex,
  }),
})
type Line = z.infer<typeof Line>

/** The last line, of the whole or of a part; of a file that the command line wrote, with what it must hold. */
const End = z.strictObject({
  nextCursor: z.string().nullable(),
  anchors: z
    .strictObject({
      from: z.iso.datetime().optional(),
      to: z.iso.datetime().optional(),
      heads: z.array(z.object({ chain: z.string(), position: z.number().int(), hash: Hex })),
    })
    .optional(),
})
type End = z.infer<typeof End>

/**
 *   damaged  the line is no event
 *   edited   the event does not say what was written, or not then, or not there
 *   missing  one or more events of the chain are not in the file
 *   moved    it does not stand where it belongs: put in, repeated or reordered
 *   anchor   the chain is not the one that was noted outside, or whose head the file names
 *   cut      the file ends before its last line
 */
export interface FileFault {
  line: number
  kind: 'damaged' | 'edited' | 'missing' | 'moved' | 'anchor' | 'cut'
  chain: string | null
  position: number | null
}

interface FileVerification {
  events: number
  chains: number
  faults: FileFault[]
  /** What the file cannot show, in words. */
  doubts: string[]
}

/**
 * Verifies an exported file by itself. Whoever can change the file can also write all of it anew: that shows only where
 * anchors are given that were kept elsewhere. Addresses (`ip`, `userAgent`) are not told apart from others: a chain holds
 * their salted hash, and the salt is not exported.
 */
export async function verifyAuditFile(
  lines: AsyncIterable<string>,
  anchors: readonly Anchor[] = [],
): Promise<FileVerification> {
  const check = new FileCheck(anchors)
  for await (const line of lines) check.add(line)
  return check.finish()
}

/** Goes through a file from its newest event to its oldest. */
class FileCheck {
  readonly #noted: ReadonlyMap<string, string>
  /** The event of each chain that was met last, and the first one, its newest. */
  readonly #last = new Map<string, Line['proof']>()
  readonly #newest = new Map<string, Line['proof']>()
  readonly #faults: FileFault[] = []
  #before: Line | undefined
  #end: End | undefined
  #number = 0
  #events = 0

  constructor(anchors: readonly Anchor[]) {
    this.#noted = new Map(anchors.map(({ chain, position, hash }) => [`${position} ${chain}`, hash]))
  }

  add(text: string): void {
    this.#number += 1
    const json = parse(text)
    const end = End.safeParse(json)
    // Parts that were exported one after the other may stand in one file.
    if (this.#end && this.#end.nextCursor === null) this.#fault('moved', undefined)
    if (end.success) {
      this.#end = end.data
      return
    }
    const line = Line.safeParse(json)
    if (!line.success) {
      this.#fault('damaged', undefined)
      return
    }
    this.#events += 1
    const kind = this.#judge(line.data)
    if (kind) this.#fault(kind, line.data.proof)
    this.#before = line.data
    this.#last.set(line.data.proof.chain, line.data.proof)
    if (!this.#newest.has(line.data.proof.chain)) this.#newest.set(line.data.proof.chain, line.data.proof)
  }

  finish(): FileVerification {
    if (this.#end?.nextCursor !== null) this.#fault('cut', undefined)
    const anchors = this.#end?.anchors
    if (anchors?.to === undefined)
      for (const head of anchors?.heads ?? []) this.#judgeHead(head, anchors?.from)
    if (anchors && anchors.from === undefined)
      for (const first of this.#last.values())
        if (first.position > 1) this.#fault('missing', { ...first, position: first.position - 1 })
    return {
      events: this.#events,
      chains: this.#last.size,
      faults: this.#faults,
      doubts: doubtsOf(anchors, this.#noted.size > 0),
    }
  }

  #judge(line: Line): FileFault['kind'] | undefined {
    const { proof, at } = line
    const previous = Buffer.from(proof.previousHash, 'hex')
    if (linkHash(previous, hashOf(line), proof.position, at).toString('hex') !== proof.hash) return 'edited'
    if (proof.position === 1 && !previous.equals(GENESIS)) return 'moved'
    if (this.#before && !isOlder(line, this.#before)) return 'moved'
    const noted = this.#noted.get(`${proof.position} ${proof.chain}`)
    if (noted !== undefined && noted !== proof.hash) return 'anchor'
    const newer = this.#last.get(proof.chain)
    if (!newer) return undefined
    if (proof.position >= newer.position) return 'moved'
    if (proof.position < newer.position - 1) return 'missing'
    return newer.previousHash === proof.hash ? undefined : 'moved'
  }

  /** A head that the file names is its chain's newest event in it. */
  #judgeHead(head: Anchor, from: string | undefined): void {
    const newest = this.#newest.get(head.chain)
    // Nothing of it happened in the time that was asked for.
    if (!newest && (from !== undefined || head.position === 0)) return
    if (!newest || newest.position < head.position) this.#fault('missing', head)
    else if (newest.position > head.position || newest.hash !== head.hash) this.#fault('anchor', head)
  }

  #fault(kind: FileFault['kind'], where: { chain: string; position: number } | undefined): void {
    this.#faults.push({
      line: this.#number,
      kind,
      chain: where?.chain ?? null,
      position: where?.position ?? null,
    })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const hashOf = (line: Line): Buffer =>
  contentHash({
    id: line.id,
    chain: line.proof.chain,
    action: line.action,
    outcome: line.outcome,
    actorType: line.actor.type,
    actorId: line.actor.id,
    realActorId: line.realActor?.id ?? null,
    targetType: line.target?.type ?? null,
    targetId: line.target?.id ?? null,
    organizationId: line.organizationId,
    requestId: line.requestId,
    details: line.details,
    personalHash: Buffer.from(line.proof.personalHash, 'hex'),
  })

/** The order of an export: time, then position, then id, all falling. */
function isOlder(line: Line, before: Line): boolean {
  const [at, atBefore] = [line.at.getTime(), before.at.getTime()]
  if (at !== atBefore) return at < atBefore
  if (line.proof.position !== before.proof.position) return line.proof.position < before.proof.position
  return line.id < before.id
}

function doubtsOf(anchors: End['anchors'], isNoted: boolean): string[] {
  const doubts: string[] = []
  if (!anchors)
    doubts.push(
      'The file does not say what it was filtered by, nor where its chains ended: what is missing may have been filtered out, and what is missing at either end does not show.',
    )
  if (anchors?.from !== undefined)
    doubts.push(`Nothing before ${anchors.from} is in it: what came before does not show.`)
  if (anchors?.to !== undefined)
    doubts.push(`Nothing from ${anchors.to} on is in it: what is missing at its end does not show.`)
  if (!isNoted)
    doubts.push('A file that was written anew as a whole does not show without --anchors, kept elsewhere.')
  return doubts
}
