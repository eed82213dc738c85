import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'

describe.each(faces)('system over %s', (face) => {
  const world = useWorld({
    config: {
      signUp: { mode: 'invite_only' },
      passwords: { minLength: 15 },
      brand: { name: 'Acme', logoUrl: 'https://acme.test/logo.svg', accentColor: '#123456' },
    },
  })

  test('config tells what the server offers', async () => {
    expect(await world.via(face, 'system.config')).toMatchObject({
      status: 200,
      body: {
        signUpMode: 'invite_only',
        providers: [],
        passwordPolicy: { minLength: 15, maxLength: 256 },
        passkeys: true,
        passwordless: true,
        brand: { name: 'Acme', logoUrl: 'https://acme.test/logo.svg', accentColor: '#123456' },
      },
    })
  })

  test('version tells the build, and the contract by a hash', async () => {
    const { status, body } = await world.via(face, 'system.version')
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['commit', 'contractHash', 'version'])
    expect(body.version).toMatch(/^\d+\.\d+\.\d+/)
    expect(body.contractHash).toMatch(/^[0-9a-f]{8,64}$/)
  })
})
