import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as the receivers got it, whichever way it came. */
export interface ReceivedSpan {
  traceId: string
  spanId: string
  parentSpanId: string | undefined
  name: string
  attributes: Record<string, string>
  failed: boolean
}

/** Somewhere to send traces to: OTLP's `/v1/traces` and Application Insights' `/v2.1/track`. */
export interface SpanReceiver {
  url: string
  connectionString: string
  /** Everything that came, as it came, for asking what is nowhere in it. */
  bodies: string[]
  otlp(): ReceivedSpan[]
  envelopes(): Envelope[]
  /** What it answers with; `hang` leaves whoever asks without an answer. */
  mood: 'take' | 'refuse' | 'hang'
  /** Requests so far, whatever became of them. */
  asked: number
  close(): Promise<void>
}

export interface Envelope {
  name: string
  iKey: string
  time: string
  sampleRate: number
  tags: Record<string, string>
  data: {
    baseType: 'RequestData' | 'RemoteDependencyData'
    baseData: {
      id: string
      name: string
      duration: string
      success: boolean
      responseCode?: string
      type?: string
      properties: Record<string, string>
    }
  }
}

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  status?: { code?: number }
  attributes: { key: string; value: Record<string, unknown> }[]
}

const KEY = '11111111-2222-3333-4444-555555555555'

export async function startSpanReceiver(): Promise<SpanReceiver> {
  const spans: OtlpSpan[] = []
  const envelopes: Envelope[] = []
  const server = createServer(async (request, response) => {
    receiver.asked += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (receiver.mood === 'hang') return
    if (receiver.mood === 'refuse') {
      response.writeHead(500).end()
      return
    }
    const body = Buffer.concat(chunks).toString()
    receiver.bodies.push(body)
    response.setHeader('content-type', 'application/json')
    if (request.url === '/v1/traces') {
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[]
      }
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans)
      response.end('{}')
    } else if (request.url === '/v2.1/track') {
      const items = body.split('\n').map((line) => JSON.parse(line) as Envelope)
      envelopes.push(...items)
      response.end(JSON.stringify({ itemsReceived: items.length, itemsAccepted: items.length, errors: [] }))
    } else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver: SpanReceiver = {
    url,
    connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=${url}/;LiveEndpoint=https://nowhere.invalid/`,
    bodies: [],
    otlp: () =>
      spans.map(({ traceId, spanId, parentSpanId, name, status, attributes }) => ({
        traceId,
        spanId,
        parentSpanId: parentSpanId || undefined,
        name,
        failed: status?.code === 2,
        attributes: Object.fromEntries(
          attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]),
        ),
      })),
    envelopes: () => envelopes,
    mood: 'take',
    asked: 0,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
