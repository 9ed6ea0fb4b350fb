import { createHmac } from 'node:crypto'
import type { VendorCall, VendorLine, VendorReply, VendorRequest } from '../../src/contract/sandbox.ts'
import { readForm } from './sandbox-form.ts'

const hourMs = 3_600_000

const error = (status: number, code: number, message: string, error_subcode?: number): VendorReply =>
  graphReply(status, {
    error: {
      message: `(#${code}) ${message}`,
      type: 'OAuthException',
      code,
      ...(error_subcode === undefined ? {} : { error_subcode }),
      fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW',
    },
  })

export const graphErrors = {
  'outside the window': error(400, 10, 'This message is sent outside of allowed window.', 2018278),
  'blocked by the person': error(400, 551, "This person isn't available right now.", 1545041),
  'no such person': error(400, 100, 'No matching user found', 2018001),
  'invalid parameter': error(400, 100, 'Invalid parameter'),
  'token ended': error(401, 190, 'Error validating access token: Session has expired', 463),
  'no permission': error(403, 200, 'Requires pages_messaging permission'),
  'another app has the thread': error(
    403,
    10,
    'Message failed to send because another app is controlling this thread now.',
    2018300,
  ),
  'page restricted': error(400, 10, 'The Page is temporarily restricted', 1893063),
  'file not fetched': error(400, 100, 'Failed to fetch the file from the url', 2018008),
  'file too large': error(400, 100, 'The attachment size exceeds the limit', 2018109),
  'too many calls': error(400, 613, 'Calls to this api have exceeded the rate limit.'),
  'service unavailable': error(500, 2, 'Service temporarily unavailable'),
  'an unknown error': error(500, 1, 'An unknown error occurred'),
  'no id in the answer': graphReply(200, {}),
  'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Log in</title>' },
}

export function graphReply(status: number, value: unknown): VendorReply {
  return { status, contentType: 'application/json; charset=UTF-8', body: JSON.stringify(value) }
}

const other = (reply: VendorReply): VendorCall => ({ kind: 'other', reply })

/** One call: `v25.0/682498302938465/messages` and the like, by the token of the Page or of a system user. */
export function receiveGraph(call: VendorRequest, line: VendorLine): VendorCall {
  const [, path] = /^v\d+\.\d+\/(.*)$/.exec(call.path) ?? []
  if (path === undefined) return other(error(400, 2500, 'Unknown path components'))
  const parts = path.split('/').map(decodeURIComponent)
  const [node = '', edge] = parts
  const denied = deny(call, line)
  if (call.method === 'POST' && edge === 'messages') return receiveSend(call, line, node, denied)
  if (denied) return other(denied)
  if (call.method === 'POST' && edge === 'take_thread_control') return other(takeThread(call))
  if (call.method === 'POST' && edge === 'message_attachments') return receiveUpload(call)
  if (call.method === 'POST' && node === '') return other(debugToken(call, line))
  if (call.method !== 'GET') return other(error(400, 100, 'Unsupported post request.', 33))
  return other(read(node, edge, call, line))
}

const appToken = ({ values }: VendorLine) => `${values.app_id}|${values.app_secret}`
const pageToken = ({ values }: VendorLine, page: string) => `PAGE-${page}-${values.access_token}`

function deny({ headers, query }: VendorRequest, line: VendorLine): VendorReply | undefined {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? ''
  const tokens = [
    line.values.access_token,
    appToken(line),
    ...line.numbers.map((page) => pageToken(line, page)),
  ]
  if (!tokens.includes(token)) return error(401, 190, 'Invalid OAuth access token.')
  const proof = createHmac('sha256', String(line.values.app_secret)).update(token).digest('hex')
  if (query.get('appsecret_proof') !== proof) {
    return error(400, 100, 'Invalid appsecret_proof provided in the API argument')
  }
  return undefined
}

/** The app is taken for the Page's default one, which may. */
function takeThread(call: VendorRequest): VendorReply {
  const to = String(readBody(call).recipient?.id ?? '')
  return /^\d{5,20}$/.test(to) ? graphReply(200, { success: true }) : error(400, 100, 'Invalid parameter')
}

interface SendBody {
  recipient?: { id?: string }
  messaging_type?: string
  tag?: string
  sender_action?: string
  payload?: { message_id?: string; reaction?: string }
  reply_to?: { mid?: string }
  message?: {
    text?: string
    metadata?: string
    attachment?: { type?: string; payload?: { url?: string; attachment_id?: string } }
  }
}

