import { createHash, createPrivateKey, createPublicKey, randomUUID, sign as signBytes } from 'node:crypto'
import type {
  Vendor,
  VendorLine,
  VendorReply,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'

// Source: developers.telnyx.com (send-a-message, receiving-webhooks, api-errors) and the types of the telnyx SDK 7.24.0,
// read 2026-11-21.

/** Telnyx: `POST /messages`, the list of messaging profiles, signed webhooks of version 2. */
export const vendor: Vendor = {
  id: 'telnyx',
  account: (random) => {
    const api_key = `KEY${random()}`
    return { api_key, public_key: publicKeyOf(api_key) }
  },
  receive,
  accepted: (id) =>
    json(200, {
      data: {
        ...{
          record_type: 'message',
          direction: 'outbound',
          id,
          type: 'SMS',
          parts: 1,
          errors: [],
          wait_seconds: 0.5,
        },
        to: [{ phone_number: '', status: 'queued', carrier: '', line_type: 'Wireless' }],
      },
    }),
  errors: {
    'invalid number': error(400, '40310', "Invalid 'to' address"),
    'opted out': error(400, '40300', 'Blocked due to STOP message'),
    landline: error(400, '40001', 'Not routable'),
    'sender not suitable': error(400, '40305', "Invalid 'from' address"),
    'file type refused': error(400, '40301', 'Unsupported message type'),
    'file too large': error(400, '40302', 'Message too large'),
    'not registered for 10DLC': error(403, '40010', 'Not 10DLC registered'),
    'country not allowed': error(403, '40309', 'Invalid destination region'),
    'no funds': error(402, '20100', 'Insufficient funds'),
    'authentication failed': error(401, '10009', 'Authentication failed'),
    'too many requests': error(429, '10011', 'Too many requests'),
    'queue full': error(400, '40318', 'Queue full'),
    'service unavailable': error(503, '10007', 'Unexpected error'),
    'unknown error code': error(422, '49999', 'Something else'),
    'no id in the answer': json(200, { data: {} }),
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: ({ id, from, to, text, media, at }, line) =>
    webhook(line, line.webhookUrl, 'message.received', at, {
      ...{
        record_type: 'message',
        direction: 'inbound',
        id,
        type: media.length > 0 ? 'MMS' : 'SMS',
        text,
        parts: 1,
      },
      from: { phone_number: from, carrier: '', line_type: 'Wireless' },
      to: [{ phone_number: to, carrier: 'Telnyx', line_type: 'Wireless', status: 'webhook_delivered' }],
      cc: [],
      media: media.map(({ url, contentType, sha256, bytes }) => ({
        ...{ url, content_type: contentType ?? null, sha256: sha256 ?? null, size: bytes ?? null },
      })),
      ...{ received_at: iso(at), sent_at: null, completed_at: null, errors: [], tags: [] },
    }),
  receipt: ({ id, send, status, at }, line) => {
    const final = { delivered: 'delivered', failed: 'delivery_failed' }
    const failed = { code: '40001', title: 'Not routable', detail: 'The number is a landline.' }
    return webhook(
      line,
      send.statusUrl ?? line.webhookUrl,
      status === 'sent' ? 'message.sent' : 'message.finalized',
      at,
      {
        ...{ record_type: 'message', direction: 'outbound', id, type: 'SMS', text: send.text, parts: 1 },
        from: { phone_number: send.from, carrier: 'Telnyx', line_type: 'Wireless' },
        to: [
          {
            phone_number: send.to,
            carrier: '',
            line_type: 'Wireless',
            status: status === 'sent' ? 'queued' : final[status],
          },
        ],
        ...{
          sent_at: iso(at),
          completed_at: status === 'sent' ? null : iso(at),
          errors: status === 'failed' ? [failed] : [],
        },
      },
    )
  },
  sign,
}

function receive(call: VendorRequest, line: VendorLine) {
  const allowed = call.headers.authorization === `Bearer ${line.values.api_key}`
  const denied = vendor.errors['authentication failed']!
  if (call.method === 'POST' && call.path === 'messages') {
    const send = readSend(call.body)
    const reply = allowed ? refusal(send, line) : denied
    return reply ? ({ kind: 'refused', send, reply } as const) : ({ kind: 'send', send } as const)
  }
  const known = call.method === 'GET' && call.path === 'messaging_profiles'
  const profiles = { data: [{ record_type: 'messaging_profile', name: 'Sandbox', enabled: true }] }
  const reply = known
    ? json(200, { ...profiles, meta: { page_number: 1, total_pages: 1 } })
    : error(404, '10005', 'Not found')
  return { kind: 'other', reply: allowed ? reply : denied } as const
}

function refusal(send: VendorSend, line: VendorLine): VendorReply | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(send.to)) return vendor.errors['invalid number']
  if (send.text === '' && send.mediaUrls.length === 0) return error(400, '40316', 'No content provided')
  if (send.mediaUrls.length > 10) return error(400, '40317', 'Invalid MMS content')
  if (line.numbers.length > 0 && !line.numbers.includes(send.from))
    return vendor.errors['sender not suitable']
  return undefined
}

/** What cannot be read becomes empty, and is refused for it. */
function readSend(body: Uint8Array): VendorSend {
  let fields: Record<string, unknown> = {}
  try {
    fields = Object(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch {}
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  const urls = Array.isArray(fields.media_urls)
    ? fields.media_urls.filter((url) => typeof url === 'string')
    : []
  const statusUrl = URL.canParse(text('webhook_url')) ? text('webhook_url') : undefined
  const reference = statusUrl && (new URL(statusUrl).searchParams.get('ref') ?? undefined)
  return { from: text('from'), to: text('to'), text: text('text'), mediaUrls: urls, statusUrl, reference }
}

function webhook(
  line: VendorLine,
  url: string,
  event_type: string,
  at: number,
  payload: object,
): VendorWebhook {
  const data = { event_type, id: randomUUID(), occurred_at: iso(at), payload, record_type: 'event' }
  const body = Buffer.from(JSON.stringify({ data, meta: { attempt: 1, delivered_to: url } }))
  return { url, body, headers: { 'content-type': 'application/json', ...sign(body, line.values) } }
}

function sign(body: Uint8Array, values: SettingValues): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signed = Buffer.concat([Buffer.from(`${timestamp}|`), body])
  const signature = signBytes(null, signed, privateKeyOf(String(values.api_key))).toString('base64')
  return { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature }
}

/** An account's key pair is made from its API key, so that a line needs to keep no third value. */
function privateKeyOf(apiKey: string) {
  const seed = createHash('sha256').update(apiKey).digest()
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

function publicKeyOf(apiKey: string): string {
  const spki = createPublicKey(privateKeyOf(apiKey)).export({ format: 'der', type: 'spki' })
  return spki.subarray(-32).toString('base64')
}

const iso = (at: number) => new Date(at).toISOString().replace('Z', '+00:00')

function json(status: number, value: unknown): VendorReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

function error(status: number, code: string, title: string, detail = `${title} (sandbox)`): VendorReply {
  return json(status, {
    errors: [
      { code, title, detail, meta: { url: `https://developers.telnyx.com/docs/overview/errors/${code}` } },
    ],
  })
}
