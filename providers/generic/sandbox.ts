import { createHmac } from 'node:crypto'
import type { HttpReply } from '../../src/contract/provider.ts'
import type {
  Vendor,
  VendorLine,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'

/** A carrier that implements the generic SMS API, and posts `message.status` events (see the README). */
export const vendor: Vendor = {
  id: 'generic',
  account: (random) => ({ api_key: `key-${random()}`, secret: `secret-${random()}` }),
  receive,
  accepted: (id) => json(200, { data: { id } }),
  errors: {
    'invalid number': error(400, '10001', 'Invalid number'),
    'invalid parameter': error(400, '10002', 'Invalid parameter'),
    'unsupported media': error(400, '10003', 'Unsupported media'),
    'authentication failed': error(401, '10004', 'Authentication failed'),
    'no permission': error(403, '10005', 'No permission'),
    'too many requests': error(429, '10006', 'Too many requests'),
    'service unavailable': error(503, '10007', 'Service unavailable'),
    'file too large': error(413, '10008', 'File too large'),
    'unknown error code': error(400, '19999', 'Something else'),
    'no id in the answer': json(200, { data: {} }),
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: (message, line) =>
    webhook(line, 'message.received', {
      id: message.id,
      record_type: 'message',
      from: { phone_number: message.from },
      to: [{ phone_number: message.to }],
      text: message.text,
      media: message.media.map((file) => ({
        url: file.url,
        content_type: file.contentType,
        sha256: file.sha256,
        size: file.bytes,
      })),
      received_at: new Date(message.at).toISOString().replace('Z', '+00:00'),
    }),
  receipt: (receipt, line) =>
    webhook(line, 'message.status', {
      id: receipt.id,
      status: receipt.status,
      at: new Date(receipt.at).toISOString().replace('Z', '+00:00'),
      ...(receipt.status === 'failed'
        ? { errors: [{ code: '10001', title: 'Invalid number', detail: 'The handset cannot be reached.' }] }
        : {}),
    }),
  sign,
}

function receive(call: VendorRequest, line: VendorLine) {
  const allowed = call.headers.authorization === `Bearer ${line.values.api_key}`
  const denied = vendor.errors['authentication failed']!
  if (call.method === 'GET' && call.path === 'verify') {
    const challenge = call.query.get('challenge')
    const reply = allowed ? json(200, { challenge }) : denied
    return { kind: 'other', reply } as const
  }
  if (call.method !== 'POST' || call.path !== 'messages') {
    return {
      kind: 'other',
      reply: json(404, { errors: [{ code: '10002', title: 'No such address' }] }),
    } as const
  }
  const send = readSend(call.body)
  const reply = allowed ? refusal(send, line) : denied
  return reply ? ({ kind: 'refused', send, reply } as const) : ({ kind: 'send', send } as const)
}

function refusal(send: VendorSend, line: VendorLine): HttpReply | undefined {
  if (!/^\+[1-9]\d{6,14}$/.test(send.to))
    return error(400, '10001', 'Invalid number', 'to is not an E.164 number')
  if (send.text === '' && send.mediaUrls.length === 0) {
    return error(400, '10002', 'Invalid parameter', 'text or media_urls is required')
  }
  if (line.numbers.length > 0 && !line.numbers.includes(send.from)) {
    return error(400, '10002', 'Invalid parameter', 'from is not a number of this account')
  }
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
  return { from: text('from'), to: text('to'), text: text('text'), mediaUrls: urls }
}

function webhook(line: VendorLine, type: string, payload: object): VendorWebhook {
  const body = Buffer.from(JSON.stringify({ data: { event_type: type, payload } }))
  const headers = { 'content-type': 'application/json', ...sign(body, line.values) }
  return { headers, body }
}

function sign(body: Uint8Array, values: SettingValues): Record<string, string> {
  const secret = values.secret
  if (typeof secret !== 'string' || secret === '') return {}
  return { 'x-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
}

function json(status: number, value: unknown): HttpReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

function error(status: number, code: string, title: string, detail = `${title} (sandbox)`): HttpReply {
  return json(status, { errors: [{ code, title, detail }] })
}
