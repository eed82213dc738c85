import { chmodSync, existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { Multiplexer } from './embedded-protocol.ts'

/** What the main thread asks for. */
export interface EmbeddedWorkerData {
  /** Where the cluster's files are; undefined keeps it in memory. */
  clusterDir: string | undefined
  /** Path of the socket, or undefined for a free port on 127.0.0.1. */
  socketPath: string | undefined
}

/** What it is told: the port (0 with a socket path) once connections are taken, or that it was closed. */
export type EmbeddedWorkerNews = { kind: 'ready'; port: number } | { kind: 'stopped' }

// PGlite computes where it stands; in a worker of its own it does not hold up the event loop that serves requests.
const { clusterDir, socketPath } = workerData as EmbeddedWorkerData
const tell = (news: EmbeddedWorkerNews) => parentPort?.postMessage(news)

if (clusterDir !== undefined && !existsSync(join(clusterDir, 'PG_VERSION'))) await initialise(clusterDir)

const pglite = await PGlite.create(clusterDir === undefined ? {} : { dataDir: clusterDir })
const multiplexer = new Multiplexer(async (messages) => {
  const parts: Uint8Array[] = []
  await pglite.execProtocolRawStream(messages, { onRawData: (part) => parts.push(Buffer.from(part)) })
  return Buffer.concat(parts)
})

const sockets = new Set<Socket>()
const server = createServer((socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  multiplexer.attach(socket)
})

if (socketPath === undefined) server.listen(0, '127.0.0.1', listening)
else server.listen(socketPath, listening)

function listening(): void {
  if (socketPath !== undefined) chmodSync(socketPath, 0o600)
  const address = server.address()
  tell({ kind: 'ready', port: typeof address === 'object' && address ? address.port : 0 })
}

parentPort?.once('message', async () => {
  server.close()
  for (const socket of sockets) socket.destroy()
  await pglite.close()
  tell({ kind: 'stopped' })
})

/** Makes a cluster aside and puts it in place when it is whole: who is interrupted begins anew the next time. */
async function initialise(folder: string): Promise<void> {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  await (await PGlite.create({ dataDir: fresh })).close()
  if (existsSync(folder)) rmdirSync(folder)
  renameSync(fresh, folder)
}
