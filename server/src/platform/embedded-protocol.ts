import type { Socket } from 'node:net'

/** Runs messages of the wire protocol on the one backend there is and hands over what it answers. */
export type Backend = (messages: Uint8Array) => Promise<Buffer>

/** A connection that holds the backend in a transaction and says nothing for this long is cut, as Postgres would. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000

const SSL_REQUEST = 80877103
const CANCEL_REQUEST = 80877102
const [SYNC, QUERY, TERMINATE, READY] = [0x53, 0x51, 0x58, 0x5a]
const IDLE = 0x49

/** A message without a body, and one with a string in it. */
const message = (type: string, text = ''): Buffer => {
  const body = Buffer.from(text ? `${text}\0` : '', 'utf8')
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/**
 * Lets many connections take turns on one backend (PostgreSQL 18, section 54.2). A connection keeps the backend from
 * its first message until the backend is ready for the next query outside a transaction: what lies between (parsed
 * statements, portals, an error that is skipped until Sync) belongs to it alone.
 *
 * @electric-sql/pglite-socket 0.2.17 takes turns message by message: one connection's Execute then ran what another
 * had bound, and answered it with the other's rows.
 */
export class Multiplexer {
  readonly #backend: Backend
  readonly #waiting: Array<() => void> = []
  #isTaken = false

  constructor(backend: Backend) {
    this.#backend = backend
  }

  attach(socket: Socket): void {
    new Client(socket, this.#backend, {
      take: () => this.#take(),
      give: () => this.#give(),
    })
  }

  #take(): Promise<void> | undefined {
    if (this.#isTaken) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#isTaken = true
    return undefined
  }

  #give(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#isTaken = false
  }
}

interface Turn {
  take(): Promise<void> | undefined
  give(): void
}

/** One connection: its unread bytes, and whether it holds the backend. */
class Client {
  readonly #socket: Socket
  readonly #backend: Backend
  readonly #turn: Turn
  #unread: Buffer = Buffer.alloc(0)
  #isStarted = false
  #isRunning = false
  #isClosed = false
  #holds = false
  #inTransaction = false

  constructor(socket: Socket, backend: Backend, turn: Turn) {
    this.#socket = socket
    this.#backend = backend
    this.#turn = turn
    socket.setNoDelay(true)
    socket.on('data', (bytes: Buffer) => {
      this.#unread = this.#unread.length > 0 ? Buffer.concat([this.#unread, bytes]) : bytes
      void this.#run()
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#isClosed = true
      void this.#run()
    })
  }

  /** Works off what has arrived, one batch of whole messages after the other; and cleans up after the last. */
  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      for (let batch = this.#next(); batch && !this.#isClosed; batch = this.#next())
        await this.#carryOut(batch)
      if (this.#isClosed && this.#holds) await this.#abandon()
    } catch {
      this.#socket.destroy()
    } finally {
      this.#isRunning = false
    }
    // Closed while the last batch was under way: its 'close' found us running.
    if (this.#isClosed && this.#holds) await this.#abandon().catch(() => {})
  }

  async #carryOut(batch: Buffer): Promise<void> {
    if (!this.#holds) {
      await this.#turn.take()
      this.#holds = true
    }
    this.#socket.setTimeout(0)
    const answer = await this.#backend(batch)
    const end = lastMessage(answer)
    const isReady = end?.type === READY && asksForReady(batch, this.#isStarted)
    this.#isStarted = true
    this.#inTransaction = !isReady || end.status !== IDLE
    if (!this.#inTransaction) this.#release()
    else this.#socket.setTimeout(IDLE_IN_TRANSACTION_TIMEOUT_MS)
    if (answer.length > 0) this.#socket.write(answer)
  }

  /** Whoever hangs up in the middle of something leaves the backend as it was before. */
  async #abandon(): Promise<void> {
    try {
      await this.#backend(message('S'))
      await this.#backend(message('Q', 'ROLLBACK'))
    } finally {
      this.#release()
    }
  }

  #release(): void {
    this.#holds = false
    this.#turn.give()
  }

  /** All whole messages that have arrived; undefined when there are none. */
  #next(): Buffer | undefined {
    if (!this.#isStarted) return this.#startup()
    let end = 0
    while (this.#unread.length >= end + 5) {
      const next = end + 1 + this.#unread.readInt32BE(end + 1)
      if (next > this.#unread.length) break
      // Terminate: the backend is everybody's, so it is not told.
      if (this.#unread[end] === TERMINATE) {
        this.#socket.end()
        this.#unread = this.#unread.subarray(0, end)
        break
      }
      end = next
    }
    return this.#cut(end)
  }

  /** The first message has no type. Encryption is declined; a request to cancel has no answer. */
  #startup(): Buffer | undefined {
    if (this.#unread.length < 8) return undefined
    const length = this.#unread.readInt32BE(0)
    const code = this.#unread.readInt32BE(4)
    if (code === SSL_REQUEST) {
      this.#cut(8)
      this.#socket.write('N')
      return this.#startup()
    }
    if (code === CANCEL_REQUEST) {
      this.#socket.end()
      return undefined
    }
    return length <= this.#unread.length ? this.#cut(length) : undefined
  }

  #cut(end: number): Buffer | undefined {
    if (end === 0) return undefined
    const head = this.#unread.subarray(0, end)
    this.#unread = this.#unread.subarray(end)
    return head
  }
}

/** The type of the last message the backend sent, and the status byte if it is ReadyForQuery. */
function lastMessage(answer: Buffer): { type: number; status: number } | undefined {
  let last: { type: number; status: number } | undefined
  for (let at = 0; answer.length >= at + 5; at += 1 + answer.readInt32BE(at + 1)) {
    last = { type: answer[at] ?? 0, status: answer[at + 5] ?? 0 }
  }
  return last
}

/** Whether the last message of a batch is one that ends with ReadyForQuery: Sync, a simple query, or the startup. */
function asksForReady(batch: Buffer, isStarted: boolean): boolean {
  if (!isStarted) return true
  let last = 0
  for (let at = 0; batch.length >= at + 5; at += 1 + batch.readInt32BE(at + 1)) last = batch[at] ?? 0
  return last === SYNC || last === QUERY
}
