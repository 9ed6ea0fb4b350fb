import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { limits } from '../../../providers/generic/limits.ts'
import { openMediaStore } from '../../../src/core/media/store.ts'
import { openStore, type Store } from '../../../src/db/store.ts'
import { groupBy } from '../../../src/lib/group-by.ts'
import type { Follower } from './follower.ts'
import { inTime } from './in-time.ts'
import { type Rig, ratePerSecond } from './rig.ts'
import type { Traffic } from './traffic.ts'

const DRAIN_MS = 30_000
const LOOK_MS = 20_000
/** Open requests, and the messages that a lane takes ahead of their turn. */
const mostInFlight = limits.openRequests.value + 2

/** How late this process may see what arrives: measured, since the machine may be busy with other things. */
const lateness = monitorEventLoopDelay({ resolution: 5 })
lateness.enable()
const ARRIVAL_MS = 20

/** Waits until nothing is left to do: no message queued or sending, no file pending, no receipt under way. */
export async function drain(rig: Rig, traffic: Traffic): Promise<void> {
  await traffic.pause()
  const deadline = performance.now() + DRAIN_MS
  for (;;) {
    const left = await withStore(rig, unfinished)
    if (left.length === 0) break
    if (performance.now() > deadline) {
      throw new Error(
        `${rig.kind}: work is left for ever: ${left.join(', ')}\n${rig.gateway.logs().slice(-3_000)}`,
      )
    }
    await sleep(50)
  }
}

async function unfinished({ db }: Store): Promise<string[]> {
  const messages = await db
    .selectFrom('message')
    .select(['id', 'status'])
    .where('status', 'in', ['queued', 'sending'])
    .execute()
  const files = await db.selectFrom('media').select('id').where('state', '=', 'pending').execute()
  // Every accepted send ends in "delivered", once the carrier's receipts are heard.
  const underWay = await db
    .selectFrom('message')
    .select('id')
    .where('status', '=', 'sent')
    .where('direction', '=', 'out')
    .execute()
  return [
    ...messages.map(({ id, status }) => `message ${id} ${status}`),
    ...files.map(({ id }) => `file ${id}`),
    ...underWay.map(({ id }) => `receipt of message ${id}`),
  ]
}

/** The promises, held against what the carrier saw. To be called when everything is drained. */
export async function checkLedger(rig: Rig, traffic: Traffic): Promise<void> {
  await withStore(rig, async (store) => {
    await checkInbound(store, traffic)
    await checkOutbound(rig, store, traffic)
    await checkFiles(rig, store)
  })
  checkRate(rig)
  if (rig.kind === 'sqlite') {
    const file = new Database(join(rig.database.dataDir, 'trunkline.db'), { readonly: true })
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(file.pragma('foreign_key_check')).toEqual([])
    file.close()
  }
}

/** Every acknowledged message is there, and none twice. */
async function checkInbound({ db }: Store, traffic: Traffic): Promise<void> {
  const rows = await db
    .selectFrom('message')
    .select(['provider_message_id', 'text'])
    .where('direction', '=', 'in')
    .execute()
  const stored = rows.map((row) => row.provider_message_id as string)
  const unique = new Set(stored)
  expect(stored.length, 'an inbound message is there twice').toBe(unique.size)
  expect(
    [...traffic.acknowledged].filter((id) => !unique.has(id)),
    'acknowledged and lost',
  ).toEqual([])
  for (const row of rows) expect(row.text).toBe(row.provider_message_id)
}

