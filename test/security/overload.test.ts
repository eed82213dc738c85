import { describe, expect, test } from 'vitest'
import type { Passwords } from '../../server/src/platform/passwords.ts'
import { useWorld } from '../harness/index.ts'

describe('a flood of sign-ins', () => {
  // Hashes as slow as in production, on the real queue.
  const world = useWorld({
    config: { rateLimits: false, passwords: { argon2: { memoryKiB: 19_456, iterations: 2 } } },
  })

  test('P8 F13 waits in a bounded queue, is turned away beyond it with 503, and holds up nobody else', async () => {
    const ada = await world.people.signedIn('ada')
    const flood = Array.from({ length: 300 }, (_, index) =>
      world.rest('POST', '/login', { email: `nobody${index}@example.org`, password: 'not-the-right-one' }),
    )
    let isOver = false
    const over = Promise.all(flood).finally(() => {
      isOver = true
    })
    const waits: number[] = []
    const refreshes: number[] = []
    let { refreshToken } = ada
    while (!isOver) {
      const began = performance.now()
      expect((await world.fetch('/health')).status).toBe(200)
      waits.push(performance.now() - began)
      const { status, body } = await world.rest<{ refreshToken: string }>('POST', '/refresh', {
        refreshToken,
      })
      refreshes.push(status)
      if (status === 200) refreshToken = body.refreshToken
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const answers = await over
    const turnedAway = answers.filter(({ status }) => status === 503)
    expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true)
    expect(turnedAway.length).toBeGreaterThan(0)
    for (const { headers } of turnedAway) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    // Whoever is signed in fares better than the flood: refreshing needs no hash.
    const share = (statuses: number[]) => statuses.filter((status) => status !== 503).length / statuses.length
    expect(share(refreshes)).toBeGreaterThan(share(answers.map(({ status }) => status)))
    // 100 ms are promised of a machine that does nothing else; here other tests run as well.
    waits.sort((left, right) => left - right)
    expect(waits[Math.floor(waits.length * 0.9)]).toBeLessThan(1_000)
  })

  test('P8 L1 a sign-in that was turned away counts as no failure', async () => {
    const bea = await world.people.verified('bea')
    await world.sql`UPDATE credentials SET failed_login_attempts = 3, window_attempts = 3, window_started_at = now()
      WHERE user_id = (SELECT id FROM users WHERE email = ${bea.email})`
    const { passwords } = world.platform
    const full: Passwords = {
      ...passwords,
      verify: async (...presented) => {
        await Promise.all(Array.from({ length: 300 }, () => passwords.verify(...presented)))
        return true
      },
    }
    const { caller } = await world.node({ platform: { passwords: full } })
    const login = { email: bea.email, password: bea.password }
    await expect(caller.rest('POST', '/login', login)).toFailWith('unavailable')
    const [row] =
      await world.sql`SELECT failed_login_attempts FROM credentials JOIN users ON id = user_id WHERE email = ${bea.email}`
    expect(row?.failed_login_attempts).toBe(3)
  })
})

describe('what known and unknown addresses cost', () => {
  const counts = { hash: 0, verify: 0 }
  const world = useWorld({ config: { rateLimits: false } })

  test.each(['/login', '/register', '/password-reset/request', '/verify-email/resend'])(
    'N3 is the same number of password hashes: POST %s',
    async (path) => {
      const { passwords } = world.platform
      const counting: Passwords = {
        ...passwords,
        hash: (password) => {
          counts.hash += 1
          return passwords.hash(password)
        },
        verify: (...presented) => {
          counts.verify += 1
          return passwords.verify(...presented)
        },
      }
      const { caller } = await world.node({ platform: { passwords: counting } })
      const name = path.replaceAll('/', '-')
      const verified = await world.people.verified(`v${name}`)
      const unverified = await world.people.signedUp(`u${name}`)
      const costs = []
      for (const email of [verified.email, unverified.email, `nobody${name}@example.org`]) {
        Object.assign(counts, { hash: 0, verify: 0 })
        const more = {
          '/login': { password: 'not-the-right-one' },
          '/register': { password: 'plum orchard at night', displayName: 'Somebody' },
        }[path]
        const { status } = await caller.rest('POST', path, { email, ...more })
        expect([202, 401]).toContain(status)
        costs.push({ ...counts })
      }
      expect(costs[1]).toEqual(costs[0])
      expect(costs[2]).toEqual(costs[0])
    },
  )
})
