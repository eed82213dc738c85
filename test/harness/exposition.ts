import type { World } from './world.ts'

/** One series of an exposition, as Prometheus would keep it. */
export interface Sample {
  name: string
  labels: Readonly<Record<string, string>>
  value: number
}

/** The samples of an exposition (Prometheus text format 0.0.4). @throws {Error} for a line that is none. */
export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (name === undefined || Number.isNaN(Number(value))) throw new Error(`not a sample: ${line}`)
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)]
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, key, text]) => [key, text])),
        value: Number(value),
      }
    })
}

/** The metrics of a world's first platform, as somebody reads them now. */
export async function readMetrics({ platform }: Pick<World, 'platform'>): Promise<Sample[]> {
  return samplesOf(await platform.exposition.read())
}

/** The sum over all series of that name which have these labels; undefined when there is none. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}

/** How much each named series has grown while something happened. */
export async function growthOf(
  world: Pick<World, 'platform'>,
  series: Readonly<Record<string, readonly [name: string, labels?: Readonly<Record<string, string>>]>>,
  happening: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const before = await readMetrics(world)
  await happening()
  const after = await readMetrics(world)
  return Object.fromEntries(
    Object.entries(series).map(([key, [name, labels]]) => [
      key,
      (sumOf(after, name, labels) ?? 0) - (sumOf(before, name, labels) ?? 0),
    ]),
  )
}
