import { createRequire } from 'node:module'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import type PinoPretty from 'pino-pretty'
import type { Config } from '../config.ts'
import { redactLine, visible } from './log-redaction.ts'

export type Log = Logger

interface LogOptions {
  /** Of the build, in every line. */
  version?: string
  /** Of the trace that runs, in every line of it. */
  traceId?: () => string | undefined
  /** Where lines go; standard output unless told. */
  destination?: DestinationStream
}

/** Causes of causes are logged so deep; a ring of them ends there too. */
const MAX_CAUSES = 5

/**
 * The process's log: one JSON object per line, or the same made readable for a terminal. Whatever is logged passes
 * `redactLine`. An error is logged as its type, code, message and stack and nothing else of it: drivers put statements,
 * their parameters and whole rows into theirs.
 */
export function createLog(
  config: Pick<Config, 'environment' | 'logLevel' | 'logFormat'>,
  { version, traceId, destination = pino.destination(1) }: LogOptions = {},
): Log {
  return pino(
    {
      level: config.logLevel,
      base: { service: 'gatehouse', env: config.environment, version },
      timestamp: stdTimeFunctions.isoTime,
      ...(traceId && { mixin: () => ({ traceId: traceId() }) }),
      formatters: { level: (label) => ({ level: label }), log: describeStrays },
      serializers: { err: describeError, error: describeError },
      hooks: { streamWrite: redactLine },
    },
    config.logFormat === 'pretty' ? prettyDestination(destination) : destination,
  )
}

/** Errors under another name than `err`, where pino would write out all of their own properties. */
function describeStrays(fields: Record<string, unknown>): Record<string, unknown> {
  let described = fields
  for (const [name, value] of Object.entries(fields)) {
    if (!(value instanceof Error) || name === 'err' || name === 'error') continue
    if (described === fields) described = { ...fields }
    described[name] = describeError(value)
  }
  return described
}

interface DescribedError {
  type: string
  message: string
  code?: string | number
  stack?: string | undefined
  cause?: unknown
}

function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { code } = error as { code?: unknown }
  const message = withoutParameters(error.message)
  return {
    type: error.name,
    message,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    stack: error.stack?.replace(error.message, () => message),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** drizzle's message is the statement and, behind `params:`, everything that was put into it. */
const withoutParameters = (message: string): string =>
  message.replace(/^(Failed query: [\s\S]*?)\nparams: [\s\S]*$/, '$1')

/** For a terminal: characters that would move its cursor or forge a line are written out. Loaded only where used. */
function prettyDestination(destination: DestinationStream): DestinationStream {
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof PinoPretty
  const prettify = prettyFactory({
    colorize: process.stdout.isTTY,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'service,env,version',
  })
  const makeVisible = (key: string, value: unknown) =>
    typeof value === 'string' ? visible(value, key === 'stack') : value
  return { write: (line) => destination.write(prettify(JSON.stringify(JSON.parse(line, makeVisible)))) }
}
