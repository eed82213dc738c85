import { describe, expect, test } from 'vitest'
import { floors } from '../../server/src/rooms/ranks.ts'
import { rulesOf } from './rules.ts'
import { importsOf, readSources, roomOf } from './source.ts'

const files = readSources()
const ranks = Object.fromEntries(
  floors.flatMap(({ rooms }, rank) => Object.keys(rooms).map((room) => [room, rank] as const)),
)

describe('the house', () => {
  test.each(rulesOf(ranks))('$name', ({ breaches }) => {
    expect(files.flatMap((file) => breaches(file).map((breach) => `${file.path} ${breach}`))).toEqual([])
  })

  test('every room has a rank, and every rank a room', () => {
    const rooms = new Set(files.flatMap(({ path }) => roomOf(path) ?? []))
    expect(Object.keys(ranks).sort()).toEqual([...rooms].sort())
  })

  test('the files that are looked at are all there', () => {
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining(['server/src/procedure.ts', 'server/src/rooms/mail/emails.tsx']),
    )
    expect(files.flatMap(importsOf).length).toBeGreaterThan(200)
  })
})

/** One file per way to break a rule. Each has to be found by the rule of that name and by no other. */
const broken: [rule: string, path: string, text: string][] = [
  [
    'a room is entered only by its door',
    'server/src/rooms/high/service.ts',
    `import { a } from '../low/service.ts'`,
  ],
  [
    'a room is entered only by its door',
    'server/src/http/rest.ts',
    `import {\n  a,\n} from '../rooms/low/store.ts'`,
  ],
  [
    'a room enters only rooms of a lower rank',
    'server/src/rooms/low/service.ts',
    `import { a } from '../high/index.ts'`,
  ],
  [
    'a room enters only rooms of a lower rank',
    'server/src/rooms/low/service.ts',
    `import { a } from '../beside/index.ts'`,
  ],
  [
    'a room enters only rooms of a lower rank',
    'server/src/rooms/low/service.ts',
    `await import('../unranked/index.ts')`,
  ],
  [
    'router.ts of a room is imported only by the one list of rooms',
    'server/src/rooms/low/index.ts',
    `export { a } from './router.ts'`,
  ],
  [
    'a room imports neither Hono, nor tRPC, nor a vendor',
    'server/src/rooms/low/service.ts',
    `import { TRPCError } from '@trpc/server'`,
  ],
  [
    'a room imports neither Hono, nor tRPC, nor a vendor',
    'server/src/rooms/low/router.ts',
    `import { Hono } from 'hono'`,
  ],
  [
    'of a room, only router.ts knows procedure.ts, http/ and router.ts of the server',
    'server/src/rooms/low/service.ts',
    `import { router } from '../../procedure.ts'`,
  ],
  [
    'of a room, only router.ts knows procedure.ts, http/ and router.ts of the server',
    'server/src/rooms/low/router.ts',
    `import { toProblem } from '../../http/problem.ts'`,
  ],
  [
    'a room gets the platform by its context: of platform/ it imports types',
    'server/src/rooms/low/service.ts',
    `import { openDatabase, type Db } from '../../platform/db.ts'`,
  ],
  ['only platform/ imports a vendor’s client', 'server/src/http/rest.ts', `import postgres from 'postgres'`],
  [
    'kit/ imports neither platform, nor rooms, nor anything that reads or writes',
    'server/src/kit/ids.ts',
    `import { systemClock } from '../platform/clock.ts'`,
  ],
  [
    'kit/ imports neither platform, nor rooms, nor anything that reads or writes',
    'server/src/kit/ids.ts',
    `import { readFileSync } from 'node:fs'`,
  ],
  [
    'platform/ enters no room',
    'server/src/platform/db.ts',
    `import { findUser } from '../rooms/low/index.ts'`,
  ],
  [
    'a store holds SQL: it imports tables, kit and the types of the database',
    'server/src/rooms/low/store.ts',
    `import { rule } from './service.ts'`,
  ],
  [
    'a store holds SQL: it imports tables, kit and the types of the database',
    'server/src/rooms/low/devices-store.ts',
    `import { hash } from 'node:crypto'`,
  ],
  [
    'web/ talks to the server through the SDK only',
    'web/src/main.tsx',
    `import { User } from '../../server/src/rooms/low/index.ts'`,
  ],
  [
    'web/ talks to the server through the SDK only',
    'web/src/main.tsx',
    `import { createTRPCClient } from '@trpc/client'`,
  ],
  [
    'sdk/ takes nothing from the server',
    'sdk/src/client.ts',
    `import type { AppRouter } from '../../server/src/router.ts'`,
  ],
  ['sdk/ takes nothing from the server', 'sdk/src/client.ts', `import { z } from 'zod'`],
  [
    'process.env is read by config.ts, and handed to it by main.ts and cli.ts',
    'server/src/platform/db.ts',
    `const url = process.env.DATABASE_URL`,
  ],
  [
    'rooms ask ctx.clock or the database what time it is',
    'server/src/rooms/low/service.ts',
    `const at = new Date()`,
  ],
  [
    'rooms ask ctx.clock or the database what time it is',
    'server/src/rooms/low/service.ts',
    `const at = Date.now() + 5`,
  ],
  ['exports have names', 'server/src/http/rest.ts', `export default function rest() {}`],
  ['exports have names', 'server/src/rooms/low/index.ts', `export * from './service.ts'`],
  ['nothing is any', 'web/src/main.tsx', `const found = answer as any`],
  ['a file has 300 lines at the most', 'sdk/src/client.ts', 'const a = 1\n'.repeat(301)],
  ['no file is called utils, helpers, types, common or manager', 'server/src/kit/string-utils.ts', ''],
]

