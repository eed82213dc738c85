import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { answer } from './answer.ts'
import type { Exchange } from './exchange.ts'

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** In the order we would rather send them. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

interface StaticFile {
  contentType: string
  etag: string
  /** The bytes by their encoding; `identity` is always there. */
  bodies: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** Files that were read into memory once: nothing a request says is ever a path of the disk. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

/** Every file of a folder, with what lies compressed beside it. Empty when there is no such folder. */
export function readFolder(folder: string): StaticFiles {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  const files = names.map(({ name }) => name).filter((name) => extname(name) in CONTENT_TYPES)
  return new Map(files.map((name) => [name, readFile(join(folder, name))]))
}

export function readFile(path: string): StaticFile {
  const identity = readFileSync(path)
  const bodies = new Map<string, Uint8Array<ArrayBuffer>>([['identity', identity]])
  for (const [encoding, suffix] of ENCODINGS) {
    if (existsSync(path + suffix)) bodies.set(encoding, readFileSync(path + suffix))
  }
  return fileOf(extname(path), bodies)
}

/** A file that exists in memory only. */
export const textFile = (extension: string, text: string): StaticFile =>
  fileOf(extension, new Map([['identity', new TextEncoder().encode(text)]]))

function fileOf(extension: string, bodies: Map<string, Uint8Array<ArrayBuffer>>): StaticFile {
  const hash = createHash('sha256').update(bodies.get('identity')!).digest('hex').slice(0, 32)
  return { contentType: CONTENT_TYPES[extension]!, etag: hash, bodies }
}

/** @param cacheControl how long it may be kept: for ever only where its name changes with its content. */
export function answerFile(exchange: Exchange, file: StaticFile, cacheControl: string): Response {
  const encoding = ENCODINGS.map(([name]) => name).find(
    (name) => file.bodies.has(name) && accepts(exchange, name),
  )
  // One tag per encoding: they are different bytes (RFC 9110 section 8.8.3.3).
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`
  const headers = { etag, 'cache-control': cacheControl, vary: 'Accept-Encoding' }
  if (exchange.header('if-none-match') === etag)
    return answer(exchange, { status: 304, kind: 'page', headers })
  return answer(exchange, {
    status: 200,
    kind: 'page',
    body: file.bodies.get(encoding ?? 'identity')!,
    contentType: file.contentType,
    headers: { ...headers, ...(encoding && { 'content-encoding': encoding }) },
  })
}

function accepts(exchange: Exchange, encoding: string): boolean {
  return (exchange.header('accept-encoding') ?? '')
    .split(',')
    .some((entry) => entry.split(';', 1)[0]!.trim() === encoding && !/;\s*q=0(?:\.0*)?\s*$/.test(entry))
}
