import { describe, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/client.ts'
import { createTestPlatform } from '../../sdk/src/testing.ts'

const baseUrl = 'http://localhost:8000'

async function asAdmin() {
  const platform = createTestPlatform({ baseUrl })
  const client = createClient({ baseUrl, fetch: platform.fetch })
  const { email, password } = platform.users.linus
  await client.auth.login({ email, password: password! })
  return { platform, client }
}

describe('the stand-in, for consoles', () => {
  test('says why somebody cannot sign in, and that somebody looked', async () => {
    const { platform, client } = await asAdmin()
    const { account, verdict } = await client.admin.diagnostics.signIn({ email: platform.users.alan.email })
    expect(account).toMatchObject({ status: 'disabled' })
    expect(verdict.map(({ reason }) => reason)).toEqual(['account_disabled'])
    expect((await client.admin.diagnostics.signIn({ email: 'nobody@example.org' })).account).toBeNull()
    await expect(client.admin.diagnostics.signIn({})).rejects.toMatchObject({ code: 'request.invalid' })
    const { items } = await client.admin.audit.list({ action: 'admin.diagnosed' })
    expect(items).toHaveLength(2)
  })

  test('gives the log as lines that end with where to go on', async () => {
    const { client } = await asAdmin()
    const lines = (await client.admin.audit.export({ limit: 1 })).trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[1]!)).toEqual({ nextCursor: null })
    expect(await client.admin.audit.verify()).toMatchObject({ breaks: [], nextCursor: null })
  })

  test('has mail that failed, which is sent once more, once', async () => {
    const { client } = await asAdmin()
    await client.auth.register({
      email: 'ada@undeliverable.example',
      password: 'plum 0123456789 orchard',
      displayName: 'Ada',
    })
    const { items } = await client.admin.mail.list({ status: 'failed' })
    expect(items).toMatchObject([{ recipient: 'ada@undeliverable.example', canRetry: true }])
    const messageId = items[0]!.id
    expect(await client.admin.mail.retry({ messageId })).toMatchObject({ status: 'queued' })
    await expect(client.admin.mail.retry({ messageId })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('rotates keys one at a time, and counts what happened', async () => {
    const { client } = await asAdmin()
    const { kid } = await client.admin.keys.rotate()
    expect((await client.admin.keys.rotate()).kid).toBe(kid)
    expect((await client.admin.keys.revoke({ kid })).state).toBe('revoked')
    const { days, totals } = await client.admin.stats({ days: 2 })
    expect(days).toHaveLength(2)
    expect(days[1]).toMatchObject({ signIns: 1 })
    expect(totals.users).toBeGreaterThan(5)
  })

  test('is none of other people’s business', async () => {
    const platform = createTestPlatform({ baseUrl })
    const client = createClient({ baseUrl, fetch: platform.fetch })
    const { email, password } = platform.users.ada
    await client.auth.login({ email, password: password! })
    await expect(client.admin.stats()).rejects.toMatchObject({ code: 'not_found' })
  })
})
