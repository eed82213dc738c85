import { describe, expect, test } from 'vitest'
import { errorCatalogue } from '../../server/src/errors.ts'
import { errorCodesOf, readDefinitions } from '../../server/src/http/definitions.ts'
import { accessPattern } from '../../server/src/kit/access.ts'
import type { ErrorCode, ErrorEntry } from '../../server/src/kit/identity-error.ts'
import type { Meta } from '../../server/src/procedure.ts'
import { auditActions } from '../../server/src/rooms/audit/index.ts'
import { appRouter } from '../../server/src/router.ts'
import { isTest, readSources, roomOf, withoutComments } from './source.ts'

const server = readSources().filter(({ path }) => path.startsWith('server/src/') && !isTest(path))
const codeFiles = server.filter(({ path }) => !path.endsWith('/errors.ts'))

/** The string literals of some files, so that a code in a longer word or in a comment does not count. */
function literalsOf(files: typeof server): Set<string> {
  return new Set(
    files.flatMap(({ text }) =>
      [...withoutComments(text).matchAll(/'([a-z][\w.]*)'/g)].map(([, word]) => word ?? ''),
    ),
  )
}

interface Definition {
  _def: { type: 'query' | 'mutation'; meta?: Meta }
}
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>)
const catalogue = Object.entries(errorCatalogue) as [ErrorCode, ErrorEntry][]

describe('the error catalogue', () => {
  const used = literalsOf(codeFiles)

  test('a code that is thrown is in it', () => {
    const thrown = codeFiles.flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(/new IdentityError\(\s*'([^']+)'/g)].map(([, code]) => ({
        path,
        code,
      })),
    )
    expect(thrown.length).toBeGreaterThan(20)
    expect(thrown.filter(({ code }) => !code || !(code in errorCatalogue))).toEqual([])
  })

  test.each(catalogue)('%s is answered somewhere', (code) => {
    expect(used).toContain(code)
  })

  test.each(catalogue)('%s is explained to whoever meets it', (_, { title, help }) => {
    expect(title).toMatch(/^[A-Z][^\n]{9,}\.$/)
    expect(help.length).toBeGreaterThan(20)
    expect(help).toMatch(/^[A-Z`].*[.]$/s)
  })

  test('a code of a room is declared by a procedure that may answer it', () => {
    const declared = new Set(readDefinitions(appRouter).flatMap(errorCodesOf))
    const ofRooms = server
      .filter(({ path }) => roomOf(path) && path.endsWith('/errors.ts'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/^ {2}'?([a-z_.]+)'?: \{/gm)].map(([, code]) => ({ path, code: code ?? '' })),
      )
    expect(ofRooms.length).toBeGreaterThan(8)
    const undeclared = ofRooms.filter(({ code }) => !declared.has(code as ErrorCode))
    expect(undeclared).toEqual([])
  })
})

describe('the audit actions', () => {
  const used = literalsOf(
    codeFiles.filter(({ path }) => !path.endsWith('audit/actions.ts') && !path.endsWith('router.ts')),
  )

  test.each(auditActions)('%s is recorded somewhere', (action) => {
    expect(used).toContain(action)
  })
})

describe('a definition', () => {
  test.each(procedures)(
    '%s says who may call it, where, and with what success',
    (_, { _def: { meta, type } }) => {
      expect(meta?.access).toMatch(accessPattern)
      expect(meta?.rest).toMatch(/^(?:GET|POST|PATCH|PUT|DELETE) \/[a-z/{}A-Z-]+$/)
      expect(meta?.rest?.startsWith('GET ')).toBe(type === 'query')
      expect(meta?.summary).toMatch(/^[A-Z].*\.$/)
    },
  )

  test.each(procedures.filter(([, { _def }]) => _def.type === 'mutation'))(
    '%s changes something, so the audit log tells of it',
    (path, { _def: { meta } }) => {
      // Carrying a session on is no event of its own: the session's row says when, and its reuse is recorded.
      // Giving a passkey's challenge out changes nothing for anybody: what comes back with it is recorded.
      // Asking what an API key is good for changes nothing, and is a POST only so that no key stands in an address;
      // so is looking at an invitation.
      // Nor does asking what one's own role allows, which is a POST so that it can be a list.
      const changesNothing = [
        'auth.refresh',
        'auth.reauthenticateOptions',
        'passkeys.loginOptions',
        'apiKeys.verify',
        'invitations.preview',
        'organizations.checkPermissions',
      ]
      if (changesNothing.includes(path)) return
      expect(meta?.audit).toBeDefined()
    },
  )

  test('no two procedures share a route', () => {
    const routes = procedures.map(([, { _def }]) => _def.meta?.rest?.replace(/\{\w+\}/g, '{}'))
    expect(new Set(routes).size).toBe(routes.length)
  })
})
