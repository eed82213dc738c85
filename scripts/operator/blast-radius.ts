// Whom an incident reaches, as far as the last log lines tell.
interface Request {
  method: string
  route: string
  status: number
  requestId: string
  userId?: string
  orgId?: string
  errorCode?: string
}

/** The server's lines, also behind what a log command puts before them. */
export function requestsIn(text: string): Request[] {
  return text.split('\n').flatMap((line) => {
    const begin = line.indexOf('{')
    if (begin === -1) return []
    try {
      const parsed = JSON.parse(line.slice(begin)) as Request & { msg?: string }
      return parsed.msg === 'request' && typeof parsed.status === 'number' ? [parsed] : []
    } catch {
      return []
    }
  })
}

/** Lines for a summary: how many, whose, which way in, reading or writing, which routes. */
export function blastRadius(logs: string): string[] {
  const requests = requestsIn(logs)
  if (requests.length === 0) return ['No request is in the log lines that could be read.']
  const failed = requests.filter(({ status }) => status >= 500)
  const refused = requests.filter(({ status }) => status === 401 || status === 429)
  const share = (part: readonly Request[], of: (request: Request) => boolean) =>
    `${part.filter(of).length} of ${requests.filter(of).length}`
  const distinct = (key: 'userId' | 'orgId') =>
    new Set(failed.map((request) => request[key]).filter(Boolean)).size
  const routes = Map.groupBy(failed, ({ method, route, status, errorCode }) =>
    `${method} ${route} ${status} ${errorCode ?? ''}`.trim(),
  )
  return [
    `- ${requests.length} requests: ${failed.length} failed (5xx), ${refused.length} refused (401, 429)`,
    `- failed for ${distinct('userId')} people in ${distinct('orgId')} organizations, as far as they were known`,
    `- with a password: ${share(failed, ({ route }) => /login$/.test(route) && !/oauth/.test(route))} failed; with a provider: ${share(failed, ({ route }) => /oauth/.test(route))}`,
    `- reading: ${share(failed, ({ method }) => method === 'GET')} failed; writing: ${share(failed, ({ method }) => method !== 'GET')}`,
    ...[...routes]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .slice(0, 10)
      .map(
        ([route, list]) =>
          `- ${list.length} x ${route}, as request ${list
            .slice(-3)
            .map(({ requestId }) => requestId)
            .join(', ')}`,
      ),
  ]
}
