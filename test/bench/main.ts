import { cpus, release, totalmem } from 'node:os'
import { measureEnumeration } from './enumeration-timing.ts'
import { measureFaces } from './faces.ts'
import { measureGrowth } from './growth.ts'
import { summary } from './lib/report.ts'
import { measureLogin } from './login.ts'
import { measureMe } from './me.ts'
import { measureRefresh } from './refresh.ts'
import { measureStartup } from './startup.ts'

const measurements: Record<string, () => Promise<void>> = {
  faces: measureFaces,
  me: measureMe,
  login: measureLogin,
  refresh: measureRefresh,
  growth: measureGrowth,
  startup: measureStartup,
  enumeration: measureEnumeration,
}

/** `npm run bench` runs all of them, `npm run bench -- me login` only those. */
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in measurements))
if (unknown.length > 0)
  throw new Error(`no such measurement: ${unknown}; there are ${Object.keys(measurements)}`)

const [cpu] = cpus()
process.stdout.write(
  `Node ${process.version}, Linux ${release()}, ${cpus().length} × ${cpu?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
)
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure()
}
summary()
