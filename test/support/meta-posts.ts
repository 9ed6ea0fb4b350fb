import type { Line } from '../../sandbox/lines.ts'
import type { AgentWorld } from './agent-world.ts'

let serial = 0

/** What Meta posts of the person at the handset that no button there does. */
export interface MetaPosts {
  /** An act of the customer, as the network words it. */
  customer(act: object): Promise<void>
  /** An act of the business in another program. */
  elsewhere(act: object): Promise<void>
}

/** Acts are messages with their type; those elsewhere name their id. */
export function whatsappPosts(world: AgentWorld, line: Line): MetaPosts {
  const number = line.addresses.customer.slice(1)
  const seconds = () => String(Math.floor(Date.now() / 1000))
  const post = (field: string, content: object) => {
    const metadata = { display_phone_number: '15550783881', phone_number_id: line.numbers[0] }
    const value = { messaging_product: 'whatsapp', metadata, ...content }
    const entry = [{ id: String(line.values.waba_id), changes: [{ field, value }] }]
    return world.post(line, { object: 'whatsapp_business_account', entry })
  }
  return {
    customer(act) {
      const contacts = [{ profile: { name: 'Sheena Nelson' }, wa_id: number }]
      const one = { from: number, id: `wamid.${++serial}`, timestamp: seconds(), ...act }
      return post('messages', { contacts, messages: [one] })
    },
    elsewhere(act) {
      const one = { from: '15550783881', to: number, timestamp: seconds(), ...act }
      return post('smb_message_echoes', { message_echoes: [one] })
    },
  }
}

/** Acts are events of `messaging`; a message without an id gets one. */
export function messengerPosts(world: AgentWorld, line: Line): MetaPosts {
  const page = { id: line.numbers[0] }
  const person = { id: line.addresses.customer }
  const post = (sender: object, recipient: object, act: object) => {
    const time = Date.now()
    const messaging = [{ sender, recipient, timestamp: time, ...act }]
    return world.post(line, { object: 'page', entry: [{ ...page, time, messaging }] })
  }
  return {
    customer(act) {
      const { message } = act as { message?: object }
      const whole = message ? { message: { mid: `m_${++serial}`, ...message } } : act
      return post(person, page, whole)
    },
    elsewhere: (act) => post(page, person, act),
  }
}
