import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { appRouter } from '../../server/src/router.ts'
import { useWorld } from '../harness/index.ts'

describe('the probes', () => {
  const world = useWorld()

  test('F12 answer exactly what load balancers compare with', async () => {
    for (const [path, body] of [
      ['/health', '{"status":"ok"}'],
      ['/ready', '{"status":"ready"}'],
    ] as const) {
      const response = await world.fetch(path)
      expect([response.status, await response.text()]).toEqual([200, body])
    }
  })

  test('F12 readiness names what fails, is remembered for a second at the most, and health does not care', async () => {
    await world.platform.keyRing.replace([])
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const notReady = await world.fetch('/ready')
    expect(notReady.status).toBe(503)
    expect(await notReady.json()).toMatchObject({
      status: 'not_ready',
      checks: { signing_keys: 'failed', database: 'ok' },
    })
    expect((await world.fetch('/health')).status).toBe(200)
  })

  test('F11 F12 readiness is 503 from the very moment the process is told to stop', async () => {
    const { platform, caller } = await world.node()
    expect((await caller.fetch('/ready')).status).toBe(200)
    platform.readiness.isDraining = true
    expect((await caller.fetch('/ready')).status).toBe(503)
    expect((await caller.rest('GET', '/config')).status).toBe(200)
  })
})

interface Definition {
  _def: { inputs: z.ZodType[]; output?: z.ZodType; meta?: { access?: string } }
}

describe('a password', () => {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>)
  const namesIn = (schema: z.ZodType | undefined): string[] =>
    schema
      ? [
          ...JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' })).matchAll(
            /"(\w*[pP]assword\w*)":/g,
          ),
        ].map(([, name]) => name ?? '')
      : []

  test('P9 is set by its owner alone: with the account, with a link from their mailbox, or signed in', () => {
    const setting = procedures
      .filter(([, { _def }]) => _def.inputs.flatMap(namesIn).length > 0)
      .map(([path]) => path)
    expect(setting.sort()).toEqual([
      'auth.login',
      'auth.reauthenticate',
      'auth.register',
      // With the link that was mailed to the invited address.
      'invitations.accept',
      'password.change',
      'password.confirmReset',
    ])
    expect(procedures.map(([, { _def }]) => _def.meta?.access)).not.toContain(undefined)
  })

  test('P9 is shown to nobody, nor is its hash', () => {
    const shown = procedures.flatMap(([path, { _def }]) =>
      namesIn(_def.output).map((name) => `${path} ${name}`),
    )
    expect(
      shown.filter(
        (name) => !/hasPassword|passwordChangeRequired|passwordless|passwordPolicy|password$/.test(name),
      ),
    ).toEqual([])
  })
})
