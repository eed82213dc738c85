/** Builds the pages into web/dist: `assets/` for browsers, `pages/<language>/` for the server to fill in and send. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, type InlineConfig, type Manifest } from 'vite'
import type { Assets } from './src/document.tsx'
import type { PrerenderedFile } from './src/prerender.tsx'
import { type Language, languages } from './src/strings/catalogue.ts'
import { shared } from './vite.config.ts'

const web = dirname(fileURLToPath(import.meta.url))
const dist = join(web, 'dist')
/** Where the build grows, so that a server that is running meanwhile has the old one until the new one is whole. */
const next = join(dist, '.next')
const scratch = join(next, '.build')

/** Bundles one entry into dist/assets under hashed names, and tells what came of it. */
async function bundle(entry: string, options: InlineConfig['build']): Promise<Manifest> {
  const manifest = `.build/${basename(entry)}.json`
  await build({
    ...shared,
    base: '/',
    build: {
      outDir: next,
      emptyOutDir: false,
      manifest,
      modulePreload: false,
      assetsInlineLimit: 0,
      ...options,
      rolldownOptions: { ...options?.rolldownOptions, input: join(web, entry) },
    },
  })
  return JSON.parse(await readFile(join(next, manifest), 'utf8')) as Manifest
}

/** Everything a chunk cannot start without, itself first. */
function closure(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const imported of chunk.imports ?? []) closure(manifest, imported, found)
  return found
}

/** As far as rolldown tells of a module. */
interface Modules {
  getModuleInfo(id: string): { importers: readonly string[] } | null
}

/**
 * One chunk for all that every page begins with, whatever other parts use of it: of many small ones, each would be
 * compressed without knowing the others.
 */
function firstChunk(id: string, modules: Modules): string | null {
  return startsWithPages(id, modules, new Set()) ? 'pages' : null
}

/** Whether the entry imports it, at however many removes, without waiting until it is wanted. */
function startsWithPages(id: string, modules: Modules, seen: Set<string>): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const module = modules.getModuleInfo(id)
  return (
    module?.importers.some((importer) => isEntry(importer) || startsWithPages(importer, modules, seen)) ??
    false
  )
}

const isEntry = (id: string): boolean => id.endsWith('/src/main.tsx')

async function buildAssets(): Promise<Assets> {
  const pages = await bundle('src/main.tsx', {
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: firstChunk, debugName: 'what every page begins with' }] } },
    },
  })
  const paint = await bundle('src/brand/paint.ts', { rolldownOptions: { output: { format: 'iife' } } })
  const script = pages['src/main.tsx']!.file
  // Those of an area come with its script.
  const first = closure(pages, 'src/main.tsx')
  const styles = Object.values(pages).flatMap(({ file, css }) => (first.has(file) && css) || [])
  const preloadsOf = (language: Language): string[] => {
    const needed = closure(pages, `src/strings/${language}.ts`, closure(pages, 'src/main.tsx'))
    needed.delete(script)
    return [...needed].map((file) => `/${file}`)
  }
  return {
    paint: `/${paint['src/brand/paint.ts']!.file}`,
    script: `/${script}`,
    styles: styles.map((file) => `/${file}`),
    preloads: Object.fromEntries(languages.map((tag) => [tag, preloadsOf(tag)])) as Assets['preloads'],
    icon: await writeIcon(),
  }
}

async function writeIcon(): Promise<string> {
  const icon = await readFile(join(web, 'src', 'icon.svg'))
  const name = `assets/icon-${createHash('sha256').update(icon).digest('base64url').slice(0, 8)}.svg`
  await writeFile(join(next, name), icon)
  return `/${name}`
}

/** Renders every page in every language to a file. */
async function buildPages(assets: Assets): Promise<void> {
  await build({
    ...shared,
    build: { ssr: join(web, 'src/prerender.tsx'), outDir: scratch, emptyOutDir: false, target: 'node24' },
  })
  const module = (await import(pathToFileURL(join(scratch, 'prerender.js')).href)) as {
    prerender(assets: Assets): Promise<PrerenderedFile[]>
  }
  for (const { path, content } of await module.prerender(assets)) {
    const file = join(next, 'pages', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, content)
  }
}

const COMPRESSED = new Set(['.js', '.css', '.svg'])

/** Puts a .gz and a .br beside each asset: at their highest levels they are too slow to be made at each request. */
async function compressAssets(): Promise<void> {
  const folder = join(next, 'assets')
  const names = (await readdir(folder)).filter((name) => COMPRESSED.has(extname(name)))
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const content = await readFile(file)
      const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
      await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }))
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content, brotli))
    }),
  )
}

// Whoever asks for it: under another name, a test's for one, Vite names every element's place in the sources.
process.env.NODE_ENV = 'production'

await rm(next, { recursive: true, force: true })
await buildPages(await buildAssets())
await compressAssets()
for (const name of ['assets', 'pages']) {
  await rm(join(dist, name), { recursive: true, force: true })
  await rename(join(next, name), join(dist, name))
}
await rm(next, { recursive: true })
