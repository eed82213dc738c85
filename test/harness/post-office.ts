import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { afterEach, beforeEach } from 'vitest'
import type { Database } from '../../server/src/platform/db.ts'
import type { OutgoingMail } from '../../server/src/platform/mailer.ts'
import { createOutbox, type Outbox } from '../../server/src/rooms/mail/index.ts'
import { testConfig } from './config.ts'
import { type Ground, useGround } from './ground.ts'

/** An outbox on a database of its own and a relay that does as it is told, without an app around them. */
export interface PostOffice {
  ground: Ground
  /** What the relay has taken, oldest first. */
  taken: OutgoingMail[]
  /** How the relay answers: it takes a mail when this resolves. Takes everything at once unless told. */
  relay: (mail: OutgoingMail) => Promise<void>
  /** A worker, not started; on the ground's own connections unless others are given. */
  worker(options?: { database?: Database; sendTimeoutMs?: number }): Outbox
  /** What queueing asks for. */
  ctx(): Ground['ctx'] & { effects: { mailQueued: boolean; audited: string[] } }
  /** The outbox's rows. */
  rows(): Promise<postgres.Row[]>
  /** The one row there is. */
  onlyRow(): Promise<postgres.Row>
}

/** The post office of a `describe`: its outbox is emptied after every test. */
export function usePostOffice(): PostOffice {
  const ground = useGround()
  const office: PostOffice = {
    ground,
    taken: [],
    relay: async () => {},
    worker: ({ database, sendTimeoutMs } = {}) =>
      createOutbox(
        {
          config: testConfig(),
          log: ground.log.log,
          database: database ?? ground.database,
          vault: ground.ctx.vault,
          mailer: {
            send: async (mail) => {
              await office.relay(mail)
              office.taken.push(mail)
            },
            close: async () => {},
          },
        },
        sendTimeoutMs,
      ),
    ctx: () => ({ ...ground.ctx, effects: { mailQueued: false, audited: [] } }),
    rows: () => ground.sql`SELECT * FROM mail_messages ORDER BY id`,
    onlyRow: async () => (await office.rows())[0]!,
  }
  beforeEach(() => {
    office.taken = []
    office.relay = async () => {}
  })
  afterEach(async () => {
    await ground.sql`DELETE FROM mail_messages`
  })
  return office
}

const UNTIL_MS = 45_000

/** Waits for what comes about by itself. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + UNTIL_MS; !(await holds()); await sleep(25)) {
    if (Date.now() > giveUpAt) throw new Error(`it did not come about within ${UNTIL_MS} ms`)
  }
}
