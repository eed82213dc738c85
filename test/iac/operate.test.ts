import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMAGE, Place } from './support/place.ts'

const INSTANCE = 'stays'
const env = { SMTP_URL: 'smtp://user:password@mail.gatehouse.test:587' }

let place: Place
const deploy = (more: string[] = []) => place.script('deploy.sh', [INSTANCE, ...more], { env })
beforeAll(async () => {
  place = await Place.open()
  place.addInstance(INSTANCE, 'production')
  place.tell('health', '{"status":"ok"}')
  place.tell('ready', '{"status":"ready"}')
  expect(await deploy(['--image', IMAGE])).toMatchObject({ status: 0 })
})
afterAll(() => place[Symbol.asyncDispose]())

describe('drift.sh', () => {
  const drift = () => place.script('drift.sh', [INSTANCE])

  test('exits 0 when nothing differs', async () => {
    expect(await drift()).toMatchObject({ status: 0, output: expect.stringContaining('no drift') })
  })

  test('exits 2 and says what was changed by hand, and deploy.sh changes it back', async () => {
    const [registry] = place.provider.all('azurerm_container_registry')
    registry!.admin_enabled = true
    expect(await drift()).toMatchObject({
      status: 2,
      output: expect.stringMatching(/admin_enabled +.*true -> false/),
    })
    expect(await deploy()).toMatchObject({ status: 0 })
    expect(place.provider.all('azurerm_container_registry')[0]).toMatchObject({ admin_enabled: false })
  })

  test('finds what was deleted by hand', async () => {
    const [id] = [...place.provider.cloud].find(([, { type }]) => type === 'azurerm_management_lock')!
    const lock = place.provider.cloud.get(id)!
    place.provider.cloud.delete(id)
    expect(await drift()).toMatchObject({ status: 2, output: expect.stringContaining('will be created') })
    place.provider.cloud.set(id, lock)
  })

  test('leaves alone what a release does', async () => {
    const [server] = place.provider.all('azurerm_container_app')
    const [template] = server!.template as { container: { image: string }[] }[]
    template!.container[0]!.image = `gatehouse@sha256:${'b'.repeat(64)}`
    expect(await drift()).toMatchObject({ status: 0 })
  })

  test('exits 1 when it cannot compare', async () => {
    place.failAz('storage account show')
    expect(await drift()).toMatchObject({
      status: 1,
      output: expect.stringContaining('nothing was ever deployed'),
    })
    place.failAz('')
  })
})

describe('destroy.sh', () => {
  const destroy = (input: string) => place.script('destroy.sh', [INSTANCE], { input })

  test.each(['', 'yes\n', 'destroy\n', 'destroy dev\n', `DESTROY ${INSTANCE}\n`])(
    'does nothing when told %j',
    async (input) => {
      const before = place.provider.cloud.size
      expect(await destroy(input)).toMatchObject({
        status: 1,
        output: expect.stringContaining('Nothing was destroyed'),
      })
      expect(place.provider.cloud.size).toBe(before)
    },
  )

  test('goes on after a failure half-way', async () => {
    place.provider.failNext = { type: 'azurerm_managed_redis' }
    expect(await destroy(`destroy ${INSTANCE}\n`)).toMatchObject({
      status: 1,
      output: expect.stringMatching(/told to fail here[\s\S]*FAILED while destroying/),
    })
    expect(place.provider.all('azurerm_managed_redis')).toHaveLength(1)
  })

  test('destroys everything, locks first', async () => {
    expect(await destroy(`destroy ${INSTANCE}\n`)).toMatchObject({
      status: 0,
      output: expect.stringContaining('is gone'),
    })
    expect([...place.provider.cloud.keys()]).toEqual([])
    expect(await destroy('')).toMatchObject({
      status: 0,
      output: expect.stringContaining('nothing to destroy'),
    })
  })

  test('a locked database would have stopped Terraform alone', async () => {
    expect(() => place.provider.refuseLocked('/x')).not.toThrow()
    place.provider.cloud.set('/x/lock', {
      type: 'azurerm_management_lock',
      state: { id: '/x/lock', scope: '/x', name: 'keep' },
    })
    expect(() => place.provider.refuseLocked('/x')).toThrow('ScopeLocked')
    expect(() => place.provider.refuseLocked('/x/child')).toThrow('ScopeLocked')
    place.provider.cloud.clear()
  })
})

describe('an instance without Container Apps', () => {
  test('needs no image, and is asked for nothing', async () => {
    place.addInstance('data', 'dev', 'enable_container_apps_env = false')
    const ended = await place.script('deploy.sh', ['data'], { env })
    expect(ended).toMatchObject({ status: 0 })
    expect(place.provider.all('azurerm_container_app')).toEqual([])
    expect(place.provider.all('azurerm_postgresql_flexible_server')).toHaveLength(1)
  })
})

describe('the scripts', () => {
  test.each(['deploy.sh', 'destroy.sh', 'drift.sh', 'lib.sh'])('%s has no carriage return', (name) => {
    expect(readFileSync(join(place.iac, name), 'utf8')).not.toContain('\r')
  })

  test.each(['deploy.sh', 'destroy.sh', 'drift.sh'])('%s --help says what it does', async (name) => {
    const { status, output } = await place.script(name, ['--help'])
    expect({ status, output }).toMatchObject({
      status: 0,
      output: expect.stringContaining(`bash iac/${name} [INSTANCE]`),
    })
    expect(output).not.toContain('set -E')
  })

  test('keep what init leaves behind apart for each instance', () => {
    expect(existsSync(join(place.iac, '.terraform', INSTANCE))).toBe(true)
  })
})
