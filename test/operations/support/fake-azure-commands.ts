// What each command of the stand-in for `az` answers and changes.
import { readFileSync } from 'node:fs'
import {
  FAKE_DIGESTS,
  FAKE_REGISTRY,
  type FakeRevision,
  type FakeSecretVersion,
  type FakeState,
  flowOf,
} from './fake-azure-state.ts'

/** What the real one writes behind `ERROR:`. */
export class Refusal extends Error {}

type Options = Record<string, string[]>

export function readOptions(words: readonly string[]): Options {
  const options: Options = {}
  let name = ''
  for (const word of words) {
    if (word.startsWith('-')) {
      name = word
      options[name] = []
    } else options[name]?.push(word)
  }
  return options
}

const one = (options: Options, name: string): string => {
  const value = options[name]?.[0]
  if (value === undefined) throw new Refusal(`the following arguments are required: ${name}`)
  return value
}

export const COMMANDS: Record<string, (state: FakeState, options: Options) => unknown> = {
  'account show': () => ({ id: '00000000-0000-0000-0000-000000000001', state: 'Enabled' }),
  'containerapp show': (state) => appOf(state),
  'containerapp update': createRevision,
  'containerapp revision list': (state, options) =>
    state.revisions
      .filter(({ active }) => active || options['--all'])
      .map((found) => revisionOf(state, found)),
  'containerapp revision show': (state, options) => revisionOf(state, named(state, options)),
  'containerapp revision activate': (state, options) => {
    Object.assign(named(state, options), { active: true, health: 'Healthy' })
  },
  'containerapp revision deactivate': (state, options) => {
    named(state, options).active = false
  },
  'containerapp revision restart': (state, options) => void named(state, options),
  'containerapp revision label add': addLabel,
  'containerapp ingress traffic show': (state) => state.traffic,
  'containerapp ingress traffic set': setTraffic,
  'containerapp job show': () => jobTemplate(),
  'containerapp job start': startJob,
  'containerapp job execution show': (state, options) => {
    const found = state.executions.find(({ name }) => name === one(options, '--job-execution-name'))
    if (!found) throw new Refusal('The job execution was not found')
    return { name: found.name, properties: { status: found.status } }
  },
  'containerapp logs show': (state) => state.logs,
  'acr repository show': (state, options) => {
    const image = one(options, '--image')
    const digest = image.includes('@') ? image.split('@')[1] : state.images[image]
    if (digest === undefined || !Object.values(state.images).includes(digest))
      throw new Refusal('manifest tagged by that name is not found')
    return { digest, imageSize: 1, name: image }
  },
  'monitor log-analytics query': (state) => {
    const answer = state.signals[Math.min(state.asked, state.signals.length - 1)]
    state.asked += 1
    return [{ TableName: 'PrimaryResult', ...answer }]
  },
  'keyvault secret set': setSecret,
  'keyvault secret show': (state, options) => {
    const found = state.secrets.filter(({ name }) => name === one(options, '--name')).at(-1)
    if (!found) throw new Refusal('(SecretNotFound) A secret with this name was not found in this key vault.')
    return secretOf(found, true)
  },
  'keyvault secret set-attributes': (state, options) => {
    const found = state.secrets.find((version) => one(options, '--id') === idOf(version))
    if (!found) throw new Refusal('(SecretNotFound)')
    found.enabled = one(options, '--enabled') === 'true'
    return secretOf(found, false)
  },
  'role assignment list': (state) => state.roleAssignments,
}

const appOf = (state: FakeState) => ({
  id: '/subscriptions/0/resourceGroups/group/providers/Microsoft.App/containerApps/api',
  name: 'api',
  properties: {
    provisioningState: 'Succeeded',
    latestRevisionName: state.revisions.at(-1)?.name,
    configuration: {
      activeRevisionsMode: state.mode,
      ingress: { fqdn: `api.${state.domain}`, traffic: state.traffic },
    },
  },
})

const revisionOf = (state: FakeState, { name, image, active, createdTime, health }: FakeRevision) => ({
  name,
  properties: {
    active,
    createdTime,
    fqdn: state.revisionsShareDomain ? state.domain : `${name}.${state.domain}`,
    healthState: health,
    provisioningState: health === 'Unhealthy' ? 'Failed' : 'Provisioned',
    runningState: health === 'Unhealthy' ? 'Failed' : 'Running',
    trafficWeight: flowOf(state)[name] ?? 0,
    template: { containers: [{ name: 'api', image }] },
  },
})

