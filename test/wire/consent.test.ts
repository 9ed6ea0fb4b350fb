import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { providers } from '../../providers/index.ts'
import type { Line } from '../../sandbox/lines.ts'
import { loadVendors } from '../../sandbox/vendors.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const vendors = await loadVendors()
/** A lane's first message waits a second, so that a restart does not break the rate. */
const soon = (look: () => unknown) => vi.waitFor(look, { timeout: 5_000 })

let app: AppWithSandbox
let customers = 0
beforeAll(async () => {
  app = await appWithSandbox()
})
afterAll(() => app.stop())

/** STOP, from the customer's phone to the carrier and back, for every carrier. */
describe.each(Object.values(providers).filter(({ addressKind }) => addressKind === 'tel'))(
  '$id',
  (provider) => {
    const weAnswer = (provider.optOut ?? 'us') === 'us'
    let line: Line
    beforeAll(async () => {
      ;({ line } = await app.connect(provider.id))
    })

    async function customer() {
      const from = `+1202557${String(++customers).padStart(4, '0')}`
      const says = async (text: string) => {
        const outcome = await app.sandbox.text(line, { from, text })
        expect(outcome.tries.at(-1)?.status).toBeLessThan(300)
      }
      await says('Hello')
      const { body } = await app.api.get(`/conversations?box=all&q=${encodeURIComponent(from)}`)
      const id = body.data[0].id as number
      const gets = () =>
        app.sandbox.ledger.entries.filter((entry) => entry.to === from).map((entry) => entry.text)
      const conversation = async () => (await app.api.get(`/conversations/${id}`)).body
      const write = (text: string) => app.api.post(`/conversations/${id}/messages`, { text })
      return { from, id, says, gets, conversation, write }
    }

    test('STOP ends messages, START brings them back', async () => {
      const { from, id, says, gets, conversation, write } = await customer()
      await says('Stop.')
      if (weAnswer) await soon(() => expect(gets()).toEqual([expect.stringMatching(/no more messages/)]))
      expect((await conversation()).opted_out_at).not.toBeNull()

      const refused = { status: 409, body: { code: 'opted_out' } }
      expect(await write('Are you sure?')).toMatchObject(refused)
      const senderId = (await conversation()).sender.id
      const fresh = { sender_id: senderId, to: from, text: 'Hello from us' }
      expect(await app.api.post('/conversations', fresh)).toMatchObject(refused)
      expect((await app.api.get('/opt-outs')).body.data[0]).toMatchObject({
        contact: { address: from },
        words: 'Stop.',
        source: 'contact',
      })

      await says('START')
      expect((await conversation()).opted_out_at).toBeNull()
      expect(await write('Welcome back')).toMatchObject({ status: 202 })
      await soon(() => expect(gets().at(-1)).toBe('Welcome back'))
      expect(gets()).toHaveLength(weAnswer ? 3 : 1)
      expect((await app.api.get(`/conversations/${id}/consent`)).body.data).toMatchObject([
        { state: 'in', words: 'START' },
        { state: 'out', words: 'Stop.' },
      ])
    })

    test('a STOP that the carrier posts twice is answered once', async () => {
      const { says, gets, conversation } = await customer()
      line.faults.set([{ kind: 'duplicate_webhook' }])
      await says('STOP')
      await soon(async () => expect((await conversation()).opted_out_at).not.toBeNull())
      if (weAnswer) await soon(() => expect(gets()).toHaveLength(1))
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(gets()).toHaveLength(weAnswer ? 1 : 0)
    })

    test.skipIf(!('opted out' in vendors[provider.id]!.errors))(
      'a carrier that refuses because of a STOP is believed',
      async () => {
        const { conversation, write } = await customer()
        line.faults.set([{ kind: 'error', name: 'opted out' }])
        expect(await write('Hello?')).toMatchObject({ status: 202 })
        await soon(async () => expect((await conversation()).opted_out_at).not.toBeNull())
        expect(await write('Hello??')).toMatchObject({ status: 409, body: { code: 'opted_out' } })
      },
    )
  },
)
