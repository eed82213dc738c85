import {
  type Import,
  importsOf,
  isTest,
  packageOf,
  roomOf,
  type SourceFile,
  withoutComments,
} from './source.ts'

/** A rule of the house: what it asks, and what of a file breaks it. */
export interface Rule {
  name: string
  breaches(file: SourceFile): string[]
}

export type Ranks = Readonly<Record<string, number>>

const MAX_LINES = 300

/** Packages that only compute: schemas, SQL as text, keys, serialisation, and the rendering of mails. */
const ROOM_PACKAGES = new Set([
  'zod',
  'drizzle-orm',
  'jose',
  'superjson',
  'preact',
  'preact-render-to-string',
  'otpauth',
  '@simplewebauthn/server',
  'uqr',
])

/** Files of platform/ that hold no resource and read nothing: any room may call them. */
const PURE_PLATFORM = new Set([
  'server/src/platform/after-commit.ts',
  'server/src/platform/device-name.ts',
  'server/src/platform/per-database.ts',
])

/** What talks to the world outside: only platform/ may hold it. */
const VENDORS = new Set([
  '@electric-sql/pglite',
  '@node-rs/argon2',
  '@opentelemetry/api',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace',
  'bowser',
  'ioredis',
  'nodemailer',
  'openid-client',
  'pino',
  'pino-pretty',
  'postgres',
  'prom-client',
])

const DOOR = /^server\/src\/rooms\/[^/]+\/index\.ts$/

type ImportRule = (file: SourceFile, imported: Import) => string | undefined

/** A rule about single imports, for files outside of tests that `where` admits. */
function importRule(name: string, where: (path: string) => boolean, check: ImportRule): Rule {
  return {
    name,
    breaches: (file) =>
      isTest(file.path) || !where(file.path)
        ? []
        : importsOf(file).flatMap((imported) => check(file, imported) ?? []),
  }
}

/** A rule about the text of a file, comments apart. */
function textRule(name: string, where: (path: string) => boolean, pattern: RegExp): Rule {
  return {
    name,
    breaches: (file) => {
      if (isTest(file.path) || !where(file.path)) return []
      return [...withoutComments(file.text).matchAll(pattern)].map(([found]) => `has ${found.trim()}`)
    },
  }
}

const inServer = (path: string): boolean => path.startsWith('server/src/')
const inRoom = (path: string): boolean => roomOf(path) !== undefined
const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const isRouter = (path: string): boolean => inRoom(path) && /(?:^|-)router\.ts$/.test(fileName(path))
const isStore = (path: string): boolean => inRoom(path) && /(?:^|-)store\.ts$/.test(fileName(path))

const onlyByTheDoor = importRule(
  'a room is entered only by its door',
  inServer,
  ({ path }, { target, specifier }) => {
    const room = target && roomOf(target)
    if (!target || !room || room === roomOf(path) || DOOR.test(target)) return undefined
    const name = fileName(target)
    if (name === 'tables.ts' && fileName(path) === 'tables.ts') return undefined
    if (name === 'errors.ts' && path === 'server/src/errors.ts') return undefined
    if (isRouter(target) && path === 'server/src/router.ts') return undefined
    return `imports ${specifier}, which is not the door of ${room}`
  },
)

const onlyUpwards = (ranks: Ranks): Rule =>
  importRule('a room enters only rooms of a lower rank', inRoom, ({ path }, { target }) => {
    const own = roomOf(path) ?? ''
    const other = target ? roomOf(target) : undefined
    if (other === undefined || other === own || fileName(path) === 'tables.ts') return undefined
    const [ownRank = -1, otherRank = Number.POSITIVE_INFINITY] = [ranks[own], ranks[other]]
    return otherRank < ownRank ? undefined : `${own} (rank ${ownRank}) enters ${other} (rank ${otherRank})`
  })

const routersAreListed = importRule(
  'router.ts of a room is imported only by the one list of rooms',
  (path) => inServer(path) && path !== 'server/src/router.ts',
  (_, { target, specifier }) => (target && isRouter(target) ? `imports ${specifier}` : undefined),
)

const roomsKnowNoTransport = importRule(
  'a room imports neither Hono, nor tRPC, nor a vendor',
  inRoom,
  (_, { target, specifier }) =>
    target || specifier.startsWith('node:') || ROOM_PACKAGES.has(packageOf(specifier))
      ? undefined
      : `imports ${specifier}`,
)

const onlyRoutersKnowProcedures = importRule(
  'of a room, only router.ts knows procedure.ts, http/ and router.ts of the server',
  (path) => inRoom(path),
  ({ path }, { target, specifier, typeOnly }) => {
    if (!target) return undefined
    if (target === 'server/src/procedure.ts' && isRouter(path)) return undefined
    const isFace = /^server\/src\/(?:http\/|procedure\.ts|router\.ts|app\.ts|main\.ts|platform\.ts)/.test(
      target,
    )
    return isFace && !typeOnly ? `imports ${specifier}` : undefined
  },
)

