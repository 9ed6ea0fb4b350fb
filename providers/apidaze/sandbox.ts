import type { HttpReply } from '../../src/contract/provider.ts'
import type {
  HandsetMessage,
  Vendor,
  VendorCall,
  VendorLine,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'

/** Apidaze as its SDKs and three integrations show it (see the README). It sends no receipts; the words of its errors are made up. */
export const vendor: Vendor = {
  id: 'apidaze',
  account: (random) => ({ api_key: random().slice(0, 8), api_secret: random() }),
  receive,
  accepted: (id) => json(200, { ok: true, message: 'Message sent', details: { uuid: id } }),
  errors: {
    'authentication failed': error(401, 'Authentication failed'),
    'unknown application': error(404, 'No such application'),
    'number not on application': error(403, 'From number not on application'),
    'permission denied': error(403, 'E_FORBIDDEN: Access denied'),
    'invalid number': error(400, "The 'to' number is invalid"),
    'invalid parameter': error(400, 'E_MISSING_OR_INVALID_PARAMS: body is required'),
    'opted out': error(400, 'The recipient has opted out'),
    'file not fetched': error(422, 'File could not be downloaded'),
    'file too large': error(413, 'Payload too large'),
    'refused in 200': json(200, { ok: false, message: 'The recipient has opted out' }),
    'too many requests': error(429, 'Slow down'),
    'service unavailable': error(503, 'Try again later'),
    'an empty answer': { status: 200 },
    'an answer in XML': { status: 200, contentType: 'text/xml', body: '<error>Something went wrong</error>' },
  },
  message: (message) => webhook(message),
  sign: () => ({}),
}

/** Files lie inside, in a text that looks like a Python dictionary; those of which only the address is known beside it. */
function webhook({ from, to, text, media }: HandsetMessage): VendorWebhook {
  const inside = media.flatMap(({ data, contentType }, i) =>
    data ? [[`IMG_${i + 1}.${endingOf(contentType)}`, Buffer.from(data).toString('base64')] as const] : [],
  )
  const parts = [['0.smil', Buffer.from('<smil><body/></smil>').toString('base64')] as const, ...inside]
  const files = `{${parts.map(([name, base64]) => `'${name}': '${base64}'`).join(', ')}}`
  const urls = media.flatMap(({ data, url }) => (data ? [] : [url]))
  const body = {
    type: media.length > 0 ? 'incomingWebhookMMS' : 'incomingWebhookSMS',
    caller_id_number: digits(from),
    destination_number: digits(to),
    text,
    ...(inside.length > 0 ? { files } : {}),
    ...(urls.length > 0 ? { media_urls: urls } : {}),
  }
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

const endingOf = (contentType: string | undefined) =>
  contentType === 'text/plain' ? 'txt' : (/^[a-z]+\/([a-z0-9]+)/.exec(contentType ?? '')?.[1] ?? 'bin')

const digits = (number: string) => number.replace(/^\+/, '')

function receive({ method, path, query, body }: VendorRequest, line: VendorLine): VendorCall {
  const [key, ...rest] = path.split('/')
  const call = `${method} ${rest.join('/')}`
  const wrongSecret = query.get('api_secret') !== line.values.api_secret
  const denied =
    key !== line.values.api_key
      ? vendor.errors['unknown application']!
      : wrongSecret
        ? vendor.errors['authentication failed']!
        : undefined
  if (call === 'GET validates') {
    return { kind: 'other', reply: denied ?? json(200, { global: 'Authentication succeeded' }) }
  }
  if (call !== 'POST sms/send') return { kind: 'other', reply: error(404, 'No such resource') }
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
  const reply = denied ?? refusal(form, line)
  const send: VendorSend = {
    // The handset knows numbers in E.164.
    from: `+${form.get('from') ?? ''}`,
    to: `+${form.get('to') ?? ''}`,
    text: form.get('body') ?? '',
    mediaUrls: [...form].flatMap(([name, url]) => (/^file_urls\[\d+\]$/.test(name) ? [url] : [])),
  }
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

/** Numbers with a plus sign are refused too: they are digits only. */
function refusal(form: URLSearchParams, line: VendorLine): HttpReply | undefined {
  if (!/^[1-9]\d{9,14}$/.test(form.get('to') ?? '')) return vendor.errors['invalid number']!
  if (line.numbers.length > 0 && !line.numbers.includes(`+${form.get('from')}`)) {
    return vendor.errors['number not on application']!
  }
  return form.get('body') ? undefined : vendor.errors['invalid parameter']!
}

function json(status: number, value: unknown): HttpReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

function error(status: number, message: string): HttpReply {
  return json(status, { ok: false, message })
}
