/** What a span is of. `request`, `query` and `mail` tell receivers apart who serves and who is called. */
export type SpanKind = 'request' | 'procedure' | 'query' | 'mail'

/** What a span says. Words of ours only: no address, IP, token, parameter or text of a statement has a place here. */
export interface SpanFacts {
  kind: SpanKind
  /** Of few values: a route's pattern, a procedure, an operation on a table. */
  name: string
  attributes?: Readonly<Record<string, string | number>>
}

/** How something ended, beyond what the span was begun with. */
export interface SpanEnd {
  failed: boolean
  /** Where it is known at the end only. */
  name?: string
  attributes?: Readonly<Record<string, string | number>>
}

/** Where what happens is told span by span, or nowhere. */
export interface Tracing {
  /** Whether anybody listens: whoever would have to work for a span's facts asks first. */
  readonly isOn: boolean
  /** Runs `work` in a span. `ended` tells how it went; without it, a rejection is a failure and nothing else is. */
  around<Result>(
    facts: SpanFacts,
    work: () => Promise<Result>,
    ended?: (result: Result) => SpanEnd,
  ): Promise<Result>
  /** As `around`, for the first span of a request, whose caller may have named the trace it is a part of. */
  serve<Result>(
    facts: SpanFacts & { traceparent: string | null },
    work: (traceId: string | undefined) => Promise<Result>,
    ended: (result: Result) => SpanEnd,
  ): Promise<Result>
  /** As `around`, and only inside of another span: what happens beside requests makes no traces of its own. */
  within<Result>(facts: () => SpanFacts, work: () => Promise<Result>): Promise<Result>
  /** The trace that runs here, for the log. */
  traceId(): string | undefined
  /** Gives away what has been gathered, for three seconds at the most. */
  stop(): Promise<void>
}

export interface TraceParent {
  traceId: string
  spanId: string
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/

/**
 * What a `traceparent` header names (W3C Trace Context section 3.2). Whether its caller records the trace is not read:
 * who does is for us to say.
 */
export function readTraceParent(header: string | null): TraceParent | undefined {
  const [, version, traceId = '', spanId = '', more] = TRACEPARENT.exec(header ?? '') ?? []
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined
  return /^0+$/.test(traceId) || /^0+$/.test(spanId) ? undefined : { traceId, spanId }
}

/** Tells nobody. */
export const noTracing: Tracing = {
  isOn: false,
  around: (_, work) => work(),
  serve: (_, work) => work(undefined),
  within: (_, work) => work(),
  traceId: () => undefined,
  stop: async () => {},
}

const MAX_STATEMENTS = 2_000
const statements = new Map<string, SpanFacts>()
const OPERATION = /^\W*(\w+)/
const TABLE = /\b(?:from|into|update|join)\s+(?:only\s+)?"?([a-z_][a-z0-9_]*)"?/i

/** A statement as a span tells it: what it does, and to which table. Its text, which may hold values, is not told. */
export function queryFacts(statement: string): SpanFacts {
  const known = statements.get(statement)
  if (known) return known
  const operation = OPERATION.exec(statement)?.[1]?.toUpperCase() ?? 'QUERY'
  const table = TABLE.exec(statement)?.[1]?.toLowerCase()
  const facts: SpanFacts = {
    kind: 'query',
    name: table === undefined ? operation : `${operation} ${table}`,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operation,
      ...(table !== undefined && { 'db.collection.name': table }),
    },
  }
  if (statements.size < MAX_STATEMENTS) statements.set(statement, facts)
  return facts
}

/** Runs a procedure in a span of its name. What it gives says whether it went well. */
export const inSpan = <Result extends { ok: boolean }>(
  { tracing }: { tracing: Tracing },
  path: string,
  work: () => Promise<Result>,
): Promise<Result> =>
  tracing.isOn
    ? tracing.around(
        { kind: 'procedure', name: path, attributes: { 'rpc.method': path } },
        work,
        ({ ok }) => ({
          failed: !ok,
        }),
      )
    : work()