const roomsGetThePlatform = importRule(
  'a room gets the platform by its context: of platform/ it imports types',
  inRoom,
  (_, { target, specifier, typeOnly }) =>
    target?.startsWith('server/src/platform/') && !typeOnly && !PURE_PLATFORM.has(target)
      ? `imports ${specifier}`
      : undefined,
)

const vendorsStayInPlatform = importRule(
  'only platform/ imports a vendor’s client',
  (path) => inServer(path) && !path.startsWith('server/src/platform/'),
  (_, { target, specifier, typeOnly }) =>
    target === undefined && !typeOnly && VENDORS.has(packageOf(specifier))
      ? `imports ${specifier}`
      : undefined,
)

const kitIsPure = importRule(
  'kit/ imports neither platform, nor rooms, nor anything that reads or writes',
  (path) => path.startsWith('server/src/kit/'),
  (_, { target, specifier }) => {
    if (target) return target.startsWith('server/src/kit/') ? undefined : `imports ${specifier}`
    const isPure = /^(?:zod|drizzle-orm(?:\/pg-core)?|node:(?:crypto|url|buffer|util))$/.test(specifier)
    return isPure ? undefined : `imports ${specifier}`
  },
)

const platformKnowsNoRoom = importRule(
  'platform/ enters no room',
  (path) => path.startsWith('server/src/platform/'),
  (_, { target, specifier, typeOnly }) =>
    target && roomOf(target) && !typeOnly ? `imports ${specifier}` : undefined,
)

const storesHoldSql = importRule(
  'a store holds SQL: it imports tables, kit and the types of the database',
  isStore,
  ({ path }, { target, specifier, typeOnly }) => {
    if (!target)
      return packageOf(specifier) === 'drizzle-orm' || typeOnly ? undefined : `imports ${specifier}`
    const isOwnSql = roomOf(target) === roomOf(path) && !/(?:service|router|emails)\.tsx?$/.test(target)
    const isForeignTable = DOOR.test(target)
    return isOwnSql || isForeignTable || typeOnly || /^server\/src\/(?:kit|platform)\//.test(target)
      ? undefined
      : `imports ${specifier}`
  },
)

const webUsesTheSdk = importRule(
  'web/ talks to the server through the SDK only',
  (path) => path.startsWith('web/src/'),
  (_, { target, specifier }) => {
    if (target) return /^(?:server|sdk)\//.test(target) ? `imports ${specifier}` : undefined
    return /^(?:@gatehouse\/server|@trpc\/)/.test(specifier) ? `imports ${specifier}` : undefined
  },
)

const sdkKnowsNoServer = importRule(
  'sdk/ takes nothing from the server',
  (path) => path.startsWith('sdk/src/'),
  (_, { target, specifier }) => {
    if (target) return target.startsWith('sdk/') ? undefined : `imports ${specifier}`
    return /^(?:@gatehouse\/server|zod|drizzle-orm)/.test(specifier) ? `imports ${specifier}` : undefined
  },
)

const environmentIsReadOnce = textRule(
  'process.env is read by config.ts, and handed to it by main.ts and cli.ts',
  (path) => inServer(path) && !/^server\/src\/(?:config|main|cli)\.ts$/.test(path),
  /process\s*\.\s*env\b/g,
)

const timeIsAPort = textRule(
  'rooms ask ctx.clock or the database what time it is',
  inRoom,
  /\bnew Date\(\s*\)|\bDate\.now\b|\bperformance\.timeOrigin\b/g,
)

const exportsHaveNames = textRule(
  'exports have names',
  (path) => !/\/generated\//.test(path),
  /^export (?:default\b|\*).*/gm,
)

const nothingIsAny = textRule('nothing is any', () => true, /(?::|<|\bas) any\b/g)

const filesAreShort: Rule = {
  name: `a file has ${MAX_LINES} lines at the most`,
  breaches: ({ path, text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines > MAX_LINES && !/\/generated\//.test(path) ? [`has ${lines} lines`] : []
  },
}

const namesSaySomething: Rule = {
  name: 'no file is called utils, helpers, types, common or manager',
  breaches: ({ path }) =>
    !/\/generated\//.test(path) &&
    /(?:^|-)(?:utils?|helpers?|types|common|misc|managers?)\.tsx?$/.test(fileName(path))
      ? ['has such a name']
      : [],
}

/** Every rule, for a house whose rooms have these ranks. */
export const rulesOf = (ranks: Ranks): Rule[] => [
  onlyByTheDoor,
  onlyUpwards(ranks),
  routersAreListed,
  roomsKnowNoTransport,
  onlyRoutersKnowProcedures,
  roomsGetThePlatform,
  vendorsStayInPlatform,
  kitIsPure,
  platformKnowsNoRoom,
  storesHoldSql,
  webUsesTheSdk,
  sdkKnowsNoServer,
  environmentIsReadOnce,
  timeIsAPort,
  exportsHaveNames,
  nothingIsAny,
  filesAreShort,
  namesSaySomething,
]
