import { request } from 'node:http'
import { type Cluster, type ClusterNode, HOST } from './cluster.ts'

export interface Call {
  method: string
  path: string
  body?: object
  token?: string | undefined
  /** Where the caller says they are; see `TRUSTED_PROXIES`. */
  ip: string
  headers?: Record<string, string>
}

/** What is read of answers; each has those of its own procedure. */
interface ReplyBody {
  code?: string
  retryable?: boolean
  id: string
  user: { id: string }
  sessionId: string
  accessToken: string
  refreshToken: string
  deviceToken: string | null
  challengeToken: string
  secret: string
  recoveryCodes: string[]
}

export interface Reply {
  /** 0: the connection broke, or nothing came. */
  status: number
  body: ReplyBody
  ms: number
}

/** No answer may take longer than ten seconds (SECURITY F5); what takes longer counts as none, in ms. */
const GIVE_UP_MS = 20_000

/** One call of one node's REST face. */
export function send(node: Pick<ClusterNode, 'port'>, call: Call): Promise<Reply> {
  const { method, path, body, token, ip } = call
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    host: HOST,
    'x-forwarded-for': ip,
    'user-agent': 'gatehouse-faults',
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...call.headers,
  }
  const began = performance.now()
  return new Promise((resolve) => {
    const give = (status: number, answer?: string) =>
      resolve({ status, body: parsed(answer), ms: performance.now() - began })
    const sent = request(
      { port: node.port, host: '127.0.0.1', method, path: `/api/v1${path}`, headers },
      (response) => {
        let answer = ''
        response.setEncoding('utf8').on('data', (part: string) => (answer += part))
        response.once('end', () => give(response.statusCode ?? 0, answer)).once('error', () => give(0))
        response.once('aborted', () => give(0))
      },
    )
    sent.setTimeout(GIVE_UP_MS, () => sent.destroy())
    sent.once('error', () => give(0)).end(text)
  })
}

function parsed(text: string | undefined): ReplyBody {
  try {
    return JSON.parse(text || '{}') as ReplyBody
  } catch {
    return {} as ReplyBody
  }
}

/** What a load balancer does: sends to nodes that say they are ready, and to any while none does. */
export interface Balancer {
  pick(random: () => number): ClusterNode
  isReady(node: ClusterNode): boolean
  /** How often a node that was ready no longer was. */
  drops: number
  stop(): void
}

const PROBE_EVERY_MS = 200

export function balance({ nodes }: Pick<Cluster, 'nodes'>): Balancer {
  const ready = new Set<ClusterNode>(nodes)
  let isStopped = false
  const balancer: Balancer = {
    drops: 0,
    pick: (random) => {
      const choice = ready.size > 0 ? [...ready] : nodes
      return choice[Math.floor(random() * choice.length)] as ClusterNode
    },
    isReady: (node) => ready.has(node),
    stop: () => {
      isStopped = true
    },
  }
  const watch = async (node: ClusterNode) => {
    while (!isStopped) {
      const { status } = await send(node, { method: 'GET', path: '/ready', ip: '127.0.0.1' })
      if (status === 200) ready.add(node)
      else if (ready.delete(node)) balancer.drops += 1
      await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS))
    }
  }
  for (const node of nodes) void watch(node)
  return balancer
}
