import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KINDS, runbookBlocks } from './runbook.ts'

const root = join(import.meta.dirname, '../..')
const docs = join(root, 'docs')
const text = readFileSync(join(docs, 'OPERATIONAL_RUNBOOK.md'), 'utf8')
const blocks = runbookBlocks()

const headings = [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) => heading)

/** The alert rules name a section as `6.1 Login Failures`; headings are written `6.1 Login failures`. */
const isSection = (name: string) =>
  headings.some((heading) => heading.replace(/^(\d+)\. /, '$1 ').toLowerCase() === name.toLowerCase())

const commands = blocks.flatMap(({ kind, section, commands }) =>
  commands.map((command) => ({ kind, section, command })),
)

describe('the runbook', () => {
  test('has the sections of the platform’s first one, and commands in them', () => {
    for (let section = 1; section <= 13; section++)
      expect(
        headings.some((heading) => heading.startsWith(`${section}. `)),
        String(section),
      ).toBe(true)
    expect(commands.length).toBeGreaterThan(50)
  })

  test.each(blocks)('says of the block at line $line what runs it', ({ kind, commands }) => {
    expect(KINDS).toContain(kind)
    expect(commands.length).toBeGreaterThan(0)
    // One line, one command: each is run by itself.
    for (const command of commands) expect(command).toMatch(/^\S.*[^\\]$/)
  })

  test.each(commands.filter(({ kind }) => kind === 'powershell'))(
    'names a script that is there: $command',
    ({ command }) => {
      const script = /-File \.\\scripts\\(\S+\.ps1)/.exec(command)?.[1]
      expect(script && existsSync(join(root, 'scripts', script))).toBe(true)
    },
  )

  test.each(commands.filter(({ command }) => command.startsWith('bash ')))(
    'names a script that bash can read: $command',
    ({ command }) => {
      const [, script = ''] = command.split(' ')
      execFileSync('bash', ['-n', join(root, script)])
    },
  )

  test.each(commands.filter(({ command }) => command.startsWith('npm run ')))(
    'names a task that there is: $command',
    ({ command }) => {
      const [, , task = ''] = command.split(' ')
      const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
      expect(scripts).toHaveProperty([task])
    },
  )

  test('is where every alert says it is', () => {
    const rules = readFileSync(join(root, 'iac/alerts/prometheus-rules.yml'), 'utf8')
    const named = [...rules.matchAll(/runbook: OPERATIONAL_RUNBOOK (.+)$/gm)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !isSection(name))).toEqual([])
  })

  test('links to documents that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link)
    expect(links.length).toBeGreaterThan(10)
    expect(
      links.filter((link) => !existsSync(join(docs, dirname(link), link.split('/').at(-1) ?? ''))),
    ).toEqual([])
  })
})
