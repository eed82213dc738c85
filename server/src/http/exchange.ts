import { IncomingMessage } from 'node:http'
import type { Context as HonoContext } from 'hono'
import type { AuditObserver, Context, Effects, Platform, RequestFacts } from '../context.ts'
import type { ErrorCode } from '../kit/identity-error.ts'
import { type ClientAddress, clientAddressReader } from './client-address.ts'
import { RequestCookies } from './cookies.ts'
import { observeAudit } from './counting.ts'
import { type HeaderSets, headerSets } from './headers.ts'
import { corsRule, crossSiteRule, hostRule } from './origin.ts'
import { newRequestId } from './request-id.ts'

/** What an app knows before the first request: the rules of its configuration, made once. */
export interface Edge {
  readonly platform: Platform
  readonly headers: HeaderSets
  readonly isKnownHost: (host: string) => boolean
  readonly refuseCrossSite: ReturnType<typeof crossSiteRule>
  readonly corsHeaders: ReturnType<typeof corsRule>
  readonly addressOf: (socketAddress: string | undefined, forwardedFor: string | undefined) => ClientAddress
  readonly isSecure: boolean
  readonly auditObserver: AuditObserver
}

export function createEdge(platform: Platform): Edge {
  const { config } = platform
  return {
    platform,
    headers: headerSets(config),
    isKnownHost: hostRule(config),
    refuseCrossSite: crossSiteRule(config),
    corsHeaders: corsRule(config),
    addressOf: clientAddressReader(config.trustedProxies),
    isSecure: config.publicUrl.protocol === 'https:',
    auditObserver: observeAudit(platform),
  }
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,128}$/
const MAX_USER_AGENT_LENGTH = 512
const MAX_LANGUAGES = 10

/** One request and what is known of its answer so far: made at the edge, read by faces, told to the log at the end. */
export class Exchange implements RequestFacts {
  readonly edge: Edge
  readonly request: Request
  readonly method: string
  /** As the caller sent it: not decoded, not normalised. */
  readonly path: string
  /** Without the question mark; undefined when there is none. */
  readonly query: string | undefined
  readonly id: string
  readonly ip: string
  readonly ipKey: string
  /** Node's request underneath, where there is a socket. */
  readonly incoming: IncomingMessage | undefined
  /** Whether the target was a whole URL, as a proxy is asked. */
  readonly isAbsolute: boolean
  readonly startedAtMs = performance.now()
  readonly effects: Effects
  /** The pattern that matched, for logs and metrics. */
  readonly route: string
  /** The tRPC calls, where that says more than the route. */
  named: string | undefined
  errorCode: ErrorCode | undefined
  /** The trace this request is a part of: the caller's, or one of ours. */
  traceId: string | undefined
  readonly #c: HonoContext
  #cookies: RequestCookies | undefined

  constructor(edge: Edge, c: HonoContext, route: string) {
    const request = c.req.raw
    this.edge = edge
    this.effects = { mailQueued: false, audited: [], auditObserver: edge.auditObserver }
    this.request = request
    this.method = request.method
    this.route = route
    this.#c = c
    const incoming = (c.env as { incoming?: unknown } | undefined)?.incoming
    this.incoming = incoming instanceof IncomingMessage ? incoming : undefined
    const raw = this.incoming?.url ?? request.url
    this.isAbsolute = this.incoming !== undefined && !raw.startsWith('/')
    const target = targetOf(raw)
    const question = target.indexOf('?')
    this.path = question === -1 ? target : target.slice(0, question)
    this.query = question === -1 ? undefined : target.slice(question + 1)
    const given = request.headers.get('x-request-id')
    this.id = given !== null && REQUEST_ID.test(given) ? given : newRequestId()
    const socket = (incoming as Partial<IncomingMessage> | undefined)?.socket
    const client = edge.addressOf(socket?.remoteAddress, request.headers.get('x-forwarded-for') ?? undefined)
    this.ip = client.ip
    this.ipKey = client.ipKey
  }

  /** What the router found in the path, by the pattern's name for it. */
  param(name: string): string {
    return this.#c.req.param(name) ?? ''
  }

  header(name: string): string | undefined {
    return this.request.headers.get(name) ?? undefined
  }

  /** The name the caller used for this server. One in the target itself is the one that counts (RFC 9112 section 3.2.2). */
  get host(): string {
    const named = this.isAbsolute ? null : this.request.headers.get('host')
    return named ?? new URL(this.request.url).host
  }

  get userAgent(): string {
    const header = this.header('user-agent') ?? ''
    return header.slice(0, MAX_USER_AGENT_LENGTH).replace(/[^\x20-\x7e]/g, '?')
  }

  get authorization(): string | undefined {
    return this.header('authorization')
  }

  get apiKey(): string | undefined {
    return this.header('x-api-key')
  }

  get idempotencyKey(): string | undefined {
    return this.header('idempotency-key')
  }

  get languages(): readonly string[] {
    return wantedLanguages(this.header('accept-language'))
  }

  get cookies(): RequestCookies {
    this.#cookies ??= new RequestCookies(this.request.headers.get('cookie'), this.edge.isSecure)
    return this.#cookies
  }

  /** The cookies to send; undefined when the answer has none. */
  get cookiesToSend(): RequestCookies | undefined {
    return this.#cookies?.changed ? this.#cookies : undefined
  }

  /** What a procedure gets. The caller is anonymous until the procedure's policy has checked them. */
  toContext(): Context {
    const { platform } = this.edge
    return {
      ...platform,
      db: platform.database.db,
      actor: { kind: 'anonymous' },
      request: this,
      cookies: this.cookies,
      effects: this.effects,
    }
  }
}

/** Path and query as they came over the wire, also of a target that names the server too. */
function targetOf(raw: string): string {
  if (raw.startsWith('/')) return raw
  const start = raw.indexOf('/', raw.indexOf('://') + 3)
  return start === -1 ? '/' : raw.slice(start)
}

/** The tags of an Accept-Language header (RFC 9110 section 12.5.4), most wanted first. */
function wantedLanguages(header: string | undefined): string[] {
  if (!header) return []
  return header
    .slice(0, 1_000)
    .split(',')
    .slice(0, MAX_LANGUAGES)
    .map((entry) => {
      const [tag = '', quality] = entry.split(';')
      const weight = quality?.trim().startsWith('q=') ? Number(quality.trim().slice(2)) : 1
      return { tag: tag.trim(), weight: Number.isFinite(weight) ? weight : 0 }
    })
    .filter(({ tag, weight }) => /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(tag) && weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ tag }) => tag)
}
