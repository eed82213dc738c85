import type { z } from 'zod'
import type { InputIssue } from '../kit/identity-error.ts'

/** More than a person reads, and few enough that a body of nothing but mistakes does not come back twice as long. */
const MAX_ISSUES = 20
const MAX_MESSAGE_LENGTH = 200

type Issue = z.core.$ZodIssue

/**
 * What is wrong with an input, one entry per place: an RFC 6901 pointer into the input, the rule, and words. The rule is
 * zod's name for it, or the code a refinement gives in `params.code` (`email.invalid`).
 */
export function issuesOf(error: z.core.$ZodError): InputIssue[] {
  const found: InputIssue[] = []
  collect(error.issues, [], found)
  return found
}

function collect(issues: readonly Issue[], parent: readonly PropertyKey[], found: InputIssue[]): void {
  for (const issue of issues) {
    if (found.length >= MAX_ISSUES) return
    const path = [...parent, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add(found, [...path, key], issue.code, 'This field is not known.')
    } else if (issue.code === 'invalid_union' && nearest(issue.errors)) {
      collect(nearest(issue.errors)!, path, found)
    } else {
      add(found, path, codeOf(issue), issue.message)
    }
  }
}

/** The branch of a union that the input came closest to: the one it offends least. */
function nearest(branches: readonly Issue[][]): Issue[] | undefined {
  let best: Issue[] | undefined
  for (const branch of branches)
    if (branch.length > 0 && (!best || branch.length < best.length)) best = branch
  return best
}

function codeOf(issue: Issue): string {
  if (issue.code !== 'custom') return issue.code
  const code: unknown = issue.params?.code
  return typeof code === 'string' ? code : issue.code
}

function add(found: InputIssue[], path: readonly PropertyKey[], code: string, message: string): void {
  if (found.length >= MAX_ISSUES) return
  const pointer = path.map(
    (key) => `/${String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`,
  )
  found.push({ pointer: pointer.join(''), code, message: message.slice(0, MAX_MESSAGE_LENGTH) })
}
