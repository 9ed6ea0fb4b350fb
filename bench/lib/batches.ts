import { createHmac } from 'node:crypto'

export const appSecret = 'bench-app-secret-0123456789abcdef'
export const pageId = '112233445566778'
export const phoneNumberId = '106540352242922'

/** As many changes as Meta puts into one webhook, and about as many bytes as it sends at most. */
const CHANGES = 1_000
const filler = 'All work and no play. '.repeat(115)
const seconds = () => String(Math.floor(Date.now() / 1_000))
const person = (i: number) => `1202555${1_000 + (i % 250)}`

/** What one round posts: the names of the kinds, and their bodies with ids of their own. */
export function batchesOf(round: number): Readonly<Record<string, object>> {
  const id = (i: number) => `wamid.bench.${process.pid}.${round}.${i}`
  const messages = Array.from({ length: CHANGES }, (_, i) =>
    whatsapp({
      contacts: [{ wa_id: person(i), profile: { name: `Customer ${i % 250}` } }],
      messages: [
        { from: person(i), id: id(i), timestamp: seconds(), type: 'text', text: { body: `${i} ${filler}` } },
      ],
    }),
  )
  const reactions = Array.from({ length: CHANGES }, (_, i) => {
    const reaction = { message_id: id(i), emoji: '👍' }
    const message = { from: person(i), id: `${id(i)}.r`, timestamp: seconds(), type: 'reaction', reaction }
    return whatsapp({ contacts: [{ wa_id: person(i) }], messages: [message] })
  })
  const echoes = Array.from({ length: CHANGES }, (_, i) => {
    const message = {
      from: '15550783881',
      to: person(i),
      id: `${id(i)}.e`,
      timestamp: seconds(),
      type: 'text',
    }
    return whatsapp({ message_echoes: [{ ...message, text: { body: 'Hi' } }] }, 'smb_message_echoes')
  })
  const statuses = Array.from({ length: CHANGES }, (_, i) =>
    whatsapp({
      statuses: [
        {
          ...{ id: `${id(i)}.e`, status: 'read', timestamp: seconds(), recipient_id: person(i) },
          pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
        },
      ],
    }),
  )
  const page = Array.from({ length: CHANGES }, (_, i) => {
    const message = { mid: `m_${id(i)}`, text: `${i} ${filler}` }
    const from = { sender: { id: `57949${person(i)}` }, recipient: { id: pageId } }
    return { id: pageId, time: Date.now(), messaging: [{ ...from, timestamp: Date.now(), message }] }
  })
  return {
    'WhatsApp, messages': account(messages),
    'WhatsApp, reactions to them': account(reactions),
    'WhatsApp, sent elsewhere': account(echoes),
    'WhatsApp, statuses of those': account(statuses),
    'Messenger, messages': { object: 'page', entry: page },
  }
}

const account = (changes: object[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '102290129340398', changes }],
})

function whatsapp(value: object, field = 'messages') {
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId }
  return { field, value: { messaging_product: 'whatsapp', metadata, ...value } }
}

export const signatureOf = (body: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
