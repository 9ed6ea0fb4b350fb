import { createHash, createHmac } from 'node:crypto'
import type {
  Vendor,
  VendorCall,
  VendorLine,
  VendorReply,
  VendorRequest,
} from '../../src/contract/sandbox.ts'
import { error, json, readFields, textIn } from './sandbox-graph.ts'
import { accepted, readSend, refusal, sendErrors } from './sandbox-sends.ts'
import { listedTemplates } from './sandbox-templates.ts'
import { addressOf, messageWebhook, reactionWebhook, sign, statusWebhook } from './sandbox-webhooks.ts'

// Source: developers.facebook.com/documentation/business-messaging/whatsapp (messages, media, templates, phone numbers,
// webhooks, error codes) and docs/graph-api (debug_token, batch requests), read 2026-11-21.

/** WhatsApp's Cloud API: messages, media, templates, numbers, and signed webhooks. */
export const vendor: Vendor = {
  id: 'whatsapp',
  addresses: { business: '106540352242922', customer: '+16505551234' },
  account: (random) => ({
    app_id: digits(random()),
    app_secret: `secret-${random()}`,
    verify_token: `verify-${random()}`,
    access_token: `EAAG${random()}`,
    waba_id: digits(random()),
  }),
  receive,
  accepted,
  errors: sendErrors,
  message: messageWebhook,
  receipt: ({ id, send, status, at }, line) =>
    statusWebhook({ id, business: send.from, customer: send.to, status, at, send }, line),
  read: ({ id, from, to, at }, line) =>
    statusWebhook({ id, business: to, customer: from, status: 'read', at }, line),
  reaction: reactionWebhook,
  sign,
}

const digits = (text: string) =>
  String(createHash('md5').update(text).digest().readUInt32BE(0)).padStart(10, '1').padStart(15, '9')

function receive(call: VendorRequest, line: VendorLine): VendorCall {
  // The version goes first; a batch has nothing after it.
  const [, ...steps] = call.path.split('/').map(decodeURIComponent)
  const [node = '', edge = ''] = steps
  if (call.method === 'POST' && node === '') return other(batchReply(call, line))
  const denied = denial(call, line)
  if (call.method === 'POST' && edge === 'messages') return messageCall(call, node, line, denied)
  if (denied) return other(denied)
  if (call.method === 'POST' && edge === 'media') return uploadCall(call)
  if (call.method === 'GET') return other(answer(node, edge, call, line))
  return other(unknownObject(node))
}

const other = (reply: VendorReply): VendorCall => ({ kind: 'other', reply })

function messageCall(
  call: VendorRequest,
  from: string,
  line: VendorLine,
  denied: VendorReply | undefined,
): VendorCall {
  const fields = readFields(call.body)
  if (fields.status === 'read' && !denied) {
    const target = textIn(fields.message_id)
    const to = line.history?.find(({ id }) => id === target)?.from
    if (!to) return other(error(400, 131009, 'Parameter value is not valid', 'No such message'))
    const type = fields.typing_indicator ? 'typing' : 'read'
    return { kind: 'signal', signal: { type, from, to }, reply: json(200, { success: true }) }
  }
  const send = readSend(from, fields)
  const reply = denied ?? refusal(send, fields, line, call.at)
  return reply ? { kind: 'refused', send, reply } : { kind: 'send', send }
}

/** The one file of a form. */
function uploadCall({ headers, body }: VendorRequest): VendorCall {
  const boundary = /boundary=([^;]+)/.exec(headers['content-type'] ?? '')?.[1]
  const text = Buffer.from(body).toString('latin1')
  const part = boundary && text.split(`--${boundary}`).find((one) => /name="file"/.test(one))
  if (!part || !text.includes('name="messaging_product"')) {
    return other(error(400, 100, 'Invalid parameter', 'messaging_product and file are required'))
  }
  const end = part.indexOf('\r\n\r\n')
  const head = part.slice(0, end)
  const name = /filename="([^"]*)"/.exec(head)?.[1] ?? 'file'
  const contentType = /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream'
  const bytes = Buffer.from(part.slice(end + 4, -2), 'latin1')
  return { kind: 'upload', file: { name, contentType, bytes }, reply: (id) => json(200, { id }) }
}

function answer(node: string, edge: string, call: VendorRequest, line: VendorLine): VendorReply {
  if (node === line.values.waba_id) {
    if (edge === 'phone_numbers') return json(200, { data: line.numbers.map(phoneNumber) })
    if (edge === 'message_templates') return listedTemplates(call.query)
    if (edge === 'subscribed_apps') {
      const app = { id: line.values.app_id, name: 'Sandbox', link: 'https://sandbox.example/' }
      return json(200, { data: [{ whatsapp_business_api_data: app }] })
    }
  }
  if (line.numbers.includes(node) && edge === '') {
    return json(200, { ...phoneNumber(node), whatsapp_business_manager_messaging_limit: 'TIER_2K' })
  }
  const file = edge === '' ? line.file?.(node) : undefined
  if (!file) return unknownObject(node)
  const { contentType: mime_type, sha256, bytes: file_size } = file
  return json(200, {
    messaging_product: 'whatsapp',
    url: addressOf(file),
    mime_type,
    sha256,
    file_size,
    id: node,
  })
}

const phoneNumber = (id: string) => ({
  id,
  display_phone_number: `+1 555-078-${id.slice(-4)}`,
  verified_name: 'Lucky Shrub',
  quality_rating: 'GREEN',
  status: 'CONNECTED',
  name_status: 'APPROVED',
  code_verification_status: 'VERIFIED',
  platform_type: 'CLOUD_API',
  throughput: { level: 'STANDARD' },
})

const unknownObject = (node: string) =>
  error(
    400,
    100,
    `Unsupported request. Object with ID '${node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    undefined,
    33,
  )

/** Calls of the business: its token, and the proof of the app secret, which this app demands where one is given. */
function denial({ headers, query }: VendorRequest, { values }: VendorLine): VendorReply | undefined {
  const token = String(values.access_token)
  if (headers.authorization !== `Bearer ${token}`) {
    return error(401, 190, 'Invalid OAuth access token - Cannot parse access token')
  }
  return proofRefusal(query, token, values)
}

function proofRefusal(query: URLSearchParams, token: string, values: VendorLine['values']) {
  const proof = query.get('appsecret_proof')
  const right = proofOf(token, String(values.app_secret))
  return proof === null || proof === right
    ? undefined
    : error(400, 100, 'Invalid appsecret_proof provided in the API argument')
}

/** Only one question is put in a batch here: what a token is worth, asked with the app's own. */
function batchReply({ headers, query, body }: VendorRequest, { values }: VendorLine): VendorReply {
  const app = `${values.app_id}|${values.app_secret}`
  if (headers.authorization !== `Bearer ${app}`)
    return error(401, 190, 'Invalid OAuth access token signature.')
  const refused = proofRefusal(query, app, values)
  if (refused) return refused
  const asked = readFields(body).batch
  if (!Array.isArray(asked)) return error(400, 100, 'Invalid parameter')
  return json(
    200,
    asked.map((one: { relative_url?: unknown }) => {
      const given = new URLSearchParams(textIn(one?.relative_url).split('?')[1]).get('input_token')
      const is_valid = given === values.access_token
      const scopes = is_valid ? ['whatsapp_business_management', 'whatsapp_business_messaging'] : []
      const data = { app_id: values.app_id, type: 'SYSTEM_USER', is_valid, scopes, expires_at: 0 }
      return { code: 200, body: JSON.stringify({ data }) }
    }),
  )
}

const proofOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('hex')
