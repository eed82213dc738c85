import { readFileSync } from 'node:fs'
import type { Variable } from './config-variable.ts'
import { type Values, type VariableName, variables } from './config-variables.ts'

/** One thing wrong with the environment. Names a variable and a rule; never a value, which may be a secret. */
export interface Problem {
  name: string
  problem: string
}

/** Everything that is wrong with the environment, at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const width = Math.max(...problems.map(({ name }) => name.length))
    const lines = problems.map(({ name, problem }) => `  ${name.padEnd(width)}  ${problem}`)
    super(`The configuration is not valid:\n\n${lines.join('\n')}\n`)
    this.problems = problems
  }
}

/** The key vault that the environment names gave nothing. Another try may. */
export class VaultAway extends Error {
  override readonly name = 'VaultAway'
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads every variable of the table. What cannot be read is undefined in `values` and named in `problems`.
 * Empty means unset, as compose files write it. A secret may stand in a file that `<NAME>_FILE` names.
 */
export function readValues(env: Environment): { values: Partial<Values>; problems: Problem[] } {
  const problems: Problem[] = []
  const values: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries(variables) as Array<[VariableName, Variable]>) {
    const raw = readRaw(env, name, variable, problems) ?? variable.default
    if (raw === undefined) continue
    const value = variable.format.parse(raw)
    if (value === undefined) problems.push({ name, problem: `must be ${variable.format.expects}` })
    else values[name] = value
  }
  return { values: values as Partial<Values>, problems }
}

function readRaw(
  env: Environment,
  name: string,
  variable: Variable,
  problems: Problem[],
): string | undefined {
  const direct = env[name] || undefined
  const file = variable.secret ? env[`${name}_FILE`] || undefined : undefined
  if (file === undefined) return direct
  if (direct !== undefined) {
    problems.push({ name, problem: `is set twice, by ${name} and by ${name}_FILE` })
    return undefined
  }
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    problems.push({ name: `${name}_FILE`, problem: `names a file that cannot be read (${code})` })
    return undefined
  }
}
