import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { breachesOf, type Signals, THRESHOLDS } from '../../scripts/operator/signals.ts'
import { logAnalyticsSignals } from '../../scripts/operator/signals-log-analytics.ts'
import { prometheusSignals } from '../../scripts/operator/signals-prometheus.ts'
import { watch } from '../../scripts/operator/watching.ts'
import { newState } from './support/fake-azure-state.ts'
import { fakeAz, keptJournal, quickClock } from './support/operator.ts'

const quiet: Signals = {
  requests: 400,
  serverErrors: 0,
  limited: 1,
  logins: 60,
  loginsRefused: 5,
  loginP95Ms: 200,
}
const span = { from: new Date('2026-11-24T11:00:00Z'), to: new Date('2026-11-24T12:00:00Z') }

describe('what a watch makes of signals', () => {
  test('goes by the thresholds of the alerts', () => {
    const rules = readFileSync(join(import.meta.dirname, '../../iac/alerts/prometheus-rules.yml'), 'utf8')
    const of = (alert: string) => rules.split(`- alert: ${alert}\n`)[1]?.split('- alert:')[0] ?? ''
    expect(of('ServerErrors')).toContain(`> ${THRESHOLDS.serverErrorShare} `)
    expect(of('LoginSlow')).toContain(`> ${THRESHOLDS.loginP95Ms / 1_000}\n`)
    expect(of('LoginsRefused')).toContain(`> ${THRESHOLDS.loginsRefusedShare} unless`)
    expect(of('LoginsRefused')).toContain(`<= ${THRESHOLDS.loginsRefusedGrowth} *`)
    expect(of('LoginSlow')).toContain(`increase15m > ${THRESHOLDS.leastLogins}`)
    expect(of('RateLimited')).toContain(`> ${THRESHOLDS.limitedShare}\n`)
  })

  test.each<[string, Partial<Signals>, Partial<Signals>, string[]]>([
    ['nothing', {}, {}, []],
    ['5xx at the threshold', { serverErrors: 4 }, {}, []],
    ['5xx beyond it', { serverErrors: 5 }, {}, ['server_errors']],
    ['5xx as before', { serverErrors: 50 }, { serverErrors: 40 }, []],
    ['5xx more than twice as before', { serverErrors: 50 }, { serverErrors: 20 }, ['server_errors']],
    ['5xx of a handful of requests', { requests: 10, serverErrors: 5 }, {}, []],
    ['429', { limited: 30 }, {}, ['limited']],
    ['slow sign-ins', { loginP95Ms: 501 }, {}, ['login_p95']],
    [
      'slow sign-ins, where nobody signed in before',
      { loginP95Ms: 501 },
      { loginP95Ms: null },
      ['login_p95'],
    ],
    ['refused sign-ins', { loginsRefused: 25 }, {}, ['logins_refused']],
    ['refused sign-ins, less than three times as many', { loginsRefused: 25 }, { loginsRefused: 10 }, []],
    ['few sign-ins, all refused and slow', { logins: 10, loginsRefused: 10, loginP95Ms: 9_000 }, {}, []],
    [
      'everything',
      { serverErrors: 99, limited: 99, loginsRefused: 60, loginP95Ms: 9_000 },
      {},
      ['server_errors', 'limited', 'logins_refused', 'login_p95'],
    ],
  ])('%s', (_, now, before, found) => {
    expect(breachesOf({ ...quiet, ...now }, { ...quiet, ...before }).map(({ signal }) => signal)).toEqual(
      found,
    )
  })

  const watched = (reads: (Signals | Error)[], probe?: () => Promise<void>) => {
    const left = [...reads]
    const read = async () => {
      const next = left.length > 1 ? left.shift() : left[0]
      if (!next || next instanceof Error) throw next ?? new Error('nothing')
      return next
    }
    const { journal } = keptJournal()
    const signal = new AbortController().signal
    return watch({
      source: { name: 's', read },
      minutes: 5,
      everySeconds: 60,
      clock: quickClock(),
      journal,
      signal,
      probe,
    })
  }
  const bad = { ...quiet, serverErrors: 40 }

  test('passes over one bad look, and not over two in a row, nor over a bad last one', async () => {
    expect(await watched([quiet, bad, quiet, bad, quiet])).toMatchObject({ passed: true, looks: 5 })
    expect(await watched([quiet, quiet, bad, bad])).toMatchObject({ passed: false, looks: 3 })
    expect(await watched([quiet, quiet, quiet, quiet, quiet, bad])).toMatchObject({ passed: false, looks: 5 })
  })

  test('does not take silence or a failing probe for peace', async () => {
    expect(await watched([quiet, new Error('503')])).toMatchObject({
      passed: false,
      reason: expect.stringContaining('503'),
    })
    const probe = () => Promise.reject(new Error('POST /login: answered 500'))
    expect(await watched([quiet], probe)).toMatchObject({
      passed: false,
      reason: expect.stringContaining('POST /login'),
    })
  })
})

describe('where signals come from', () => {
  let url = ''
  let answers: (query: string) => unknown = () => ({})
  const vector = (value?: string) => ({
    status: 'success',
    data: { resultType: 'vector', result: value === undefined ? [] : [{ metric: {}, value: [1, value] }] },
  })
  beforeAll(async () => {
    const server = createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://x').searchParams
      response.end(JSON.stringify(answers(`${asked.get('query')} @ ${asked.get('time')}`)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return () => void server.close()
  })

  test('a Prometheus is asked over the span, up to its end', async () => {
    const asked: string[] = []
    answers = (query) => {
      asked.push(query)
      if (query.includes('histogram_quantile')) return vector('NaN')
      return query.includes('status="429"') ? vector() : vector('7.5')
    }
    const read = await prometheusSignals(url).read(span)
    expect(read).toEqual({
      requests: 7.5,
      serverErrors: 7.5,
      limited: 0,
      logins: 7.5,
      loginsRefused: 7.5,
      loginP95Ms: null,
    })
    expect(asked.filter((query) => query.includes('[3600s]'))).toHaveLength(6)
    for (const query of asked) expect(query).toContain(`@ ${span.to.getTime() / 1_000}.000`)
  })

  test.each<[string, (query: string) => unknown]>([
    ['knows no server', (query) => (query.startsWith('count(up') ? vector() : vector('1'))],
    ['answers an error', () => ({ status: 'error', error: 'parse error' })],
    ['answers something else', () => ['x']],
  ])('a Prometheus that %s tells nothing, rather than that all is well', async (_, answer) => {
    answers = answer
    await expect(prometheusSignals(url).read(span)).rejects.toThrow('Prometheus')
  })

  test('a workspace gives its numbers as texts', async () => {
    const clock = quickClock()
    const source = logAnalyticsSignals(fakeAz(newState(), clock), { workspace: 'w', app: 'api' })
    expect(await source.read(span)).toEqual({ ...quiet, loginP95Ms: 210.5 })
    const odd = newState({ signals: [{ requests: 'many' }] })
    const other = logAnalyticsSignals(fakeAz(odd, clock), { workspace: 'w', app: 'api' })
    await expect(other.read(span)).rejects.toThrow('something else than numbers')
  })
})
