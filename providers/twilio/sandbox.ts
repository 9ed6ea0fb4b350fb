import { createHash, createHmac } from 'node:crypto'
import type {
  Vendor,
  VendorLine,
  VendorRecord,
  VendorReply,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'

// Source: twilio-oai twilio_api_v2010.json, www.twilio.com/docs/messaging/guides/webhook-request,
// www.twilio.com/docs/usage/webhooks/webhooks-security and www.twilio.com/docs/api/errors, read 2026-11-21.

const version = '2010-04-01'

/** Twilio: the Messages resource with its media, signed forms to the webhook, status callbacks. */
export const vendor: Vendor = {
  id: 'twilio',
  account: (random) => ({ account_sid: `AC${hex(random())}`, auth_token: hex(random()) }),
  receive,
  accepted: (id) =>
    json(
      201,
      resource({ id, direction: 'outbound', from: '', to: '', text: '', mediaUrls: [], at: 0 }, 'queued'),
    ),
  errors: {
    'invalid number': error(400, 21211, "The 'To' number is not a valid phone number."),
    'opted out': error(400, 21610, 'Attempt to send to unsubscribed recipient'),
    'country not enabled': error(400, 21408, 'Permission to send an SMS has not been enabled for the region'),
    'sender not suitable': error(400, 21606, "The 'From' number is not a valid, SMS-capable sender"),
    'file not usable': error(400, 21620, 'Invalid media URL(s)'),
    'text too long': error(400, 21617, 'The concatenated message body exceeds the 1600 character limit'),
    'queue full': error(400, 21611, "This 'From' number has exceeded the maximum number of queued messages"),
    'authentication failed': error(401, 20003, 'Authenticate', 'Your AccountSid or AuthToken was incorrect.'),
    'account not active': error(403, 20005, 'Account not active'),
    'too many requests': error(429, 20429, 'Too Many Requests'),
    'service unavailable': error(503, 20503, 'Service unavailable'),
    'error of the newer form': json(400, {
      type: 'https://www.twilio.com/docs/errors/21614',
      title: 'Not a mobile number',
      status: 400,
      code: 21614,
      detail: "'To' number is not a valid mobile number",
    }),
    'unknown error code': error(400, 29999, 'Something else'),
    'no id in the answer': json(201, {}),
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: ({ id, from, to, text, media }, line) =>
    webhook(line, line.webhookUrl, [
      ['ToCountry', 'US'],
      ['ToState', ''],
      ['SmsMessageSid', id],
      ['NumMedia', String(media.length)],
      ['SmsSid', id],
      ['SmsStatus', 'received'],
      ['FromCountry', 'US'],
      ['Body', text],
      ['To', to],
      ['NumSegments', '1'],
      ['MessageSid', id],
      ['AccountSid', String(line.values.account_sid)],
      ['From', from],
      ['ApiVersion', version],
      ...media.flatMap(({ url, contentType }, n): [string, string][] => [
        [`MediaContentType${n}`, contentType ?? ''],
        [`MediaUrl${n}`, url],
      ]),
    ]),
  receipt: ({ id, send, status }, line) =>
    webhook(line, send.statusUrl ?? line.webhookUrl, [
      ...(status === 'failed' ? [['ErrorCode', '30005'] as [string, string]] : []),
      ['SmsSid', id],
      ['SmsStatus', status === 'failed' ? 'undelivered' : status],
      ['MessageStatus', status === 'failed' ? 'undelivered' : status],
      ['To', send.to],
      ['MessageSid', id],
      ['AccountSid', String(line.values.account_sid)],
      ['From', send.from],
      ['ApiVersion', version],
    ]),
  sign,
}

function receive(call: VendorRequest, line: VendorLine) {
  const messages = `${version}/Accounts/${line.values.account_sid}/Messages`
  const allowed = isAllowed(call.headers.authorization, line.values)
  const other = (reply: VendorReply) =>
    ({ kind: 'other', reply: allowed ? reply : vendor.errors['authentication failed']! }) as const
  if (call.path === `${messages}.json` && call.method === 'POST') {
    const send = readSend(call.body)
    const reply = allowed ? refusal(send, line) : vendor.errors['authentication failed']
    return reply ? ({ kind: 'refused', send, reply } as const) : ({ kind: 'send', send } as const)
  }
  const history = line.history ?? []
  if (call.path === `${messages}.json` && call.method === 'GET') return other(listed(call.query, history))
  const [sid, media, index] = call.path.startsWith(`${messages}/`)
    ? call.path.slice(messages.length + 1).split('/')
    : []
  const record = history.find((one) => one.id === sid)
  if (record && media === 'Media.json')
    return other(
      json(
        200,
        page(
          'media_list',
          record.mediaUrls.map((_, n) => file(messages, record, n)),
        ),
      ),
    )
  const url = media === 'Media' ? record?.mediaUrls[Number(index?.slice(2))] : undefined
  // The file lies with a CDN, which wants no credentials.
  if (url) return other({ status: 307, headers: { location: url } })
  return other(error(404, 20404, 'The requested resource was not found'))
}

function listed(query: URLSearchParams, history: readonly VendorRecord[]): VendorReply {
  const wanted = (name: string, value: string) => !query.has(name) || query.get(name) === value
  const after = Date.parse(query.get('DateSent>')?.slice(0, 10) ?? '1970-01-01')
  const found = history.filter((one) => wanted('From', one.from) && wanted('To', one.to) && one.at >= after)
  const size = Number(query.get('PageSize') ?? 50)
  const shown = [...found].reverse().slice(0, size)
  return json(
    200,
    page(
      'messages',
      shown.map((one) => resource(one, one.direction === 'inbound' ? 'received' : 'sent')),
    ),
  )
}

const page = (name: string, rows: readonly object[]) => ({
  [name]: rows,
  page: 0,
  page_size: 50,
  next_page_uri: null,
})

const file = (messages: string, { id }: VendorRecord, n: number) => ({
  sid: `ME${n}`,
  parent_sid: id,
  content_type: '',
  uri: `/${messages}/${id}/Media/ME${n}.json`,
})

function resource({ id, direction, from, to, text, mediaUrls, at }: VendorRecord, status: string) {
  const date = new Date(at).toUTCString().replace('GMT', '+0000')
  return {
    sid: id,
    ...{ from, to, body: text, status, direction: direction === 'inbound' ? 'inbound' : 'outbound-api' },
    ...{
      num_media: String(mediaUrls.length),
      num_segments: '1',
      date_created: date,
      date_sent: date,
      date_updated: date,
    },
    ...{ error_code: null, error_message: null, api_version: version },
  }
}

function isAllowed(authorization: string | undefined, values: SettingValues): boolean {
  const basic = (name: string, password: string) =>
    authorization === `Basic ${Buffer.from(`${values[name]}:${values[password]}`).toString('base64')}`
  return basic('account_sid', 'auth_token') || (Boolean(values.api_key) && basic('api_key', 'api_secret'))
}

function refusal(send: VendorSend, line: VendorLine): VendorReply | undefined {
  if (send.to === '') return error(400, 21604, "A 'To' phone number is required.")
  if (!/^\+[1-9]\d{6,14}$/.test(send.to))
    return error(400, 21211, `The 'To' number ${send.to} is not a valid phone number.`)
  if (send.text === '' && send.mediaUrls.length === 0) return error(400, 21602, 'Message body is required.')
  if (send.text.length > 1600) return vendor.errors['text too long']
  if (send.mediaUrls.length > 10) return error(400, 21623, 'Number of media files exceeds allowed limit')
  if (line.numbers.length > 0 && !line.numbers.includes(send.from))
    return vendor.errors['sender not suitable']
  if (send.statusUrl && !URL.canParse(send.statusUrl))
    return error(400, 21609, "Invalid 'StatusCallback' URL")
  return undefined
}

function readSend(body: Uint8Array): VendorSend {
  const fields = new URLSearchParams(Buffer.from(body).toString('utf8'))
  const statusUrl = fields.get('StatusCallback') ?? undefined
  return {
    from: fields.get('From') ?? '',
    to: fields.get('To') ?? '',
    text: fields.get('Body') ?? '',
    mediaUrls: fields.getAll('MediaUrl'),
    statusUrl,
    reference:
      statusUrl && URL.canParse(statusUrl)
        ? (new URL(statusUrl).searchParams.get('ref') ?? undefined)
        : undefined,
  }
}

function webhook(line: VendorLine, url: string, fields: [string, string][]): VendorWebhook {
  const body = Buffer.from(new URLSearchParams(fields).toString())
  const type = 'application/x-www-form-urlencoded; charset=UTF-8'
  return { url, body, headers: { 'content-type': type, ...sign(body, line.values, url) } }
}

/** For a body that is no form, `url` holds its hash already. */
function sign(body: Uint8Array, values: SettingValues, url: string): Record<string, string> {
  const fields = url.includes('bodySHA256=')
    ? []
    : [...new URLSearchParams(Buffer.from(body).toString('utf8'))]
  const text = fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce((sofar, [name, value]) => sofar + name + value, url)
  const signature = createHmac('sha1', String(values.auth_token)).update(text).digest('base64')
  return { 'x-twilio-signature': signature }
}

const hex = (text: string) => createHash('md5').update(text).digest('hex')

function json(status: number, value: unknown): VendorReply {
  return { status, contentType: 'application/json', body: JSON.stringify(value) }
}

function error(status: number, code: number, message: string, detail?: string): VendorReply {
  return json(status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
    ...(detail ? { detail } : {}),
  })
}
