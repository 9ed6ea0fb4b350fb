import { networkInterfaces } from 'node:os'
import { expect, it } from 'vitest'
import { apiClient } from '../support/api-client.ts'
import { describeOnBoth, sqlite, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/ports.ts'
import { type GatewayProcess, startGateway } from '../support/process.ts'

const administrator = {
  TRUNKLINE_ADMIN_EMAIL: 'admin@example.com',
  TRUNKLINE_ADMIN_PASSWORD: 'violet-otter-42-lamp',
}

interface Place {
  readonly database: TestDatabase
  readonly sandboxPort: number
}

function start({ database, sandboxPort }: Place, args: readonly string[], env: Record<string, string> = {}) {
  return startGateway({
    dataDir: database.dataDir,
    databaseUrl: database.url,
    args,
    env: { TRUNKLINE_SANDBOX_PORT: String(sandboxPort), ...env },
  })
}

async function signedIn(gateway: GatewayProcess, email: string, password: string) {
  const api = apiClient(gateway.url)
  expect((await api.post('/session', { email, password })).status).toBe(200)
  return api
}

/** What the console says of the demo. */
function passwordOf(gateway: GatewayProcess): string {
  const password = /all have the password (\S+)/.exec(gateway.logs())?.[1]
  if (!password) throw new Error(`no password on the console:\n${gateway.logs()}`)
  return password
}

/** A customer writes on a demo line; answers whether the gateway took it. */
async function text(sandboxPort: number, line: string, words: string): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${sandboxPort}/lines/${line}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: words }),
  })
  return ((await answer.json()) as { delivered: boolean }).delivered
}

describeOnBoth('the demo', (backend) => {
  it('is alive at once and after a plain restart, and stays as it is when asked for again', async () => {
    const place: Place = { database: await backend.open(), sandboxPort: await freePort() }
    let gateway = await start(place, ['--demo'], administrator)
    const password = passwordOf(gateway)
    let maya = await signedIn(gateway, 'maya@example.com', password)
    const open = (await maya.get('/conversations?box=all&limit=100')).body.data
    const archived = (await maya.get('/conversations?box=archived&limit=100')).body.data
    expect(archived.length).toBeGreaterThan(0)
    expect(open.filter((one: { unread: number }) => one.unread > 0)).toHaveLength(4)
    const seen = new Set<string>()
    const files: { id: number; state: string }[] = []
    for (const { id } of [...open, ...archived]) {
      for (const message of (await maya.get(`/conversations/${id}/messages`)).body.data) {
        seen.add(message.status)
        expect(Date.parse(message.created_at)).toBeLessThan(Date.now())
        if (message.status === 'failed') expect(message.failure.vendor_text).not.toBe('')
        files.push(...message.media)
      }
    }
    expect([...seen].sort()).toEqual(['delivered', 'failed', 'read', 'received', 'sent', 'unconfirmed'])
    expect(files.map((file) => file.state)).toEqual(['stored', 'stored', 'stored', 'stored'])
    for (const { id } of files) expect((await maya.get(`/media/${id}/content`)).status).toBe(200)

    const of = (provider: string) =>
      open.filter((one: { sender: { provider: string } }) => one.sender.provider === provider)
    expect(of('messenger')).toMatchObject([
      { contact: { name: 'Nora Lindgren' }, window: { state: 'open' } },
      { contact: { name: 'Marco Bianchi' }, window: { state: 'over' } },
    ])
    expect(of('whatsapp')).toMatchObject([
      { contact: { name: 'Ana Duarte' }, window: { state: 'open' } },
      { contact: { name: 'Aisha Khan' }, window: { state: 'open' }, last_message: { kind: 'template' } },
      { contact: { name: 'Jonas Weber' }, window: { state: 'over' } },
    ])
    const ana = (await maya.get(`/conversations/${of('whatsapp')[0].id}/messages`)).body.data
    const has = (what: (message: Record<string, unknown>) => unknown) =>
      expect(ana.filter(what)).toHaveLength(1)
    has(({ deleted_at }) => deleted_at !== null)
    has(({ edited_at }) => edited_at !== null)
    has(({ reactions }) => Array.isArray(reactions) && reactions.length === 1)
    has(({ content }) => (content as { type?: string } | null)?.type === 'location')
    for (const form of ['voice', 'sticker'])
      has(({ media }) => Array.isArray(media) && media[0]?.form === form)

    expect((await maya.get('/me')).body.handset_url).toBe(`http://127.0.0.1:${place.sandboxPort}`)
    const tom = await signedIn(gateway, 'tom@example.com', password)
    expect((await tom.get('/me')).body.handset_url).toBeNull()

    // Nothing of the past is sent again.
    const ledger = await fetch(`http://127.0.0.1:${place.sandboxPort}/ledger`)
    expect(((await ledger.json()) as { data: unknown[] }).data).toEqual([])
    await gateway.stop()

    // On another port the sandbox moves, and the channels with it.
    const moved = { ...place, sandboxPort: await freePort() }
    for (const args of [[], ['--demo']]) {
      gateway = await start(moved, args)
      expect(gateway.logs()).not.toContain(password)
      expect(gateway.logs()).toContain(`http://127.0.0.1:${moved.sandboxPort}`)
      expect(await text(moved.sandboxPort, 'main-line', `Hello ${args.length}`)).toBe(true)
      // The simulated accounts are the same as before, to the ids at Meta.
      const admin = await signedIn(
        gateway,
        administrator.TRUNKLINE_ADMIN_EMAIL,
        administrator.TRUNKLINE_ADMIN_PASSWORD,
      )
      const { data } = (await admin.get('/channels')).body
      for (const { id, name } of data) {
        expect((await admin.post(`/channels/${id}/check`)).body, name).toMatchObject({ status: 'connected' })
      }
      maya = await signedIn(gateway, 'maya@example.com', password)
      const [newest] = (await maya.get('/conversations?box=all&limit=1')).body.data
      expect(newest.last_message.text).toBe(`Hello ${args.length}`)
      await maya.post(`/conversations/${newest.id}/messages`, { text: 'Good day', media: [] })
      await expect
        .poll(async () => (await maya.get(`/conversations/${newest.id}/messages`)).body.data[0].status, {
          timeout: 5_000,
        })
        .toBe('delivered')
      expect((await maya.get('/conversations?box=all&limit=100')).body.data).toHaveLength(open.length + 1)
      expect(await text(moved.sandboxPort, 'page', 'And in blue?')).toBe(true)
      await gateway.stop()
    }
    await place.database.drop()
  })
})

