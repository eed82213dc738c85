import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const names = globSync('scripts/*.ps1', { cwd: root }).map((file) =>
  file.slice('scripts/'.length, -'.ps1'.length),
)
const { resolve } = createRequire(import.meta.url)

interface Parsed {
  rootNode: { hasError: boolean }
}
interface TreeSitter {
  Parser: {
    init(): Promise<void>
    new (): { setLanguage(language: unknown): void; parse(text: string): Parsed }
  }
  Language: { load(file: string): Promise<unknown> }
}

/** Syntax only, by the grammar that VS Code colours with: PowerShell itself is not run here. */
describe('the scripts for PowerShell', () => {
  let isValid: (text: string) => boolean
  beforeAll(async () => {
    const { Parser, Language } = createRequire(import.meta.url)('@vscode/tree-sitter-wasm') as TreeSitter
    await Parser.init()
    const parser = new Parser()
    parser.setLanguage(
      await Language.load(resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm')),
    )
    isValid = (text) => !parser.parse(text).rootNode.hasError
  })
  const textOf = (name: string) => readFileSync(join(root, 'scripts', `${name}.ps1`), 'utf8')

  test('are there for every script of an operator', () => {
    expect(names.sort()).toEqual([
      'drift',
      'incident-snapshot',
      'release',
      'rollback',
      'rotate-secret',
      'security-report',
      'setup-oauth',
      'test-login',
      'watch',
    ])
  })

  test.each(names)('%s.ps1 can be parsed, and is thin over the TypeScript of its name', (name) => {
    expect(isValid(textOf(name))).toBe(true)
    expect(textOf(name)).toContain(`'toolchain.mjs') ${name} @arg`)
    expect(textOf(name)).toMatch(/exit \$LASTEXITCODE\n$/)
    expect(existsSync(join(root, 'scripts', `${name}.ts`))).toBe(true)
    const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts as Record<
      string,
      string
    >
    expect(scripts[name]).toBe(`exec node scripts/toolchain.mjs ${name}`)
  })

  test.each(names.filter((name) => name !== 'drift'))('%s.ps1 names only options that there are', (name) => {
    const help = execFileSync(process.execPath, [join(root, 'scripts', `${name}.ts`), '--help'], {
      encoding: 'utf8',
    })
    const options = [...textOf(name).matchAll(/'(--[a-z-]+)'/g)].map(([, option]) => option)
    expect(options.length).toBeGreaterThan(0)
    for (const option of options) expect(help).toContain(option)
  })

  test.each(['param(\n  [string]$A\n', 'if ($a { 1 }\n', "$x = @('a', 'b'\n", '& node (Join-Path $a\n'])(
    'the check would find %j',
    (text) => expect(isValid(text)).toBe(false),
  )
})