function named(state: FakeState, options: Options): FakeRevision {
  const found = state.revisions.find(({ name }) => name === one(options, '--revision'))
  if (!found) throw new Refusal('(RevisionNotFound) the revision was not found')
  return found
}

/** Where traffic goes to the latest, this one gets it. */
function createRevision(state: FakeState, options: Options): unknown {
  const name = `api--${one(options, '--revision-suffix')}`
  if (state.revisions.some((revision) => revision.name === name)) throw new Refusal(`${name} exists`)
  state.revisions.push({
    name,
    image: one(options, '--image'),
    active: true,
    createdTime: new Date(Date.UTC(2026, 10, 2) + state.calls.length * 1_000).toISOString(),
    health: 'Healthy',
  })
  return appOf(state)
}

function addLabel(state: FakeState, options: Options): unknown {
  const label = one(options, '--label')
  const { name } = named(state, options)
  if (
    !options['--yes'] &&
    state.traffic.some((entry) => entry.label === label && entry.revisionName !== name)
  )
    throw new Refusal('Unable to prompt for confirmation as no tty available. Use --yes.')
  for (const entry of state.traffic) if (entry.label === label) delete entry.label
  const entry = state.traffic.find(({ revisionName }) => revisionName === name)
  if (entry) entry.label = label
  else state.traffic.push({ revisionName: name, weight: 0, label })
  return state.traffic
}

/** What is not named keeps its label and shares what is left, in the proportion it had. */
function setTraffic(state: FakeState, options: Options): unknown {
  const wanted = (options['--revision-weight'] ?? []).map((word) => word.split('=') as [string, string])
  const given = wanted.reduce((sum, [, weight]) => sum + Number(weight), 0)
  if (wanted.length === 0 || given > 100) throw new Refusal('Traffic weights must sum up to 100')
  for (const [name, weight] of wanted) {
    if (!state.revisions.some((revision) => revision.name === name && revision.active))
      throw new Refusal(`revision ${name} is not active`)
    const entry = state.traffic.find(({ revisionName }) => revisionName === name)
    if (entry) entry.weight = Number(weight)
    else state.traffic.push({ revisionName: name, weight: Number(weight) })
  }
  const others = state.traffic.filter(({ revisionName }) => !wanted.some(([name]) => name === revisionName))
  const sum = others.reduce((total, { weight }) => total + weight, 0)
  if (given < 100 && sum === 0) throw new Refusal('Traffic weights must sum up to 100')
  for (const entry of others) entry.weight = sum === 0 ? 0 : Math.round((entry.weight * (100 - given)) / sum)
  return state.traffic
}

const jobTemplate = () => ({
  name: 'migrate',
  properties: {
    template: {
      containers: [
        {
          name: 'migrate',
          image: `${FAKE_REGISTRY}/gatehouse@${FAKE_DIGESTS.old}`,
          args: ['/app/server/dist/cli.js', 'migrate', 'up'],
          env: [{ name: 'MIGRATION_DATABASE_URL', secretRef: 'migration-database-url' }],
        },
      ],
    },
  },
})

function startJob(state: FakeState, options: Options): unknown {
  const { containers } = JSON.parse(readFileSync(one(options, '--yaml'), 'utf8')) as {
    containers: { image: string; args: string[]; env: unknown[] }[]
  }
  const [container] = containers
  if (!container?.env?.length) throw new Refusal('a job without its settings')
  const gatehouse = container.args.slice(1).join(' ')
  const name = `migrate-${state.executions.length + 1}`
  const status = state.jobEndings[gatehouse] ?? 'Succeeded'
  state.executions.push({ name, words: gatehouse, image: container.image, status })
  return { id: `/jobs/migrate/executions/${name}`, name }
}

function setSecret(state: FakeState, options: Options): unknown {
  if (options['--value']) throw new Refusal('a secret in the list of processes')
  const version: FakeSecretVersion = {
    name: one(options, '--name'),
    version: `v${state.secrets.length + 1}`,
    value: readFileSync(one(options, '--file'), 'utf8'),
    enabled: true,
    created: new Date(Date.UTC(2026, 10, 2) + state.calls.length * 1_000).toISOString(),
  }
  state.secrets.push(version)
  return secretOf(version, true)
}

const idOf = ({ name, version }: FakeSecretVersion) =>
  `https://vault.vault.azure.net/secrets/${name}/${version}`

const secretOf = (version: FakeSecretVersion, isShown: boolean) => ({
  id: idOf(version),
  name: version.name,
  attributes: { enabled: version.enabled, created: version.created },
  ...(isShown && { value: version.value }),
})
