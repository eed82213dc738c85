import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface SourceFile {
  /** From the root of the repository, with slashes: `server/src/rooms/mail/index.ts`. */
  path: string
  text: string
}

/** One import or re-export of a file. */
export interface Import {
  /** As written: `../audit/index.ts`, `hono`. */
  specifier: string
  /** The file it leads to, from the root; undefined for a package. */
  target: string | undefined
  /** Gone after type stripping: it ties the files' types, not their running. */
  typeOnly: boolean
}

const SOURCES = ['server/src', 'sdk/src', 'web/src', 'scripts', 'test']

/** Every source file there is. */
export function readSources(): SourceFile[] {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/(?:node_modules|artifacts|dist)\//.test(name))
      .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  )
}

const STATIC = /^[ \t]*(?:import|export)\b(?<what>[^'"`;]*?)\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm
const BARE = /^[ \t]*import\s*['"](?<specifier>[^'"]+)['"]/gm
const DYNAMIC = /\bimport\s*\(\s*['"](?<specifier>[^'"]+)['"]/g

/** The imports of a file, read off its lines. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = []
  for (const pattern of [STATIC, BARE, DYNAMIC]) {
    for (const { groups } of withoutComments(file.text).matchAll(pattern)) {
      const specifier = groups?.specifier ?? ''
      found.push({
        specifier,
        target: resolve(file.path, specifier),
        typeOnly: isTypeOnly(groups?.what ?? ''),
      })
    }
  }
  return found
}

/** The text without comments, in which a rule would otherwise find what is only talked about. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^[ \t]*\/\/.*$/gm, '')
}

function resolve(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined
}

/** `import type …`, or braces in which every name is marked `type`. */
function isTypeOnly(what: string): boolean {
  if (/^\s*type\b(?!\s*,)/.test(what)) return true
  const names = /^\s*\{([^}]*)\}\s*$/.exec(what)?.[1]
  return names?.split(',').every((name) => name.trim() === '' || /^type\s/.test(name.trim())) ?? false
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** The room a file lies in; undefined outside of rooms. */
export const roomOf = (path: string): string | undefined => /^server\/src\/rooms\/([^/]+)\//.exec(path)?.[1]

/** The package of a bare specifier: `@trpc/server` of `@trpc/server/rpc`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}
