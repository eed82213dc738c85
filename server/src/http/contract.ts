import { createHash } from 'node:crypto'
import type { Platform } from '../context.ts'
import { appRouter } from '../router.ts'
import { answer, JSON_CONTENT_TYPE } from './answer.ts'
import { type Definition, readDefinitions } from './definitions.ts'
import type { Handler, Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { openApiDocument } from './openapi.ts'
import { REST_PREFIX, restFace } from './rest.ts'

let hash: string | undefined

/** A short hash of the contract: the same for every installation of a version, another with any change of it. */
export function contractHash(): string {
  hash ??= digest(
    JSON.stringify(
      openApiDocument(readDefinitions(appRouter), {
        publicUrl: new URL('https://gatehouse.invalid'),
        version: '0',
      }),
    ),
  ).slice(0, 16)
  return hash
}

/** Serves the document, at the root too, where tools look for it; as bytes made once, when somebody first asks. */
export function mountOpenApi(mount: Mount, platform: Platform, definitions: readonly Definition[]): void {
  const { config, build } = platform
  let made: { bytes: Uint8Array<ArrayBuffer>; etag: string } | undefined
  const handler: Handler = (exchange) => {
    made ??= make(
      JSON.stringify(openApiDocument(definitions, { publicUrl: config.publicUrl, version: build.version })),
    )
    const headers = { etag: made.etag, 'cache-control': 'public, no-cache' }
    if (isKnown(exchange, made.etag)) return answer(exchange, { status: 304, headers })
    return answer(exchange, { status: 200, body: made.bytes, contentType: JSON_CONTENT_TYPE, headers })
  }
  for (const prefix of ['', REST_PREFIX]) mount.on('GET', `${prefix}/openapi.json`, restFace, handler)
}

function make(text: string) {
  return { bytes: new TextEncoder().encode(text), etag: `"${digest(text).slice(0, 32)}"` }
}

/** Whether the caller holds that very version (RFC 9110 section 13.1.2; a cache on the way may have weakened it). */
function isKnown(exchange: Exchange, etag: string): boolean {
  const held = exchange.header('if-none-match')?.split(',')
  return held?.some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
