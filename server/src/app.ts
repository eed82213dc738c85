import { Hono } from 'hono'
import type { Platform } from './context.ts'
import { mountOpenApi } from './http/contract.ts'
import { readDefinitions } from './http/definitions.ts'
import { mountDevMailbox } from './http/dev-mailbox-page.ts'
import { mountDocs } from './http/docs-page.ts'
import { type Face, Mount } from './http/edge.ts'
import { createEdge } from './http/exchange.ts'
import { mountHealth } from './http/health.ts'
import { mountMetrics } from './http/metrics-page.ts'
import { mountForms } from './http/page-forms.ts'
import { mountPages, pageFace } from './http/pages.ts'
import { mountProblemPages } from './http/problem-pages.ts'
import { mountRest, restFace } from './http/rest.ts'
import { mountRpc, rpcFace } from './http/rpc.ts'
import { mountWellKnown } from './http/well-known.ts'
import { appRouter } from './router.ts'

/**
 * Everything the server answers, as one function from Request to Response. It opens no port: tests call
 * `app.request`, main.ts gives it to a listener.
 *
 * @throws {Error} when a procedure's definition is incomplete: such a server does not start.
 */
export function createApp(platform: Platform): Hono {
  const app = new Hono()
  const mount = new Mount(app, createEdge(platform))
  const definitions = readDefinitions(appRouter)
  mountHealth(mount, platform)
  mountMetrics(mount, platform)
  mountWellKnown(mount, platform)
  mountRest(mount, definitions)
  mountRpc(mount, appRouter, definitions)
  mountOpenApi(mount, platform, definitions)
  mountDocs(mount)
  mountProblemPages(mount, pageFace, definitions)
  mountPages(mount)
  mountDevMailbox(mount, pageFace, platform)
  mountForms(mount, definitions)
  mount.otherwise(faceOf)
  return app
}

/** How an address that nothing serves tells that. */
function faceOf(path: string): Face {
  if (path.startsWith('/trpc/')) return rpcFace
  return path.startsWith('/api/') ? restFace : pageFace
}
