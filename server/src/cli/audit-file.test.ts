import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { useWorld } from '../../../test/harness/index.ts'
import { auditHeads, recordAudit, systemContext } from '../rooms/audit/index.ts'
import { addAudit } from './audit.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-audit-'))
const ORGANIZATION = '01890000-0000-7000-8000-00000000000a'
const chain = `organization:${ORGANIZATION}`

type Line = Record<string, unknown> & { proof: { chain: string; position: number; previousHash: string } }

describe('an exported audit log', () => {
  const world = useWorld()
  let whole: string[] = []

  async function run(...words: string[]) {
    const said: string[] = []
    let poured = ''
    const program = new Command().exitOverride()
    addAudit(program, {
      say: (line) => void said.push(line),
      pour: async (text) => {
        poured += text
        return true
      },
      withPlatform: (work) => work(world.platform),
    })
    await program.parseAsync(['audit', ...words], { from: 'user' })
    const status = process.exitCode ?? 0
    process.exitCode = undefined
    return { status, said: said.join('\n'), lines: poured.trimEnd().split('\n') }
  }

  async function verify(lines: readonly string[], ...more: string[]) {
    const file = join(folder, 'export.ndjson')
    writeFileSync(file, `${lines.join('\n')}\n`)
    return run('verify', '--file', file, ...more)
  }

  beforeAll(async () => {
    const ctx = systemContext(world.platform)
    const { userId } = await world.people.signedIn('ada')
    for (let n = 1; n <= 5; n++) {
      await recordAudit(ctx, {
        action: 'account.updated',
        organizationId: ORGANIZATION,
        details: { n, text: '\u2028' },
      })
      await recordAudit(ctx, { action: 'email.verified', target: { type: 'user', id: userId } })
    }
    whole = (await run('export')).lines
  })
  afterEach(() => {
    process.exitCode = undefined
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The places of the organization's events in the file, its newest first. */
  const places = () =>
    whole.flatMap((line, at) => (line.includes(chain) && line.includes('"proof"') ? [at] : []))
  const change = (at: number, edit: (line: Line) => void): string[] =>
    whole.map((text, index) => {
      if (index !== at) return text
      const line = JSON.parse(text) as Line
      edit(line)
      return JSON.stringify(line)
    })

  test('D2 is whole as it was written, and says what a file cannot show', async () => {
    const { status, said } = await verify(whole)
    expect(said).toContain(`${whole.length - 1} events in`)
    expect(said).toContain('no fault')
    expect(said).toContain('does not show without --anchors')
    expect(status).toBe(0)
  })

  test.each<[string, () => string[], string]>([
    ['an edited outcome', () => change(places()[1]!, (line) => (line.outcome = 'failure')), 'edited'],
    ['edited details', () => change(places()[1]!, (line) => (line.details = { n: 9 })), 'edited'],
    ['another time', () => change(places()[1]!, (line) => (line.at = '2026-01-01T00:00:00.000Z')), 'edited'],
    [
      'another actor',
      () => change(places()[1]!, (line) => (line.actor = { type: 'anonymous', id: null })),
      'edited',
    ],
    ['a deleted event', () => whole.filter((_, at) => at !== places()[1]), 'missing'],
    ['the newest event deleted', () => whole.filter((_, at) => at !== places()[0]), 'missing'],
    ['the oldest event deleted', () => whole.filter((_, at) => at !== places().at(-1)), 'missing'],
    ['a whole chain deleted', () => whole.filter((_, at) => !places().includes(at)), 'missing'],
    [
      'an event that stands twice',
      () => whole.flatMap((line, at) => (at === places()[1] ? [line, line] : [line])),
      'moved',
    ],
    [
      'two events that changed places',
      () => {
        const [one = 0, two = 0] = places()
        return whole.map((line, at) => (at === one ? whole[two]! : at === two ? whole[one]! : line))
      },
      'moved',
    ],
    ['an event after the end', () => [...whole, whole[0]!], 'moved'],
    [
      'a line that is none',
      () => whole.map((line, at) => (at === places()[1] ? line.slice(1) : line)),
      'damaged',
    ],
    ['no end', () => whole.slice(0, -1), 'cut'],
  ])('D2 shows %s', async (_, make, kind) => {
    const { status, said } = await verify(make())
    expect(said).toMatch(new RegExp(`^\\d+ +${kind} `, 'm'))
    expect(status).toBe(1)
  })

  test('D2 a file that was written anew is held against anchors kept elsewhere', async () => {
    const head = (await auditHeads(world.platform.database.db)).find((found) => found.chain === chain)!
    const anchors = join(folder, 'anchors.log')
    const note = (hash: string) =>
      writeFileSync(anchors, `{"event":"audit.anchor","anchor":${JSON.stringify({ ...head, hash })}}\n`)
    note(head.hash)
    expect((await verify(whole, '--anchors', anchors)).status).toBe(0)
    note('0'.repeat(64))
    const { status, said } = await verify(whole, '--anchors', anchors)
    expect(said).toMatch(/anchor +organization:/)
    expect(status).toBe(1)
  })

  test('D2 of one organization, or of a span of time, says what that leaves open', async () => {
    const ours = (await run('export', '--organization', ORGANIZATION)).lines
    expect(ours).toHaveLength(6)
    expect((await verify(ours)).said).toContain('5 events in 1 chains; no fault')
    expect((await verify(ours.slice(1))).status).toBe(1)
    const { at } = JSON.parse(whole[places()[2]!]!) as { at: string }
    const since = await verify((await run('export', '--from', at)).lines)
    expect(since).toMatchObject({ status: 0, said: expect.stringContaining(`Nothing before ${at} is in it`) })
    const until = await verify((await run('export', '--to', at)).lines)
    expect(until).toMatchObject({
      status: 0,
      said: expect.stringContaining('missing at its end does not show'),
    })
  })

  test('D2 of the API can be verified as far as it goes', async () => {
    const { headers } = await world.people.staff('root', 'admin')
    const ask = async (query: string) =>
      (await world.rest('GET', `/admin/audit-events/export?limit=10${query}`, undefined, headers)).text
        .trimEnd()
        .split('\n')
    const first = await ask('')
    const { nextCursor } = JSON.parse(first.at(-1)!) as { nextCursor: string }
    expect((await verify(first)).said).toMatch(/cut/)
    let parts = [...first]
    for (let cursor: string | null = nextCursor; cursor !== null; ) {
      const part = await ask(`&cursor=${cursor}`)
      parts = [...parts, ...part]
      cursor = (JSON.parse(part.at(-1)!) as { nextCursor: string | null }).nextCursor
    }
    const { status, said } = await verify(parts)
    expect(said).toContain('does not say what it was filtered by')
    expect(status, said).toBe(0)
    const third = (line: string) => line.includes(chain) && line.includes('"position":3,')
    expect(parts.filter(third)).toHaveLength(1)
    expect((await verify(parts.filter((line) => !third(line)))).said).toMatch(/missing +organization:/)
  })
})
