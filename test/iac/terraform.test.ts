import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Place, variablesOf } from './support/place.ts'

let place: Place
beforeAll(async () => {
  place = await Place.open()
  expect(await place.terraform(['init', '-no-color', '-backend-config=key=x.tfstate'])).toMatchObject({
    status: 0,
  })
})
afterAll(() => place[Symbol.asyncDispose]())

describe('the configuration', () => {
  test('is formatted', async () => {
    expect(await place.terraform(['fmt', '-check', '-recursive', '-diff'])).toEqual({ status: 0, output: '' })
  })

  test('is valid over the schema of azurerm 4.73', async () => {
    const { status, output } = await place.terraform(['validate', '-no-color'])
    expect({ status, output }).toMatchObject({ status: 0, output: expect.not.stringContaining('Warning') })
  })

  test('makes what its flags say, and refuses what they must not be', async () => {
    const { status, output } = await place.terraform(['test', '-no-color'])
    expect({ status, output }).toMatchObject({
      status: 0,
      output: expect.stringMatching(/\b13 passed, 0 failed/),
    })
  })

  test('makes each instance of its own name, beside the others', async () => {
    place.addInstance('one', 'production')
    place.addInstance('two', 'production')
    const names = async (instance: string) =>
      (await place.plan(instance))
        .planned_values!.root_module!.resources!.filter(({ type }) =>
          /^azurerm_(key_vault|container_registry|postgresql_flexible_server|resource_group)$/.test(type),
        )
        .map(({ values }) => values.name)
    const [one, two] = [await names('one'), await names('two')]
    expect(one).toHaveLength(4)
    expect(one.filter((name) => two.includes(name))).toEqual([])
  })
})

describe('the proof would find', () => {
  test.each([
    ['an argument that is misspelled', 'public_network_access_enabled', 'public_network_acces_enabled'],
    ['an argument that is missing', /^ {2}address_space .*\n/m, '  adress_space = []\n'],
    [
      'a value of the wrong type',
      'soft_delete_retention_days = var.short_lived ? 7 : 90',
      'soft_delete_retention_days = "long"',
    ],
    ['a type that is not there', '"azurerm_key_vault_secret"', '"azurerm_key_vault_secrets"'],
  ])('%s', async (_, from, to) => {
    const file = join(place.iac, typeof from === 'string' ? 'vault.tf' : 'network.tf')
    const text = readFileSync(file, 'utf8')
    expect(text.replace(from, to)).not.toBe(text)
    writeFileSync(file, text.replace(from, to))
    const { status } = await place.terraform(['validate', '-no-color'])
    writeFileSync(file, text)
    expect(status).toBe(1)
  })

  test('a secret that gets into the state', async () => {
    place.addInstance('leaky', 'dev')
    appendFileSync(
      join(place.iac, 'outputs.tf'),
      '\noutput "leak" {\n  value = var.secret_values["SECRET_KEY"]\n}\n',
    )
    const { status, output } = await place.terraform(
      ['plan', '-no-color', '-var-file=instances/leaky.tfvars'],
      variablesOf('leaky'),
    )
    expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining('phemeral') })
  })
})
