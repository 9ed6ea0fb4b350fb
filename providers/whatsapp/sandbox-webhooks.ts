import { createHmac } from 'node:crypto'
import type {
  HandsetFile,
  HandsetMessage,
  HandsetReaction,
  VendorLine,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'
import { windowIsOpen } from './sandbox-sends.ts'

const seconds = (at: number) => String(Math.floor(at / 1000))
const isUserId = (address: string) => /^[A-Z]{2}\.\w+$/.test(address)

/** A customer, as a message and its contact name them: by number, or by user id and user name. Each has another name. */
function person(address: string) {
  const name = `Sandbox ${address.slice(-4)}`
  return isUserId(address)
    ? {
        message: { from_user_id: address },
        contact: { profile: { name, username: `sandbox${address.slice(-4)}` }, user_id: address },
      }
    : {
        message: { from: address.replace('+', '') },
        contact: { profile: { name }, wa_id: address.replace('+', '') },
      }
}

/** A file and its text are one message where the file can have a caption; each other file is one of its own. */
export function messageWebhook(message: HandsetMessage, line: VendorLine): VendorWebhook {
  const { id, from, to, text, media, replyTo, at } = message
  const { message: names, contact } = person(from)
  const contents: object[] = media.map((file, i) => fileContent(file, i === 0 ? text : ''))
  const captioned = media[0] !== undefined && takesCaption(kindOf(media[0]))
  if (text && !captioned) contents.push({ type: 'text', text: { body: text } })
  const messages = contents.map((content, i) => ({
    ...(replyTo ? { context: { from: to, id: replyTo } } : {}),
    ...names,
    id: i === 0 ? id : `${id}-${i + 1}`,
    timestamp: seconds(at),
    ...content,
  }))
  return webhook(to, { contacts: [contact], messages }, line)
}

function kindOf({ contentType = '' }: HandsetFile): string {
  if (contentType === 'image/webp') return 'sticker'
  const kind = contentType.split('/')[0]!
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'document'
}

const takesCaption = (kind: string) => kind !== 'sticker' && kind !== 'audio'

function fileContent(file: HandsetFile, text: string) {
  const kind = kindOf(file)
  return {
    type: kind,
    [kind]: {
      ...(text && takesCaption(kind) ? { caption: text } : {}),
      ...(kind === 'document' ? { filename: file.name ?? file.url.split('/').at(-1) } : {}),
      ...(kind === 'audio' ? { voice: file.contentType?.startsWith('audio/ogg') ?? false } : {}),
      mime_type: file.contentType,
      ...(file.sha256 ? { sha256: Buffer.from(file.sha256, 'hex').toString('base64') } : {}),
      id: file.id ?? '1003383421387256',
      url: addressOf(file),
    },
  }
}

/** An address of WhatsApp's ends in a query, and tells no name. */
export const addressOf = ({ url, id }: HandsetFile) => (id ? `${url}/?mid=${id}` : url)

export function reactionWebhook(reaction: HandsetReaction, line: VendorLine): VendorWebhook {
  const { id, from, to, target, emoji, at } = reaction
  const { message: names, contact } = person(from)
  const message = {
    ...names,
    id,
    timestamp: seconds(at),
    type: 'reaction',
    reaction: { message_id: target, ...(emoji ? { emoji } : {}) },
  }
  return webhook(to, { contacts: [contact], messages: [message] }, line)
}

interface Told {
  readonly id: string
  readonly business: string
  readonly customer: string
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly at: number
  /** The send that it is about; the price comes with what Meta itself did with it. */
  readonly send?: VendorSend
}

export function statusWebhook(told: Told, line: VendorLine): VendorWebhook {
  const { id, business, customer, status, at, send } = told
  const details = 'Message Undeliverable.'
  const title = 'Message undeliverable'
  const one = {
    id,
    status,
    timestamp: seconds(at),
    ...(isUserId(customer) ? { recipient_user_id: customer } : { recipient_id: customer.replace('+', '') }),
    ...(send?.reference ? { biz_opaque_callback_data: send.reference } : {}),
    ...(send?.category && status !== 'failed' ? { pricing: pricingOf(send, line, at) } : {}),
    ...(status === 'failed'
      ? { errors: [{ code: 131026, title, message: title, error_data: { details } }] }
      : {}),
  }
  return webhook(business, { statuses: [one] }, line)
}

/** Inside the window everything but marketing and codes is free. Source: …/whatsapp/pricing, read 2026-11-21. */
function pricingOf(send: VendorSend, line: VendorLine, at: number) {
  const { category } = send
  const free =
    category === 'service' || (category === 'utility' && windowIsOpen(send, line.history ?? [], at))
  const type = free ? 'free_customer_service' : 'regular'
  return { billable: !free, pricing_model: 'PMP', type, category }
}

function webhook(phoneNumberId: string, content: object, line: VendorLine): VendorWebhook {
  const metadata = { display_phone_number: '15550783881', phone_number_id: phoneNumberId }
  const value = { messaging_product: 'whatsapp', metadata, ...content }
  const body = escaped({
    object: 'whatsapp_business_account',
    entry: [{ id: line.values.waba_id, changes: [{ value, field: 'messages' }] }],
  })
  return { headers: { 'content-type': 'application/json', ...sign(body, line.values) }, body }
}

/** As Meta writes JSON: slashes and everything outside ASCII escaped, in lower case. */
function escaped(value: unknown): Buffer<ArrayBuffer> {
  const text = JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return Buffer.from(text)
}

export function sign(body: Uint8Array, values: SettingValues): Record<string, string> {
  const secret = String(values.app_secret)
  return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}
