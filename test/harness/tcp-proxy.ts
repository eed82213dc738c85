import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy in front of a server, to break what runs through it. */
export interface TcpProxy {
  port: number
  /** The most connections that were open at the same time. */
  peak: number
  /** How many are open now. */
  open(): number
  /** Called with what a client sends; whoever answers false has it swallowed. */
  onClientBytes: (bytes: Buffer) => boolean | undefined
  /** How long every piece of data waits on its way, in either direction, in ms. */
  delayMs: number
  /**
   * Passes what matches on to the server and loses its answer: the next bytes that the server sends do not come back,
   * and the connection is reset. Until the returned function is called, which tells how many were lost.
   */
  loseAnswersTo(isLast: (bytes: Buffer) => boolean): () => number
  /** Cuts every connection: with an RST, as a crashed machine's neighbour sees it, or in order with a FIN. */
  cut(how: 'reset' | 'end'): void
  /** From now on nothing passes, and new connections are taken and left without an answer. */
  freeze(): void
  thaw(): void
  /** Refuses new connections, as a server that is down does, until `reopen`. */
  refuse(): Promise<void>
  reopen(): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>()
  let isFrozen = false
  let isLosing: ((bytes: Buffer) => boolean) | undefined
  let lost = 0
  // Timers of one length fire in the order they were set, so that bytes stay in theirs.
  const pass = (bytes: Buffer, to: Socket) => {
    if (proxy.delayMs === 0) to.write(bytes)
    else setTimeout(() => to.writable && to.write(bytes), proxy.delayMs)
  }
  const server = createServer((client) => {
    const upstream = connect(target)
    const pair: [Socket, Socket] = [client, upstream]
    pairs.add(pair)
    proxy.peak = Math.max(proxy.peak, pairs.size)
    let losesNext = false
    client.on('data', (bytes: Buffer) => {
      losesNext ||= isLosing?.(bytes) ?? false
      if (!isFrozen && proxy.onClientBytes(bytes) !== false) pass(bytes, upstream)
    })
    upstream.on('data', (bytes: Buffer) => {
      if (isFrozen) return
      if (!losesNext) return pass(bytes, client)
      lost += 1
      client.resetAndDestroy()
    })
    for (const socket of pair) {
      socket.on('error', () => {})
      socket.on('close', () => {
        pairs.delete(pair)
        client.destroy()
        upstream.destroy()
      })
    }
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const cut = (how: 'reset' | 'end') => {
    for (const [client, upstream] of pairs) {
      if (how === 'reset') client.resetAndDestroy()
      else client.end()
      upstream.destroy()
    }
  }
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  const proxy: TcpProxy = {
    port: 0,
    peak: 0,
    open: () => pairs.size,
    onClientBytes: () => true,
    delayMs: 0,
    loseAnswersTo(isLast) {
      isLosing = isLast
      lost = 0
      return () => {
        isLosing = undefined
        return lost
      }
    },
    cut,
    freeze: () => {
      isFrozen = true
    },
    thaw: () => {
      isFrozen = false
    },
    async refuse() {
      const stopped = stop()
      cut('reset')
      await stopped
    },
    reopen: () => listen(proxy.port),
    async close() {
      const stopped = stop()
      cut('end')
      for (const [client] of pairs) client.destroy()
      await stopped
    },
  }
  await listen(0)
  const address = server.address()
  if (typeof address === 'object' && address) proxy.port = address.port
  return proxy
}
