import { fileURLToPath } from 'node:url'
import { defaultClientConditions, defaultServerConditions, type InlineConfig } from 'vite'

/** The SDK is taken from its sources: the pages need not wait for its build, and get only what they use of it. */
const SDK_SOURCES = 'gatehouse-source'

/** What both builds share: the pages for the browser, and the same pages to be rendered ahead of time. */
export const shared = {
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'warn',
  publicDir: false,
  resolve: { conditions: [SDK_SOURCES, ...defaultClientConditions] },
  ssr: { noExternal: true, resolve: { conditions: [SDK_SOURCES, ...defaultServerConditions] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
} satisfies InlineConfig
