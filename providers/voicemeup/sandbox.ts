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

/** VoiceMeUp as far as anybody knows it (see the README): no receipts, and error codes of which only two were ever seen. */
export const vendor: Vendor = {
  id: 'voicemeup',
  account: (random) => ({
    username: 'sandbox-user',
    auth_token: random(),
    credential_check: 'empty_message',
  }),
  receive,
  accepted: (id) => answer('success', 'queued_sms_hash', id),
  errors: {
    'permission refused': error('permission_refused', 'permission_refused'),
    'duplicate entry': error('duplicate_entry', 'SMS already queued'),
    'invalid number': error('invalid_destination_number', 'The destination number is not valid'),
    'invalid parameter': error('invalid_source_number', 'The source number is not a DID of this account'),
    'authentication failed': error('auth_token_invalid', 'Authentication failed'),
    'opted out': error('destination_opted_out', 'The recipient has opted out'),
    'not registered': error('source_not_registered', 'The DID is in no 10DLC campaign'),
    'file type': error('invalid_attachment', 'The attachment could not be used'),
    'file too large': error('attachment_too_large', 'The attachment is too large'),
    'too many messages': error('rate_limit_reached', 'Slow down'),
    'unknown error': error('unknown_error', 'Unknown error'),
    'service unavailable': { ...error('service_unavailable', 'Try again later'), status: 503 },
    'an empty answer': { status: 200 },
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: messageWebhooks,
  sign: () => ({}),
}

/** A text with files is a page of HTML with the text, then a webhook for each file. */
function messageWebhooks(message: HandsetMessage): VendorWebhook[] {
  const { id, text, media } = message
  const files = media.map(({ url, contentType, bytes }) => ({
    attachment: url,
    attachment_size: String(bytes ?? 0),
    attachment_mime_type: contentType ?? 'application/octet-stream',
  }))
  const page = {
    attachment: `https://clients.voicemeup.com/file/${id}.mms.html`,
    attachment_size: '343',
    attachment_mime_type: 'text/html',
  }
  const parts =
    files.length === 0
      ? [{ message: text }]
      : [...(text ? [{ message: text, ...page }] : []), ...files.map((file) => ({ message: '', ...file }))]
  return parts.map((part, i) => webhook(message, i === 0 ? id : `${id}-${i + 1}`, part))
}

function webhook(message: HandsetMessage, hash: string, part: object): VendorWebhook {
  const at = new Date(message.at).toISOString().slice(0, 19).replace('T', ' ')
  const [date, time] = at.split(' ')
  const body = {
    sms_log_id: String(message.at),
    sms_hash: hash,
    ...{ datetime: at, date, time, direction: 'inbound' },
    source_number: digits(message.from),
    destination_number: digits(message.to),
    client_did_id: '1001',
    ...part,
    ...{ status: 'received', transmission_status: 'completed', datetime_transmission: at },
  }
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) }
}

const digits = (number: string) => number.replace(/^\+/, '')

function receive({ method, path, body }: VendorRequest, line: VendorLine): VendorCall {
  if (method !== 'POST' || path !== 'api/v1.1/json/queue_sms') {
    return { kind: 'other', reply: { status: 404, body: 'Not found' } }
  }
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'))
  const right =
    form.get('username') === line.values.username && form.get('auth_token') === line.values.auth_token
  const denied = right ? undefined : vendor.errors['permission refused']!
  const to = form.get('destination_number')
  if (to === null) {
    return { kind: 'other', reply: denied ?? error('missing_destination_number', 'No destination number') }
  }
  // The handset knows numbers in E.164.
  const send = {
    from: `+${form.get('source_number') ?? ''}`,
    to: `+${to}`,
    text: form.get('message') ?? '',
    mediaUrls: form.getAll('attachment'),
  }
  const reply = denied ?? refusal(send, line)
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

function refusal(send: VendorSend, line: VendorLine): HttpReply | undefined {
  if (!/^\+[1-9]\d{9,14}$/.test(send.to)) return vendor.errors['invalid number']!
  if (line.numbers.length > 0 && !line.numbers.includes(send.from)) return vendor.errors['invalid parameter']!
  if (send.text.length > 1000) return error('invalid_message', 'The message is too long')
  if (send.text === '' && send.mediaUrls.length === 0) return error('missing_message', 'No message')
  return isQueuedAlready(send, line) ? vendor.errors['duplicate entry']! : undefined
}

/** The same again to somebody who has not answered since. How long VoiceMeUp remembers is not known. */
function isQueuedAlready(send: VendorSend, line: VendorLine): boolean {
  const last = line.history?.findLast((one) => one.to === send.to || one.from === send.to)
  if (last?.direction !== 'outbound') return false
  const same = (one: VendorSend) => JSON.stringify([one.from, one.text, one.mediaUrls])
  return same(last) === same(send)
}

function answer(status: 'success' | 'error', code: string, content: string): HttpReply {
  const response_messages = { message: [{ code, _content: content }] }
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ response_details: { response_status: status, response_messages } }),
  }
}

function error(code: string, words: string): HttpReply {
  return answer('error', code, words)
}
