import { hostname } from 'node:os'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace'
import type { AzureConnection } from './azure-connection.ts'

const TIMEOUT_MS = 5_000
/** `ExportResultCode` of the SDK, whose package for it would be one more. */
const SUCCESS = 0
const FAILED = 1

interface Options {
  connection: AzureConnection
  /** The share of traces that are recorded, for Application Insights to count the others in. */
  ratio: number
  version: string
}

/** Gives spans to Application Insights as its `track` endpoint takes them: requests, and what they depend on. */
export function createAzureExporter({ connection, ratio, version }: Options): SpanExporter {
  const common = { iKey: connection.key, sampleRate: ratio * 100, ver: 1 }
  const tags = {
    'ai.cloud.role': 'gatehouse',
    'ai.cloud.roleInstance': hostname(),
    'ai.application.ver': version,
    // Of whoever asked we say nothing, and that we are the sender is nobody's client address.
    'ai.location.ip': '0.0.0.0',
  }
  const stopping = new AbortController()
  async function send(spans: readonly ReadableSpan[]): Promise<void> {
    const body = spans
      .map((span) => JSON.stringify({ ...common, ...envelopeOf(span), tags: { ...tags, ...tagsOf(span) } }))
      .join('\n')
    const response = await fetch(connection.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-json-stream' },
      body,
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), stopping.signal]),
    })
    const said = (await response.json().catch(() => ({}))) as { itemsAccepted?: unknown }
    if (!response.ok) throw new Error(`Application Insights answered ${response.status}`)
    if (response.status === 206)
      throw new Error(`Application Insights took ${String(said.itemsAccepted)} of ${spans.length} items`)
  }
  return {
    export: (spans, done) =>
      void send(spans).then(
        () => done({ code: SUCCESS }),
        (error: Error) => done({ code: FAILED, error }),
      ),
    shutdown: async () => stopping.abort(),
  }
}

const tagsOf = (span: ReadableSpan) => ({
  'ai.operation.id': span.spanContext().traceId,
  ...(span.parentSpanContext && { 'ai.operation.parentId': span.parentSpanContext.spanId }),
  ...(span.kind === SpanKind.SERVER && { 'ai.operation.name': span.name }),
})

function envelopeOf(span: ReadableSpan) {
  const { attributes, kind, status, name } = span
  const isRequest = kind === SpanKind.SERVER
  const baseData = {
    ver: 2,
    id: span.spanContext().spanId,
    name,
    duration: durationOf(span),
    success: status.code !== SpanStatusCode.ERROR,
    properties: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)])),
    ...(isRequest
      ? { responseCode: String(attributes['http.response.status_code'] ?? 0) }
      : { type: dependencyTypeOf(span) }),
  }
  return {
    name: `Microsoft.ApplicationInsights.${isRequest ? 'Request' : 'RemoteDependency'}`,
    time: new Date(span.startTime[0] * 1_000 + span.startTime[1] / 1e6).toISOString(),
    data: { baseType: isRequest ? 'RequestData' : 'RemoteDependencyData', baseData },
  }
}

const dependencyTypeOf = ({ kind, attributes }: ReadableSpan): string =>
  kind === SpanKind.INTERNAL ? 'InProc' : attributes['db.system.name'] === 'postgresql' ? 'SQL' : 'SMTP'

/** `d.hh:mm:ss.fffffff`. */
function durationOf({ duration: [seconds, nanoseconds] }: ReadableSpan): string {
  const pad = (count: number) => String(count).padStart(2, '0')
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3_600) % 24, (seconds / 60) % 60].map(
    Math.floor,
  )
  const fraction = String(Math.floor(nanoseconds / 100)).padStart(7, '0')
  return `${days}.${pad(hours!)}:${pad(minutes!)}:${pad(seconds % 60)}.${fraction}`
}
