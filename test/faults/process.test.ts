import { Agent, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect } from '../harness/databases.ts'
import { canRace } from '../harness/index.ts'
import { leaseDatabase } from '../harness/leases.ts'
import { buildServer, killServers, startServer } from './support/built-server.ts'

function register(url: string, index: number, agent?: Agent): Promise<number> {
  const body = JSON.stringify({
    email: `person-${index}@example.org`,
    password: 'plum orchard at night',
    displayName: `Person ${index}`,
  })
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request(`${url}/api/v1/register`, { method: 'POST', headers, ...(agent && { agent }) }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', () => resolve(0))
      .end(body)
  })
}

describe.skipIf(!canRace)('the process', () => {
  let database: Awaited<ReturnType<typeof leaseDatabase>>
  beforeAll(async () => {
    await buildServer()
    database = await leaseDatabase(inject('databaseSource'))
  })
  afterAll(async () => {
    await killServers()
    await database?.release()
  })

  test('F11 told to stop: not ready at once, serves on, finishes what is under way, exits 0', async () => {
    const server = await startServer(database.url, { SHUTDOWN_DELAY_MS: '8000' })
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    const underWay = Array.from({ length: 20 }, (_, index) => register(server.url, 1_000 + index, agent))
    await new Promise((resolve) => setTimeout(resolve, 30))
    server.process.kill('SIGTERM')
    // A busy machine delivers a signal late.
    await expect.poll(async () => (await fetch(`${server.url}/ready`)).status, { timeout: 5_000 }).toBe(503)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect(await register(server.url, 2_000)).toBe(202)
    expect(await Promise.all(underWay)).toEqual(Array(20).fill(202))
    expect(await server.ended).toEqual([0, null])
    await expect(fetch(`${server.url}/health`)).rejects.toThrow()
    agent.destroy()
  })

  test('F11 told twice: exits at once', async () => {
    const server = await startServer(database.url, { SHUTDOWN_DELAY_MS: '20000' })
    server.process.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 800))
    const began = performance.now()
    server.process.kill('SIGTERM')
    await server.ended
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  test('F1 killed in mid-work: whoever had a 2xx has an account, and a new process goes on', async () => {
    const server = await startServer(database.url)
    const answered: number[] = []
    const calls = Array.from({ length: 200 }, async (_, index) => {
      const status = await register(server.url, index)
      answered.push(status)
      return status
    })
    // Not the first answers: those are the 503 of whoever found the queue for hashing full.
    const acknowledgements = () => answered.filter((status) => status === 202).length
    await expect
      .poll(() => acknowledgements() >= 20 || answered.length === calls.length, {
        timeout: 60_000,
        interval: 5,
      })
      .toBe(true)
    server.process.kill('SIGKILL')
    expect(acknowledgements(), `answered with ${answered}`).toBeGreaterThanOrEqual(20)
    const statuses = await Promise.all(calls)
    const acknowledged = statuses.flatMap((status, index) =>
      status === 202 ? [`person-${index}@example.org`] : [],
    )

    const sql = connect(database.url)
    const rows = await sql<{ email: string }[]>`SELECT email FROM users WHERE email = ANY(${acknowledged})`
    expect(rows).toHaveLength(acknowledged.length)
    // And for each the mail that tells of it is there, or has gone out.
    const mails = await sql`SELECT 1 FROM mail_messages WHERE recipient = ANY(${acknowledged})`
    expect(mails.length).toBeGreaterThanOrEqual(acknowledged.length)

    const next = await startServer(database.url)
    expect(await register(next.url, 3_000)).toBe(202)
    // What the killed one had taken is sent by the next, once its lease is over.
    await sql`UPDATE mail_messages SET leased_until = now() WHERE leased_until IS NOT NULL`
    await expect
      .poll(
        async () =>
          (await sql`SELECT 1 FROM mail_messages WHERE sent_at IS NULL AND content_sealed IS NOT NULL`)
            .length,
        {
          timeout: 30_000,
        },
      )
      .toBe(0)
    next.process.kill('SIGTERM')
    expect(await next.ended).toEqual([0, null])
    await sql.end()
  })
})