describe('a breach of the house is found', () => {
  const rules = rulesOf({ low: 1, beside: 1, high: 2 })

  test.each(broken)('%s: %s', (name, path, text) => {
    const found = rules.filter(({ breaches }) => breaches({ path, text }).length > 0).map((rule) => rule.name)
    expect(found).toEqual([name])
  })

  test('and every rule can be broken', () => {
    expect(new Set(broken.map(([name]) => name))).toEqual(new Set(rules.map(({ name }) => name)))
  })

  test.each([
    ['server/src/rooms/high/service.ts', `import { a } from '../low/index.ts'`],
    ['server/src/rooms/high/tables.ts', `import { users } from '../low/tables.ts'`],
    ['server/src/rooms/low/service.ts', `import type { Context } from '../../context.ts'`],
    ['server/src/rooms/low/service.ts', `import type { Db } from '../../platform/db.ts'`],
    ['server/src/rooms/low/service.ts', `import { type Db, type Database } from '../../platform/db.ts'`],
    ['server/src/rooms/low/router.ts', `import { publicProcedure } from '../../procedure.ts'`],
    ['server/src/rooms/low/service.ts', `// once: new Date(), import { a } from 'hono'\n/* process.env */`],
    ['server/src/rooms/low/service.ts', `const at = new Date(row.at)`],
    ['server/src/rooms/low/service.test.ts', `const at = new Date()`],
    ['server/src/router.ts', `import { lowRouter } from './rooms/low/router.ts'`],
    ['server/src/rooms/low/second-router.ts', `import { publicProcedure } from '../../procedure.ts'`],
    ['server/src/router.ts', `import { secondRouter } from './rooms/low/second-router.ts'`],
    ['server/src/errors.ts', `import { errors } from './rooms/low/errors.ts'`],
    ['server/src/platform/signing-keys.ts', `import { SignJWT } from 'jose'`],
  ])('and what is allowed is not: %s %s', (path, text) => {
    expect(rules.flatMap(({ breaches }) => breaches({ path, text }))).toEqual([])
  })
})
