import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTroubles } from './support/checks.ts'
import { databaseFaults, mailFaults, redisFaults } from './support/dependency-faults.ts'
import { type Fault, LoadedSite, RECOVERY_MS, sleep, TEST_TIMEOUT_MS, WARM_UP_MS } from './support/load.ts'
import { nodeFaults } from './support/node-faults.ts'
import { missingServers } from './support/own-servers.ts'

if (missingServers) {
  const what = `the faults under load need ${missingServers} on this machine.`
  if (process.env.CI) throw new Error(what)
  console.warn(`\n  SKIPPED: ${what}\n`)
}

describe.skipIf(missingServers)('two nodes under load, when', () => {
  let loaded: LoadedSite
  beforeAll(async () => {
    loaded = await LoadedSite.open()
  })
  afterAll(() => loaded?.close())

  const all: readonly Fault[] = [...databaseFaults, ...redisFaults, ...mailFaults, ...nodeFaults]
  test.each<Fault>(all.filter(({ isOnDemand }) => !isOnDemand || process.env.FAULTS_ALL === '1'))(
    '$name: they recover by themselves, and all that was acknowledged is there, once',
    async (fault) => {
      const { ledger, cluster } = loaded
      const usualMs = await loaded.recovery()
      const acknowledged = ledger.acknowledged
      const refusedTokens = ledger.refusedTokens
      loaded.begin()
      await sleep(WARM_UP_MS)
      await fault.happen(loaded)
      const recoveredMs = await loaded.recovery()
      await loaded.end()
      await fault.afterwards?.(loaded)
      loaded.report(fault, { recoveredMs, acknowledged: ledger.acknowledged - acknowledged })
      expect(await findTroubles(loaded.site, fault)).toEqual([])
      expect(ledger.acknowledged).toBeGreaterThan(acknowledged)
      if (!fault.mayRefuseTokens) expect(ledger.refusedTokens).toBe(refusedTokens)
      // On a busy machine everything takes its time, a sign-in too.
      expect(recoveredMs).toBeLessThan(RECOVERY_MS + 5 * usualMs)
      for (const node of cluster.nodes) expect(node.process.process.exitCode).toBeNull()
    },
    TEST_TIMEOUT_MS,
  )
})