/** Every accepted message came to its end, nothing was sent twice, and the order was kept. */
async function checkOutbound(rig: Rig, { db }: Store, traffic: Traffic): Promise<void> {
  const rows = await db
    .selectFrom('message')
    .select(['id', 'conversation_id', 'text', 'status', 'failure_code'])
    .where('direction', '=', 'out')
    .orderBy('id')
    .execute()
  const attempts = await db.selectFrom('attempt').selectAll().orderBy('id').execute()
  const byText = new Map(rows.map((row) => [row.text, row]))
  expect(byText.size, 'one call made two messages').toBe(rows.length)
  for (const { messageId, text } of traffic.accepted) {
    expect(byText.get(text)?.id, `the accepted message ${text}`).toBe(messageId)
  }

  const seen = groupBy(rig.sandbox.ledger.entries, (entry) => entry.text)
  const tried = groupBy(attempts, (attempt) => attempt.message_id)
  for (const row of rows) {
    const name = `message ${row.id} (${row.status}) of ${rig.kind}`
    const sends = seen.get(row.text ?? '') ?? []
    const taken = sends.filter((send) => send.accepted_id !== null)
    const tries = tried.get(row.id) ?? []
    expect(['delivered', 'failed', 'unconfirmed'], name).toContain(row.status)
    expect(taken.length, `${name}: sends that the carrier took`).toBeLessThanOrEqual(1)
    expect(tries.length, `${name}: attempts`).toBeGreaterThanOrEqual(sends.length)
    expect(
      tries.filter((one) => one.outcome === 'open'),
      name,
    ).toEqual([])
    if (row.status === 'delivered') {
      expect(taken[0]?.accepted_id, name).toBe(
        tries.find((one) => one.outcome === 'accepted')?.provider_message_id,
      )
    } else {
      expect(row.failure_code, name).not.toBeNull()
      if (row.status === 'failed') expect(taken, name).toEqual([])
      else expect(tries.at(-1)?.outcome, name).toBe('unknown')
    }
  }

  // A crash leaves no more unconfirmed than were under way; those of one crash were ended in one go.
  const lost = groupBy(
    attempts.filter((one) => one.outcome === 'unknown'),
    (one) => one.finished_at,
  )
  for (const group of lost.values()) expect(group.length).toBeLessThanOrEqual(mostInFlight)

  const last = new Map<number, number>()
  for (const { text, accepted_id } of rig.sandbox.ledger.entries) {
    const row = byText.get(text)
    expect(row, `the carrier saw ${text}`).toBeDefined()
    if (!row || accepted_id === null) continue
    expect(row.id, 'order in a conversation').toBeGreaterThan(last.get(row.conversation_id) ?? 0)
    last.set(row.conversation_id, row.id)
  }
}

/** A row that says "stored" has its file, whole. */
async function checkFiles(rig: Rig, { db }: Store): Promise<void> {
  const files = await openMediaStore(rig.database.dataDir)
  for (const row of await db.selectFrom('media').selectAll().execute()) {
    expect(row.state, row.error_detail ?? '').toBe('stored')
    expect(await files.sizeOf(row.sha256 ?? ''), `file ${row.id}`).toBe(20_000)
  }
}

/** The open tab was shown every message that came, in order and once, whatever was cut off meanwhile. */
export async function checkFollower(rig: Rig, follower: Follower): Promise<void> {
  await withStore(rig, async ({ db }) => {
    const rows = await db.selectFrom('event').select('id').where('type', '=', 'message.received').execute()
    const shown = () => follower.events.filter((event) => event.type === 'message.received')
    await expect.poll(() => shown().length, { timeout: 5_000 }).toBeGreaterThanOrEqual(rows.length)
    expect(shown().map((event) => event.id)).toEqual(rows.map((row) => row.id).sort((a, b) => a - b))
  })
}

/** Never more than the rate in any sliding second, as near as this process can see it. */
function checkRate(rig: Rig): void {
  const stamps = rig.sandbox.ledger.entries.map((entry) => entry.at)
  const windowMs = 1_000 - ARRIVAL_MS - Math.min(lateness.max / 1e6, 500)
  let first = 0
  let most = 0
  for (const [i, at] of stamps.entries()) {
    while (at - (stamps[first] ?? at) >= windowMs) first++
    most = Math.max(most, i - first + 1)
  }
  expect(most, `sends within ${Math.round(windowMs)} ms`).toBeLessThanOrEqual(ratePerSecond)
}

async function withStore<T>(rig: Rig, use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({
    databaseUrl: rig.database.url,
    file: join(rig.database.dataDir, 'trunkline.db'),
    synchronous: 'FULL',
  })
  try {
    return await inTime(`a look into the ${rig.kind} database`, LOOK_MS, use(store))
  } finally {
    await store.close()
  }
}
