import type { HttpReply } from '../../src/contract/provider.ts'
import type {
  Vendor,
  VendorCall,
  VendorLine,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'

/** Flowroute's messages, list and webhooks of v2.1 and v2.2, as its documentation describes them (see the README). */
export const vendor: Vendor = {
  id: 'flowroute',
  account: (random) => ({ access_key: random().slice(0, 8), secret_key: random() }),
  receive,
  accepted: (id) => json(202, { data: { links: { self: selfOf(id) }, type: 'message', id } }),
  errors: {
    'invalid number': error(400, 'Client Error', "The 'to' number is not valid"),
    'invalid parameter': error(400, 'Client Error', "The 'from' number does not belong to this account"),
    'opted out': error(400, 'Client Error', '1110: the phone rejected the message'),
    'authentication failed': error(401, 'Unauthorized', 'Invalid credentials'),
    'not registered': error(403, 'Forbidden', 'The number is not in a 10DLC campaign'),
    'file too large': error(422, undefined, 'Error fetching media: File at "…" is over 767840 byte limit.'),
    'media not fetched': error(422, undefined, 'Error fetching media: 404'),
    'too many requests': error(429, 'Too Many Requests', 'Slow down'),
    'service unavailable': error(503, 'Service Unavailable', 'Try again later'),
    'no id in the answer': json(202, { data: { type: 'message' } }),
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: (message) =>
    webhook({
      data: {
        type: 'message',
        id: message.id,
        attributes: {
          from: digits(message.from),
          to: digits(message.to),
          body: message.text,
          direction: 'inbound',
          is_mms: message.media.length > 0,
          message_encoding: 0,
          message_type: 'longcode',
          status: 'delivered',
          timestamp: new Date(message.at).toISOString(),
          amount_display: '$0.0040',
          amount_nanodollars: 4_000_000,
          delivery_receipts: [],
        },
        ...(message.media.length
          ? {
              relationships: {
                media: { data: message.media.map((_, i) => ({ type: 'media', id: `${i}` })) },
              },
            }
          : {}),
      },
      ...(message.media.length
        ? {
            included: message.media.map((file, i) => ({
              type: 'media',
              id: `${i}`,
              attributes: {
                url: file.url,
                file_name: file.url.split('/').at(-1),
                mime_type: file.contentType,
                file_size: file.bytes,
              },
            })),
          }
        : {}),
    }),
  receipt: ({ id, send, status, at }) =>
    webhook(
      {
        data: {
          type: 'delivery_receipt',
          id,
          attributes: { body: send.text, ...reports[status], timestamp: new Date(at).toISOString() },
          links: { related: selfOf(id) },
        },
      },
      send.statusUrl,
    ),
  sign: () => ({}),
}

const reports = {
  sent: {
    level: 1,
    status: 'message buffered',
    status_code: 1003,
    status_code_description: 'Message accepted by Carrier',
  },
  delivered: { level: 2, status: 'delivered', status_code: null, status_code_description: 'Delivered' },
  failed: {
    level: 2,
    status: 'failed',
    status_code: '1004',
    status_code_description: 'Message not delivered',
  },
}

const selfOf = (id: string) => `https://api.flowroute.com/v2.1/messages/${id}`
const digits = (number: string) => number.replace(/^\+/, '')

function receive({ method, path, headers, body, query }: VendorRequest, line: VendorLine): VendorCall {
  const version = /^v2\.([12])\/messages$/.exec(path)?.[1]
  if (!version) return other(error(404, 'Not Found', 'No such resource'))
  const login = Buffer.from(`${line.values.access_key}:${line.values.secret_key}`).toString('base64')
  const denied =
    headers.authorization === `Basic ${login}` ? undefined : vendor.errors['authentication failed']!
  if (method === 'GET') return other(denied ?? listed(line, query))
  if (method !== 'POST') return other(error(405, 'Method Not Allowed', method))
  const send = readSend(body)
  const reply = denied ?? refusal(send, version, headers['content-type'], line)
  // The handset knows numbers in E.164.
  const shown = { ...send, from: `+${digits(send.from)}`, to: `+${digits(send.to)}` }
  return reply ? { kind: 'refused', send: shown, reply } : { kind: 'send', send: shown }
}

function refusal(send: VendorSend, version: string, type: string | undefined, line: VendorLine) {
  if (type !== 'application/vnd.api+json') return error(415, 'Unsupported Media Type', String(type))
  const form = version === '1' ? /^[1-9]\d{9,14}$/ : /^\+[1-9]\d{9,14}$/
  if (!form.test(send.to)) return vendor.errors['invalid number']!
  if (line.numbers.length > 0 && !line.numbers.includes(`+${digits(send.from)}`)) {
    return vendor.errors['invalid parameter']!
  }
  if (send.text === '' && send.mediaUrls.length === 0) return error(422, 'Client Error', 'body is required')
  return undefined
}

/** The messages of the line since `start_date`, newest first. */
function listed(line: VendorLine, query: URLSearchParams): HttpReply {
  const since = Date.parse(query.get('start_date') ?? '')
  if (Number.isNaN(since)) return error(400, 'Client Error', 'start_date is required')
  const records = (line.history ?? []).filter((one) => one.at >= since).toReversed()
  const data = records.slice(0, Number(query.get('limit') ?? 10)).map((one) => ({
    type: 'message',
    id: one.id,
    attributes: {
      from: digits(one.from),
      to: digits(one.to),
      body: one.text,
      direction: one.direction,
      is_mms: one.mediaUrls.length > 0,
      timestamp: new Date(one.at).toISOString(),
      delivery_receipts: [],
    },
  }))
  const next = data.length < records.length ? { next: `${selfOf('')}?offset=${data.length}` } : {}
  return json(200, { data, links: next })
}

/** What cannot be read becomes empty, and is refused for it. */
function readSend(body: Uint8Array): VendorSend {
  let fields: Record<string, unknown> = {}
  try {
    fields = Object(Object(Object(JSON.parse(Buffer.from(body).toString('utf8'))).data).attributes)
  } catch {}
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  const urls = Array.isArray(fields.media_urls)
    ? fields.media_urls.filter((url) => typeof url === 'string')
    : []
  const statusUrl = text('dlr_callback') || undefined
  return { from: text('from'), to: text('to'), text: text('body'), mediaUrls: urls, statusUrl }
}

function webhook(value: object, url?: string): VendorWebhook {
  return { url, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) }
}

const other = (reply: HttpReply): VendorCall => ({ kind: 'other', reply })

function json(status: number, value: unknown): HttpReply {
  return { status, contentType: 'application/vnd.api+json', body: JSON.stringify(value) }
}

function error(status: number, title: string | undefined, detail: string): HttpReply {
  return json(status, { errors: [{ detail, id: '7fcfd1cd-486b-4159-8484-b710bd4bbab4', status, title }] })
}
