import { randomBytes } from 'node:crypto'
import type { Actor, Context, Effects, Platform, RequestFacts } from '../../context.ts'
import { newId } from '../../kit/ids.ts'
import { afterCommit } from '../../platform/after-commit.ts'
import type { AuditAction } from './actions.ts'
import { chainOf, contentHash, personalHash, plainFacts } from './rules.ts'
import { insertEvent, insertEvents } from './store.ts'
import type { PersonalDetails } from './tables.ts'

/** Who acts, as the log sees it: a request's actor, or the platform itself. */
type AuditActor = Actor | { kind: 'system' }

/** What the log needs to know of the circumstances. Every request's `Context` has it; `systemContext` makes one. */
export interface AuditNeeds extends Pick<Context, 'db' | 'clock'> {
  actor: AuditActor
  request: Pick<RequestFacts, 'id' | 'ip' | 'userAgent'>
  effects: Pick<Effects, 'audited' | 'auditObserver'>
}

export interface AuditEntry {
  action: AuditAction
  outcome?: 'success' | 'failure'
  /** The person acting, where `ctx.actor` does not know them yet: at a sign-in. */
  actorId?: string
  /** What it was done to. `{ type: 'user', id }` puts it in that person's security log. */
  target?: { type: string; id: string }
  organizationId?: string
  /** Facts without personal data: reasons, methods, counts. Kept for ever. */
  details?: Record<string, unknown>
  /** Addresses and names, by what they are. Erased with the person; IP and user agent are added by themselves. */
  personal?: Record<string, unknown>
}

/**
 * Writes an event into the audit log, in the transaction of `ctx.db`: no effect without its event, no event without
 * its effect (SECURITY F16).
 *
 * Make it the last statement of the transaction: it locks the head of a hash chain until the commit, and others wait.
 * A transaction that tells of several people may deadlock with another; it is then repeated, as all are.
 */
export async function recordAudit(ctx: AuditNeeds, entry: AuditEntry): Promise<void> {
  const event = eventOf(ctx, entry)
  await write(ctx, [event], () => insertEvent(ctx.db, event.columns, event.personal))
}

/** The chain of what is done to many people at once: the chains of people are not held up by it. */
const BULK_CHAIN = 'bulk'

/** As `recordAudit`, for thousands of events of the same act: in one statement, on a chain of their own. */
export async function recordAudits(ctx: AuditNeeds, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return
  const events = entries.map((entry) => eventOf(ctx, entry, BULK_CHAIN))
  await write(ctx, events, () => insertEvents(ctx.db, events))
}

function eventOf(ctx: AuditNeeds, entry: AuditEntry, chain?: string) {
  const actor = actorOf(ctx.actor, entry.actorId)
  const id = newId(ctx.clock.nowMs())
  const target = entry.target ?? null
  const organizationId = entry.organizationId ?? null
  const personId = target?.type === 'user' ? target.id : actor.actorId
  const personal = plainFacts({
    ...entry.personal,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
  }) as PersonalDetails
  const salt = randomBytes(16)
  const content = {
    id,
    chain: chain ?? chainOf({ id, organizationId, personId, actorType: actor.actorType }),
    action: entry.action,
    outcome: entry.outcome ?? 'success',
    ...actor,
    targetType: target?.type ?? null,
    targetId: target?.id ?? null,
    organizationId,
    requestId: ctx.request.id,
    details: plainFacts(entry.details ?? {}),
    personalHash: personalHash(salt, personal),
  }
  return { columns: { ...content, contentHash: contentHash(content) }, personal: { salt, personal } }
}

async function write(
  { db, effects: { audited, auditObserver } }: Pick<AuditNeeds, 'db' | 'effects'>,
  events: readonly ReturnType<typeof eventOf>[],
  insert: () => Promise<void>,
): Promise<void> {
  try {
    await insert()
  } catch (error) {
    auditObserver?.failed(error)
    throw error
  }
  // What is rolled back has not happened, and what is repeated has happened once.
  afterCommit(db, () => {
    for (const { action, outcome, details } of events.map(({ columns }) => columns)) {
      audited.push(action)
      auditObserver?.recorded({ action, outcome, details })
    }
  })
}

function actorOf(actor: AuditActor, actorId: string | undefined) {
  const realActorId = actor.kind === 'user' ? actor.impersonatorId : null
  if (actorId !== undefined) return { actorType: 'user' as const, actorId, realActorId }
  if (actor.kind === 'user') return { actorType: 'user' as const, actorId: actor.userId, realActorId }
  return { actorType: actor.kind, actorId: actor.kind === 'api_key' ? actor.keyId : null, realActorId }
}

/** A context for what the platform does by itself or an operator does at the command line: no request, no person. */
export function systemContext<Ports extends Pick<Platform, 'database' | 'clock'>>(platform: Ports) {
  return {
    ...platform,
    db: platform.database.db,
    actor: { kind: 'system' as const },
    request: { id: newId(platform.clock.nowMs()), ip: '', userAgent: '' },
    effects: { audited: [] as string[], mailQueued: false },
  }
}
