import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import {
  type Context,
  SpanKind as Kind,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { Log } from './log.ts'
import { readTraceParent, type SpanEnd, type SpanFacts, type SpanKind, type Tracing } from './tracing.ts'

export interface SpanOptions {
  /** The share of traces that are recorded, from 0 to 1. */
  ratio: number
  environment: string
  version: string
  exporters: readonly SpanExporter[]
  log: Log
  /** Eight random bytes, told by a test. */
  randomNumber?: (() => bigint) | undefined
}

/** What waits to be given away; what is more is dropped, so that a receiver that is away costs nobody anything. */
const MAX_WAITING = 2_048
const MAX_BATCH = 512
const BATCH_EVERY_MS = 2_000
const EXPORT_TIMEOUT_MS = 5_000
const FLUSH_TIMEOUT_MS = 3_000
/** No name and no value is longer, whatever they are made from. */
const MAX_LENGTH = 120

const KINDS: Readonly<Record<SpanKind, Kind>> = {
  request: Kind.SERVER,
  procedure: Kind.INTERNAL,
  query: Kind.CLIENT,
  mail: Kind.CLIENT,
}

/** Spans through OpenTelemetry's API, given to the exporters in the background. Loaded only where there is one. */
export function createSpans(options: SpanOptions): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'gatehouse',
      'service.version': options.version,
      'deployment.environment.name': options.environment,
    }),
    sampler: samplerOf(options.ratio, options.randomNumber),
    spanLimits: { attributeCountLimit: 16, attributeValueLengthLimit: MAX_LENGTH },
    spanProcessors: options.exporters.map(
      (exporter) =>
        new BatchSpanProcessor({
          exporter,
          maxQueueSize: MAX_WAITING,
          maxExportBatchSize: MAX_BATCH,
          scheduledDelayMillis: BATCH_EVERY_MS,
          exportTimeoutMillis: EXPORT_TIMEOUT_MS,
        }),
    ),
  })
  const tracer = provider.getTracer('gatehouse', options.version)
  const running = new AsyncLocalStorage<Context>()

  async function run<Result>(
    { kind, name, attributes = {} }: SpanFacts,
    parent: Context,
    work: (span: Span) => Promise<Result>,
    ended?: (result: Result) => SpanEnd,
  ): Promise<Result> {
    const span = tracer.startSpan(
      name.slice(0, MAX_LENGTH),
      { kind: KINDS[kind], attributes: { ...attributes } },
      parent,
    )
    try {
      const result = await running.run(trace.setSpan(parent, span), work, span)
      const end = ended?.(result)
      if (end?.name !== undefined) span.updateName(end.name.slice(0, MAX_LENGTH))
      if (end?.attributes) span.setAttributes({ ...end.attributes })
      if (end?.failed) span.setStatus({ code: SpanStatusCode.ERROR })
      return result
    } catch (error) {
      // Not the error itself: messages and stacks hold what was asked.
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  }

  return {
    isOn: true,
    around: (facts, work, ended) => run(facts, running.getStore() ?? ROOT_CONTEXT, work, ended),
    serve: ({ traceparent, ...facts }, work, ended) =>
      run(facts, remote(traceparent), (span) => work(span.spanContext().traceId), ended),
    within: (facts, work) => {
      const parent = running.getStore()
      return parent ? run(facts(), parent, work) : work()
    },
    traceId: () => trace.getSpanContext(running.getStore() ?? ROOT_CONTEXT)?.traceId,
    async stop() {
      let late: NodeJS.Timeout | undefined
      const tooLate = new Promise<void>((resolve) => {
        late = setTimeout(resolve, FLUSH_TIMEOUT_MS)
      })
      await Promise.race([provider.shutdown().catch(() => {}), tooLate])
      clearTimeout(late)
    },
  }
}

/** Continues the caller's trace, as a context only: its flags decide nothing here. */
function remote(traceparent: string | null): Context {
  const parent = readTraceParent(traceparent)
  if (!parent) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: TraceFlags.NONE, isRemote: true })
}

const HALF = 2n ** 63n

/**
 * Decides at the first span of ours by a number of ours, and for all spans inside of it alike. Not by the trace's id, as
 * OpenTelemetry's own sampler does: that is the caller's to choose, and whoever chose well would have everything recorded.
 */
function samplerOf(ratio: number, randomNumber = () => randomBytes(8).readBigUInt64BE()): Sampler {
  // Of 2^63 numbers, so that a ratio's 53 bits lose nothing.
  const bound = BigInt(Math.round(ratio * 2 ** 53)) * (HALF / 2n ** 53n)
  return {
    shouldSample(context) {
      const parent = trace.getSpanContext(context)
      const isRecorded =
        parent && !parent.isRemote
          ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0
          : randomNumber() % HALF < bound
      return { decision: isRecorded ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD }
    },
    toString: () => `gatehouse ratio ${ratio}`,
  }
}
