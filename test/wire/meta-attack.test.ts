import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeOnBoth } from '../support/database.ts'
import { type MetaWorld, metaWorld } from '../support/meta-world.ts'

const seconds = (at = Date.now()) => String(Math.floor(at / 1_000))
const text = (id: unknown, from: string, body: string, more: object = {}) => ({
  ...{ id, from, timestamp: seconds(), type: 'text', text: { body } },
  ...more,
})

/** Webhooks that are signed as they should be, and bent in every way that Meta, its customers or its next version may bend them. */
describeOnBoth('what Meta posts', (backend) => {
  let world: MetaWorld
  beforeAll(async () => {
    world = await metaWorld(backend)
  })
  afterAll(() => world.stop())

  const stored = async (words: string) =>
    (await world.threads()).flatMap(({ texts }) => texts.filter((one) => one?.includes(words)))

  it.each([
    ['a change that is none', null],
    ['a change without a field', { value: {} }],
    ['a list that is none', { statuses: {} }],
    ['a message that is none', { messages: [null] }],
    ['a message of nobody', { messages: [{ id: 'x', type: 'text' }] }],
  ])(
    'in a batch with %s: the rest is stored, and the whole is kept for a person to see',
    async (what, bad) => {
      const before = (await world.quarantined()).length
      const change = bad && !('value' in bad) ? world.change(bad) : bad
      const answer = await world.toNumber(
        world.change({ messages: [text(`w1 ${what}`, '16505551001', `before ${what}`)] }),
        change,
        world.change({ messages: [text(`w2 ${what}`, '16505551001', `after ${what}`)] }),
      )
      expect(answer.status).toBe(200)
      expect(await stored(what)).toEqual([`before ${what}`, `after ${what}`])
      const kept = await world.quarantined()
      expect(kept).toHaveLength(before + 1)
      expect(kept[0]).toMatchObject({ code: 'invalid_field', detail: expect.stringContaining('changes[1]') })
    },
  )

  it('in an entry that is none: those of the others are stored', async () => {
    const entry = { id: '1', changes: [world.change({ messages: [text('we1', '16505551001', 'fine')] })] }
    const object = 'whatsapp_business_account'
    expect((await world.post(world.number, { object, entry: [null, entry, { id: '2' }] })).status).toBe(200)
    expect(await stored('fine')).toEqual(['fine'])
    const [customer, page] = ['5794982867300009', world.page.numbers[0]!]
    const message = (mid: unknown, words: string) =>
      world.event(customer, page, { message: { mid, text: words } })
    const answer = await world.toPage(
      message('p1', 'good one'),
      null,
      message(5, 'bad'),
      message('p2', 'good two'),
    )
    expect(answer.status).toBe(200)
    expect(await stored('good')).toEqual(['good one', 'good two'])
    expect((await world.quarantined())[0]).toMatchObject({
      detail: expect.stringMatching(/^entry\[1\].*1 more/),
    })
  })

  it('and of which nothing can be read is kept and answered: Meta cuts off whoever refuses for an hour', async () => {
    const before = (await world.quarantined()).length
    expect((await world.toPage({ id: world.page.numbers[0], messaging: [{ message: 1 }] })).status).toBe(200)
    expect((await world.toNumber(null)).status).toBe(200)
    expect(await world.quarantined()).toHaveLength(before + 2)
  })

  it('released in part brings in what it can, and stays for the rest', async () => {
    const [customer, page] = ['5794982867300010', world.page.numbers[0]!]
    const message = (mid: unknown) => world.event(customer, page, { message: { mid, text: 'let me in' } })
    const body = JSON.stringify({ object: 'page', entry: [message('r1'), message(5)] })
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': 'sha256=0' }
    expect((await fetch(world.page.webhookUrl, { method: 'POST', headers, body })).status).toBe(400)
    const [kept] = await world.quarantined()
    expect(kept).toMatchObject({ code: 'signature_mismatch' })
    const release = await world.app.api.post(`/quarantine/${kept!.id}/release`, { override: true })
    expect([release.status, release.body.code]).toEqual([400, 'invalid_field'])
    expect(await stored('let me in')).toEqual(['let me in'])
    expect((await world.quarantined())[0]).toMatchObject({ id: kept!.id, code: 'invalid_field' })
  })

  it.each([
    ['NUL', 'nul\0text'],
    ['half of a character', 'half \ud83d'],
    ['64 KB', '語'.repeat(22_000)],
  ])('with a text that has %s is stored', async (what, odd) => {
    const [customer, page] = ['5794982867300011', world.page.numbers[0]!]
    const body = `${what}: ${odd}`
    expect(
      (await world.toPage(world.event(customer, page, { message: { mid: `o ${what}`, text: body } }))).status,
    ).toBe(200)
    expect(
      (await world.toNumber(world.change({ messages: [text(`o ${what}`, '16505551002', body)] }))).status,
    ).toBe(200)
    expect(await stored(what)).toHaveLength(2)
  })

  it.each([253, 254, 255])(
    'with names and files that are cut at %i characters inside an emoji',
    async (length) => {
      const name = `${'n'.repeat(length)}😀😀`
      const from = `1650555${1100 + length}`
      const document = { id: '1', filename: name, mime_type: name, caption: `file ${length}` }
      const answer = await world.toNumber(
        world.change({
          contacts: [{ wa_id: from, profile: { name } }],
          messages: [
            text(`n ${length}`, from, `name ${length}`),
            { id: `f ${length}`, from, timestamp: seconds(), type: 'document', document },
            { id: `t ${length}`, from, timestamp: seconds(), type: `${'t'.repeat(length - 155)}😀` },
          ],
        }),
        {
          field: 'account_alerts',
          value: { alert_info: { alert_description: `${'a'.repeat(length + 230)}😀😀` } },
        },
      )
      expect(answer.status).toBe(200)
      expect(await stored(`name ${length}`)).toHaveLength(1)
      expect(await stored(`file ${length}`)).toHaveLength(1)
    },
  )

  it('a reaction is one emoji, and nothing that Meta would refuse after a while', async () => {
    await world.toNumber(world.change({ messages: [text('re1', '16505551004', 'react to this')] }))
    const { body } = await world.app.api.get('/messages?limit=1')
    const answers: Record<string, number> = {}
    for (const emoji of ['👍', '❤', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👍👍', 'hello', '1', '<b>', '', ' 👍']) {
      const { status } = await world.app.api.post(`/messages/${body.data[0].id}/reaction`, { emoji })
      answers[emoji] = status
    }
    const taken = { '👍': 202, '❤': 202, '👨‍👩‍👧‍👦': 202, '🏴󠁧󠁢󠁥󠁮󠁧󠁿': 202 }
    const refused = { '👍👍': 400, hello: 400, 1: 400, '<b>': 400, '': 400, ' 👍': 400 }
    expect(answers).toEqual({ ...taken, ...refused })
  })

  it.each(['page', 'number'] as const)(
    'a token that ends while the %s sends shows on the channel at once',
    async (which) => {
      const line = world[which]
      const { app } = world
      const from = line.addresses.customer
      await app.sandbox.text(line, { from, text: `token ${which}` })
      const thread = (await world.threads()).find(({ texts }) => texts.includes(`token ${which}`))!
      const channel = async () =>
        (await app.api.get('/channels')).body.data.find((one: { name: string }) => one.name === line.id)
      await vi.waitFor(async () => expect(await channel()).toMatchObject({ status: 'connected' }), 10_000)
      const { access_token } = line.values as Record<string, string>
      line.patch({ credentials: { access_token: 'another-one' } })
      await app.api.post(`/conversations/${thread.id}/messages`, { text: 'Too late' })
      await vi.waitFor(async () => {
        const { body } = await app.api.get(`/conversations/${thread.id}/messages`)
        expect(body.data[0]).toMatchObject({ status: 'failed', failure: { code: 'authentication_failed' } })
        expect(await channel()).toMatchObject({ status: 'unauthorised' })
      }, 5_000)
      line.patch({ credentials: { access_token: access_token! } })
    },
  )

  it('with ids as numbers beyond 2^53 does not take two messages or two people for one', async () => {
    const [id, other] = ['12345678901234567890', '12345678901234567891']
    const metadata = `"metadata":{"phone_number_id":${world.number.numbers[0]}}`
    const one = (at: string) => `{"id":${at},"from":16505551003,"type":"text","text":{"body":"long id"}}`
    const change = `{"field":"messages","value":{${metadata},"messages":[${one(id)},${one(other)},${one('77')}]}}`
    const object = '"object":"whatsapp_business_account"'
    const answer = await world.post(world.number, `{${object},"entry":[{"id":1,"changes":[${change}]}]}`)
    expect(answer.status).toBe(200)
    // What the ids were is lost: the two are kept as they came.
    expect(await stored('long id')).toHaveLength(1)
    expect((await world.quarantined())[0]).toMatchObject({
      detail: expect.stringContaining('messages[0].id'),
    })
  })
})
