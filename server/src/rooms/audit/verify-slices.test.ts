import { describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { type Anchor, type ChainBreak, recordAudit, verifyAuditChain, verifyAuditSlice } from './index.ts'

describe('verifyAuditSlice', () => {
  const ground = useGround()

  /** Goes on until everything was gone through; `between` runs after each slice. */
  async function verifyAll(between: (slice: number) => Promise<unknown> = async () => {}) {
    const sum = { chains: 0, events: 0, breaks: [] as ChainBreak[], slices: 0 }
    let after: Anchor | undefined
    do {
      const { next, chains, events, breaks } = await verifyAuditSlice(ground.ctx, { after, atMost: 1_000 })
      sum.chains += chains
      sum.events += events
      sum.breaks.push(...breaks)
      sum.slices += 1
      after = next ?? undefined
      await between(sum.slices)
    } while (after !== undefined)
    return sum
  }

  const person = (n: number) => ({
    type: 'user',
    id: `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  })

  test('goes through all chains in slices, each event once, and agrees with the whole', {
    timeout: 120_000,
  }, async () => {
    for (let n = 0; n < 40; n++)
      await recordAudit(ground.ctx, { action: 'sign_in.failed', outcome: 'failure', target: person(n) })
    const whole = await verifyAuditChain(ground.ctx)
    expect(await verifyAll()).toEqual({ ...whole, slices: 1 })
    expect(whole).toMatchObject({ events: 40, breaks: [] })
  })

  test('stops after as many events as it may, goes on behind them, and sees what changes in between', {
    timeout: 120_000,
  }, async () => {
    const ctx = { ...ground.ctx, request: { id: 'slices-of-a-test', ip: '', userAgent: '' } }
    await ground.ctx.db.transaction(async (tx) => {
      for (let n = 0; n < 2_400; n++)
        await recordAudit(
          { ...ctx, db: tx },
          { action: 'sign_out', organizationId: person(1).id, details: { n } },
        )
    })
    const all = await verifyAll()
    expect(all).toMatchObject({ events: 2_440, breaks: [] })
    expect(all.slices).toBeGreaterThan(1)
    const last = `organization_id = '${person(1).id}' AND position = 2390`
    const changed = await verifyAll(async (slice) => {
      if (slice !== 1) return
      await ground.sql.unsafe(`ALTER TABLE audit_events DISABLE TRIGGER USER;
        UPDATE audit_events SET outcome = 'failure' WHERE ${last}; ALTER TABLE audit_events ENABLE TRIGGER USER`)
    })
    expect(changed.breaks).toMatchObject([{ position: 2_390, kind: 'edited' }])
  })

  test('a chain that is gone when it is to be gone on with is told of', async () => {
    const chain = `organization:${person(1).id}`
    const after = { chain, position: 2_000, hash: 'ab'.repeat(32) }
    await ground.sql.unsafe(`ALTER TABLE audit_events DISABLE TRIGGER USER; ALTER TABLE audit_personal DISABLE TRIGGER USER;
      ALTER TABLE audit_chains DISABLE TRIGGER USER;
      DELETE FROM audit_personal p USING audit_events e WHERE e.id = p.event_id AND e.chain = '${chain}';
      DELETE FROM audit_events WHERE chain = '${chain}'; DELETE FROM audit_chains WHERE chain = '${chain}'`)
    const { breaks } = await verifyAuditSlice(ground.ctx, { after })
    expect(breaks).toMatchObject([{ chain }])
  })
})
