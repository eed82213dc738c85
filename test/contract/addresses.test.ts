import { beforeAll, describe, expect, test } from 'vitest'
import { errorCatalogue } from '../../server/src/errors.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createDevMailbox } from '../../server/src/platform/dev-mailbox.ts'
import { createWorld, useWorld } from '../harness/index.ts'

describe('health and readiness', () => {
  const world = useWorld()

  test.each(['/health', '/api/v1/health'])('F12 %s says so in so many words', async (path) => {
    const response = await world.fetch(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{"status":"ok"}')
  })

  test.each(['/ready', '/api/v1/ready'])('F12 %s says so in so many words', async (path) => {
    const response = await world.fetch(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('{"status":"ready"}')
  })

  test('F12 a check that fails is named, and one that hangs is given up', async () => {
    const checks = {
      redis: () => new Promise<void>(() => {}),
      schema: async () => {
        throw new Error('migrations are pending')
      },
    }
    const other = await world.node({
      platform: { readiness: { isDraining: false, isPrepared: true, checks } },
    })
    const started = performance.now()
    const { status, body, headers } = await other.caller.rest('GET', '/ready')
    expect(performance.now() - started).toBeLessThan(3_000)
    expect(status).toBe(503)
    expect(headers.get('retry-after')).toBe('1')
    expect(body).toEqual({
      status: 'not_ready',
      checks: { database: 'ok', signing_keys: 'ok', clock: 'ok', redis: 'failed', schema: 'failed' },
    })
    expect((await other.caller.fetch('/health')).status).toBe(200)
  })

  test('F12 is asked of the dependencies once a second at the most', async () => {
    let asked = 0
    const checks = {
      counted: async () => {
        asked += 1
      },
    }
    const other = await world.node({
      platform: { readiness: { isDraining: false, isPrepared: true, checks } },
    })
    await Promise.all(Array.from({ length: 50 }, () => other.caller.fetch('/ready')))
    expect(asked).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await other.caller.fetch('/ready')
    expect(asked).toBe(2)
  })

  test('F11 is over at once when the process is told to stop; what comes is still served', async () => {
    const readiness = { isDraining: false, isPrepared: true, checks: {} }
    const other = await world.node({ platform: { readiness } })
    expect((await other.caller.fetch('/ready')).status).toBe(200)
    readiness.isDraining = true
    const { status, body } = await other.caller.rest('GET', '/ready')
    expect(status).toBe(503)
    expect(body).toMatchObject({ status: 'not_ready', checks: { draining: 'failed' } })
    expect((await other.caller.fetch('/api/v1/config')).status).toBe(200)
  })

  test('F10 is over when this node’s clock is more than 30 s off the database’s', async () => {
    const skewed = {
      ...systemClock,
      now: () => new Date(Date.now() + 40_000),
      nowMs: () => Date.now() + 40_000,
    }
    const other = await world.node({ platform: { clock: skewed } })
    const { status, body } = await other.caller.rest('GET', '/ready')
    expect(status).toBe(503)
    expect(body).toMatchObject({ checks: { clock: 'failed', database: 'ok' } })
  })
})

describe('while maintained', () => {
  const full = useWorld({ config: { maintenanceMode: 'full' } })
  const readonly = useWorld({ config: { maintenanceMode: 'readonly' } })

  test('in full, everything waits but probes and keys', async () => {
    for (const path of ['/api/v1/config', '/trpc/system.config', '/login', '/nothing-here']) {
      const response = await full.fetch(path)
      expect(response.status, path).toBe(503)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    for (const path of ['/health', '/ready', '/.well-known/jwks.json']) {
      expect((await full.fetch(path)).status, path).toBe(200)
    }
  })

  test('for reading, sign-in stays and changes wait', async () => {
    const login = { email: 'nobody@example.org', password: 'not-the-right-one' }
    await expect(readonly.rest('POST', '/login', login)).toFailWith('auth.invalid_credentials')
    await expect(readonly.rest('POST', '/password-reset/request', { email: login.email })).toFailWith(
      'unavailable',
    )
    expect((await readonly.rest('GET', '/config')).status).toBe(200)
  })
})

describe('well-known addresses', () => {
  const world = useWorld()

  test('J7 the key set is public keys only, from memory, and may be kept', async () => {
    const response = await world.fetch('/.well-known/jwks.json')
    expect(response.headers.get('cache-control')).toBe('public, max-age=300')
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] }
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    }
  })

  test('lead password managers to where a password is changed', async () => {
    const response = await world.fetch('/.well-known/change-password')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(/^\/account/)
  })

  test('name whom to tell of a hole (RFC 9116)', async () => {
    const response = await world.fetch('/.well-known/security.txt')
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const text = await response.text()
    expect(text).toMatch(/^Contact: mailto:no-reply@gatehouse\.test$/m)
    const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '')
    expect(expires - Date.now()).toBeGreaterThan(86_400_000)
    expect(expires - Date.now()).toBeLessThan(366 * 86_400_000)
    expect(text).toContain('Canonical: https://id.gatehouse.test/.well-known/security.txt')
  })
})

