import { afterEach, beforeEach, expect, it } from 'vitest'
import type { NewChannel } from '../../src/contract/api/channels.ts'
import { removeExpired } from '../../src/core/retention.ts'
import { type ChannelWorld, channelWorld, webhook } from '../support/channel-world.ts'
import { describeOnBoth } from '../support/database.ts'

const apiKey = 'canary-api-key-7391'
const secret = 'canary-secret-5520'
const input = (more: Partial<NewChannel> = {}): NewChannel => ({
  name: 'Acme SMS',
  provider: 'generic',
  credentials: { api_key: apiKey, secret },
  settings: { send_url: 'https://carrier.example/send', verify_url: 'https://carrier.example/verify' },
  active: true,
  ...more,
})

describeOnBoth('channels', (backend) => {
  let world: ChannelWorld
  beforeEach(async () => {
    world = await channelWorld(backend)
  })
  afterEach(() => world.close())

  const events = (type = 'channel.changed') =>
    world.store.db.selectFrom('event').selectAll().where('type', '=', type).orderBy('id').execute()
  const changes = async () => (await events()).map((event) => JSON.parse(event.data).change)
  const entry = (id: number) => world.directory.byId(id)!

  it('are shown with their webhook address, hints of their secrets, and defaults', async () => {
    const channel = await world.channels.create(
      world.deed(),
      input({ credentials: { api_key: apiKey, secret: 'short' } }),
    )
    expect(channel).toMatchObject({
      name: 'Acme SMS',
      credentials: { api_key: { set: true, ends_with: '7391' }, secret: { set: true, ends_with: null } },
      settings: { messages_per_second: 10, auto_close_days: 7, api_base_url: null },
      protection: { level: 'signed' },
      status: 'unchecked',
      quarantined: 0,
      senders: [],
    })
    expect(channel.webhook_url).toMatch(
      /^https:\/\/messages\.example\.com\/api\/v1\.0\/webhook\/generic\/[0-9a-f]{32}$/,
    )
    expect(await world.channels.list()).toEqual([channel])
    expect(await changes()).toEqual(['created'])
  })

  it('are in the directory before the answer, with their secrets open', async () => {
    const heard: (string | undefined)[] = []
    world.directory.onChange((_, changed) => heard.push(changed?.name))
    const channel = await world.channels.create(world.deed(), input())
    const token = channel.webhook_url.slice(-32)
    expect(world.directory.byToken(token)).toBe(entry(channel.id))
    expect(entry(channel.id).channel.values).toMatchObject({ api_key: apiKey, secret })
    expect(entry(channel.id).channel.webhookUrl).toBe(channel.webhook_url)

    await world.channels.patch(world.deed(), channel.id, {
      name: 'Other',
      settings: { messages_per_second: 50 },
      credentials: { secret: 'another secret' },
    })
    expect(entry(channel.id)).toMatchObject({ name: 'Other', messagesPerSecond: 50 })
    expect(entry(channel.id).channel.values).toMatchObject({ api_key: apiKey, secret: 'another secret' })

    await world.channels.remove(world.deed(), channel.id)
    expect(world.directory.byToken(token)).toBeUndefined()
    expect(world.directory.all()).toEqual([])
    expect(heard).toEqual(['Acme SMS', 'Other', undefined])
  })

  it('take webhooks with the former secret for as long as an administrator says', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    const takes = (signedWith: string) => {
      const { provider, channel } = entry(id)
      return provider.verify(webhook(world, { secret: signedWith }), channel).ok
    }
    const change = (value: string | null, keep_former_hours?: number) =>
      world.channels.patch(world.deed(), id, {
        credentials: { secret: value },
        ...(keep_former_hours === undefined ? {} : { keep_former_hours }),
      })
    const shown = await change('second', 24)
    expect(shown.credentials.secret?.former_until).toBe('2026-11-22T12:00:00.000Z')
    expect([takes(secret), takes('second'), takes('third')]).toEqual([true, true, false])
    await world.directory.reload()
    expect(takes(secret)).toBe(true)
    world.now += 24 * 3_600_000 + 1
    expect([takes(secret), takes('second')]).toEqual([false, true])
    expect((await world.channels.get(id)).credentials.secret?.former_until).toBeNull()
    await removeExpired(world.store, { mediaMs: 1, rawRequestMs: 1, quarantineMs: 1, auditMs: 1 }, world.now)
    expect(await world.store.db.selectFrom('channel_former_secret').selectAll().execute()).toEqual([])

    await change('third', 1)
    await change('fourth')
    expect([takes('second'), takes('third'), takes('fourth')]).toEqual([false, false, true])
    await change('fifth', 1)
    await change(null, 1)
    expect(await world.store.db.selectFrom('channel_former_secret').selectAll().execute()).toEqual([])
    expect(entry(id).provider.verify(webhook(world), entry(id).channel).ok).toBe(true)
  })

  it('that are removed forget their secrets, end their queue and are gone from the API', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    await world.channels.patch(world.deed(), id, { credentials: { secret: 'x' }, keep_former_hours: 1 })
    await world.channels.remove(world.deed(), id)
    expect(await world.store.db.selectFrom('channel_former_secret').selectAll().execute()).toEqual([])
    expect(world.ended).toEqual([id])
    expect(await world.store.db.selectFrom('channel_secret').selectAll().execute()).toEqual([])
    await expect(world.channels.get(id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(world.channels.patch(world.deed(), id, {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(world.channels.remove(world.deed(), id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(world.check(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that are switched off end their queue once', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    await world.channels.patch(world.deed(), id, { active: false })
    await world.channels.patch(world.deed(), id, { active: false, name: 'Still off' })
    expect(world.ended).toEqual([id])
    expect(entry(id).active).toBe(false)
  })

  it('change nothing when one field is bad', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    const bad = { name: 'New', settings: { auto_close_days: 1, colour: 'red' } }
    await expect(world.channels.patch(world.deed(), id, bad)).rejects.toMatchObject({
      code: 'validation_failed',
    })
    expect(await world.channels.get(id)).toMatchObject({ name: 'Acme SMS', settings: { auto_close_days: 7 } })
    await expect(world.channels.create(world.deed(), input({ provider: 'toString' }))).rejects.toMatchObject({
      code: 'validation_failed',
    })
  })

  it('never let a secret out: not in answers, the audit trail, events, logs or the database', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    await world.channels.patch(world.deed(), id, {
      credentials: { secret: `${secret}-2` },
      keep_former_hours: 1,
    })
    world.answer = () => ({ kind: 'unsent', reason: `could not reach ${apiKey}@carrier with ${secret}-2` })
    await world.check(id)
    const { db } = world.store
    const everything = [
      await world.channels.list(),
      await db.selectFrom('channel').selectAll().execute(),
      await db.selectFrom('channel_secret').selectAll().execute(),
      await db.selectFrom('channel_former_secret').selectAll().execute(),
      await db.selectFrom('audit').selectAll().execute(),
      await events(),
      world.logged,
    ]
    const text = JSON.stringify(everything)
    expect(text).toContain('channel.changed')
    expect(text).not.toContain('canary')
    const audits = await db.selectFrom('audit').select(['action', 'detail']).orderBy('id').execute()
    expect(audits.map((row) => [row.action, JSON.parse(row.detail).fields])).toEqual([
      ['channel.created', ['api_key', 'secret', 'send_url', 'verify_url']],
      ['channel.changed', ['secret']],
    ])
  })

  it('whose secrets do not open take nothing unsigned, and say so', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    const other = (await world.withOtherKey()).byId(id)!
    expect(other.fault).toMatch(/api_key, secret cannot be opened/)
    const unsigned = webhook(world)
    expect(other.provider.verify(unsigned, other.channel)).toMatchObject({
      ok: false,
      code: 'secret_not_set',
    })
    expect(other.provider.verify(webhook(world, { secret }), other.channel).ok).toBe(false)
    expect(other.provider.protection(other.channel).level).toBe('signed')
    await expect(other.provider.send({} as never, other.channel, {} as never)).resolves.toMatchObject({
      kind: 'retry',
    })
    expect(await other.provider.check!(other.channel, {} as never)).toMatchObject({ status: 'unauthorised' })
    expect(entry(id).fault).toBeNull()
  })

  it('of a provider that is gone can be seen and removed', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    await world.store.write((trx) =>
      trx.updateTable('channel').set({ provider: 'gone' }).where('id', '=', id).execute(),
    )
    await world.directory.reload()
    expect(world.directory.all()).toEqual([])
    const [shown] = await world.channels.list()
    expect(shown).toMatchObject({
      status: 'unauthorised',
      status_detail: expect.stringContaining('no provider "gone"'),
    })
    await world.channels.patch(world.deed(), id, { name: 'Old' })
    const credentials = { secret: 'x' }
    await expect(world.channels.patch(world.deed(), id, { credentials })).rejects.toMatchObject({
      code: 'conflict',
    })
    await world.channels.remove(world.deed(), id)
  })

  it('are checked, and tell when their state moves', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    world.answer = () => ({ kind: 'answer', status: 200, headers: {}, body: Buffer.from('c0ffee') })
    const both = await Promise.all([world.check(id), world.check(id)])
    expect(both.map((one) => one.status)).toEqual(['connected', 'connected'])
    expect(world.asked).toHaveLength(1)
    await world.check(id)
    world.answer = () => ({ kind: 'answer', status: 401, headers: {}, body: Buffer.from('') })
    world.now += 60_000
    await world.check(id)
    expect(await world.channels.get(id)).toMatchObject({
      status: 'unauthorised',
      status_detail: expect.stringContaining('401'),
      checked_at: '2026-11-21T12:01:00.000Z',
    })
    expect(await changes()).toEqual(['created', 'status', 'status'])

    await world.channels.patch(world.deed(), id, { settings: { auto_close_days: 1 } })
    expect((await world.channels.get(id)).status).toBe('unauthorised')
    await world.channels.patch(world.deed(), id, { credentials: { api_key: 'new-key' } })
    expect(await world.channels.get(id)).toMatchObject({ status: 'unchecked', checked_at: null })
  })

  it('keep no answer that belongs to credentials that were changed meanwhile', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    let changed: () => void = () => undefined
    const change = new Promise<void>((resolve) => {
      changed = resolve
    })
    world.answer = async (request) => {
      const good = request.headers?.authorization === 'Bearer new-key'
      if (!good) await change
      return { kind: 'answer', status: good ? 200 : 401, headers: {}, body: Buffer.from('c0ffee') }
    }
    const checking = world.check(id)
    await world.channels.patch(world.deed(), id, { credentials: { api_key: 'new-key' } })
    expect((await world.check(id)).status).toBe('connected')
    changed()
    expect((await checking).status).toBe('connected')
    expect((await world.channels.get(id)).status).toBe('connected')
  })

  it('of a provider that cannot be asked say so', async () => {
    const { id } = await world.channels.create(world.deed(), input({ provider: 'shy' }))
    expect(await world.check(id)).toMatchObject({
      status: 'unchecked',
      detail: expect.stringMatching(/no way to check/),
    })
  })

  it('show what a check tells of the account, and call senders as the vendor does', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    await world.senders.create(world.deed(), id, { address: '+12025550123', destination: null, starters: [] })
    const label = { en: 'Quality', zh: '质量' }
    const provider = {
      ...entry(id).provider,
      check: async () => ({
        status: 'connected' as const,
        detail: 'Good.',
        facts: [
          { label, value: `GREEN ${apiKey}`, warning: true },
          { label, value: { en: `until ${apiKey}`, zh: `${apiKey} 为止` } },
        ],
        senders: [{ address: '+12025550123', name: 'Acme Support' }],
      }),
    }
    Object.assign(entry(id), { provider })
    await world.check(id)
    const shown = await world.channels.get(id)
    expect(shown.facts).toEqual([
      { label, value: { en: 'GREEN •••', zh: 'GREEN •••' }, warning: true },
      { label, value: { en: 'until •••', zh: '••• 为止' }, warning: false },
    ])
    expect(shown.senders).toMatchObject([{ address: '+12025550123', name: 'Acme Support' }])
    await world.channels.patch(world.deed(), id, { credentials: { api_key: 'another-key-12345' } })
    expect(await world.channels.get(id)).toMatchObject({ facts: [], senders: [{ name: 'Acme Support' }] })
  })

  it('survive a check that throws', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    world.answer = () => {
      throw new Error(`bug with ${secret}`)
    }
    expect((await world.check(id)).status).toBe('request_failed')
    expect(world.logged.join()).toContain('a channel check stopped')
  })

  it('are checked by the loop soon after its start, and not after its end', async () => {
    const { id } = await world.channels.create(world.deed(), input())
    const checked = new Promise<void>((resolve) => {
      world.answer = () => {
        resolve()
        return { kind: 'answer', status: 200, headers: {}, body: Buffer.from('c0ffee') }
      }
    })
    world.checkLoop.start()
    await checked
    await world.checkLoop.stop()
    expect((await world.channels.get(id)).status).toBe('connected')
    world.checkLoop.checkSoon(id)
    expect(world.asked).toHaveLength(1)
  })
})
