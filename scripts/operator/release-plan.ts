// What a release finds out before it changes anything, and what it refuses.
import { z } from 'zod'
import { type Az, AzFailed } from './az.ts'
import {
  type App,
  type AppName,
  type ContainerApp,
  imageOf,
  isRouted,
  labelled,
  PREVIOUS,
  type Revision,
  STABLE,
  wordsOfTraffic,
} from './container-app.ts'
import { Ended } from './journal.ts'

/** What a release ends with. Scripts rely on them: never renamed, never given a second meaning. */
export const EXIT = {
  released: 0,
  /** Refused, or failed before anything was routed. */
  refused: 1,
  /** `migrate check` did not say that a rolling update is safe. */
  unsafe: 3,
  /** The new revision did not come up, or did not pass its smoke test; traffic is back. */
  smoke: 10,
  /** The watch found something; traffic is back. */
  watch: 11,
  /** Released and watched, but the labels that the next rollback goes by could not be put. */
  unrecorded: 12,
  /** Interrupted; traffic is back. */
  interrupted: 13,
  /** The migration failed; nothing was routed. */
  migration: 20,
  /** The way back failed: somebody has to look, now. */
  stranded: 30,
} as const

export interface ReleaseOptions extends AppName {
  /** `registry.azurecr.io/repository:tag`, or with `@sha256:…`. */
  image: string
  job: string
  allowUnsafe: boolean
  /** The https address people use; its probes are part of the watch. */
  publicUrl: string
  /** Of a revision's own address. */
  scheme: string
  watchMinutes: number
  everySeconds: number
  /** See `routeBack`. */
  settleMs: number
}

export interface Plan {
  /** By digest. */
  image: string
  /** Which revision has passed a release, and gets everything if this one fails. */
  old: Revision
  suffix: string
  /** What is not needed any more once this has passed: left by releases that were killed, and the one before the last. */
  leftovers: string[]
  app: App
}

const IMAGE =
  /^(?<registry>[a-z0-9]+)\.azurecr\.[a-z.]+\/(?<repository>[a-z0-9][a-z0-9._/-]*)(?<version>:[\w.-]+|@sha256:[0-9a-f]{64})$/

/** Whether it is one, and not the name of a revision. */
export const isImage = (text: string): boolean => text.includes('/')

const Digest = z.object({ digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) })

/** The image by what is in it: a tag may be moved between the smoke test and the moment a node pulls it. */
export async function byDigest(az: Az, image: string): Promise<string> {
  const parts = IMAGE.exec(image)?.groups
  if (!parts)
    throw new Ended(
      EXIT.refused,
      `"${image}" is no image of an Azure registry: NAME.azurecr.io/repository:tag`,
    )
  const { registry = '', repository = '', version = '' } = parts
  const words = ['acr', 'repository', 'show', '--name', registry, '--image', `${repository}${version}`]
  const { digest } = await az.look(words, Digest)
  if (version.startsWith('@') && version !== `@${digest}`)
    throw new Ended(EXIT.refused, `the registry has ${digest} where ${version.slice(1)} was asked for`)
  return `${image.slice(0, -version.length)}@${digest}`
}

/** @throws {Ended} when a release cannot begin; nothing was changed. */
export async function plan(
  az: Az,
  containerApp: ContainerApp,
  { image }: ReleaseOptions,
  now: Date,
): Promise<Plan> {
  await az.look(['account', 'show'], z.object({ id: z.string() }))
  const app = await containerApp.show()
  const { activeRevisionsMode, ingress } = app.properties.configuration
  if (!/^multiple$/i.test(activeRevisionsMode))
    throw new Ended(
      EXIT.refused,
      `${app.name} is in ${activeRevisionsMode} revision mode, where a new revision gets everything at once: az containerapp revision set-mode --mode multiple`,
    )
  const revisions = await containerApp.revisions()
  const old = knownGood(app, revisions)
  if (!old.properties.active)
    throw new Ended(
      EXIT.refused,
      `${old.name} is the last that passed a release, and is not active: activate it, or \`rollback --to\` another`,
    )
  const digest = await byDigest(az, image)
  const traffic = ingress.traffic ?? []
  const former = labelled(traffic, PREVIOUS)
  const tries = revisions.filter((revision) => imageOf(revision) === digest).map(({ name }) => name)
  const flowing = traffic.filter(({ weight }) => (weight ?? 0) > 0).map(({ revisionName }) => revisionName)
  return {
    app,
    old,
    image: digest,
    suffix: `r${now.getTime().toString(36)}-${digest.slice(-64, -56)}`,
    leftovers: revisions
      .filter(({ name, properties }) => properties.active && name !== old.name)
      .filter(({ name }) => name === former || flowing.includes(name) || tries.includes(name))
      .map(({ name }) => name),
  }
}

/** Which revision to go back to: the one that passed a release, or, before the first one, the only one that serves. */
function knownGood(app: App, revisions: readonly Revision[]): Revision {
  const traffic = app.properties.configuration.ingress.traffic ?? []
  const stable = labelled(traffic, STABLE)
  const flowing = traffic.filter(({ weight }) => (weight ?? 0) > 0)
  const name = stable ?? onlyOne(app, traffic)
  const found = revisions.find((revision) => revision.name === name)
  if (found) return found
  throw new Ended(
    EXIT.refused,
    stable
      ? `${stable} carries the label "${STABLE}" and is gone: \`rollback --to\` one that works`
      : `no revision carries the label "${STABLE}", and ${flowing.length} get traffic (${wordsOfTraffic(traffic)}): \`rollback --to\` the one that works`,
  )
}

function onlyOne(
  app: App,
  traffic: NonNullable<App['properties']['configuration']['ingress']['traffic']>,
): string | undefined {
  const [first] = traffic.filter(({ weight }) => (weight ?? 0) > 0)
  if (!first) return undefined
  const name = first.latestRevision ? app.properties.latestRevisionName : (first.revisionName ?? '')
  return first.weight === 100 ? name : undefined
}

/** Whether traffic goes to the old revision alone, and by its name. */
export const isPinned = ({ app, old }: Pick<Plan, 'app' | 'old'>): boolean =>
  isRouted(app.properties.configuration.ingress.traffic ?? [], { [old.name]: 100 })

/** How a failure of the Azure command line reads when nothing was routed yet. */
export const refusal = (error: unknown): unknown =>
  error instanceof AzFailed ? new Ended(EXIT.refused, error.message, { cause: error }) : error
