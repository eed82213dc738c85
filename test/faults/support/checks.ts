import type { Site } from './caller.ts'
import { type Deed, isDone, sha256, unknownsOf } from './ledger.ts'

/** What a fault may leave behind; everything else must be as if it had not been. */
export interface Allowance {
  /** Mails that the relay took and we could not know of: each is sent again, under its one Message-ID. */
  mayRepeatMails?: boolean
}

/** Everything that is not as it was acknowledged, in words; nothing when all is well. */
export async function findTroubles(site: Site, allowance: Allowance): Promise<string[]> {
  await allMailOut(site)
  const found = await Promise.all([
    accounts(site),
    sessions(site),
    organizations(site),
    audit(site),
    mails(site, allowance),
    chain(site),
  ])
  const troubles = [...site.ledger.troubles.splice(0), ...found.flat(), ...secretsInLogs(site)]
  const said = site.cluster.logs.splice(0).join('').split('\n')
  // What the nodes said of their own faults, beside what came of them.
  return troubles.length === 0 ? [] : [...troubles, ...said.filter(tellsOfFault).slice(0, 20)]
}

/** A line of level error or worse. */
function tellsOfFault(line: string): boolean {
  const level = /"level":"?(\w+)/.exec(line)?.[1] ?? ''
  return ['error', 'fatal', '50', '60'].includes(level)
}

async function accounts({ ledger, cluster }: Site): Promise<string[]> {
  const rows = await cluster.sql<{ email: string; is_verified: boolean; disabled_at: Date | null }[]>`
    SELECT email, is_verified, disabled_at FROM users`
  const found = new Map(rows.map((row) => [row.email, row]))
  const troubles = rows.length === found.size ? [] : ['an address has two accounts']
  for (const account of ledger.accounts.values()) {
    const row = found.get(account.email)
    if (!row) troubles.push(`the account of ${account.email} was acknowledged and is not there`)
    else if (account.isVerified && !row.is_verified) troubles.push(`${account.email} was verified and is not`)
    else if ((row.disabled_at !== null) !== account.isDisabled)
      troubles.push(`${account.email} was told to be ${account.isDisabled ? 'off' : 'on'} and is not`)
  }
  return troubles
}

/** A live session's one leaf is the token that was given out last; one that was ended has none. */
async function sessions({ ledger, cluster }: Site): Promise<string[]> {
  const rows = await cluster.sql<{ id: string; leaf: string; has_ended: boolean }[]>`
    SELECT id, encode(refresh_hash, 'hex') AS leaf, ended_at IS NOT NULL AS has_ended FROM sessions`
  const found = new Map(rows.map((row) => [row.id, row]))
  const troubles: string[] = []
  for (const { id, email, refreshToken, state } of ledger.sessions.values()) {
    const row = found.get(id)
    if (!row) troubles.push(`a session of ${email} was acknowledged and is not there`)
    else if (state === 'ended' && !row.has_ended) troubles.push(`a session of ${email} was ended and lives`)
    else if (state === 'live' && row.has_ended) troubles.push(`a session of ${email} ended by itself`)
    else if (state === 'live' && row.leaf !== sha256(refreshToken))
      troubles.push(`the live token of a session of ${email} is not the one that was given out`)
  }
  return troubles
}

async function organizations({ ledger, cluster: { sql } }: Site): Promise<string[]> {
  const ownerless = await sql<{ name: string }[]>`SELECT name FROM organizations o WHERE NOT EXISTS
    (SELECT 1 FROM memberships m WHERE m.organization_id = o.id AND m.role = 'owner')`
  const rows = await sql<{ name: string; email: string; role: string }[]>`
    SELECT o.name, u.email, m.role FROM memberships m
      JOIN organizations o ON o.id = m.organization_id JOIN users u ON u.id = m.user_id`
  const found = new Map(rows.map(({ name, email, role }) => [`${name} ${email}`, role]))
  const troubles = ownerless.map(({ name }) => `${name} has no owner`)
  for (const { name, founder, roles } of ledger.organizations) {
    if (found.get(`${name} ${founder}`) !== 'owner')
      troubles.push(`${founder} founded ${name} and does not own it`)
    for (const [email, role] of roles) {
      const is = found.get(`${name} ${email}`)
      if (is === undefined) troubles.push(`${email} joined ${name} and is not there`)
      else if (role !== undefined && is !== role) troubles.push(`${email} is ${is} of ${name}, not ${role}`)
    }
  }
  return troubles
}

