// A container app in multiple-revision mode: its revisions, and who of them gets how much of the traffic.
import { z } from 'zod'
import { type Az, AzFailed } from './az.ts'

const TrafficWeight = z.object({
  revisionName: z.string().nullish(),
  latestRevision: z.boolean().nullish(),
  weight: z.number().nullish(),
  label: z.string().nullish(),
})
const Traffic = z.array(TrafficWeight)
export type Traffic = z.infer<typeof Traffic>

const App = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({
    latestRevisionName: z.string(),
    configuration: z.object({
      activeRevisionsMode: z.string(),
      ingress: z.object({ fqdn: z.string(), traffic: Traffic.nullish() }),
    }),
  }),
})
export type App = z.infer<typeof App>

const Revision = z.object({
  name: z.string(),
  properties: z.object({
    active: z.boolean(),
    createdTime: z.string(),
    fqdn: z.string().nullish(),
    healthState: z.string().nullish(),
    provisioningState: z.string().nullish(),
    runningState: z.string().nullish(),
    trafficWeight: z.number().nullish(),
    template: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })) }),
  }),
})
export type Revision = z.infer<typeof Revision>

/** The labels a release leaves: the revision that passed all of it, and the one that did before it. */
export const STABLE = 'stable'
export const PREVIOUS = 'previous'

export interface AppName {
  resourceGroup: string
  app: string
}

export function containerApp(az: Az, { resourceGroup, app }: AppName) {
  const named = ['--name', app, '--resource-group', resourceGroup]
  const change = ['containerapp', 'ingress', 'traffic', 'set', ...named]
  const one = (revision: string) => ['--resource-group', resourceGroup, '--revision', revision]
  const traffic = () => az.look(['containerapp', 'ingress', 'traffic', 'show', ...named], Traffic)
  return {
    show: () => az.look(['containerapp', 'show', ...named], App),
    revisions: () => az.look(['containerapp', 'revision', 'list', ...named, '--all'], z.array(Revision)),
    revision: (revision: string) => az.look(['containerapp', 'revision', 'show', ...one(revision)], Revision),
    traffic,
    /** Names one that gets all that no other gets, too: what is not named shares what is left. */
    async route(weights: Readonly<Record<string, number>>): Promise<void> {
      const words = Object.entries(weights).map(([revision, weight]) => `${revision}=${weight}`)
      await az.act([...change, '--revision-weight', ...words], z.unknown())
      const after = await traffic()
      if (!isRouted(after, weights))
        throw new AzFailed(`traffic was to go ${words.join(' ')}, and goes ${wordsOfTraffic(after)}`)
    },
    /** Makes a revision of another image; all else stays as in the newest. It gets no traffic while that is pinned by name. */
    create: (image: string, suffix: string) =>
      az.act(['containerapp', 'update', ...named, '--image', image, '--revision-suffix', suffix], App),
    activate: (revision: string) =>
      az.act(['containerapp', 'revision', 'activate', ...one(revision)], z.unknown()),
    deactivate: (revision: string) =>
      az.act(['containerapp', 'revision', 'deactivate', ...one(revision)], z.unknown()),
    restart: (revision: string) =>
      az.act(['containerapp', 'revision', 'restart', ...one(revision)], z.unknown()),
    async label(revision: string, label: string): Promise<void> {
      const words = [...named, '--revision', revision, '--label', label, '--yes']
      await az.act(['containerapp', 'revision', 'label', 'add', ...words], z.unknown())
      const holder = labelled(await traffic(), label)
      if (holder !== revision)
        throw new AzFailed(`the label "${label}" is on ${holder ?? 'none'}, not on ${revision}`)
    },
  }
}
export type ContainerApp = ReturnType<typeof containerApp>

/** Whether traffic goes to exactly these, each by its name: "the latest" would be another one soon. */
export function isRouted(traffic: Traffic, weights: Readonly<Record<string, number>>): boolean {
  const flowing = traffic.filter(({ weight }) => (weight ?? 0) > 0)
  const wanted = Object.entries(weights).filter(([, weight]) => weight > 0)
  return (
    flowing.length === wanted.length &&
    wanted.every(([revision, weight]) =>
      flowing.some(
        (entry) => entry.revisionName === revision && !entry.latestRevision && entry.weight === weight,
      ),
    )
  )
}

export const wordsOfTraffic = (traffic: Traffic): string =>
  traffic
    .filter(({ weight }) => (weight ?? 0) > 0)
    .map((entry) => `${entry.latestRevision ? 'latest' : entry.revisionName}=${entry.weight}`)
    .join(' ') || 'nowhere'

/** The revision that carries a label. */
export const labelled = (traffic: Traffic, label: string): string | undefined =>
  traffic.find((entry) => entry.label === label)?.revisionName ?? undefined

/** What runs in a revision. */
export const imageOf = ({ properties }: Revision): string => properties.template.containers[0]?.image ?? ''
