import type { errorCatalogue } from '../../server/src/errors.ts'
import { type Caller, callers, type Outcome, outcomeOf, type Ruled } from './matrix.ts'

const names = Object.keys(callers) as Caller[]

const STATUS: Record<string, number> = { UNAUTHORIZED: 401, FORBIDDEN: 403, NOT_FOUND: 404 }

/** docs/AUTHORIZATION.md: who may call what, a row per procedure. */
export function printAuthorization(procedures: readonly Ruled[], catalogue: typeof errorCatalogue): string {
  const cell = (outcome: Outcome): string =>
    outcome === 'allowed' ? '✓' : String(STATUS[catalogue[outcome].status] ?? catalogue[outcome].status)
  const rows = procedures.map((procedure) => {
    const outcomes = names.map((caller) => cell(outcomeOf(procedure, caller)))
    return `| \`${procedure.path}\` | \`${procedure.meta.access}\` | ${outcomes.join(' | ')} |`
  })
  return `# Who may call what

Generated from the procedures' definitions by \`npm run generate\`: do not edit. \`test/security/authorization.test.ts\` calls
every procedure as every caller, over tRPC and over REST, and compares.

✓ means that the caller is let through to the input's own rules. 401 is \`auth.unauthenticated\`; 404 is \`not_found\`: to this
caller there is nothing here; 403 says why: \`org.forbidden\` (the role lacks the permission), \`auth.reauthentication_required\`
(the sign-in is older than five minutes), \`impersonation.not_allowed\`, \`api_key.scope_missing\`.

Beyond this table, an organization that demands a second factor answers \`org.mfa_required\` to those who have none, and rooms
add rules of their own: nobody grants more than their own role allows, staff cannot be acted upon by support, and so on.

| column | who |
|---|---|
${names.map((name) => `| ${name} | ${callers[name]} |`).join('\n')}

| procedure | access | ${names.join(' | ')} |
|---|---|${names.map(() => '---').join('|')}|
${rows.join('\n')}
`
}
