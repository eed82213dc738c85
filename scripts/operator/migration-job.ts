// The job that runs `gatehouse migrate …` in an image, beside the database, where a release itself cannot reach it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Az, AzFailed } from './az.ts'
import type { Clock } from './clock.ts'

const Job = z.object({
  properties: z.object({
    template: z.looseObject({
      containers: z.array(z.looseObject({ name: z.string(), image: z.string() })).min(1),
    }),
  }),
})
const Started = z.object({ name: z.string() })
const Execution = z.object({ properties: z.object({ status: z.string() }) })

const LOOK_EVERY_MS = 5_000
/** One statement of a migration may take fifteen minutes. */
const GIVE_UP_MS = 30 * 60_000

export interface JobRun {
  resourceGroup: string
  job: string
  /** The job's own unless named. */
  image?: string
  /** Words for `gatehouse`, as `migrate up`. */
  words: readonly string[]
}

/**
 * Runs `gatehouse` once, as the job of that name would but in another image. The job's own definition stays as it is.
 *
 * @returns how it ended; the execution's name finds its log.
 * @throws {AzFailed} when that could not be learned.
 */
export async function runJob(
  az: Az,
  { resourceGroup, job, image, words }: JobRun,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<{ execution: string; status: string }> {
  const named = ['--name', job, '--resource-group', resourceGroup]
  const { template } = (await az.look(['containerapp', 'job', 'show', ...named], Job)).properties
  const [first, ...others] = template.containers
  const container = { ...first, image: image ?? first?.image, args: ['/app/server/dist/cli.js', ...words] }
  const { name: execution } = await withFile({ ...template, containers: [container, ...others] }, (file) =>
    az.act(['containerapp', 'job', 'start', ...named, '--yaml', file], Started),
  )
  const asked = ['containerapp', 'job', 'execution', 'show', ...named, '--job-execution-name', execution]
  const giveUpAt = clock.now().getTime() + GIVE_UP_MS
  for (;;) {
    const { status } = (await az.look(asked, Execution)).properties
    if (!/^(?:Running|Processing|Unknown)$/i.test(status)) return { execution, status }
    if (clock.now().getTime() > giveUpAt) throw new AzFailed(`${execution} has been running for half an hour`)
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
}

/** The template in a file for the time of the call (JSON is YAML). It names secrets, and holds none. */
async function withFile<Result>(template: unknown, use: (file: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-job-'))
  try {
    const file = join(folder, 'template.yaml')
    writeFileSync(file, JSON.stringify(template), { mode: 0o600 })
    return await use(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
