import { afterEach, beforeEach, expect, it } from 'vitest'
import { senderCounts } from '../../src/core/channels/sender-counts.ts'
import { startableSenders } from '../../src/core/channels/startable.ts'
import { type ChannelWorld, channelWorld, webhook } from '../support/channel-world.ts'
import { describeOnBoth } from '../support/database.ts'

describeOnBoth('senders', (backend) => {
  let world: ChannelWorld
  let channelId: number
  beforeEach(async () => {
    world = await channelWorld(backend)
    channelId = await channel('generic')
  })
  afterEach(() => world.close())

  async function channel(provider: string): Promise<number> {
    const made = await world.channels.create(world.deed(), {
      name: provider,
      provider,
      credentials: { api_key: 'key' },
      settings: {},
      active: true,
    })
    return made.id
  }
  const add = (address: string, starters: number[] = [], to = channelId) =>
    world.senders.create(world.deed(), to, { address, destination: null, starters })

  it('are stored in one form, once a channel, and known to the directory at once', async () => {
    const sender = await add('+1 202-555-0123')
    expect(sender).toEqual({
      id: sender.id,
      channel_id: channelId,
      name: null,
      address: '+12025550123',
      destination: null,
      starters: [],
      failover_channel_id: null,
      active: true,
    })
    expect(world.directory.byId(channelId)?.senders.get('+12025550123')).toMatchObject({
      id: sender.id,
      active: true,
    })
    expect(world.directory.byId(channelId)?.channel.senders).toEqual(['+12025550123'])
    await expect(add('+1 (202) 555-0123')).rejects.toMatchObject({ code: 'conflict' })
    await expect(add('2025550123')).rejects.toMatchObject({
      code: 'validation_failed',
      extra: { errors: [{ path: 'body.address', message: expect.stringContaining('country code') }] },
    })
    expect((await world.channels.get(channelId)).senders).toEqual([sender])
    await expect(add('+12025550124', [], 999)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('go to people and queues that are there', async () => {
    const agent = await world.extension('agent')
    const gone = await world.extension('agent', false)
    const queue = await world.store.write((trx) =>
      trx
        .insertInto('queue')
        .values({ name: 'Support', pickup_mode: 'manual', created_at: 0 })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const sender = await world.senders.create(world.deed(), channelId, {
      address: '+12025550123',
      destination: { type: 'extension', id: agent },
      starters: [agent, agent],
    })
    expect(sender).toMatchObject({ destination: { type: 'extension', id: agent }, starters: [agent] })
    const patch = (input: Parameters<typeof world.senders.patch>[2]) =>
      world.senders.patch(world.deed(), sender.id, input)
    expect((await patch({ destination: { type: 'queue', id: queue.id } })).destination).toEqual({
      type: 'queue',
      id: queue.id,
    })
    expect(world.directory.byId(channelId)?.senders.get('+12025550123')?.destination).toEqual({
      type: 'queue',
      id: queue.id,
    })
    expect((await patch({ destination: { type: 'api' }, active: false })).active).toBe(false)
    expect(await patch({ destination: null })).toMatchObject({ destination: null, starters: [agent] })

    const refused = (path: string) => ({
      code: 'validation_failed',
      extra: { errors: [expect.objectContaining({ path })] },
    })
    await expect(patch({ destination: { type: 'extension', id: gone } })).rejects.toMatchObject(
      refused('body.destination.id'),
    )
    await expect(patch({ destination: { type: 'queue', id: 999 } })).rejects.toMatchObject(
      refused('body.destination.id'),
    )
    await expect(patch({ starters: [agent, gone] })).rejects.toMatchObject(refused('body.starters.1'))
    await expect(world.senders.patch(world.deed(), 999, {})).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are removed, or only switched off once they have conversations', async () => {
    const unused = await add('+12025550123')
    await world.senders.remove(world.deed(), unused.id)
    expect(await world.senders.list(channelId)).toEqual([])

    const used = await add('+12025550123')
    const entry = world.directory.byId(channelId)!
    const request = webhook(world)
    const parsed = entry.provider.parse(request, entry.channel)
    if (!parsed.ok) throw new Error(parsed.detail)
    await world.store.write((trx) =>
      trx
        .insertInto('webhook_request')
        .values({
          channel_id: channelId,
          received_at: world.now,
          method: 'POST',
          url: 'u',
          headers: JSON.stringify(request.headers),
          body: request.body,
          state: 'quarantined',
        })
        .execute(),
    )
    const [kept] = await world.quarantine.list({ state: 'quarantined', limit: 1 })
    await world.quarantine.release(world.deed(), kept!.id, { override: false })

    await world.senders.remove(world.deed(), used.id)
    expect(await world.senders.list(channelId)).toMatchObject([{ id: used.id, active: false }])
    await world.senders.patch(world.deed(), used.id, { active: true })
    const audits = await world.store.db
      .selectFrom('audit')
      .select('action')
      .where('object_type', '=', 'sender')
      .orderBy('id')
      .execute()
    expect(audits.map((row) => row.action)).toEqual([
      'sender.created',
      'sender.removed',
      'sender.created',
      'sender.switched_off',
      'sender.changed',
    ])
  })

  it('can be started from by those who may', async () => {
    const agent = await world.extension('agent')
    const other = await world.extension('agent')
    const listed = await add('+12025550123', [agent])
    const unlisted = await add('+12025550124')
    const off = await add('+12025550125', [agent])
    await world.senders.patch(world.deed(), off.id, { active: false })
    await add('page', [agent], await channel('shy'))

    const startable = async (role: 'administrator' | 'supervisor' | 'agent', id: number) => {
      const actor = { id, name: '', role, queueIds: [] }
      return (await startableSenders(world.store.db, world.providers, actor)).map((sender) => sender.id)
    }
    expect(await startable('agent', agent)).toEqual([listed.id])
    expect(await startable('agent', other)).toEqual([])
    expect(await startable('supervisor', other)).toEqual([listed.id, unlisted.id])
    expect(await startable('administrator', other)).toEqual([listed.id, unlisted.id])
    const [shown] = await startableSenders(world.store.db, world.providers, {
      id: agent,
      name: '',
      role: 'agent',
      queueIds: [],
    })
    expect(shown).toEqual({
      id: listed.id,
      address: '+12025550123',
      name: null,
      channel_id: channelId,
      channel_name: 'generic',
      provider: 'generic',
      receives: true,
      smart_encoding: false,
      opens_with: 'text',
    })
    await world.channels.patch(world.deed(), channelId, { active: false })
    expect(await startable('administrator', other)).toEqual([])
  })

  it('are counted by the hours between two times', async () => {
    const busy = await add('+12025550123')
    const idle = await add('+12025550124')
    const hour = 3_600_000
    await world.store.write((trx) =>
      trx
        .insertInto('sender_hour')
        .values(
          [1, 2, 3].map((n) => ({
            sender_id: busy.id,
            hour: n * hour,
            sent: n,
            succeeded: 1,
            failed: n - 1,
            received: 10,
          })),
        )
        .execute(),
    )
    expect(await senderCounts(world.store.db, hour, 3 * hour)).toEqual([
      {
        sender_id: busy.id,
        address: '+12025550123',
        channel_id: channelId,
        sent: 3,
        succeeded: 2,
        failed: 1,
        received: 20,
      },
      {
        sender_id: idle.id,
        address: '+12025550124',
        channel_id: channelId,
        sent: 0,
        succeeded: 0,
        failed: 0,
        received: 0,
      },
    ])
  })
})
