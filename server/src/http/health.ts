import type { Platform } from '../context.ts'
import { clockSkewMs } from '../platform/clock-skew.ts'
import { answer, answerJson, answerProblem, JSON_CONTENT_TYPE } from './answer.ts'
import type { Face, Mount } from './edge.ts'
import { REST_PREFIX } from './rest.ts'

const CHECK_TIMEOUT_MS = 1_500
const CACHED_MS = 1_000
/** Beyond this, tokens signed here are refused elsewhere (SECURITY F10). */
const MAX_CLOCK_SKEW_MS = 30_000

const probeFace: Face = { fail: answerProblem, isAlwaysServed: true }

/** Bytes, since a probe must cost nothing. */
const OK = '{"status":"ok"}'
const READY = '{"status":"ready"}'

/** `/health` says that the process lives and touches nothing else; `/ready` that traffic may come (SECURITY F12). */
export function mountHealth(mount: Mount, platform: Platform): void {
  const judge = readiness(platform)
  for (const prefix of [REST_PREFIX, '']) {
    mount.on('GET', `${prefix}/health`, probeFace, (exchange) =>
      answer(exchange, { status: 200, body: OK, contentType: JSON_CONTENT_TYPE }),
    )
    mount.on('GET', `${prefix}/ready`, probeFace, async (exchange) => {
      const checks = await judge()
      const failed = Object.values(checks).includes('failed')
      if (failed) return answerJson(exchange, 503, { status: 'not_ready', checks }, { 'retry-after': '1' })
      return answer(exchange, { status: 200, body: READY, contentType: JSON_CONTENT_TYPE })
    })
  }
}

type Checks = Record<string, 'ok' | 'failed'>

/** Runs every check at once and remembers what they said for a second; draining is never remembered. */
export function readiness(platform: Platform): () => Promise<Checks> {
  const all: Record<string, () => Promise<void>> = {
    database: () => writes(platform),
    signing_keys: async () => {
      if (!platform.keyRing.isLoaded()) throw new Error('no signing key is loaded')
    },
    clock: () => agreesOnTime(platform),
    ...platform.readiness.checks,
  }
  let known: { at: number; checks: Promise<Checks> } | undefined
  return async () => {
    const now = performance.now()
    if (!known || now - known.at > CACHED_MS) known = { at: now, checks: runAll(all, platform) }
    const checks = await known.checks
    return platform.readiness.isDraining ? { ...checks, draining: 'failed' } : checks
  }
}

async function runAll(all: Record<string, () => Promise<void>>, { log }: Platform): Promise<Checks> {
  const entries = await Promise.all(
    Object.entries(all).map(async ([name, check]): Promise<[string, 'ok' | 'failed']> => {
      try {
        await inTime(check())
        return [name, 'ok']
      } catch (error) {
        log.warn({ check: name, reason: error instanceof Error ? error.message : 'unknown' }, 'not ready')
        return [name, 'failed']
      }
    }),
  )
  return Object.fromEntries(entries)
}

function inTime(check: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT_MS)
    check.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Takes a transaction number, which a standby or a full disk refuses, and leaves nothing behind. */
async function writes({ database }: Platform): Promise<void> {
  await database.sql`SELECT pg_current_xact_id()`
}

async function agreesOnTime(platform: Platform): Promise<void> {
  const skewMs = await clockSkewMs(platform)
  if (!(Math.abs(skewMs) <= MAX_CLOCK_SKEW_MS)) throw new Error(`the clock is ${Math.round(skewMs)} ms off`)
}
