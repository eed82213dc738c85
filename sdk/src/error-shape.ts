import type { Problem } from './problem.ts'

/** An error as tRPC carries it: the problem is in `data.problem`. */
export interface ErrorShape {
  message: string
  /** JSON-RPC's numbers, as tRPC gives them out. */
  code: -32600 | -32603 | -32001 | -32003 | -32004 | -32005 | -32009 | -32013 | -32015 | -32022 | -32029
  data: {
    code:
      | 'BAD_REQUEST'
      | 'UNAUTHORIZED'
      | 'FORBIDDEN'
      | 'NOT_FOUND'
      | 'METHOD_NOT_SUPPORTED'
      | 'CONFLICT'
      | 'PAYLOAD_TOO_LARGE'
      | 'UNSUPPORTED_MEDIA_TYPE'
      | 'UNPROCESSABLE_CONTENT'
      | 'TOO_MANY_REQUESTS'
      | 'INTERNAL_SERVER_ERROR'
      | 'BAD_GATEWAY'
      | 'SERVICE_UNAVAILABLE'
    httpStatus: number
    path: string | undefined
    problem: Problem
  }
}