describe('the page about a code', () => {
  const world = useWorld()

  test.each(Object.entries(errorCatalogue))('is there for %s, with its words', async (code, { title }) => {
    const response = await world.fetch(`/problems/${code}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const html = await response.text()
    expect(html).toContain(`<h1>${title.replaceAll("'", '&#39;')}</h1>`)
    expect(html).toContain(`<code>${code}</code>`)
  })

  test('is where a problem says it is, and in the list of all', async () => {
    const { body } = await world.rest('GET', '/me')
    const { pathname, origin } = new URL(body.type as string)
    expect(origin).toBe(world.origin)
    expect((await world.fetch(pathname)).status).toBe(200)
    const list = await (await world.fetch('/problems')).text()
    for (const code of Object.keys(errorCatalogue)) expect(list).toContain(`href="/problems/${code}"`)
    expect((await world.fetch('/problems/made.up')).status).toBe(404)
  })
})

describe('the reference page', () => {
  const world = useWorld()

  test('and all it loads come from this server', async () => {
    const page = await world.fetch('/api/v1/docs')
    expect(page.status).toBe(200)
    const html = await page.text()
    for (const [, url = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const loaded = await world.fetch(url, { headers: { 'accept-encoding': 'gzip' } })
      expect(loaded.status, url).toBe(200)
      await loaded.arrayBuffer()
    }
    expect((await world.fetch('/docs')).headers.get('location')).toBe('/api/v1/docs')
  })
})

describe('the development mailbox', () => {
  const world = useWorld()
  const mailer = createDevMailbox({ clock: systemClock })
  let node: Awaited<ReturnType<typeof world.node>>
  beforeAll(async () => {
    node = await world.node({ platform: { mailer } })
  })

  test('shows mails newest first, as a page and as JSON', async () => {
    const mail = (subject: string) => ({
      messageId: `<${subject}@x>`,
      to: 'ada@example.org',
      subject,
      text: `Open ${world.origin}/verify-email?token=vfy_x or https://evil.example/ <b>`,
      html: '<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script></body></html>',
    })
    await mailer.send(mail('first'))
    await mailer.send(mail('second <b>'))
    const json = (await (await node.caller.fetch('/dev/mailbox.json')).json()) as Record<string, string>[]
    expect(json.map(({ subject }) => subject)).toEqual(['second <b>', 'first'])
    expect(Object.keys(json[0]!).sort()).toEqual(['html', 'id', 'sentAt', 'subject', 'text', 'to'])
    const html = await (await node.caller.fetch('/dev/mailbox')).text()
    expect(html).toContain('second &lt;b&gt;')
    expect(html).toContain(`<a href="${world.origin}/verify-email?token=vfy_x">`)
    expect(html).not.toContain('href="https://evil.example')
    expect(html).not.toContain('alert(1)')
  })

  test('shows the HTML of a mail where it can do nothing', async () => {
    const [mail] = mailer.list()
    const response = await node.caller.fetch(`/dev/mailbox/${mail!.id}`)
    const csp = response.headers.get('content-security-policy')
    expect(csp).toMatch(/default-src 'none';.*frame-ancestors 'self';.*; sandbox/)
    expect(csp).not.toContain('allow-scripts')
    expect((await node.caller.fetch('/dev/mailbox/made-up')).status).toBe(404)
  })

  test('is not there in production, nor where a relay takes the mail', async () => {
    expect((await world.fetch('/dev/mailbox')).status).toBe(404)
    const production = await createWorld({ config: { environment: 'production' }, platform: { mailer } })
    try {
      for (const path of ['/dev/mailbox', '/dev/mailbox.json', `/dev/mailbox/${mailer.list()[0]!.id}`]) {
        expect((await production.fetch(path)).status).toBe(404)
      }
    } finally {
      await production.stop()
    }
  })
})
