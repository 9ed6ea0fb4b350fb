import { afterEach, beforeEach, expect, it } from 'vitest'
import { reply } from '../../src/core/conversations/reply.ts'
import { sendAgain } from '../../src/core/conversations/send-again.ts'
import { failWaiting } from '../../src/core/outbound/recover.ts'
import { removeExpired } from '../../src/core/retention.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld, text } from '../support/messaging-world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const retention = {
  mediaMs: 72 * HOUR_MS,
  rawRequestMs: 7 * DAY_MS,
  quarantineMs: 90 * DAY_MS,
  auditMs: 400 * DAY_MS,
}

describeOnBoth('retention', (backend) => {
  let world: MessagingWorld
  beforeEach(async () => {
    world = await messagingWorld(backend)
  })
  afterEach(() => world.close())

  const expire = () => removeExpired(world.store, retention, world.now)
  const after = async (hours: number) => {
    world.now += hours * HOUR_MS
    return expire()
  }

  async function webhook(state: 'accepted' | 'quarantined' | 'released' | 'discarded') {
    const request = { method: 'POST', url: 'https://x.example', headers: '{}', body: Buffer.from('{}') }
    const row = { channel_id: world.channelId, received_at: world.now, ...request, state }
    await world.store.write((trx) => trx.insertInto('webhook_request').values(row).execute())
  }
  const states = async () =>
    (await world.store.db.selectFrom('webhook_request').select('state').orderBy('id').execute()).map(
      (row) => row.state,
    )

  it('removes settled webhooks after a week, and those nobody decided on after three months, saying so', async () => {
    for (const state of ['accepted', 'quarantined', 'released', 'discarded'] as const) await webhook(state)
    expect(await after(7 * 24)).toEqual({ rows: 0, quarantined: 0 })
    expect(await after(1)).toEqual({ rows: 3, quarantined: 0 })
    expect(await states()).toEqual(['quarantined'])
    await after(82 * 24)
    expect(await states()).toEqual(['quarantined'])
    expect(await after(24)).toEqual({ rows: 1, quarantined: 1 })
    expect(await states()).toEqual([])
  })

  it('removes many, a slice at a time', async () => {
    await Promise.all(Array.from({ length: 1_203 }, () => webhook('quarantined')))
    expect(await after(91 * 24)).toEqual({ rows: 1_203, quarantined: 1_203 })
  })

  it('keeps the audit trail for 400 days', async () => {
    const entry = { at: world.now, action: 'channel.changed', object_type: 'channel', detail: '{}' }
    await world.store.write((trx) => trx.insertInto('audit').values(entry).execute())
    const actions = async () => (await world.store.db.selectFrom('audit').select('action').execute()).length
    const before = await actions()
    await after(400 * 24)
    expect(await actions()).toBe(before)
    await after(1)
    expect(await actions()).toBe(0)
  })

  /** A message of an agent's with one file. */
  async function withFile() {
    const agent = await world.person('agent')
    await world.routeTo({ type: 'extension', id: agent.id })
    await world.deliver(text('Hello'))
    const { id: conversationId } = await world.onlyConversation()
    const { id: mediaId } = await world.store.write((trx) =>
      trx
        .insertInto('media')
        .values({
          message_id: null,
          state: 'stored',
          name: 'plan.pdf',
          content_type: 'application/pdf',
          bytes: 3,
          sha256: 'f'.repeat(64),
          source: null,
          due_at: null,
          error_code: null,
          error_detail: null,
          created_by: agent.id,
          created_at: world.now,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const draft = { text: 'See this', mediaIds: [mediaId] }
    const { messageId } = await reply(world.store, world.directory, agent, conversationId, draft, world.now)
    const stateOfFile = async () =>
      (await world.store.db.selectFrom('media').select('state').executeTakeFirstOrThrow()).state
    return {
      agent,
      messageId,
      stateOfFile,
      again: () => sendAgain(world.store, world.directory, agent, messageId, world.now),
    }
  }

  it('keeps the file of a message that still waits, and goes on keeping it while its link lives', async () => {
    const { stateOfFile, again, messageId } = await withFile()
    await after(100)
    expect(await stateOfFile()).toBe('stored')
    const [claimed] = await world.claim()
    expect(claimed?.media).toHaveLength(1)
    await world.settle(claimed!, { kind: 'rejected', failure: { code: 'send_failed' } })
    await after(71)
    expect(await stateOfFile()).toBe('stored')
    await after(2)
    expect(await stateOfFile()).toBe('expired')
    await expect(again()).rejects.toMatchObject({ code: 'gone' })
    expect(await world.message(messageId)).toMatchObject({ status: 'failed' })
  })

  it('a message is not sent again on a channel that sends nothing', async () => {
    const { again, messageId } = await withFile()
    await world.store.write((trx) => failWaiting(trx, backend.kind, world.channelId, world.now))
    await world.channels.patch(world.deed(), world.channelId, { active: false })
    await expect(again()).rejects.toMatchObject({ code: 'channel_off' })
    await world.channels.patch(world.deed(), world.channelId, { active: true })
    await again()
    expect(await world.message(messageId)).toMatchObject({ status: 'queued' })
    await world.store.write((trx) => failWaiting(trx, backend.kind, world.channelId, world.now))
    await world.channels.remove(world.deed(), world.channelId)
    await expect(again()).rejects.toMatchObject({ code: 'channel_off' })
  })

  it('forgets uploads, links, keys and throttles that are over', async () => {
    const { messageId } = await withFile()
    const { store, now } = world
    await store.write(async (trx) => {
      await trx.updateTable('media').set({ message_id: null }).execute()
      const row = {
        actor: 'extension:1',
        key: 'k',
        request_hash: 'h',
        message_id: messageId,
        created_at: now,
      }
      await trx.insertInto('idempotency').values(row).execute()
      const throttle = { key: 'k', failures: 1, blocked_until: 0, updated_at: now }
      await trx.insertInto('login_throttle').values(throttle).execute()
    })
    await after(23)
    const count = async (table: 'media' | 'idempotency' | 'login_throttle') =>
      (await store.db.selectFrom(table).selectAll().execute()).length
    expect([await count('media'), await count('idempotency'), await count('login_throttle')]).toEqual([
      1, 1, 1,
    ])
    await after(2)
    expect([await count('media'), await count('idempotency'), await count('login_throttle')]).toEqual([
      0, 0, 0,
    ])
  })
})
