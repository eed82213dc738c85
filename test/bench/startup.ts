import { readFileSync } from 'node:fs'
import { startGatehouse } from './lib/contender.ts'
import { scratchDatabase } from './lib/database.ts'
import { median } from './lib/load.ts'
import { compare, heading } from './lib/report.ts'

const STARTS = 5
const IDLE_MS = 10_000

/** From the start of the process to `/ready`, on a migrated Postgres, and its memory after ten idle seconds. */
export async function measureStartup(): Promise<void> {
  heading('Start and idle')
  const database = await scratchDatabase('startup')
  try {
    // The first start migrates; what an operator waits for at a rollout is the start after that.
    await (await startGatehouse(8_406, { DATABASE_URL: database.url })).stop()
    const startsMs: number[] = []
    for (let count = 0; count < STARTS; count += 1) {
      const gatehouse = await startGatehouse(8_406, { DATABASE_URL: database.url })
      startsMs.push(gatehouse.readyMs)
      if (count === STARTS - 1) {
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
        compare('idle memory, MB', residentMegabytes(gatehouse.process.pid!), { atMost: 150 })
      }
      await gatehouse.stop()
    }
    compare('start to ready, s', median(startsMs) / 1_000, { atMost: 1.5 })
  } finally {
    await database.drop()
  }
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]
  return Number(kilobytes) / 1_024
}