it('comes with a choice on the first-run page, and is offered once', async () => {
  const place: Place = { database: await sqlite.open(), sandboxPort: await freePort() }
  const gateway = await start(place, [])
  const api = apiClient(gateway.url)
  expect((await api.get('/setup')).body).toEqual({ needed: true, demo_offered: true })
  await expect(fetch(`http://127.0.0.1:${place.sandboxPort}/lines`)).rejects.toThrow()
  const code = /^ {2}([\w-]{19})$/m.exec(gateway.logs())?.[1]
  const wanted = { code, name: 'Ada', email: 'ada@example.com', password: 'violet-otter-42-lamp', demo: true }
  expect((await api.post('/setup', wanted)).status).toBe(201)
  await signedIn(gateway, 'tom@example.com', passwordOf(gateway))
  await expect
    .poll(async () => (await api.get('/channels')).body.data.map((one: { status: string }) => one.status))
    .toEqual(['connected', 'connected', 'connected', 'connected'])
  const unread = (await api.get('/conversations?box=all&limit=100')).body.data.filter(
    (one: { unread: number }) => one.unread > 0,
  )
  expect(unread).toHaveLength(4)
  expect(await text(place.sandboxPort, 'workshop', 'Hello')).toBe(true)
  await gateway.stop()
  await place.database.drop()
})

it('is on loopback alone, also where the gateway is not', async () => {
  const other = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === 'IPv4')
  const place: Place = { database: await sqlite.open(), sandboxPort: await freePort() }
  const gateway = await start(place, ['--demo'], { TRUNKLINE_HOST: '0.0.0.0' })
  expect((await fetch(`http://127.0.0.1:${place.sandboxPort}/lines`)).status).toBe(200)
  if (other) await expect(fetch(`http://${other.address}:${place.sandboxPort}/lines`)).rejects.toThrow()
  await gateway.stop()
  await place.database.drop()
})

it('is not added where somebody works already, and leaves everything as it was', async () => {
  const place: Place = { database: await sqlite.open(), sandboxPort: await freePort() }
  let gateway = await start(place, [], administrator)
  const api = await signedIn(gateway, 'admin@example.com', administrator.TRUNKLINE_ADMIN_PASSWORD)
  await api.post('/queues', { name: 'Real', pickup_mode: 'manual', members: [] })
  await gateway.stop()
  await expect(start(place, ['--demo'], administrator)).rejects.toThrow(
    /ended \(1\).*added to an empty gateway only/s,
  )
  gateway = await start(place, [], administrator)
  const after = await signedIn(gateway, 'admin@example.com', administrator.TRUNKLINE_ADMIN_PASSWORD)
  expect((await after.get('/extensions')).body.data).toHaveLength(1)
  await expect(fetch(`http://127.0.0.1:${place.sandboxPort}/lines`)).rejects.toThrow()
  await gateway.stop()
  await place.database.drop()
})

it('says what to do where its port is taken, and goes with its channels', async () => {
  const place: Place = { database: await sqlite.open(), sandboxPort: await freePort() }
  let gateway = await start(place, ['--demo'], administrator)
  const second = { ...place, database: await sqlite.open() }
  await expect(start(second, ['--demo'])).rejects.toThrow(/Port \d+ is taken.*TRUNKLINE_SANDBOX_PORT/s)
  await second.database.drop()
  const api = await signedIn(gateway, 'admin@example.com', administrator.TRUNKLINE_ADMIN_PASSWORD)
  for (const { id } of (await api.get('/channels')).body.data) await api.delete(`/channels/${id}`)
  await gateway.stop()
  gateway = await start(place, [])
  await expect(fetch(`http://127.0.0.1:${place.sandboxPort}/lines`)).rejects.toThrow()
  await gateway.stop()
  await place.database.drop()
})