/** One event for each thing that was done, and none for what was not (SECURITY F16). */
async function audit({ ledger, cluster, seed }: Site): Promise<string[]> {
  const rows = await cluster.sql<{ request_id: string; action: string; times: number }[]>`
    SELECT request_id, action, count(*)::int AS times FROM audit_events
      WHERE outcome = 'success' AND request_id LIKE ${`fault-${seed}-%`} GROUP BY 1, 2`
  const times = new Map(rows.map((row) => [`${row.request_id} ${row.action}`, row.times]))
  return ledger.deeds.flatMap((deed) => judge(deed, (id) => times.get(`${id} ${deed.action}`) ?? 0))
}

function judge(deed: Deed, eventsOf: (requestId: string) => number): string[] {
  const events = deed.attempts.reduce((sum, { requestId }) => sum + eventsOf(requestId), 0)
  const unknowns = unknownsOf(deed)
  const most = deed.hasKey ? 1 : unknowns + (isDone(deed) ? 1 : 0)
  const troubles: string[] = []
  const story = () => deed.attempts.map(({ requestId, outcome }) => `${requestId}: ${outcome}`).join(', ')
  if (isDone(deed) && events < 1)
    troubles.push(`${deed.action} was acknowledged and is not recorded (${story()})`)
  if (events > most && (isDone(deed) || unknowns > 0))
    troubles.push(`${deed.action} is recorded ${events} times (${story()})`)
  for (const { requestId, outcome } of deed.attempts) {
    if ((outcome === 'refused' || outcome === 'undone') && eventsOf(requestId) > 0)
      troubles.push(`${deed.action} is recorded for ${requestId}, which was told that it had not happened`)
  }
  return troubles
}

/** Longer than the lease of a mail whose claim was committed and never answered: nobody has it until that is over, in ms. */
const MAIL_OUT_MS = 90_000

/** Waits until nothing is due any more. */
async function allMailOut({ cluster: { sql }, ledger }: Site): Promise<void> {
  for (const giveUpAt = performance.now() + MAIL_OUT_MS; ; await new Promise((go) => setTimeout(go, 100))) {
    const [row] = await sql<{ left: number; why: string | null }[]>`
      SELECT count(*)::int AS left, max(last_error) AS why FROM mail_messages
        WHERE content_sealed IS NOT NULL AND failed_at IS NULL`
    if (row?.left === 0) return
    if (performance.now() > giveUpAt) {
      ledger.troubles.push(`${row?.left} mails have not gone out (${row?.why})`)
      return
    }
  }
}

/** Every mail that was promised is there once, and was delivered: once, or again under its one name where that is allowed. */
async function mails({ ledger, cluster: { sql, relay } }: Site, allowance: Allowance): Promise<string[]> {
  const rows = await sql<{ id: string; recipient: string; template: string; is_sent: boolean }[]>`
    SELECT id, recipient, template, sent_at IS NOT NULL AS is_sent FROM mail_messages WHERE recipient <> ''`
  const deliveries = countBy(relay.taken, ({ messageId }) => messageId.slice(1, 37))
  const queued = countBy(rows, ({ recipient, template }) => `${template} to ${recipient}`)
  const promised = new Map<string, { least: number; most: number }>()
  for (const { to, template, deed } of ledger.mails) {
    const name = `${template} to ${to}`
    const { least = 0, most = 0 } = promised.get(name) ?? {}
    const isDue = isDone(deed) ? 1 : 0
    promised.set(name, { least: least + isDue, most: most + Math.max(isDue, Math.min(1, unknownsOf(deed))) })
  }
  const troubles: string[] = []
  for (const [name, { least, most }] of promised) {
    const is = queued.get(name) ?? 0
    if (is < least || is > most)
      troubles.push(`${name}: ${is} mails for ${least} to ${most} that were promised`)
  }
  for (const { id, template, recipient, is_sent } of rows) {
    const times = deliveries.get(id) ?? 0
    if (is_sent && times === 0) troubles.push(`${template} to ${recipient} counts as sent and never arrived`)
    if (times > 1 && !allowance.mayRepeatMails && !repeated.has(id))
      troubles.push(`${template} to ${recipient} was delivered ${times} times`)
    if (times > 1) repeated.add(id)
  }
  return troubles
}

/** Mails whose repetition was told of, or allowed, after an earlier fault. */
const repeated = new Set<string>()

function countBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1)
  return counts
}

async function chain({ cluster }: Site): Promise<string[]> {
  return cluster.command(['audit', 'verify']).then(
    () => [],
    (error: Error) => [error.message],
  )
}

function secretsInLogs({ cluster: { logs, secrets } }: Site): string[] {
  const text = logs.join('')
  return [...secrets]
    .filter((secret) => text.includes(secret))
    .map((secret) => `a secret of ${secret.length} letters is in the log: ${lineOf(text, secret)}`)
}

function lineOf(text: string, secret: string): string {
  const at = text.indexOf(secret)
  return text.slice(Math.max(0, at - 200), at + 100).replaceAll(secret, '<secret>')
}
