import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { readTraceParent } from '../../server/src/platform/tracing.ts'
import { createSpans } from '../../server/src/platform/tracing-spans.ts'
import { createWorld, type World } from '../harness/index.ts'
import { captureLog } from '../harness/log.ts'
import { type SpanReceiver, startSpanReceiver } from '../harness/span-receiver.ts'

const WAIT = { timeout: 30_000 }
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-00`

describe('traces', () => {
  let receiver: SpanReceiver
  let world: World
  beforeAll(async () => {
    receiver = await startSpanReceiver()
    world = await createWorld({
      config: { telemetry: { otlpEndpoint: `${receiver.url}/`, samplingRatio: 1 } },
      secrets: { telemetryConnectionString: receiver.connectionString },
    })
  })
  afterAll(async () => {
    await world.stop()
    await receiver.close()
  })

  const login = (headers: Record<string, string> = {}) =>
    world.app.request('/api/v1/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: 'id.gatehouse.test', ...headers },
      body: JSON.stringify({ email: 'nobody@example.org', password: 'a password of nobody' }),
    })
  const spansOf = (traceId: string) => receiver.otlp().filter((span) => span.traceId === traceId)

  test('have a span for the request, the procedure and each query, inside of the one the caller named', async () => {
    expect((await login({ traceparent: TRACEPARENT })).status).toBe(401)
    await vi.waitFor(
      () => expect(spansOf(TRACE).map(({ name }) => name)).toContain('POST /api/v1/login'),
      WAIT,
    )
    const spans = spansOf(TRACE)
    const byName = (name: string) => spans.find((span) => span.name === name)
    const request = byName('POST /api/v1/login')
    expect(request).toMatchObject({
      parentSpanId: 'b7ad6b7169203331',
      failed: false,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/v1/login',
        'http.response.status_code': '401',
        'error.type': 'auth.invalid_credentials',
      },
    })
    const procedure = byName('auth.login')
    expect(procedure).toMatchObject({ parentSpanId: request?.spanId, failed: true })
    const query = spans.find(({ attributes }) => attributes['db.collection.name'] === 'users')
    expect(query?.attributes).toMatchObject({ 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' })
    const known = new Set(spans.map(({ spanId }) => spanId))
    for (const span of spans) if (span !== request) expect(known).toContain(span.parentSpanId)
    const line = world.log.entries().findLast((entry) => entry.route === '/api/v1/login')
    expect(line?.traceId).toBe(TRACE)
  })

  test('go to Application Insights as requests and dependencies', async () => {
    await vi.waitFor(
      () =>
        expect(receiver.envelopes().some(({ data }) => data.baseData.name === 'POST /api/v1/login')).toBe(
          true,
        ),
      WAIT,
    )
    const ofTrace = receiver.envelopes().filter(({ tags }) => tags['ai.operation.id'] === TRACE)
    const request = ofTrace.find(({ data }) => data.baseType === 'RequestData')
    expect(request).toMatchObject({
      name: 'Microsoft.ApplicationInsights.Request',
      iKey: '11111111-2222-3333-4444-555555555555',
      sampleRate: 100,
      tags: { 'ai.operation.parentId': 'b7ad6b7169203331', 'ai.cloud.role': 'gatehouse' },
      data: { baseData: { responseCode: '401', success: true } },
    })
    expect(request?.data.baseData.duration).toMatch(/^0\.\d\d:\d\d:\d\d\.\d{7}$/)
    expect(Math.abs(Date.parse(request?.time ?? '') - Date.now())).toBeLessThan(600_000)
    const types = new Set(ofTrace.map(({ data }) => data.baseData.type))
    expect(types).toEqual(new Set([undefined, 'InProc', 'SQL']))
  })

  test('hold a mail, and no word of who it is for or anything secret', async () => {
    const person = await world.people.signedIn('ada')
    await world.app.request('/api/v1/login?token=rt_a-token-that-somebody-has-put-into-an-address', {
      headers: { 'x-forwarded-for': '203.0.113.77', cookie: 'a=b', 'user-agent': 'Mozilla of a test' },
    })
    await world.app.request('/not-a-route/ada-was-here', { method: 'PURGE' })
    await world.app.request('/trpc/auth.login,auth.refresh?batch=1', {
      method: 'POST',
      headers: person.headers,
    })
    await vi.waitFor(() => {
      const names = receiver.otlp().map(({ name }) => name)
      expect(names).toContain('mail.send')
      expect(names).toContain('OTHER unmatched')
      expect(names).toContain('POST /trpc/batch')
    }, WAIT)
    const sent = receiver.bodies.join('\n')
    const secrets = [
      ...Object.values(person.headers).map((value) => String(value).replace('Bearer ', '')),
      ...world.mailer.taken.flatMap(({ to, subject }) => [to, subject]),
      ...world.log.entries().flatMap(({ ip, userId, sessionId }) => [ip, userId, sessionId]),
      ...[
        'a password of nobody',
        'nobody@',
        'example.org',
        '203.0.113.77',
        'Mozilla',
        'somebody-has-put',
        'ada-was-here',
      ],
    ].filter((secret): secret is string => typeof secret === 'string' && secret.length > 6)
    expect(secrets.length).toBeGreaterThan(12)
    for (const secret of secrets) expect(sent).not.toContain(secret)
    // Bounded names, whatever is asked for; statements without a word of theirs but what they do and to which table.
    for (const { name, attributes } of receiver.otlp()) {
      expect(name.length).toBeLessThanOrEqual(120)
      for (const key of Object.keys(attributes))
        expect(key).toMatch(
          /^(?:http\.(?:request\.method|route|response\.status_code)|error\.type|rpc\.method|db\.(?:system\.name|operation\.name|collection\.name))$/,
        )
    }
    expect(sent).not.toMatch(/\$\d|select "|values \(/i)
  })

  test('cost no request anything when the receiver refuses or hangs, and are told as lost', async () => {
    for (const mood of ['refuse', 'hang'] as const) {
      receiver.mood = mood
      const before = receiver.asked
      for (let count = 0; count < 20; count += 1) expect((await login()).status).toBeLessThan(500)
      await vi.waitFor(() => expect(receiver.asked).toBeGreaterThan(before), WAIT)
      // While it keeps the batch waiting, requests are answered.
      for (let count = 0; count < 20; count += 1) expect((await login()).status).toBeLessThan(500)
    }
    await vi.waitFor(
      () =>
        expect(world.log.entries().filter(({ event }) => event === 'traces.lost').length).toBeGreaterThan(0),
      WAIT,
    )
    receiver.mood = 'take'
  })
})

describe('a trace', () => {
  test('is not taken from what is no traceparent', () => {
    expect(readTraceParent(TRACEPARENT)).toEqual({ traceId: TRACE, spanId: 'b7ad6b7169203331' })
    for (const wrong of [
      null,
      '',
      `ff-${TRACE}-b7ad6b7169203331-01`,
      `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
      `00-${TRACE}-b7ad6b7169203331-01-more`,
      `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`,
      `00-${TRACE}-b7ad6b7169203331-01\r\nx: y`,
    ])
      expect(readTraceParent(wrong)).toBeUndefined()
  })

  /** How many of so many requests are recorded, with numbers spread evenly over all there are. */
  async function recorded(ratio: number, requests: number, traceparent: (index: number) => string | null) {
    const names: string[] = []
    let asked = 0
    const exporter = {
      export: (spans: { name: string }[], done: (result: { code: number }) => void) => {
        names.push(...spans.map(({ name }) => name))
        done({ code: 0 })
      },
      shutdown: async () => {},
    }
    const tracing = createSpans({
      ...{ ratio, environment: 'test', version: '0', log: captureLog().log, exporters: [exporter] },
      randomNumber: () => ((2n * BigInt(asked++) + 1n) * 2n ** 62n) / BigInt(requests),
    })
    for (let index = 0; index < requests; index += 1) {
      const inner = () => tracing.around({ kind: 'procedure', name: 'inner' }, async () => {})
      const facts = { kind: 'request' as const, name: 'outer', traceparent: traceparent(index) }
      await tracing.serve(facts, inner, () => ({ failed: false }))
    }
    await tracing.stop()
    expect(names.filter((name) => name === 'inner')).toHaveLength(names.length / 2)
    expect(asked).toBe(requests)
    return names.length / 2
  }

  test.each([0, 0.001, 0.1, 0.25, 0.5, 1])(
    'is recorded for a share of %d of them, exactly, whole or not at all',
    async (ratio) => {
      expect(await recorded(ratio, 1_000, () => null)).toBe(1_000 * ratio)
    },
  )

  test.each(['00', '01'])(
    'is recorded no more often because its caller says so (flags %s), or uses one id for all',
    async (flags) => {
      const one = `00-${TRACE}-b7ad6b7169203331-${flags}`
      expect(await recorded(0.1, 1_000, () => one)).toBe(100)
      expect(await recorded(0, 100, () => one)).toBe(0)
    },
  )
})

test('what is gathered is given away at the end, for three seconds at the most', async () => {
  const receiver = await startSpanReceiver()
  const config = { telemetry: { otlpEndpoint: receiver.url, samplingRatio: 1 } }
  const [kept, hung] = [await createWorld({ config }), await createWorld({ config })]
  await kept.app.request('/api/v1/organizations')
  await hung.app.request('/api/v1/organizations')
  await kept.platform.tracing.stop()
  expect(receiver.otlp().map(({ name }) => name)).toContain('GET /api/v1/organizations')
  receiver.mood = 'hang'
  const startedAtMs = performance.now()
  await hung.platform.tracing.stop()
  expect(performance.now() - startedAtMs).toBeLessThan(20_000)
  await Promise.all([kept.stop(), hung.stop()])
  await receiver.close()
})

test('without a receiver no span is made, and the trace a caller has named stands in the log all the same', async () => {
  const world = await createWorld()
  expect(world.platform.tracing.isOn).toBe(false)
  await world.app.request('/api/v1/organizations', { headers: { traceparent: TRACEPARENT } })
  expect(world.log.entries().findLast(({ msg }) => msg === 'request')?.traceId).toBe(TRACE)
  await world.stop()
})
