import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendor } from '../../providers/whatsapp/sandbox.ts'
import type { Line } from '../../sandbox/lines.ts'
import { type AppWithSandbox, appWithSandbox } from '../support/app-with-sandbox.ts'

/** What people do on WhatsApp, posted as Meta does, and what agents see of it. */
describe('somebody on WhatsApp', () => {
  let app: AppWithSandbox
  let line: Line
  beforeAll(async () => {
    app = await appWithSandbox()
    ;({ line } = await app.connect('whatsapp'))
  })
  afterAll(() => app.stop())

  const seconds = () => String(Math.floor(Date.now() / 1000))
  async function post(value: object): Promise<void> {
    const metadata = { display_phone_number: '15550783881', phone_number_id: line.numbers[0] }
    const changes = [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }]
    const body = Buffer.from(
      JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] }),
    )
    const headers = { 'content-type': 'application/json', ...vendor.sign(body, line.values, '') }
    const answer = await fetch(line.webhookUrl, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
  }
  const conversations = async (text: string) => {
    const { body } = await app.api.get('/conversations?box=all&limit=200')
    const all = body.data as { id: number; contact: { address: string }; window: object | null }[]
    const found = []
    for (const one of all) {
      const messages = (await app.api.get(`/conversations/${one.id}/messages`)).body.data
      if (messages.some((message: { text: string | null }) => message.text?.includes(text))) {
        found.push({ ...one, messages })
      }
    }
    return found
  }
  const text = (id: string, body: string) => ({ id, timestamp: seconds(), type: 'text', text: { body } })

  it('stays one person with and without a number, and is answered all the same', async () => {
    const user_id = 'US.20000000000000000001'
    const from = '16505559001'
    await post({
      contacts: [{ profile: { name: 'Ada' }, wa_id: from, user_id }],
      messages: [{ from, from_user_id: user_id, ...text('wamid.p1', 'Ada, with a number') }],
    })
    await post({
      contacts: [{ profile: { name: 'Ada', username: 'ada' }, user_id }],
      messages: [{ from_user_id: user_id, ...text('wamid.p2', 'Ada, without a number') }],
    })
    const found = await conversations('Ada, with')
    expect(found).toHaveLength(1)
    expect(found[0]!.messages).toHaveLength(2)
    expect(found[0]).toMatchObject({ window: { state: 'open', afterwards: 'template' } })
    const { status } = await app.api.post(`/conversations/${found[0]!.id}/messages`, { text: 'Hello Ada' })
    expect(status).toBe(202)
  })

  it('whose name is only a user id is answered under it', async () => {
    const from = 'US.20000000000000000002'
    await app.sandbox.text(line, { from, text: 'Bo here' })
    const [found] = await conversations('Bo here')
    expect(found!.contact.address).toBe(from)
    await app.api.post(`/conversations/${found!.id}/messages`, { text: 'Hello Bo' })
    const state = async () =>
      (await conversations('Bo here'))[0]?.messages.find((one: { text: string }) => one.text === 'Hello Bo')
        ?.status
    await expect.poll(state, { timeout: 5000 }).toBe('delivered')
    expect(line.thread.bubbles.at(-1)).toMatchObject({ customer: from, text: 'Hello Bo' })
  })

  it('sends a place, reacts, edits and takes back', async () => {
    const from = '16505559003'
    const contacts = [{ profile: { name: 'Cy' }, wa_id: from }]
    await post({
      contacts,
      messages: [
        { from, ...text('wamid.c1', 'Cy, four pieces') },
        { from, ...text('wamid.c2', 'Cy, never mind') },
        {
          ...{ from, id: 'wamid.c3', timestamp: seconds(), type: 'location' },
          location: { latitude: 37.44, longitude: -122.16, name: 'Philz Coffee' },
        },
      ],
    })
    const act = (id: string, content: object) => ({ from, id, timestamp: seconds(), ...content })
    await post({
      contacts,
      messages: [
        act('wamid.c4', { type: 'reaction', reaction: { message_id: 'wamid.c3', emoji: '👍' } }),
        act('wamid.c5', {
          type: 'edit',
          edit: {
            original_message_id: 'wamid.c1',
            message: { type: 'text', text: { body: 'Cy, five pieces' } },
          },
        }),
        act('wamid.c6', { type: 'revoke', revoke: { original_message_id: 'wamid.c2' } }),
      ],
    })
    const [found] = await conversations('Cy, five')
    const messages = [...found!.messages].sort((a: { id: number }, b: { id: number }) => a.id - b.id)
    expect(messages).toMatchObject([
      { text: 'Cy, five pieces', edited_at: expect.any(String) },
      { text: null, deleted_at: expect.any(String) },
      { content: { type: 'location', name: 'Philz Coffee' }, reactions: [{ by: 'contact', emoji: '👍' }] },
    ])
  })
})
