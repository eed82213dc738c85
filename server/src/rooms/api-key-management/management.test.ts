import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { askForKey, keysAt, type MadeKey, makeKey } from '../../../../test/harness/people-api-keys.ts'
import { days, hours, minutes } from '../../kit/duration.ts'
import { hashToken } from '../../kit/tokens.ts'
import { isApiKey } from '../api-keys/rules.ts'
import { cleanUpApiKeys } from './index.ts'

interface Listed {
  items: (MadeKey['apiKey'] & { name: string; lastUsedAt: string | null })[]
  nextCursor: string | null
}

describe('API keys of people and of organizations', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const list = async (headers: Record<string, string>, organizationId?: string, query = '') =>
    (await world.rest<Listed>('GET', `${keysAt(organizationId)}${query}`, undefined, headers)).body
  const rotate = (headers: Record<string, string>, id: string, body: object = {}, organizationId?: string) =>
    world.rest<MadeKey>('POST', `${keysAt(organizationId)}/${id}/rotate`, body, headers)
  const revoke = (headers: Record<string, string>, id: string, organizationId?: string) =>
    world.rest('DELETE', `${keysAt(organizationId)}/${id}`, undefined, headers)
  const readMe = (key: string) => world.rest('GET', '/me', undefined, { 'x-api-key': key })

  describe('making one', () => {
    test('Y1 shows it once, and keeps its SHA-256 and eleven characters', async () => {
      const ada = await world.people.signedIn('ada')
      const { key, apiKey } = await makeKey(world, ada, { scopes: ['account:read'] })
      expect(key).toMatch(/^gk_[\w-]{49}$/)
      expect(isApiKey(key)).toBe(true)
      expect(apiKey).toMatchObject({ prefix: key.slice(0, 11), status: 'live', scopes: ['account:read'] })
      expect(apiKey).not.toHaveProperty('createdBy')
      const [row] = await world.sql`SELECT * FROM api_keys WHERE id = ${apiKey.id}`
      expect(row).toMatchObject({ key_hash: hashToken(key), user_id: ada.userId, organization_id: null })
      expect(JSON.stringify(await list(ada.headers))).not.toContain(key.slice(11))
      const tables = await world.sql`SELECT
        (SELECT string_agg(a::text, '') FROM api_keys a) || (SELECT string_agg(e::text, '') FROM audit_events e)
        || (SELECT string_agg(p::text, '') FROM audit_personal p) AS text`
      expect(tables[0]!.text).not.toContain(key.slice(11))
    })

    test('F3 keeps the answer for no Idempotency-Key: a repeat makes none, and shows none', async () => {
      const bea = await world.people.signedIn('bea')
      const once = { ...bea.headers, 'idempotency-key': 'once' }
      const body = { name: 'Deploys', scopes: [] }
      const first = await world.rest<MadeKey>('POST', '/me/api-keys', body, once)
      const repeat = await world.rest('POST', '/me/api-keys', body, once)
      expect([first.status, repeat.status]).toEqual([201, 409])
      expect(repeat.body).toMatchObject({ code: 'idempotency.already_completed' })
      expect((await list(bea.headers)).items).toHaveLength(1)
      const stored = await world.sql`SELECT answer::text FROM idempotency_keys`
      expect(JSON.stringify(stored)).not.toContain('gk_')
    })

    test('tells its maker by mail, and the log who made it with which scopes', async () => {
      const cal = await world.people.signedIn('cal')
      const { apiKey } = await makeKey(world, cal, { scopes: ['org:read'] })
      expect((await world.mailbox.lastTo(cal.email)).subject).toMatch(/new API key/)
      const [event] = await world.sql`SELECT actor_id, target_type, target_id, organization_id, details
        FROM audit_events WHERE action = 'api_key.created' AND actor_id = ${cal.userId}`
      expect(event).toMatchObject({
        target_type: 'user',
        target_id: cal.userId,
        organization_id: null,
        details: { keyId: apiKey.id, scopes: ['org:read'], expiresAt: null },
      })
    })

    test('asks for a fresh proof', async () => {
      const dee = await world.people.signedIn('dee')
      const { apiKey } = await makeKey(world, dee)
      await world.clock.advance(minutes(5) + 1_000)
      await expect(askForKey(world, dee)).toFailWith('auth.reauthentication_required')
      await expect(rotate(dee.headers, apiKey.id)).toFailWith('auth.reauthentication_required')
      expect((await revoke(dee.headers, apiKey.id)).status).toBe(204)
    })

    test('takes an end within a year, by which it ends', async () => {
      const eli = await world.people.signedIn('eli')
      const at = (ms: number) => new Date(world.clock.nowMs() + ms)
      for (const expiresAt of [at(-1_000), at(0), at(days(365) + 60_000)])
        await expect(askForKey(world, eli, { expiresAt })).toFailWith('request.invalid')
      const { key, apiKey } = await makeKey(world, eli, {
        scopes: ['account:read'],
        expiresAt: at(minutes(4)),
      })
      expect((await readMe(key)).status).toBe(200)
      await world.clock.advance(minutes(4) + 1_000)
      await expect(readMe(key)).toFailWith('auth.unauthenticated')
      expect((await list(eli.headers)).items).toMatchObject([{ id: apiKey.id, status: 'expired' }])
      await expect(revoke(eli.headers, apiKey.id)).toFailWith('not_found')
      await expect(rotate(eli.headers, apiKey.id)).toFailWith('not_found')
    })

    test('stops at fifty live ones, of a person and of an organization', async () => {
      const fay = await world.people.withOrganization('fay')
      const { organizationId } = fay
      for (const owner of [undefined, organizationId]) {
        const wish = owner === undefined ? {} : { organizationId: owner }
        const { apiKey } = await makeKey(world, fay, wish)
        await world.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, organization_id, scopes)
          SELECT gen_random_uuid(), uuid_send(gen_random_uuid()), 'gk_', 'more', ${fay.userId}, ${owner ?? null}, '{}'
          FROM generate_series(1, 49)`
        await expect(askForKey(world, fay, wish)).toFailWith('api_key.too_many')
        expect((await rotate(fay.headers, apiKey.id, { overlapSeconds: 0 }, owner)).status).toBe(201)
        await expect(askForKey(world, fay, wish)).toFailWith('api_key.too_many')
        await world.sql`UPDATE api_keys SET revoked_at = now() WHERE name = 'more'
          AND organization_id IS NOT DISTINCT FROM ${owner ?? null}`
        expect((await askForKey(world, fay, wish)).status).toBe(201)
      }
    })

    test('Y2 takes scopes an organization’s maker holds, and its owner from nothing they send', async () => {
      const { organizationId, ...gus } = await world.people.withOrganization('gus')
      const hal = await world.people.joined(organizationId, 'hal', 'keeper')
      await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
        VALUES (gen_random_uuid(), ${organizationId}, 'keeper', 'Keeper', '{api-keys:manage,members:read}')`
      const wish = { organizationId, scopes: ['members:read'] }
      const { apiKey } = await makeKey(world, hal, wish)
      expect(apiKey).toMatchObject({ scopes: ['members:read'], createdBy: { id: hal.userId } })
      for (const scopes of [['members:manage'], ['members:read', 'org:read']])
        await expect(askForKey(world, hal, { organizationId, scopes })).toFailWith('api_key.scope_forbidden')
      for (const scopes of [['api-keys:manage'], ['org:delete'], ['account:read'], ['organizations:read']])
        await expect(askForKey(world, gus, { organizationId, scopes })).toFailWith('request.invalid')
      const sent = { name: 'x', scopes: [], userId: gus.userId }
      await expect(world.rest('POST', keysAt(organizationId), sent, hal.headers)).toFailWith(
        'request.invalid',
      )
    })

    test('Y2 counts a scope once, and none as nothing', async () => {
      const ida = await world.people.signedIn('ida')
      const { apiKey } = await makeKey(world, ida, { scopes: ['org:read', 'org:read'] })
      expect(apiKey.scopes).toEqual(['org:read'])
      const { key } = await makeKey(world, ida, { scopes: [] })
      await expect(readMe(key)).toFailWith('api_key.scope_missing')
    })
  })

  describe('rotating one', () => {
    test('gives a key with the same name, scopes and end; the older one works for the overlap', async () => {
      const jo = await world.people.signedIn('jo')
      const expiresAt = new Date(world.clock.nowMs() + days(30))
      const older = await makeKey(world, jo, { name: 'CI', scopes: ['account:read'], expiresAt })
      const { status, body: newer } = await rotate(jo.headers, older.apiKey.id, { overlapSeconds: 3_600 })
      expect(status).toBe(201)
      expect(newer.key).not.toBe(older.key)
      expect(newer.apiKey).toMatchObject({ name: 'CI', scopes: ['account:read'] })
      expect(newer.apiKey.expiresAt).toBe(expiresAt.toISOString())
      expect([(await readMe(older.key)).status, (await readMe(newer.key)).status]).toEqual([200, 200])
      expect((await list(jo.headers)).items).toMatchObject([
        { id: newer.apiKey.id, replacedById: null },
        { id: older.apiKey.id, replacedById: newer.apiKey.id, status: 'live' },
      ])
      await expect(rotate(jo.headers, older.apiKey.id)).toFailWith('api_key.already_rotated')
      await world.clock.advance(hours(1) + 1_000)
      await expect(readMe(older.key)).toFailWith('auth.unauthenticated')
      expect((await readMe(newer.key)).status).toBe(200)
    })

    test('never lets the older one live beyond its own end', async () => {
      const kim = await world.people.signedIn('kim')
      const expiresAt = new Date(world.clock.nowMs() + hours(1))
      const { apiKey } = await makeKey(world, kim, { expiresAt })
      await rotate(kim.headers, apiKey.id)
      const { items } = await list(kim.headers)
      expect(items.map((item) => item.expiresAt)).toEqual([expiresAt.toISOString(), expiresAt.toISOString()])
    })

    test('ends the older one at once when there is no overlap, and after a day unless told', async () => {
      const lee = await world.people.signedIn('lee')
      const first = await makeKey(world, lee, { scopes: ['account:read'] })
      const second = await rotate(lee.headers, first.apiKey.id, { overlapSeconds: 0 })
      await expect(readMe(first.key)).toFailWith('auth.unauthenticated')
      await rotate(lee.headers, second.body.apiKey.id)
      const { items } = await list(lee.headers)
      const end = Date.parse(items[1]!.expiresAt!)
      expect(Math.abs(end - world.clock.nowMs() - days(1))).toBeLessThan(5_000)
    })

    test('Y2 asks whoever rotates an organization’s key for its scopes, and has them answer for it', async () => {
      const { organizationId, ...max } = await world.people.withOrganization('max')
      const ned = await world.people.joined(organizationId, 'ned', 'clerk')
      await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
        VALUES (gen_random_uuid(), ${organizationId}, 'clerk', 'Clerk', '{api-keys:manage,members:read}')`
      const strong = await makeKey(world, max, { organizationId, scopes: ['members:manage'] })
      const weak = await makeKey(world, max, { organizationId, scopes: ['members:read'] })
      await expect(rotate(ned.headers, strong.apiKey.id, {}, organizationId)).toFailWith(
        'api_key.scope_forbidden',
      )
      const { body } = await rotate(ned.headers, weak.apiKey.id, {}, organizationId)
      expect(body.apiKey.createdBy?.id).toBe(ned.userId)
    })
  })

  describe('looking at them', () => {
    test('shows whose they are page by page, newest first, and when they were used', async () => {
      const oda = await world.people.signedIn('oda')
      const made: MadeKey[] = []
      for (const name of ['one', 'two', 'three'])
        made.push(await makeKey(world, oda, { name, scopes: ['account:read'] }))
      await readMe(made[0]!.key)
      const first = await list(oda.headers, undefined, '?limit=2')
      const rest = await list(oda.headers, undefined, `?limit=2&cursor=${first.nextCursor}`)
      expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(['three', 'two', 'one'])
      expect(rest.nextCursor).toBeNull()
      expect(first.items[0]!.lastUsedAt).toBeNull()
      expect(Math.abs(Date.parse(rest.items[0]!.lastUsedAt!) - world.clock.nowMs())).toBeLessThan(5_000)
    })

    test('Y4 writes a use down once a minute', async () => {
      const pia = await world.people.signedIn('pia')
      const { key, apiKey } = await makeKey(world, pia, { scopes: ['account:read'] })
      const lastUsed = async () =>
        (await world.sql`SELECT last_used_at FROM api_keys WHERE id = ${apiKey.id}`)[0]!.last_used_at as Date
      await readMe(key)
      const first = await lastUsed()
      await world.clock.advance(30_000)
      await readMe(key)
      expect(await lastUsed()).toEqual(first)
      await world.clock.advance(31_000)
      await readMe(key)
      expect((await lastUsed()).getTime() - first.getTime()).toBeGreaterThan(60_000)
    })

    test('forgets those that ended thirty days ago', async () => {
      const quin = await world.people.signedIn('quin')
      const { apiKey } = await makeKey(world, quin)
      const kept = await makeKey(world, quin, { name: 'kept' })
      await revoke(quin.headers, apiKey.id)
      expect((await list(quin.headers)).items.map(({ status }) => status)).toEqual(['live', 'revoked'])
      await world.sql`UPDATE api_keys SET revoked_at = revoked_at - interval '31 days' WHERE id = ${apiKey.id}`
      expect((await list(quin.headers)).items.map(({ id }) => id)).toEqual([kept.apiKey.id])
      await cleanUpApiKeys({ db: world.platform.database.db })
      const left = await world.sql`SELECT id FROM api_keys WHERE user_id = ${quin.userId}`
      expect(left.map(({ id }) => id)).toEqual([kept.apiKey.id])
    })
  })

  describe('whose they are', () => {
    test('nobody sees, rotates or revokes what is somebody else’s', async () => {
      const { organizationId, ...ria } = await world.people.withOrganization('ria')
      const sam = await world.people.withOrganization('sam')
      const own = await makeKey(world, ria)
      const shared = await makeKey(world, ria, { organizationId })
      for (const { id } of [own.apiKey, shared.apiKey]) {
        for (const owner of [undefined, sam.organizationId]) {
          await expect(rotate(sam.headers, id, {}, owner)).toFailWith('not_found')
          await expect(revoke(sam.headers, id, owner)).toFailWith('not_found')
        }
      }
      // Not even their own, by the other address.
      await expect(revoke(ria.headers, shared.apiKey.id)).toFailWith('not_found')
      await expect(revoke(ria.headers, own.apiKey.id, organizationId)).toFailWith('not_found')
      expect((await list(sam.headers)).items).toEqual([])
      expect((await list(ria.headers)).items.map(({ id }) => id)).toEqual([own.apiKey.id])
      expect((await list(ria.headers, organizationId)).items.map(({ id }) => id)).toEqual([shared.apiKey.id])
      await expect(world.rest('GET', keysAt(organizationId), undefined, sam.headers)).toFailWith('not_found')
    })

    test('an organization’s are managed by whoever may, and its log tells of it', async () => {
      const { organizationId, ...tom } = await world.people.withOrganization('tom')
      const uma = await world.people.joined(organizationId, 'uma', 'admin')
      const vic = await world.people.joined(organizationId, 'vic', 'member')
      await expect(askForKey(world, vic, { organizationId })).toFailWith('org.forbidden')
      await expect(world.rest('GET', keysAt(organizationId), undefined, vic.headers)).toFailWith(
        'org.forbidden',
      )
      const { apiKey } = await makeKey(world, tom, { organizationId })
      expect((await revoke(uma.headers, apiKey.id, organizationId)).status).toBe(204)
      await expect(revoke(uma.headers, apiKey.id, organizationId)).toFailWith('not_found')
      const events = await world.sql`SELECT action, actor_id, target_type, target_id FROM audit_events
        WHERE organization_id = ${organizationId} AND action LIKE 'api_key.%' ORDER BY at`
      expect(events).toEqual([
        { action: 'api_key.created', actor_id: tom.userId, target_type: 'api_key', target_id: apiKey.id },
        { action: 'api_key.revoked', actor_id: uma.userId, target_type: 'api_key', target_id: apiKey.id },
      ])
    })
  })
})
