import { z } from 'zod'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import { errorCatalogue } from '../errors.ts'
import { type ErrorCode, IdentityError } from '../kit/identity-error.ts'
import { PROBLEM_CONTENT_TYPE, problemStatus, toProblem } from './problem.ts'

const REQUEST_ID = '7f9c24e8-3b1d-4a5e-9c0f-6d2b8e1a4c73'

const InputIssueSchema = z
  .object({
    pointer: z.string().describe('RFC 6901, into the input: `/email`. Empty for the input as a whole.'),
    code: z.string().describe('Which rule it breaks.'),
    message: z.string().describe('The same in words, for developers.'),
  })
  .meta({ id: 'InputIssue', description: 'One thing that is wrong with the input.' })

/** RFC 9457, as `Problem` of problem.ts has it. */
const ProblemSchema = z
  .object({
    type: z.url().describe('A page about the code.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z
      .enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]])
      .meta({ id: 'ErrorCode', description: 'What went wrong. Codes are never renamed.' }),
    detail: z.string().optional().describe('What is particular to this case.'),
    requestId: z.string().describe('The same as `X-Request-Id`; the server’s log has it.'),
    errors: z.array(InputIssueSchema).optional(),
    retryAfterSeconds: z.int().min(1).optional().describe('The same as `Retry-After`.'),
    retryable: z
      .boolean()
      .optional()
      .describe('The change may have happened: repeat it with the same Idempotency-Key.'),
  })
  .meta({ id: 'Problem', description: 'What every error answers (RFC 9457).' })

const REASONS: Record<number, string> = {
  400: 'The request is not valid.',
  401: 'The caller did not prove who they are.',
  403: 'The caller may not do this.',
  404: 'There is nothing here, or nothing of the caller’s.',
  405: 'The address does not take that method.',
  409: 'It conflicts with the present state.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  422: 'Well formed, and not acceptable.',
  429: 'Too many requests, or attempts.',
  500: 'An error of the server.',
  502: 'A service this one depends on answered wrongly.',
  503: 'Not available for a moment.',
}

type Responses = Record<string, ZodOpenApiResponseObject | { $ref: string }>

/** Answers that many operations share: those of a status with none but general codes. */
const SHARED: Record<string, readonly ErrorCode[]> = {
  InvalidRequest: ['request.invalid', 'request.host_unknown'],
  Unauthenticated: ['auth.unauthenticated'],
  CrossSite: ['request.cross_site'],
  NotFound: ['not_found'],
  MethodNotAllowed: ['method_not_allowed'],
  TooLarge: ['request.too_large'],
  UnsupportedMediaType: ['request.unsupported_media_type'],
  RateLimited: ['rate_limited'],
  Internal: ['internal'],
  Unavailable: ['unavailable'],
}

export const methodNotAllowed = { $ref: '#/components/responses/MethodNotAllowed' }

export function sharedResponses(publicUrl: URL): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.entries(SHARED).map(([name, codes]) => [
      name,
      problemResponse(problemStatus(codes[0]!), codes, publicUrl),
    ]),
  )
}

/** The error answers of an operation by status, each with an example per code. */
export function problemResponses(codes: readonly ErrorCode[], publicUrl: URL): Responses {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const status = problemStatus(code)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const responses: Responses = {}
  for (const [status, of] of byStatus) {
    const shared = Object.keys(SHARED).find((name) => SHARED[name]!.join() === of.join())
    responses[status] = shared
      ? { $ref: `#/components/responses/${shared}` }
      : problemResponse(status, of, publicUrl)
  }
  return responses
}

function problemResponse(
  status: number,
  codes: readonly ErrorCode[],
  publicUrl: URL,
): ZodOpenApiResponseObject {
  return {
    description: `${REASONS[status] ?? 'An error.'} Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
      ...(status === 401 && { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } }),
      ...(status === 405 && { Allow: { $ref: '#/components/headers/Allow' } }),
      ...((status === 429 || status === 503) && {
        'Retry-After': { $ref: '#/components/headers/Retry-After' },
      }),
    },
    content: {
      [PROBLEM_CONTENT_TYPE]: {
        schema: ProblemSchema,
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleProblem(code, publicUrl) }])),
      },
    },
  }
}

function exampleProblem(code: ErrorCode, publicUrl: URL) {
  const errors = [{ pointer: '/email', code: 'email.invalid', message: 'Not an email address.' }]
  const error = new IdentityError(code, {
    ...(code === 'request.invalid' && { errors }),
    retryAfterSeconds: 30,
  })
  return toProblem(error, REQUEST_ID, publicUrl)
}
