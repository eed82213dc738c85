import { expect, test } from 'vitest'
import { createClient, memoryStorage } from '../../sdk/src/index.ts'
import { createTestPlatform } from '../../sdk/src/testing.ts'

const REASON = 'Ticket 4711: sees no invoices'

test('A4 the stand-in lets an administrator with a second factor act as somebody, and no further than the server', async () => {
  const platform = createTestPlatform()
  const { hedy, ada, linus } = platform.users
  hedy.platformRole = 'admin'
  const clientOf = () =>
    createClient({
      baseUrl: 'http://localhost:8000',
      fetch: platform.newBrowser().fetch,
      storage: memoryStorage(),
    })
  const password = 'a long phrase you remember'

  const byPassword = clientOf()
  await byPassword.auth.login({ email: linus.email, password })
  await expect(
    byPassword.admin.impersonation.start({ userId: ada.id, reason: REASON }),
  ).rejects.toMatchObject({
    code: 'admin.mfa_required',
  })

  const admin = clientOf()
  const first = await admin.auth.login({ email: hedy.email, password })
  if (first.status !== 'mfa_required') throw new Error('hedy has a second factor')
  const { challengeToken } = first
  await admin.mfa.verify({ challengeToken, method: 'totp', code: platform.totpCode(hedy) })
  const start = (userId: string) => admin.admin.impersonation.start({ userId, reason: REASON })
  await expect(start(linus.id)).rejects.toMatchObject({ code: 'impersonation.rank_forbidden' })
  await expect(start(platform.users.alan.id)).rejects.toMatchObject({ code: 'impersonation.not_possible' })

  const acting = await start(ada.id)
  expect(acting).toMatchObject({ refreshToken: null, expiresIn: 3_600, user: { id: ada.id } })
  // The administrator's own client stays theirs.
  expect(await admin.account.get()).toMatchObject({ id: hedy.id })
  const asAda = async (method: string, path: string, body?: object) => {
    const answer = await platform.fetch(`http://localhost:8000/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${acting.accessToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() }
  }
  expect(await asAda('GET', '/me')).toMatchObject({ body: { id: ada.id } })
  expect(await asAda('PATCH', '/me', { displayName: 'Ada of the invoices' })).toMatchObject({ status: 200 })
  const change = { currentPassword: password, newPassword: 'another long phrase' }
  expect(await asAda('POST', '/me/password', change)).toMatchObject({
    body: { code: 'impersonation.not_allowed' },
  })
  expect(await asAda('GET', '/me/sessions')).toMatchObject({ body: { items: [{ isImpersonated: true }] } })
  expect((await asAda('POST', '/admin/impersonation/stop', {})).status).toBe(204)
  expect((await asAda('GET', '/me')).status).toBe(401)

  const { items } = await admin.admin.users.import({
    ndjson: '{"email":"new@example.org","displayName":"New","isVerified":true}\nno json\n',
  })
  expect(items).toMatchObject([{ status: 'created' }, { line: 2, status: 'invalid', code: 'row.not_json' }])
})
