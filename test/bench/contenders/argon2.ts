import { hash, verify } from '@node-rs/argon2'

/** Raw argon2id verifications per second, at the parameters named on the command line, as fast as this machine goes. */
const [memoryCost, timeCost, seconds, parallel] = process.argv.slice(2).map(Number) as [
  number,
  number,
  number,
  number,
]
const stored = await hash('the password of the benchmark', { memoryCost, timeCost, parallelism: 1 })

let done = 0
const endsAt = performance.now() + seconds * 1_000
const startedAt = performance.now()
await Promise.all(
  Array.from({ length: parallel }, async () => {
    while (performance.now() < endsAt) {
      if (!(await verify(stored, 'the password of the benchmark')))
        throw new Error('argon2 refused its own hash')
      done += 1
    }
  }),
)
process.stdout.write(`${(done / (performance.now() - startedAt)) * 1_000}\n`)
