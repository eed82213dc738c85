import { password, type Scenario, type Stage, verified } from './scenarios.ts'

const UNKNOWN = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const HOUR_MS = 3_600_000

async function signedIn(stage: Stage, name: string) {
  const email = `${name}@example.org`
  await verified(stage, email)
  const client = stage.another()
  await client.auth.login({ email, password })
  return client
}

export const apiKeyScenarios: Record<string, Scenario> = {
  'API keys of one’s own, from making to the end': async (stage, note) => {
    const client = await signedIn(stage, 'own-keys')
    const verify = (key: string) => note(stage.client.apiKeys.verify({ key }))
    const expiresAt = new Date(stage.now() + 48 * HOUR_MS)
    await note(client.apiKeys.create({ name: 'CI', scopes: ['account:read', 'account:read'], expiresAt }))
    const first = await client.apiKeys.create({ name: 'CI', scopes: ['org:read'] })
    await note(client.apiKeys.list())
    await verify(first.key)
    await note(stage.client.apiKeys.verify({ key: first.key, organizationId: UNKNOWN }))
    await verify('gk_made_up')
    const second = await client.apiKeys.rotate({ keyId: first.apiKey.id, overlapSeconds: 3_600 })
    await note(client.apiKeys.rotate({ keyId: first.apiKey.id }))
    await note(client.apiKeys.list({ limit: 2 }))
    await verify(first.key)
    await stage.advance(HOUR_MS + 1_000)
    await verify(first.key)
    await verify(second.key)
    await note(client.apiKeys.rotate({ keyId: second.apiKey.id }))
    await note(client.apiKeys.revoke({ keyId: second.apiKey.id }))
    await note(client.apiKeys.revoke({ keyId: second.apiKey.id }))
    await note(client.apiKeys.revoke({ keyId: first.apiKey.id }))
    await verify(second.key)
    await note(client.apiKeys.list())
    await note(client.apiKeys.create({ name: 'Late', scopes: [] }))
  },

  'API keys that cannot be made': async (stage, note) => {
    const client = await signedIn(stage, 'bad-keys')
    const at = (hours: number) => new Date(stage.now() + hours * HOUR_MS)
    for (const expiresAt of [at(-1), at(24 * 366)])
      await note(client.apiKeys.create({ name: 'CI', scopes: [], expiresAt }))
    await note(client.apiKeys.create({ name: '', scopes: [] }))
    await note(client.apiKeys.create({ name: 'CI', scopes: ['api-keys:manage' as 'org:read'] }))
    await note(client.apiKeys.rotate({ keyId: UNKNOWN }))
    await note(client.organizations.apiKeys.create({ organizationId: UNKNOWN, name: 'CI', scopes: [] }))
  },

  'API keys of an organization follow whoever made them': async (stage, note) => {
    const owner = await signedIn(stage, 'key-owner')
    const { id: organizationId } = await owner.organizations.create({ name: 'Keys and Locks' })
    const { key, apiKey } = await owner.organizations.apiKeys.create({
      organizationId,
      name: 'Deploys',
      scopes: ['members:manage', 'org:read'],
    })
    await note(owner.organizations.apiKeys.list({ organizationId }))
    await note(stage.client.apiKeys.verify({ key, organizationId }))
    await note(stage.client.apiKeys.verify({ key, organizationId: UNKNOWN }))
    const own = await owner.apiKeys.create({ name: 'Mine', scopes: ['account:read', 'org:read'] })
    await note(stage.client.apiKeys.verify({ key: own.key, organizationId }))
    await note(owner.organizations.apiKeys.rotate({ organizationId, keyId: apiKey.id, overlapSeconds: 0 }))
    await note(stage.client.apiKeys.verify({ key }))
    await note(owner.organizations.apiKeys.revoke({ organizationId, keyId: own.apiKey.id }))
    const stranger = await signedIn(stage, 'key-stranger')
    await note(stranger.organizations.apiKeys.list({ organizationId }))
    await note(owner.organizations.delete({ organizationId }))
    await note(owner.organizations.apiKeys.list({ organizationId }))
    await note(stage.client.apiKeys.verify({ key: own.key, organizationId }))
  },
}
