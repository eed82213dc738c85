import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Config, Secrets } from '../config.ts'
import { readConnectionString } from './azure-connection.ts'
import type { Log } from './log.ts'
import { noTracing, type Tracing } from './tracing.ts'

interface Needs {
  config: Pick<Config, 'environment' | 'telemetry'>
  secrets: Pick<Secrets, 'telemetryConnectionString'>
  version: string
  log: Log
}

/** How long a receiver may take, in ms. Nothing waits for it but the next batch. */
const TIMEOUT_MS = 5_000
const REPORT_EVERY_MS = 60_000

/** Tracing to wherever the configuration says. Where it says nothing, nothing of OpenTelemetry is even loaded. */
export async function openTracing({ config, secrets, version, log }: Needs): Promise<Tracing> {
  const { otlpEndpoint, samplingRatio: ratio } = config.telemetry
  const connectionString = secrets.telemetryConnectionString
  if (otlpEndpoint === undefined && connectionString === undefined) return noTracing
  const exporters: SpanExporter[] = []
  if (otlpEndpoint !== undefined) {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
    const url = `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`
    exporters.push(reporting('otlp', new OTLPTraceExporter({ url, timeoutMillis: TIMEOUT_MS }), log))
  }
  if (connectionString !== undefined) {
    const { createAzureExporter } = await import('./azure-spans.ts')
    const connection = readConnectionString(connectionString)
    // The configuration has read it before.
    if (!connection) throw new Error('APPLICATIONINSIGHTS_CONNECTION_STRING cannot be read')
    exporters.push(
      reporting('application_insights', createAzureExporter({ connection, ratio, version }), log),
    )
  }
  const { createSpans } = await import('./tracing-spans.ts')
  return createSpans({ ratio, environment: config.environment, version, exporters, log })
}

/** Says once a minute at the most that spans are lost. */
function reporting(receiver: string, exporter: SpanExporter, log: Log): SpanExporter {
  let lost = 0
  let reportedAtMs = Number.NEGATIVE_INFINITY
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error || result.code !== 0) {
          lost += spans.length
          if (performance.now() - reportedAtMs > REPORT_EVERY_MS) {
            const reason = result.error?.message.slice(0, 200)
            log.warn({ event: 'traces.lost', receiver, lost, reason }, 'spans could not be given away')
            reportedAtMs = performance.now()
            lost = 0
          }
        }
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush!() }),
  }
}
