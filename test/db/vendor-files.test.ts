import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Uploaded } from '../../src/contract/io.ts'
import type { OutboundMedia } from '../../src/contract/outbound.ts'
import { createVendorFiles, type VendorFiles } from '../../src/core/media/vendor-files.ts'
import { removeExpired } from '../../src/core/retention.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld } from '../support/messaging-world.ts'

const DAY_MS = 86_400_000
const file = (content: string): OutboundMedia => ({
  url: 'https://messages.example.com/api/chat/0',
  contentType: 'image/png',
  name: 'a.png',
  bytes: 3,
  sha256: content.repeat(64),
  read: async () => Buffer.from('png'),
})

describeOnBoth('files that lie at a vendor', (backend) => {
  let world: MessagingWorld
  let files: VendorFiles
  let uploads: number
  beforeEach(async () => {
    world = await messagingWorld(backend)
    files = createVendorFiles(world.store, () => world.now)
    uploads = 0
  })
  afterEach(() => world.close())

  const upload = async (): Promise<Uploaded> => ({ id: `v${++uploads}`, expiresAt: world.now + 30 * DAY_MS })
  const ask = (content = 'a', fresh = false) => files(world.channelId)(file(content), upload, fresh)

  it('are uploaded once for each content, also by those who ask at once and after a restart', async () => {
    expect(await Promise.all([ask(), ask(), ask('b')])).toMatchObject([
      { id: 'v1' },
      { id: 'v1' },
      { id: 'v2' },
    ])
    files = createVendorFiles(world.store, () => world.now)
    expect(await ask()).toMatchObject({ id: 'v1' })
    expect(uploads).toBe(2)
  })

  it('are uploaded again when the id ends, when it is refused, and for another account', async () => {
    await ask()
    world.now += 30 * DAY_MS - 30_000
    expect(await ask()).toMatchObject({ id: 'v2' })
    expect(await ask('a', true)).toMatchObject({ id: 'v3' })
    expect(await ask()).toMatchObject({ id: 'v3' })
    await world.channels.patch(world.deed(), world.channelId, {
      credentials: { api_key: 'another-key-12345' },
    })
    expect(await ask()).toMatchObject({ id: 'v4' })
    world.now += 31 * DAY_MS
    const retention = { mediaMs: DAY_MS, rawRequestMs: DAY_MS, quarantineMs: DAY_MS, auditMs: 400 * DAY_MS }
    expect((await removeExpired(world.store, retention, world.now)).rows).toBe(1)
  })

  it('that could not be handed over are not remembered', async () => {
    const failed = { failed: { kind: 'retry', failure: { code: 'provider_unavailable' } } } as const
    expect(await files(world.channelId)(file('a'), async () => failed)).toEqual(failed)
    expect(await ask()).toMatchObject({ id: 'v1' })
  })
})
