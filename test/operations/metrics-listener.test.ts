import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { listenForMetrics } from '../../server/src/metrics-listener.ts'
import { createTelemetry } from '../../server/src/platform/telemetry.ts'
import { testConfig } from '../harness/config.ts'
import { useWorld } from '../harness/index.ts'
import { captureLog } from '../harness/log.ts'

const token = `metrics-${randomBytes(24).toString('base64url')}`
const build = { version: '1', commit: 'x' }
const open: Server[] = []
const portOf = (server: Server) => (server.address() as AddressInfo).port

afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections()
})

async function listening(
  environment: 'development' | 'production',
  options: { port?: number; token?: string } = {},
): Promise<{ url: string; said: () => string } | undefined> {
  const config = testConfig({ environment, metricsPort: options.port ?? 0 })
  const { exposition } = createTelemetry({ build, providers: [], token: options.token })
  const log = captureLog(config)
  const server = await listenForMetrics({ config, log: log.log, exposition })
  if (!server) return { url: '', said: () => log.lines.join('') }
  open.push(server)
  return { url: `http://127.0.0.1:${portOf(server)}`, said: () => log.lines.join('') }
}

async function taken(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  open.push(server)
  return portOf(server)
}

const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } })

describe('the port of metrics', () => {
  test('serves /metrics as Prometheus reads it, and nothing else', async () => {
    const { url = '' } = (await listening('production')) ?? {}
    const answer = await fetch(`${url}/metrics`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await answer.text()).toContain('build_info{version="1",commit="x"} 1')
    for (const path of ['/', '/metrics/', '/api/v1/me', '/health'])
      expect((await fetch(url + path)).status).toBe(404)
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405)
  })

  test('asks for the token where there is one', async () => {
    const { url = '' } = (await listening('production', { token })) ?? {}
    for (const init of [{}, bearer('wrong'), bearer(`${token}x`), { headers: { authorization: token } }]) {
      const answer = await fetch(`${url}/metrics`, init)
      expect(answer.status).toBe(401)
      expect(await answer.text()).toBe('')
    }
    expect((await fetch(`${url}/metrics`, bearer(token))).status).toBe(200)
  })

  test('when it is taken, development says so and goes on', async () => {
    const port = await taken()
    const { url, said } = (await listening('development', { port }))!
    expect(url).toBe('')
    expect(said()).toContain('no metrics')
    expect(said()).toContain(String(port))
  })

  test('when it is taken, production does not start, and says which variable to change', async () => {
    const port = await taken()
    await expect(listening('production', { port })).rejects.toThrow(
      new RegExp(`Port ${port}.* METRICS_PORT=`),
    )
  })
})

describe('the public port', () => {
  const open = useWorld()
  const guarded = useWorld({ secrets: { metricsToken: token }, config: { maintenanceMode: 'full' } })

  test('has no metrics unless there is a token', async () => {
    expect((await open.fetch('/metrics')).status).toBe(404)
    expect((await open.fetch('/metrics', bearer(token))).status).toBe(404)
  })

  test('gives them to those who hold the token, also during maintenance, and to nobody else', async () => {
    for (const init of [{}, bearer('wrong'), bearer(''), { headers: { authorization: `Basic ${token}` } }]) {
      const answer = await guarded.fetch('/metrics', init)
      expect(answer.status).toBe(401)
      expect(await answer.text()).not.toContain('build_info')
    }
    const answer = await guarded.fetch('/metrics', bearer(token))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('service_ready')
  })
})
