// What the stand-in for Azure knows.

export interface FakeRevision {
  name: string
  image: string
  active: boolean
  createdTime: string
  health: 'Healthy' | 'Unhealthy' | 'None'
}

export interface FakeTraffic {
  revisionName?: string
  latestRevision?: boolean
  weight: number
  label?: string
}

export interface FakeSecretVersion {
  name: string
  version: string
  value: string
  enabled: boolean
  created: string
}

export interface Fault {
  /** Of the nth call, or of every call whose words hold this text. */
  at: number | string
  /** `fails` before it had an effect, `fails after` it had; `hangs` likewise; `garbage` has the effect and answers nonsense. */
  how: 'fails' | 'fails after' | 'hangs' | 'hangs after' | 'garbage'
  /** Also all calls after that. */
  onwards?: boolean
}

export interface FakeState {
  mode: 'Multiple' | 'Single'
  /** Of a revision: `REVISION.` stands before it, unless that is kept from it. */
  domain: string
  revisionsShareDomain?: boolean
  revisions: FakeRevision[]
  traffic: FakeTraffic[]
  /** `repository:tag` → digest. */
  images: Record<string, string>
  /** Words of `gatehouse` that end in something else than `Succeeded`. */
  jobEndings: Record<string, string>
  executions: { name: string; words: string; image: string; status: string }[]
  secrets: FakeSecretVersion[]
  /** What a query of Log Analytics answers, one after the other; the last one again and again. */
  signals: Record<string, string | number>[]
  asked: number
  roleAssignments: Record<string, unknown>[]
  logs: string[]
  calls: string[][]
  faults: Fault[]
}

export const quietSignals = {
  requests: '400',
  serverErrors: '0',
  limited: '1',
  logins: '60',
  loginsRefused: '5',
  loginP95Ms: '210.5',
}
export const FAKE_DIGESTS = { old: `sha256:${'a'.repeat(64)}`, next: `sha256:${'b'.repeat(64)}` }
export const FAKE_REGISTRY = 'gatehouseacr.azurecr.io'

/** One revision that serves, and `gatehouse:next` in the registry. */
export function newState(changes: Partial<FakeState> = {}): FakeState {
  return {
    mode: 'Multiple',
    domain: 'azure.example',
    revisions: [
      {
        name: 'api--first',
        image: `${FAKE_REGISTRY}/gatehouse@${FAKE_DIGESTS.old}`,
        active: true,
        createdTime: '2026-11-01T10:00:00+00:00',
        health: 'Healthy',
      },
    ],
    // As an app has it that Terraform made.
    traffic: [{ latestRevision: true, weight: 100 }],
    images: { 'gatehouse:old': FAKE_DIGESTS.old, 'gatehouse:next': FAKE_DIGESTS.next },
    jobEndings: {},
    executions: [],
    secrets: [],
    signals: [quietSignals],
    asked: 0,
    roleAssignments: [],
    logs: [],
    calls: [],
    faults: [],
    ...changes,
  }
}

/** The share of each revision, by the name that "latest" stands for at the moment. */
export function flowOf({ traffic, revisions }: FakeState): Record<string, number> {
  const flow: Record<string, number> = {}
  for (const { revisionName, weight } of traffic) {
    const name = revisionName ?? revisions.at(-1)?.name ?? ''
    if (weight > 0) flow[name] = (flow[name] ?? 0) + weight
  }
  return flow
}