function receiveSend(
  call: VendorRequest,
  line: VendorLine,
  page: string,
  denied: VendorReply | undefined,
): VendorCall {
  const body = readBody(call)
  const to = String(body.recipient?.id ?? '')
  const { sender_action: action, message } = body
  if (action === 'react' || action === 'unreact') return receiveReaction(body, page, line, denied)
  if (action) {
    const type = action === 'mark_seen' ? 'read' : 'typing'
    const reply = denied ?? graphReply(200, { recipient_id: to })
    return denied || action === 'typing_off'
      ? other(reply)
      : { kind: 'signal', signal: { type, from: page, to }, reply }
  }
  const payload = message?.attachment?.payload
  const send = {
    from: page,
    to,
    text: message?.text ?? '',
    mediaUrls: payload?.url ? [payload.url] : [],
    fileIds: payload?.attachment_id ? [payload.attachment_id] : [],
    replyTo: body.reply_to?.mid,
    reference: message?.metadata,
    tag: body.tag,
  }
  const reply = denied ?? refusal(body, page, to, line)
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

function receiveReaction(
  { recipient, sender_action: action, payload, message }: SendBody,
  page: string,
  line: VendorLine,
  denied: VendorReply | undefined,
): VendorCall {
  const to = String(recipient?.id ?? '')
  const target = payload?.message_id ?? ''
  const emoji = action === 'react' ? (payload?.reaction ?? '') : null
  const send = { from: page, to, text: '', mediaUrls: [], reaction: { target, emoji } }
  const known = line.history?.some(({ id }) => id === target)
  const wrong = message !== undefined || emoji === '' || !known
  const reply = denied ?? (wrong ? graphErrors['invalid parameter'] : undefined)
  return reply
    ? { kind: 'refused', send, reply }
    : { kind: 'send', send, reply: graphReply(200, { recipient_id: to }) }
}

function refusal(body: SendBody, page: string, to: string, line: VendorLine): VendorReply | undefined {
  const { message, messaging_type, tag } = body
  const { text, attachment, metadata } = message ?? {}
  if (line.numbers.length > 0 && !line.numbers.includes(page)) {
    return error(400, 100, 'Unsupported post request. Object does not exist', 33)
  }
  if (!/^\d{5,20}$/.test(to)) return graphErrors['no such person']
  if (!text === !attachment) return error(400, 100, 'Message must have a text or an attachment')
  if ([...(text ?? '')].length > 2000)
    return error(400, 100, 'Length of param message[text] must be at most 2000')
  if ((metadata ?? '').length > 1000) return error(400, 100, 'Length of param message[metadata]')
  const fileId = attachment?.payload?.attachment_id
  if (fileId && line.file && !line.file(fileId)) return error(400, 100, 'Invalid attachment id', 2018074)
  if (messaging_type === 'MESSAGE_TAG' && tag !== 'HUMAN_AGENT') return error(400, 100, 'Invalid tag')
  if (!['RESPONSE', 'UPDATE', 'MESSAGE_TAG'].includes(messaging_type ?? '')) {
    return error(400, 100, 'Param messaging_type must be one of RESPONSE, UPDATE, MESSAGE_TAG')
  }
  // Somebody who has not written is taken for somebody whose last message was before the sandbox started.
  const last = line.history?.findLast(
    (one) => one.direction === 'inbound' && one.from === to && one.to === page,
  )
  const hours = messaging_type === 'MESSAGE_TAG' ? 168 : 24
  if (last && Date.now() - last.at > hours * hourMs) return graphErrors['outside the window']
  return undefined
}

function receiveUpload(call: VendorRequest): VendorCall {
  const { fields, file } = readForm(call.headers['content-type'] ?? '', call.body)
  if (!file || !/"is_reusable":true/.test(fields.message ?? ''))
    return other(error(400, 100, 'Upload attachment failure.', 2018047))
  if (file.bytes.byteLength > 25_000_000) return other(graphErrors['file too large'])
  return { kind: 'upload', file, reply: (id) => graphReply(200, { attachment_id: id }) }
}

/** A batch with one request in it. */
function debugToken(call: VendorRequest, line: VendorLine): VendorReply {
  const asked = Object(readBody(call)).batch?.[0]?.relative_url ?? ''
  const token = new URLSearchParams(String(asked).split('?')[1]).get('input_token')
  const data =
    token === line.values.access_token
      ? {
          app_id: line.values.app_id,
          type: 'PAGE',
          is_valid: true,
          expires_at: 0,
          data_access_expires_at: 0,
          scopes: ['pages_messaging', 'pages_manage_metadata', 'pages_show_list'],
        }
      : { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token.' }, scopes: [] }
  return graphReply(200, [{ code: 200, body: JSON.stringify({ data }) }])
}

const subscribed = [
  ...['messages', 'messaging_postbacks', 'messaging_referrals', 'messaging_optins', 'message_deliveries'],
  ...['message_reads', 'message_reactions', 'message_edits', 'message_echoes', 'standby'],
  ...['messaging_handovers', 'messaging_policy_enforcement'],
]

function read(node: string, edge: string | undefined, call: VendorRequest, line: VendorLine): VendorReply {
  const pages = line.numbers.map((id) => ({
    id,
    name: `Page ${id.slice(-4)}`,
    access_token: pageToken(line, id),
  }))
  const [first] = pages
  if (node === 'me' && edge === 'accounts') return graphReply(200, { data: pages })
  if (node === 'me') return graphReply(200, { id: first?.id ?? '0', name: first?.name ?? 'Page' })
  const page = pages.find(({ id }) => id === node)
  if (page && edge === 'subscribed_apps') {
    return graphReply(200, { data: [{ id: line.values.app_id, subscribed_fields: subscribed }] })
  }
  if (page && !edge && call.query.get('fields') === 'access_token') {
    return graphReply(200, { id: page.id, access_token: page.access_token })
  }
  const known = line.history?.some((one) => one.direction === 'inbound' && one.from === node)
  if (!edge && known) {
    const profile_pic = line.faceUrl?.(node)
    return graphReply(200, { first_name: 'Sandbox', last_name: node.slice(-4), profile_pic, id: node })
  }
  return error(400, 100, 'Unsupported get request. Object does not exist', 33)
}

/** What cannot be read becomes empty, and is refused for it. */
function readBody({ body }: VendorRequest): SendBody {
  try {
    return Object(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch {
    return {}
  }
}
