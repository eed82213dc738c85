import { Command } from 'commander'
import { expect, test } from 'vitest'
import { addKeys, withKeyIds } from './keys.ts'

const kid = '-1DDyAF-2uEzaNv-FxdVpwG1EMdACdulQuhjJTtzlaU'

test('a key’s id that begins with a dash is an id', async () => {
  const program = new Command().exitOverride()
  addKeys(program, { say: () => {}, withPlatform: async () => {} })
  const words = ['keys', 'revoke', kid]
  await expect(
    program.configureOutput({ writeErr: () => {} }).parseAsync(words, { from: 'user' }),
  ).rejects.toThrow('unknown option')
  await program.parseAsync(withKeyIds(words), { from: 'user' })
  const revoke = program.commands[0]?.commands.find((command) => command.name() === 'revoke')
  expect(revoke?.args).toEqual([kid])
})

test('no other word is touched', () => {
  const words = ['node', 'gatehouse', 'keys', 'revoke', '--help']
  expect(withKeyIds(words)).toEqual(words)
  expect(withKeyIds(['secrets', 'rotate', '--mode', 'revoke'])).toEqual([
    'secrets',
    'rotate',
    '--mode',
    'revoke',
  ])
})
