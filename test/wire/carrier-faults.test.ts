import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { providers } from '../../providers/index.ts'
import type { FaultInput } from '../../sandbox/faults.ts'
import type { Line } from '../../sandbox/lines.ts'
import { loadVendors } from '../../sandbox/vendors.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

const vendors = await loadVendors()
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

let app: AppWithSandbox
/** No two messages of this file come from the same customer. */
let customers = 0
beforeAll(async () => {
  app = await appWithSandbox({ TRUNKLINE_SEND_TIMEOUT_MS: '1000' })
})
afterAll(() => app.stop())

/** Every fault, against the whole gateway: what the agent sees in the end, and how often the carrier took the message. */
describe.each(Object.keys(providers))('%s: a message', (provider) => {
  let line: Line
  let channelId: number
  beforeAll(async () => {
    ;({ line, channelId } = await app.connect(provider))
  })

  /** A customer of his own, who has written, and his conversation. */
  async function customer(text = 'Hello', files: string[] = []) {
    const from = line.addresses.customer.slice(0, -4) + String(++customers).padStart(4, '0')
    const outcome = await app.sandbox.text(line, { from, text, files })
    expect(outcome.tries.at(-1)?.status).toBeLessThan(300)
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const conversation = body.data.find(
      (one: { contact: { address: string } }) => one.contact.address === from,
    )
    return { from, id: conversation.id as number }
  }
  const messages = async (conversation: number, direction: 'in' | 'out') => {
    const { body } = await app.api.get(`/conversations/${conversation}/messages`)
    return body.data.filter((one: { direction: string }) => one.direction === direction)
  }
  const taken = (to: string) =>
    app.sandbox.ledger.entries.filter((entry) => entry.to === to && entry.accepted_id)
  const seen = (to: string) => app.sandbox.ledger.entries.filter((entry) => entry.to === to)

  interface End {
    status: string
    code?: string
    /** How often the carrier took it, and how often it was sent. */
    taken: number
    sends: number
  }
  const receipts = vendors[provider]!.receipt !== undefined
  const delivered: End = { status: receipts ? 'delivered' : 'sent', taken: 1, sends: 1 }
  const unconfirmed: End = { status: 'unconfirmed', code: 'outcome_unknown', taken: 1, sends: 1 }
  /** The carrier took it, and told nobody. */
  const lookedUp: End | undefined = providers[provider]!.lookUp && { ...delivered, status: 'sent' }
  const found: End = lookedUp ?? unconfirmed
  const cases: [string, FaultInput[], End][] = [
    ['without a fault arrives', [], delivered],
    ['answered slowly arrives', [{ kind: 'delay', ms: 300 }], delivered],
    [
      'answered 429 goes again after a while',
      [{ kind: 'rate_limit', retry_after: '1' }],
      { ...delivered, sends: 2 },
    ],
    ['taken but answered 500 is looked up, or unconfirmed', [{ kind: 'takes_it_but_500' }], found],
    ['taken before a reset is looked up, or unconfirmed', [{ kind: 'reset_after' }], found],
    ['not taken before a reset is unconfirmed', [{ kind: 'reset_before' }], { ...unconfirmed, taken: 0 }],
    ['taken with half an answer is looked up, or unconfirmed', [{ kind: 'half_answer' }], found],
    ['taken without an answer is looked up, or unconfirmed', [{ kind: 'answer_lost' }], found],
    // Where that other was looked up, the receipts of its id are its own.
    ['taken under the id of another is sent', [{ kind: 'id_repeated' }], lookedUp ?? delivered],
    ['answered too late is looked up, or unconfirmed', [{ kind: 'delay', ms: 1500 }], found],
    [
      'answered 404 has failed',
      [{ kind: 'status', status: 404 }],
      { status: 'failed', code: 'send_failed', taken: 0, sends: 1 },
    ],
    ['answered 502 is unconfirmed', [{ kind: 'status', status: 502 }], { ...unconfirmed, taken: 0 }],
  ]
  // Some vendors fail a message in their answer or never.
  const told = vendors[provider]!.receipt?.(
    { id: 'x', send: { from: '1', to: '2', text: '', mediaUrls: [] }, status: 'failed', at: 0 },
    { values: vendors[provider]!.account(() => 'x'), numbers: [], webhookUrl: '' },
  )
  const receiptCases: [string, FaultInput[], End][] = [
    ['with receipts out of order arrives', [{ kind: 'receipts_reversed' }], delivered],
    ['with receipts before the answer arrives', [{ kind: 'receipts_early' }], delivered],
    ['without receipts is sent', [{ kind: 'receipts_none' }], { ...delivered, status: 'sent' }],
    [
      'that the handset does not get has failed, where the carrier tells',
      [{ kind: 'receipts_failed' }],
      { status: told ? 'failed' : 'sent', taken: 1, sends: 1 },
    ],
  ]

  test.each(receipts ? [...cases, ...receiptCases] : cases)('%s', async (_what, faults, end) => {
    // Receipts of a lost answer cannot be told apart from a stranger's: only the outcome of the send is looked at.
    const without = end === found || end.status === 'unconfirmed' ? [{ kind: 'receipts_none' } as const] : []
    const { from, id } = await customer()
    line.faults.set([...faults, ...without])
    const { body: sent, status } = await app.api.post(`/conversations/${id}/messages`, { text: 'Answer' })
    expect(status).toBe(202)
    await vi.waitFor(
      async () => {
        const [message] = await messages(id, 'out')
        expect(message).toMatchObject({ id: sent.id, status: end.status })
        if (end.code) expect(message.failure.code).toBe(end.code)
      },
      { timeout: 10_000, interval: 50 },
    )
    line.faults.set([])
    const counted = () => expect([taken(from).length, seen(from).length]).toEqual([end.taken, end.sends])
    await vi.waitFor(counted)
  })

  test('without an answer is found by its receipt, where the carrier hands our reference back', async ({
    skip,
  }) => {
    const { from, id } = await customer()
    line.faults.set([{ kind: 'answer_lost' }])
    await app.api.post(`/conversations/${id}/messages`, { text: 'Answer' })
    const entry = await vi.waitFor(() => {
      expect(seen(from)).toHaveLength(1)
      return seen(from)[0]!
    })
    if (entry.reference === null) skip()
    const arrived = async () => {
      expect(await messages(id, 'out')).toMatchObject([{ status: 'delivered', failure: null }])
    }
    await vi.waitFor(arrived, { timeout: 5000 })
    // The send itself gives up later, and must not take that back.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await arrived()
    expect(seen(from)).toHaveLength(1)
  })

  test('that the carrier posts twice is one message', async () => {
    line.faults.set([{ kind: 'duplicate_webhook' }])
    const { id } = await customer('Twice?')
    expect(await messages(id, 'in')).toHaveLength(1)
  })

  test('with a picture comes in and goes out', async () => {
    const kept = await fetch(`${app.sandbox.url}/files?name=a.png`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: png,
    })
    const { id } = await customer('Look', [((await kept.json()) as { id: string }).id])
    await vi.waitFor(async () => {
      const [message] = await messages(id, 'in')
      expect(message.media).toMatchObject([{ state: 'stored', content_type: 'image/png', bytes: png.length }])
    })
    const media = [await app.upload(png, 'b.png', 'image/png')]
    expect((await app.api.post(`/conversations/${id}/messages`, { media })).status).toBe(202)
    await vi.waitFor(
      () => {
        const { by, files } = line.thread.bubbles.at(-1)!
        expect(by).toBe('business')
        expect(files).toMatchObject([{ content_type: 'image/png', error: null, url: expect.any(String) }])
      },
      { timeout: 5000 },
    )
  })

  // Nothing of what a carrier without proof posts can be wrong.
  const proves =
    Object.keys(vendors[provider]!.sign(Buffer.from('{}'), { ...vendors[provider]!.account(() => 'x') }, ''))
      .length > 0
  test.runIf(proves)(
    'signed with a new secret is kept in quarantine, and comes in once when the channel knows it',
    async () => {
      const credentials = { ...line.values, ...vendors[provider]!.account(() => 'renewed') } as Record<
        string,
        string
      >
      line.patch({ credentials })
      const from = `+1202557${String(++customers).padStart(4, '0')}`
      const outcome = await app.sandbox.text(line, { from, text: 'Let me in' })
      expect(outcome).toMatchObject({
        delivered: false,
        tries: Array(3).fill({ reason: 'signature_mismatch' }),
      })
      const { body: kept } = await app.api.get('/quarantine')
      expect(kept.data.length).toBeGreaterThan(0)

      expect((await app.api.patch(`/channels/${channelId}`, { credentials })).status).toBe(200)
      for (const { id } of kept.data) {
        expect((await app.api.post(`/quarantine/${id}/release`, {})).status).toBe(200)
      }
      const { body: all } = await app.api.get('/conversations?box=all&limit=200')
      const mine = all.data.filter((one: { contact: { address: string } }) => one.contact.address === from)
      expect(mine).toHaveLength(1)
      expect(await messages(mine[0].id, 'in')).toMatchObject([{ text: 'Let me in' }])
    },
  )
})
