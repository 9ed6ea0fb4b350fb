import { createHmac } from 'node:crypto'
import type { HandsetFile, Vendor, VendorLine, VendorWebhook } from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'
import { graphErrors, graphReply, receiveGraph } from './sandbox-graph.ts'

const page = '682498302938465'

/** Meta's Graph API and webhooks for Pages, as its documentation describes them (see the README). */
export const vendor: Vendor = {
  id: 'messenger',
  addresses: { business: page, customer: '5794982867201265' },
  account: (random) => ({
    app_id: '1517776481860111',
    app_secret: random(),
    verify_token: random(),
    access_token: `EAAB${random()}`,
  }),
  receive: receiveGraph,
  accepted: (id) => graphReply(200, { message_id: id }),
  errors: graphErrors,
  message: (message, line) =>
    webhook(line, message.to, message.at, {
      sender: { id: message.from },
      recipient: { id: message.to },
      timestamp: message.at,
      message: {
        mid: message.id,
        ...(message.text ? { text: message.text } : {}),
        ...(message.media.length ? { attachments: message.media.map(attachment) } : {}),
        ...(message.replyTo ? { reply_to: { mid: message.replyTo, is_self_reply: false } } : {}),
      },
    }),
  receipt({ id, send, status, at }, line) {
    // Whatever fails, fails in the answer to the send.
    if (status === 'failed') return undefined
    if (status === 'sent') {
      return webhook(line, send.from, at, {
        sender: { id: send.from },
        recipient: { id: send.to },
        timestamp: at,
        message: {
          mid: id,
          is_echo: true,
          app_id: Number(line.values.app_id),
          ...(send.reference ? { metadata: send.reference } : {}),
          ...(send.text ? { text: send.text } : {}),
        },
      })
    }
    return webhook(line, send.from, at, {
      sender: { id: send.to },
      recipient: { id: send.from },
      delivery: { mids: [id], watermark: at },
    })
  },
  read: ({ from, to, at }, line) =>
    webhook(line, to, at, {
      sender: { id: from },
      recipient: { id: to },
      timestamp: at,
      read: { watermark: at },
    }),
  reaction: ({ from, to, target, emoji, at }, line) =>
    webhook(line, to, at, {
      sender: { id: from },
      recipient: { id: to },
      timestamp: at,
      reaction: {
        mid: target,
        action: emoji === null ? 'unreact' : 'react',
        ...(emoji === null ? {} : { reaction: 'other', emoji }),
      },
    }),
  sign: (body, values) => ({ 'x-hub-signature-256': signature(body, values) }),
}

/** The name of a file is the end of its address. */
function attachment({ url: place, name, contentType }: HandsetFile) {
  const url = name ? `${place}/${encodeURIComponent(name)}` : place
  if (contentType === 'image/webp') return { type: 'sticker', payload: { url, sticker_id: 369239263222822 } }
  const kind = contentType?.split('/')[0] ?? ''
  return { type: ['image', 'video', 'audio'].includes(kind) ? kind : 'file', payload: { url } }
}

function webhook(line: VendorLine, id: string, time: number, event: object): VendorWebhook {
  const body = Buffer.from(escaped({ object: 'page', entry: [{ id, time, messaging: [event] }] }))
  return {
    headers: {
      'content-type': 'application/json',
      'facebook-api-version': 'v25.0',
      'x-hub-signature-256': signature(body, line.values),
    },
    body,
  }
}

/** Meta escapes slashes and everything beyond ASCII. */
const escaped = (value: object) =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const signature = (body: Uint8Array, values: SettingValues) =>
  `sha256=${createHmac('sha256', String(values.app_secret)).update(body).digest('hex')}`
