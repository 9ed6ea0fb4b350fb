import { afterEach, beforeEach, expect, it } from 'vitest'
import { syncTemplates } from '../../src/core/templates/sync.ts'
import { chat, chatSender, offer, vendor } from '../support/chat-provider.ts'
import { describeOnBoth } from '../support/database.ts'
import { type MessagingWorld, messagingWorld } from '../support/messaging-world.ts'
import { statementsOf } from '../support/statements.ts'

describeOnBoth('templates of an account', (backend) => {
  let world: MessagingWorld
  beforeEach(async () => {
    world = await messagingWorld(backend, { provider: chat, address: chatSender })
  })
  afterEach(async () => {
    vendor.templates = [offer]
    await world.close()
  })
  const sync = (names: readonly string[]) => {
    vendor.templates = names.map((name) => ({ ...offer, name }))
    const io = () => ({}) as never
    return syncTemplates({ store: world.store, io, now: () => world.now }, world.entry())
  }
  const stored = () => world.store.db.selectFrom('template').select(['id', 'name']).orderBy('id').execute()

  it('keep their ids while they are listed, whatever their names', async () => {
    const odd = [
      "it's; drop table template --",
      '订单 %_{{1}}',
      '__proto__',
      '😀'.repeat(200),
      'a b',
      'plain',
    ]
    await sync(odd)
    const before = await stored()
    expect(before.map(({ name }) => name).sort()).toEqual([...odd].sort())
    await sync([...odd.slice(1), 'new'])
    expect((await stored()).filter(({ name }) => name !== 'new')).toEqual(
      before.filter(({ name }) => name !== odd[0]),
    )
    expect(await sync([])).toMatchObject({ count: 0, problem: null })
  })

  it('may be thousands, and hold up nothing that is written meanwhile', async () => {
    const names = Array.from({ length: 12_000 }, (_, i) => `template_${i}`)
    const all = await statementsOf(async () => expect(await sync(names)).toMatchObject({ count: 12_000 }))
    const half = await statementsOf(async () =>
      expect(await sync(names.slice(6_000))).toMatchObject({ count: 6_000 }),
    )
    expect(all + half).toBeLessThan(50)
  })
})
