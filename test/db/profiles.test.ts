import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Profile } from '../../src/contract/provider.ts'
import { contactPicture } from '../../src/core/contacts/picture.ts'
import { getConversation } from '../../src/core/conversations/list.ts'
import { type MediaStore, openMediaStore } from '../../src/core/media/store.ts'
import { isFileNeeded } from '../../src/core/retention.ts'
import { createLog } from '../../src/lib/log/log.ts'
import { createHttpClient } from '../../src/lib/net/client.ts'
import { createProfileFetcher } from '../../src/worker/profile-fetcher.ts'
import { chat, chatSender as sender } from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type FakeServer, fakeServer } from '../support/fake-server.ts'
import { type MessagingWorld, messagingWorld, text as words } from '../support/messaging-world.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describeOnBoth('profiles of contacts', (backend) => {
  let world: MessagingWorld
  let server: FakeServer
  let files: MediaStore
  let dataDir: string
  let asked: string[]
  let told: Profile
  const client = createHttpClient({ allowPrivateAddresses: true })

  beforeEach(async () => {
    asked = []
    dataDir = await mkdtemp(join(tmpdir(), 'trunkline-profiles-'))
    files = await openMediaStore(dataDir)
    server = await fakeServer()
    const profile = async (contact: string) => {
      asked.push(contact)
      return told
    }
    world = await messagingWorld(backend, { provider: { ...chat, profile }, address: sender })
    await world.deliver(words('Hello', { to: [sender], from: 'US.1', receivedAt: world.now }))
  })
  afterEach(async () => {
    await world.close()
    await server.close()
    await rm(dataDir, { recursive: true })
  })

  const fetched = async () => {
    const log = createLog({ level: 'silent', format: 'json' })
    const { store, directory } = world
    const io = () => ({}) as never
    const fetcher = createProfileFetcher({ store, files, directory, client, log, io, now: () => world.now })
    fetcher.wake(world.channelId)
    await vi.waitFor(async () => {
      const row = await store.db.selectFrom('contact').select('profile_at').executeTakeFirstOrThrow()
      expect(row.profile_at).toBe(world.now)
    })
    await fetcher.stop()
  }

  it('name and picture are asked for once, and shown to those who see the conversation', async () => {
    const admin = await world.person('administrator')
    const stranger = await world.person('agent')
    const { id } = await world.onlyConversation()
    const shown = async () => (await getConversation(world.store.db, world.lanes, admin, id)).contact
    expect(await shown()).toMatchObject({ name: null, picture_url: null })
    server.setAnswer(() => ({ status: 200, body: png, headers: { 'content-type': 'image/png' } }))
    told = { name: 'Ann Smith', pictureUrl: `${server.url}/ann.png` }
    await fetched()
    const contact = await shown()
    expect(contact).toMatchObject({ name: 'Ann Smith' })
    await world.deliver(words('Again', { to: [sender], from: 'US.1', receivedAt: world.now }))
    await fetched()
    expect(asked).toEqual(['US.1'])
    expect(contact.picture_url).toBe(`/api/v1/contacts/${contact.id}/picture`)
    const picture = await contactPicture(world.store.db, files, admin, contact.id)
    expect(picture).toMatchObject({ content_type: 'image/png', bytes: png.length })
    expect(await isFileNeeded(world.store, picture.sha256)).toBe(true)
    await expect(contactPicture(world.store.db, files, stranger, contact.id)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('what the vendor does not tell, or no picture at all, is no reason to ask with every message', async () => {
    server.setAnswer(() => ({ status: 200, body: '<svg/>', headers: { 'content-type': 'image/svg+xml' } }))
    told = { pictureUrl: `${server.url}/odd.svg` }
    await fetched()
    const admin = await world.person('administrator')
    const { id } = await world.onlyConversation()
    expect((await getConversation(world.store.db, world.lanes, admin, id)).contact).toMatchObject({
      name: null,
      picture_url: null,
    })
    await fetched()
    expect(asked).toHaveLength(1)
    world.now += 31 * 86_400_000
    await world.deliver(words('Still here', { to: [sender], from: 'US.1', receivedAt: world.now }))
    await fetched()
    expect(asked).toHaveLength(2)
  })
})
