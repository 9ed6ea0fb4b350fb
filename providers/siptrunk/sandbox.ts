import type { HttpReply } from '../../src/contract/provider.ts'
import type { Vendor, VendorCall, VendorLine, VendorRequest, VendorSend } from '../../src/contract/sandbox.ts'

/** SIPTRUNK as far as anybody knows it (see the README): no receipts, and error bodies in the form of its sister company. */
export const vendor: Vendor = {
  id: 'siptrunk',
  account: (random) => ({
    access_key: random(),
    secret_key: random(),
    credential_check: 'empty_message',
  }),
  receive,
  accepted: (id) => json(202, { data: { id, type: 'message' } }),
  errors: {
    'invalid number': error(400, "The 'to' number is not valid"),
    'invalid parameter': error(400, "The 'from' number is not a DID of this account"),
    'opted out': error(400, '1110: the recipient has opted out'),
    'authentication failed': error(401, 'Unauthorized'),
    'not registered': error(403, 'The DID is not in a 10DLC campaign'),
    'file too large': error(422, 'Media is over the size limit'),
    'too many requests': error(429, 'Slow down'),
    'service unavailable': error(503, 'Try again later'),
    'an empty answer': { status: 200 },
    'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
  message: (message) => ({
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(
      JSON.stringify({
        data: {
          type: 'message',
          message_id: message.id,
          attributes: { from: message.from, to: message.to, body: message.text },
        },
        ...(message.media.length
          ? {
              included: message.media.map(({ url }) => ({
                attributes: { url, file_name: url.split('/').at(-1) },
              })),
            }
          : {}),
      }),
    ),
  }),
  sign: () => ({}),
}

function receive({ method, path, headers, body }: VendorRequest, line: VendorLine): VendorCall {
  if (method !== 'POST' || path !== '') return { kind: 'other', reply: error(404, 'No such resource') }
  const login = Buffer.from(`${line.values.access_key}:${line.values.secret_key}`).toString('base64')
  const denied =
    headers.authorization === `Basic ${login}` ? undefined : vendor.errors['authentication failed']!
  const send = readSend(body)
  if (!send) return { kind: 'other', reply: denied ?? error(400, 'data is required') }
  const reply = denied ?? refusal(send, line)
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

function refusal(send: VendorSend, line: VendorLine): HttpReply | undefined {
  if (!/^\+?[1-9]\d{9,14}$/.test(send.to)) return vendor.errors['invalid number']!
  if (line.numbers.length > 0 && !line.numbers.includes(send.from)) return vendor.errors['invalid parameter']!
  if (send.text === '' && send.mediaUrls.length === 0) return error(422, 'body is required')
  return undefined
}

/** Undefined where there is no message at all; what cannot be read of one becomes empty, and is refused for it. */
function readSend(body: Uint8Array): VendorSend | undefined {
  let data: unknown
  try {
    data = Object(JSON.parse(Buffer.from(body).toString('utf8'))).data
  } catch {}
  if (data === undefined) return undefined
  const fields: Record<string, unknown> = Object(Object(data).attributes)
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  const urls = Array.isArray(fields.media_urls)
    ? fields.media_urls.filter((url) => typeof url === 'string')
    : []
  return { from: text('from'), to: text('to'), text: text('body'), mediaUrls: urls }
}

function json(status: number, value: unknown): HttpReply {
  return { status, contentType: 'application/vnd.api+json', body: JSON.stringify(value) }
}

function error(status: number, detail: string): HttpReply {
  return json(status, { errors: [{ detail, status, title: 'Error' }] })
}
