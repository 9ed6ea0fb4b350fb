import { createHash } from 'node:crypto'
import type { HttpReply } from '../../src/contract/provider.ts'
import type {
  Vendor,
  VendorCall,
  VendorLine,
  VendorRequest,
  VendorSend,
  VendorWebhook,
} from '../../src/contract/sandbox.ts'
import type { SettingValues } from '../../src/contract/settings.ts'

/** Bandwidth's token and message calls, and its callbacks, as its documentation describes them (see the README). */
export const vendor: Vendor = {
  id: 'bandwidth',
  account: (random) => ({
    account_id: '9900000',
    application_id: '93de2206-9669-4e07-948d-329f4b722ee2',
    client_id: `CID-${random()}`,
    client_secret: random(),
    callback_user: 'bandwidth',
    callback_password: random(),
  }),
  receive,
  accepted: (id) => json(202, { id, segmentCount: 1, direction: 'out', priority: 'default' }),
  errors: {
    'invalid number': invalid('to', "'+1' must be replaced with a valid E164 formatted telephone number"),
    'invalid sender': invalid('from', 'is not a number of the application'),
    'text too long': invalid('text', 'length must be between 0 and 2048'),
    'unsupported media': invalid('media', 'the content type is not supported'),
    'authentication failed': error(401, 'unauthorized', 'Authentication Failed'),
    'no permission': error(403, 'forbidden', 'Access Denied'),
    'queue full': error(
      429,
      'max-message-queue-size-exceeded',
      'The SMS queue for your account is full and cannot accept more messages right now.',
    ),
    'service unavailable': error(503, 'service-unavailable', 'Try again later.'),
    'no id in the answer': json(202, {}),
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: (message, line) =>
    webhook(line, {
      type: 'message-received',
      time: new Date(message.at).toISOString(),
      description: 'Incoming message received',
      to: message.to,
      message: {
        id: message.id,
        owner: message.to,
        applicationId: line.values.application_id,
        time: new Date(message.at).toISOString(),
        segmentCount: 1,
        direction: 'in',
        to: [message.to],
        from: message.from,
        text: message.text,
        ...(message.media.length ? { media: message.media.map((file) => file.url) } : {}),
      },
    }),
  receipt: (receipt, line) =>
    webhook(line, {
      type: `message-${receipt.status}`,
      time: new Date(receipt.at).toISOString(),
      description: descriptions[receipt.status],
      to: receipt.send.to,
      ...(receipt.status === 'failed' ? { errorCode: 4720 } : {}),
      message: {
        id: receipt.id,
        owner: receipt.send.from,
        applicationId: line.values.application_id,
        time: new Date(receipt.at).toISOString(),
        segmentCount: 1,
        direction: 'out',
        to: [receipt.send.to],
        from: receipt.send.from,
        text: '',
        ...(receipt.send.reference ? { tag: receipt.send.reference } : {}),
      },
    }),
  sign,
}

const descriptions = {
  sent: 'Message sent to carrier',
  delivered: 'Message delivered to carrier.',
  failed: 'invalid-destination-address',
}

function receive(call: VendorRequest, line: VendorLine): VendorCall {
  if (call.method === 'POST' && call.path === 'api/v1/oauth2/token') return other(token(call, line))
  const wanted = `api/v2/users/${line.values.account_id}/messages`
  if (call.path !== wanted) {
    return other(json(404, { status: 404, error: 'Not Found', message: 'Not Found', path: `/${call.path}` }))
  }
  const denied = isAllowed(call, line.values) ? undefined : vendor.errors['authentication failed']!
  if (call.method === 'GET') {
    return other(denied ?? json(200, { totalCount: 0, pageInfo: {}, messages: [] }))
  }
  if (call.method !== 'POST') return other(error(405, 'method-not-allowed', 'Method not allowed'))
  const { send, fields } = readSend(call.body)
  const reply = denied ?? refusal(send, fields, call, line)
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

const tokenOf = ({ client_id, client_secret }: SettingValues) =>
  `sandbox-${createHash('sha256').update(`${client_id}:${client_secret}`).digest('hex').slice(0, 40)}`

const basic = (user: unknown, password: unknown) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

function token({ headers, body }: VendorRequest, { values }: VendorLine): HttpReply {
  if (headers.authorization !== basic(values.client_id, values.client_secret)) {
    return json(401, { error: 'invalid_client', error_description: 'Client authentication failed' })
  }
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
  if (form.get('grant_type') !== 'client_credentials') return json(400, { error: 'unsupported_grant_type' })
  return json(200, { access_token: tokenOf(values), token_type: 'Bearer', expires_in: 3600 })
}

function isAllowed({ headers }: VendorRequest, values: SettingValues): boolean {
  if (headers.authorization === `Bearer ${tokenOf(values)}`) return true
  return Boolean(values.username) && headers.authorization === basic(values.username, values.password)
}

function refusal(
  send: VendorSend,
  fields: Record<string, unknown>,
  { headers }: VendorRequest,
  line: VendorLine,
): HttpReply | undefined {
  if (!headers['content-type']?.startsWith('application/json')) {
    return error(415, 'unsupported-content-type', 'The content type is not application/json')
  }
  if (!Array.isArray(fields.to) || !/^\+[1-9]\d{6,14}$/.test(send.to)) return vendor.errors['invalid number']!
  if (fields.applicationId !== line.values.application_id) return invalid('applicationId', 'is not known')
  if (line.numbers.length > 0 && !line.numbers.includes(send.from)) return vendor.errors['invalid sender']!
  if ([...send.text].length > 2048) return vendor.errors['text too long']!
  if (send.text === '' && send.mediaUrls.length === 0) return invalid('text', 'text or media is required')
  if (send.mediaUrls.length > 10) return invalid('media', 'size must be between 0 and 10')
  return undefined
}

/** What cannot be read becomes empty, and is refused for it. */
function readSend(body: Uint8Array): { send: VendorSend; fields: Record<string, unknown> } {
  let fields: Record<string, unknown> = {}
  try {
    fields = Object(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  const send = {
    from: text(fields.from),
    to: texts(fields.to)[0] ?? '',
    text: text(fields.text),
    mediaUrls: texts(fields.media),
    reference: text(fields.tag) || undefined,
  }
  return { send, fields }
}

function webhook(line: VendorLine, event: object): VendorWebhook {
  const body = Buffer.from(JSON.stringify([event]))
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'BandwidthAPI/v2',
    ...sign(body, line.values),
  }
  return { headers, body }
}

/** The application's callback login, where one is set. */
function sign(_body: Uint8Array, values: SettingValues): Record<string, string> {
  if (!values.callback_user && !values.callback_password) return {}
  return { authorization: basic(values.callback_user ?? '', values.callback_password ?? '') }
}

const other = (reply: HttpReply): VendorCall => ({ kind: 'other', reply })

function json(status: number, value: unknown): HttpReply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) }
}

function error(
  status: number,
  type: string,
  description: string,
  fieldErrors?: readonly object[],
): HttpReply {
  return json(status, { type, description, fieldErrors })
}

function invalid(fieldName: string, description: string): HttpReply {
  return error(400, 'request-validation', 'Your request could not be accepted.', [{ fieldName, description }])
}
