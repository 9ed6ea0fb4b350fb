import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RawRequest } from '../../src/contract/inbound.ts'
import { createKeeper } from '../../src/core/quarantine/keep.ts'
import { isKept, isQuarantined } from '../../src/core/quarantine/states.ts'
import { type ChannelWorld, channelWorld, webhook } from '../support/channel-world.ts'
import { describeOnBoth } from '../support/database.ts'

const secret = 'right-secret'
const reason = { code: 'signature_mismatch', detail: 'It does not match.' }

describeOnBoth('the quarantine', (backend) => {
  let world: ChannelWorld
  let channelId: number
  beforeEach(async () => {
    world = await channelWorld(backend)
    const channel = await world.channels.create(world.deed(), {
      name: 'Acme SMS',
      provider: 'generic',
      credentials: { api_key: 'key', secret: 'wrong-secret' },
      settings: {},
      active: true,
    })
    channelId = channel.id
    await world.senders.create(world.deed(), channelId, {
      address: '+12025550123',
      destination: null,
      starters: [],
    })
  })
  afterEach(() => world.close())

  const keep = (request: RawRequest, why = reason) =>
    world.store.write((trx) => world.keeper.keep(trx, channelId, request, why))
  const kept = async (state: 'quarantined' | 'released' | 'discarded' = 'quarantined') =>
    world.quarantine.list({ state, limit: 50 })
  const only = async () => (await kept())[0]!
  const release = (id: number, override = false) => world.quarantine.release(world.deed(), id, { override })
  const messages = () =>
    world.store.db.selectFrom('message').select(['text', 'provider_message_id']).execute()
  const eventTypes = async () =>
    (await world.store.db.selectFrom('event').select('type').orderBy('id').execute()).map(
      (event) => event.type,
    )

  it('keeps a refused webhook as it came, with the reason', async () => {
    await keep(
      webhook(world, {
        secret,
        headers: {
          authorization: 'Basic c2VjcmV0',
          cookie: 'a=b',
          'x-api-key': 'k',
          'user-agent': 'carrier',
        },
      }),
    )
    const one = await only()
    expect(one).toMatchObject({
      channel_id: channelId,
      channel_name: 'Acme SMS',
      provider: 'generic',
      ...reason,
      state: 'quarantined',
    })
    expect(one.headers).toEqual({
      'content-type': 'application/json',
      'x-signature-256': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
      authorization: '[hidden]',
      'x-api-key': '[hidden]',
      'user-agent': 'carrier',
    })
    expect(one.body_is_text).toBe(true)
    expect(JSON.parse(one.body_preview).data.payload.text).toBe('Hello')
    expect(one.bytes).toBe(Buffer.byteLength(one.body_preview))
    expect(await world.quarantine.get(one.id)).toEqual(one)
    expect((await world.channels.get(channelId)).quarantined).toBe(1)
    const rows = await world.store.db.selectFrom('webhook_request').select('headers').execute()
    expect(rows[0]?.headers).not.toContain('cookie')
  })

  it('shows the beginning of long bodies and of those that are no text', async () => {
    await keep(webhook(world, { body: Buffer.from('字'.repeat(3000)) }))
    await keep(webhook(world, { body: Buffer.alloc(9000, 0xff) }))
    await keep(webhook(world, { body: Buffer.alloc(0) }))
    const [empty, binary, long] = await kept()
    expect(empty).toMatchObject({ bytes: 0, body_preview: '', body_is_text: true })
    expect(binary).toMatchObject({ bytes: 9000, body_preview: 'ff'.repeat(2048), body_is_text: false })
    expect(long).toMatchObject({ bytes: 9000, body_preview: '字'.repeat(1365), body_is_text: true })
  })

  it('releases a webhook once the secret is mended, exactly once', async () => {
    await keep(webhook(world, { secret }), { code: 'signature_missing', detail: 'as it was' })
    const { id } = await only()
    await expect(release(id)).rejects.toMatchObject({ code: 'signature_mismatch' })
    expect(await only()).toMatchObject({
      id,
      code: 'signature_mismatch',
      detail: expect.stringContaining('does not match'),
    })
    expect(await messages()).toEqual([])

    await world.channels.patch(world.deed(), channelId, { credentials: { secret } })
    expect(await release(id)).toEqual({ messages: 1 })
    expect(await messages()).toEqual([{ text: 'Hello', provider_message_id: 'm1' }])
    expect(await kept()).toEqual([])
    expect(await kept('released')).toMatchObject([{ id, state: 'released' }])
    await expect(release(id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(world.quarantine.discard(world.deed(), id)).rejects.toMatchObject({ code: 'conflict' })
    expect(await eventTypes()).toEqual(
      expect.arrayContaining(['quarantine.added', 'message.received', 'quarantine.changed']),
    )
  })

  it('brings a message in once, however often and from wherever it comes', async () => {
    await world.channels.patch(world.deed(), channelId, { credentials: { secret } })
    await keep(webhook(world, { secret }))
    await keep(webhook(world, { secret }))
    const [second, first] = await kept()
    const results = await Promise.allSettled([release(first!.id), release(first!.id), release(second!.id)])
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.messages] : []))
    expect(done).toHaveLength(2)
    expect(await messages()).toHaveLength(1)
  })

  it('passes the signature over on an administrator’s word, and writes that down', async () => {
    const administrator = await world.extension('administrator')
    await keep(webhook(world))
    const { id } = await only()
    const deed = world.deed(administrator)
    expect(await world.quarantine.release(deed, id, { override: true })).toEqual({ messages: 1 })
    const row = await world.store.db
      .selectFrom('audit')
      .selectAll()
      .where('object_type', '=', 'quarantine')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      actor_id: administrator,
      action: 'quarantine.released',
      object_id: String(id),
      ip: '192.0.2.1',
    })
    expect(JSON.parse(row.detail)).toEqual({ channel_id: channelId, override: true, messages: 1 })
  })

  it('does not take in what cannot be read, belongs to no sender, or to a channel out of service', async () => {
    await keep(webhook(world, { body: Buffer.from('{') }))
    await expect(release((await only()).id, true)).rejects.toMatchObject({ code: 'malformed_body' })
    await keep(webhook(world, { to: '+12025550199' }))
    const stray = await only()
    await expect(release(stray.id, true)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('+12025550199'),
    })
    expect((await only()).code).toBe('unknown_sender')
    await world.senders.create(world.deed(), channelId, {
      address: '+12025550199',
      destination: null,
      starters: [],
    })
    await world.channels.patch(world.deed(), channelId, { active: false })
    await expect(release(stray.id, true)).rejects.toMatchObject({ code: 'channel_off' })
    expect((await only()).code).toBe('channel_off')
    await world.channels.patch(world.deed(), channelId, { active: true })
    expect(await release(stray.id, true)).toEqual({ messages: 1 })
    await keep(webhook(world, { id: 'm2' }))
    const { id } = await only()
    await world.channels.remove(world.deed(), channelId)
    await expect(release(id, true)).rejects.toMatchObject({ code: 'channel_off' })
    await world.quarantine.discard(world.deed(), id)
    expect(await kept('discarded')).toMatchObject([{ id }])
  })

  it('lists by pages, state and channel, and nothing of what was accepted', async () => {
    for (const id of ['a', 'b', 'c']) await keep(webhook(world, { id }))
    const [c, b, a] = await kept()
    expect(await world.quarantine.list({ state: 'quarantined', limit: 2 })).toEqual([c, b])
    expect(await world.quarantine.list({ state: 'quarantined', limit: 2, before: b!.id })).toEqual([a])
    expect(await world.quarantine.list({ state: 'quarantined', limit: 2, channelId: channelId + 1 })).toEqual(
      [],
    )
    await world.store.write((trx) =>
      trx.updateTable('webhook_request').set({ state: 'accepted' }).where('id', '=', a!.id).execute(),
    )
    await expect(world.quarantine.get(a!.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(release(a!.id, true)).rejects.toMatchObject({ code: 'not_found' })
    await expect(world.quarantine.get(9999)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps so many of a channel and day, then only counts, and tells it once', async () => {
    const full: number[] = []
    const keeper = (requests: number, bytes = 1_000_000) =>
      createKeeper({ backend: world.store.backend, limits: { requests, bytes }, full: (id) => full.push(id) })
    const into = (one: ReturnType<typeof keeper>, request = webhook(world)) =>
      world.store.write((trx) => one.keep(trx, channelId, request, reason))

    const first = keeper(2)
    expect([await into(first), await into(first), await into(first), await into(first)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(full).toEqual([channelId])
    expect(first.dropped(channelId, world.now)).toBe(2)
    expect(await kept()).toHaveLength(2)
    expect((await eventTypes()).filter((type) => type === 'quarantine.added')).toHaveLength(3)

    const afterRestart = keeper(3)
    expect([await into(afterRestart), await into(afterRestart)]).toEqual([true, false])
    expect(await into(keeper(100, 200))).toBe(false)

    world.now += 86_400_000
    expect(await into(first)).toBe(true)
    expect(first.dropped(channelId, world.now)).toBe(0)
  })

  it.skipIf(backend.kind === 'postgres')('is read by its index, past the accepted ones', async () => {
    for (const state of [sql`${isKept()} and state = ${'released'}`, isQuarantined()]) {
      const plan = await sql<{ detail: string }>`explain query plan
        select id from webhook_request where ${state} order by id desc`.execute(world.store.db)
      expect(plan.rows.map((row) => row.detail).join()).toContain('webhook_request_kept')
    }
  })
})
