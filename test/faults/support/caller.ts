import { type Balancer, type Call, type Reply, send } from './client.ts'
import type { Cluster } from './cluster.ts'
import { type Deed, isDone, type Ledger, outcomeOf, type SessionEntry, unknownsOf } from './ledger.ts'

/** What whoever puts load on a cluster needs. */
export interface Site {
  cluster: Cluster
  balancer: Balancer
  ledger: Ledger
  seed: number
}

/** How long a caller goes on trying, and how long with a key whose first request seems to be running still, in ms. */
const GIVE_UP_MS = 45_000
const GIVE_UP_KEY_MS = 8_000

/** The previous token of a session answers for ten seconds; from here on a caller must not count on it, in ms. */
const GRACE_MS = 9_000

let requests = 0

/** A client with a load balancer before the nodes, that tries again what was not answered. */
export class Caller {
  readonly site: Site
  readonly random: () => number

  constructor(site: Site, random: () => number) {
    this.site = site
    this.random = random
  }

  /** Somebody else's address each time, as that of many people: no limit by address is met by accident. */
  newIp(): string {
    const part = () => 1 + Math.floor(this.random() * 250)
    return `11.${part()}.${part()}.${part()}`
  }

  /** One try on a node that is ready. */
  async once(call: Omit<Call, 'ip'> & { ip?: string }): Promise<{ reply: Reply; requestId: string }> {
    requests += 1
    const requestId = `fault-${this.site.seed}-${requests}`
    const reply = await send(this.site.balancer.pick(this.random), {
      ip: this.newIp(),
      ...call,
      headers: { 'x-request-id': requestId, ...call.headers },
    })
    this.site.ledger.note(`${call.method} ${call.path.replace(/[0-9a-f-]{36}/g, '{id}')}`, reply)
    return { reply, requestId }
  }

  /** Tries until there is an answer that says yes or no. The last reply; what came of it is in the deed. */
  async carryOut(deed: Deed, call: Omit<Call, 'ip'>): Promise<Reply> {
    const ip = this.newIp()
    const headers: Record<string, string> = deed.hasKey
      ? { 'idempotency-key': `key-${this.site.seed}-${requests}-${ip}` }
      : {}
    const began = performance.now()
    for (;;) {
      const { reply, requestId } = await this.once({ ...call, ip, headers })
      const outcome = outcomeOf(reply)
      deed.attempts.push({ requestId, outcome })
      if (outcome === 'done' || outcome === 'refused') return reply
      const waited = performance.now() - began
      const isRunning = reply.body.code === 'idempotency.in_progress'
      if (waited > (isRunning ? GIVE_UP_KEY_MS : GIVE_UP_MS)) return reply
      await this.pause(100 + this.random() * 300)
    }
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  /** As `carryOut`, for somebody who is signed in: an access token that is refused is exchanged for a fresh one. */
  async carryOutAs(session: SessionEntry, deed: Deed, call: Omit<Call, 'ip' | 'token'>): Promise<Reply> {
    const reply = await this.carryOut(deed, { ...call, token: session.accessToken })
    if (reply.status !== 401) return reply
    if (!(await this.refreshRefused(session))) return reply
    return this.carryOut(deed, { ...call, token: session.accessToken })
  }

  /** Carries a session on whose access token was refused, and counts that, unless it had run out. */
  async refreshRefused(session: SessionEntry): Promise<boolean> {
    const payload = Buffer.from(session.accessToken.split('.')[1] ?? '', 'base64url').toString()
    const { exp } = JSON.parse(payload) as { exp: number }
    const lives = await this.refresh(session)
    if (lives && exp * 1_000 > Date.now()) this.site.ledger.refusedTokens += 1
    return lives
  }

  /**
   * Carries a session on, and tells whether it lives. A caller whose first try was not answered tries with the same
   * token, which answers with the same successor for ten seconds: after that the session may be over, by design.
   */
  async refresh(session: SessionEntry): Promise<boolean> {
    const { ledger } = this.site
    let unknownSince: number | undefined
    for (const giveUpAt = performance.now() + GIVE_UP_MS; performance.now() < giveUpAt; ) {
      const { reply } = await this.once({
        method: 'POST',
        path: '/refresh',
        body: { refreshToken: session.refreshToken },
      })
      const outcome = outcomeOf(reply)
      if (outcome === 'done') {
        const { refreshToken, accessToken } = reply.body
        ledger.noteSuccessor(session.refreshToken, refreshToken)
        ledger.secrets.add(accessToken)
        Object.assign(session, { refreshToken, accessToken })
        return true
      }
      if (outcome === 'refused' && reply.status === 401) {
        const isBeyondGrace = unknownSince !== undefined && performance.now() - unknownSince > GRACE_MS
        if (session.state === 'live' && !isBeyondGrace)
          ledger.troubles.push(`a live session was refused: ${reply.body.code}`)
        session.state = 'ended'
        return false
      }
      // Sent before it broke: whether the token was exchanged counts from when it may have been.
      if (outcome === 'unknown') unknownSince ??= performance.now() - reply.ms
      await this.pause(100 + this.random() * 200)
    }
    session.state = 'unsure'
    return false
  }

  /** Whether it happened: it was answered yes; or refused after a try that may have done it already. */
  happened(deed: Deed, reply: Reply): boolean {
    if (isDone(deed)) return true
    const isUsedUp = reply.status === 400 || reply.status === 409
    return outcomeOf(reply) === 'refused' && isUsedUp && unknownsOf(deed) > 0
  }
}
