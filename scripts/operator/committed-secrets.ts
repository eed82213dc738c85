// Secrets that stand in git: in the tree, and in what was added lately. Told by place and fingerprint, never by value.
import { createHash } from 'node:crypto'
import { lintSource } from '@secretlint/core'
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend'
import type { RunCommand } from './commands.ts'

export interface CommittedSecret {
  /** A file, or a commit and a file. */
  place: string
  line: number
  rule: string
  /** Of the value: what is known to be no secret is listed by it. */
  fingerprint: string
}

/** What the kept rules do not know: our own tokens, keys as JWK, and settings with a value of their own. */
const OWN: Readonly<Record<string, RegExp>> = {
  'gatehouse-token': /\b(?:vfy|rst|chg|und|inv|mlk|mfa|rt|gk|dev)_[\w-]{43}\b/g,
  'private-jwk': /"d"\s*:\s*"[\w-]{40,}"/g,
  'signed-token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{40,}\b/g,
  'secret-setting':
    /\b(?:SECRET_KEY|SECRET_KEY_PREVIOUS|METRICS_TOKEN|(?:GOOGLE|MICROSOFT)_CLIENT_SECRET|REDIS_PASSWORD)[=:][ \t]*["']?[\w+/=~.-]{24,}/g,
}

const fingerprintOf = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 16)
const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** What of a text looks like a secret. */
export async function secretsIn(place: string, text: string): Promise<CommittedSecret[]> {
  const own = Object.entries(OWN).flatMap(([rule, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: value, index }) => ({ rule, value, index })),
  )
  const { messages } = await lintSource({
    source: { filePath: place, content: text, ext: /\.\w+$/.exec(place)?.[0] ?? '', contentType: 'text' },
    options: {
      noPhysicFilePath: true,
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended }] },
    },
  })
  const kept = messages.map(({ ruleId, range: [start, end] }) => ({
    rule: ruleId.replace('@secretlint/secretlint-rule-', ''),
    value: text.slice(start, end),
    index: start,
  }))
  return [...own, ...kept].map(({ rule, value, index }) => ({
    place,
    rule,
    line: lineOf(text, index),
    fingerprint: fingerprintOf(value),
  }))
}

/** Tests are full of addresses with made-up passwords; keys and tokens in them are told all the same. */
const isMadeUp = ({ place, rule }: CommittedSecret): boolean =>
  /(?:^|[:/])test\/|\.test\.tsx?$/.test(place) && /^(?:basicauth|database-connection-string)$/.test(rule)

const MAX_BYTES = 1_000_000

/**
 * Looks through every file of the tree and every line added in the last days on any branch.
 *
 * @param known fingerprints of what is no secret.
 * @throws {Error} when git cannot be asked.
 */
export async function committedSecrets(
  run: RunCommand,
  { cwd, days, known }: { cwd: string; days: number; known: ReadonlySet<string> },
): Promise<{ texts: number; found: CommittedSecret[] }> {
  const git = async (...words: string[]): Promise<string> => {
    const { status, out, err } = await run(['git', ...words], { cwd, timeoutMs: 300_000 })
    if (status !== 0) throw new Error(`git ${words[0]} failed: ${err.trim().split('\n')[0]}`)
    return out
  }
  const texts: [place: string, text: string][] = []
  const grepped = await git('grep', '-I', '--full-name', '-z', '-n', '-e', '', 'HEAD')
  for (const [place, text] of filesOf(grepped)) texts.push([place, text])
  const log = [
    'log',
    '--all',
    `--since=${days}.days`,
    '-p',
    '--unified=0',
    '--no-color',
    '--no-ext-diff',
    '--format=commit %H',
  ]
  for (const [place, text] of additionsOf(await git(...log))) texts.push([place, text])
  const found: CommittedSecret[] = []
  for (const [place, text] of texts) {
    if (text.length > MAX_BYTES) continue
    const told = (secret: CommittedSecret) => !known.has(secret.fingerprint) && !isMadeUp(secret)
    found.push(...(await secretsIn(place, text)).filter(told))
  }
  // Each once, where it stands first: in the tree, else in the newest commit.
  const once = new Map(found.toReversed().map((secret) => [secret.fingerprint, secret]))
  return { texts: texts.length, found: [...once.values()].toReversed() }
}

/** Every text file of the tree, in one go: `HEAD:path NUL line NUL content`. */
function filesOf(grepped: string): Map<string, string> {
  const files = new Map<string, string[]>()
  for (const row of grepped.split('\n')) {
    const [where, , content] = row.split('\0')
    if (where === undefined || content === undefined) continue
    const place = where.slice('HEAD:'.length)
    const lines = files.get(place) ?? []
    lines.push(content)
    files.set(place, lines)
  }
  return new Map([...files].map(([place, lines]) => [place, lines.join('\n')]))
}

function additionsOf(log: string): Map<string, string> {
  const additions = new Map<string, string[]>()
  let commit = ''
  let place = ''
  for (const line of log.split('\n')) {
    if (line.startsWith('commit ')) commit = line.slice(7, 19)
    else if (line.startsWith('+++ ')) place = `${commit}:${line.slice(4).replace(/^b\//, '')}`
    else if (line.startsWith('+')) {
      const lines = additions.get(place) ?? []
      lines.push(line.slice(1))
      additions.set(place, lines)
    }
  }
  return new Map([...additions].map(([where, lines]) => [where, lines.join('\n')]))
}
