import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Resolves the workspace's own packages to their sources, so that tests need no build before them. */
const conditions = ['gatehouse-source', 'module', 'node', 'development|production', 'import', 'default']

const shared = {
  globalSetup: ['test/harness/global-setup.ts'],
  setupFiles: ['test/harness/matchers.ts'],
  // Far beyond what anything takes on a machine of its own: only a hang is a failure, not a busy machine.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  exclude: ['**/node_modules/**', '**/dist/**', 'test/artifacts/**'],
}

const core = {
  extends: true as const,
  test: {
    ...shared,
    name: 'core',
    include: [
      '{server,web}/src/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'test/{contract,flows,security,operations,races,house,harness}/**/*.test.ts',
    ],
    // Loading the server takes longer than most files; no test leaves anything behind in a module.
    isolate: false,
  },
}

/** By itself, since msw changes `fetch` and `http` for everything that runs beside it. */
const sdk = {
  extends: true as const,
  test: { ...shared, name: 'sdk', include: ['sdk/src/**/*.test.ts', 'test/sdk/**/*.test.ts'] },
}

/** Slow, or in need of a browser or of servers it can break: run by CI, or by name (`--project browser`). */
const onDemand = ['browser', 'faults'].map((name) => ({
  extends: true as const,
  test: {
    ...shared,
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
}))

/** Run by `.ci/iac`, which fetches what they need. */
const iac = {
  extends: true as const,
  test: { name: 'iac', include: ['test/iac/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
}

const isAskedFor = process.argv.some((argument) => /--project|test\/(browser|faults)/.test(argument))

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: isAskedFor ? [core, sdk, ...onDemand, iac] : [core, sdk],
    maxWorkers: Math.max(2, Math.min(8, availableParallelism())),
    teardownTimeout: 120_000,
  },
})
