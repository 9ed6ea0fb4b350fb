import type { VendorLine, VendorRecord, VendorReply, VendorSend } from '../../src/contract/sandbox.ts'
import { error, type Fields, fieldsIn, json, textIn } from './sandbox-graph.ts'
import { templateCategory, templateRefusal, templateText } from './sandbox-templates.ts'

const hourMs = 3_600_000
const kinds = ['image', 'video', 'audio', 'document', 'sticker']

export const accepted = (id: string): VendorReply =>
  json(200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: '+16505551234', wa_id: '16505551234' }],
    messages: [{ id }],
  })

/** What a handset shows of a message, whatever its type. */
export function readSend(from: string, fields: Fields): VendorSend {
  const type = textIn(fields.type)
  const content = fieldsIn(fields[type])
  const to = textIn(fields.to) || textIn(fields.recipient)
  const reaction = type === 'reaction' && {
    target: textIn(content.message_id),
    emoji: textIn(content.emoji) || null,
  }
  const header = type === 'template' ? headerFile(content) : {}
  const file = kinds.includes(type) ? content : header
  return {
    from,
    to: /^\d+$/.test(to) ? `+${to}` : to,
    text: textOf(type, content),
    mediaUrls: file.link ? [textIn(file.link)] : [],
    fileIds: file.id ? [textIn(file.id)] : [],
    replyTo: textIn(fieldsIn(fields.context).message_id) || undefined,
    ...(reaction ? { reaction } : {}),
    category: type === 'template' ? templateCategory(content) : 'service',
    reference: textIn(fields.biz_opaque_callback_data) || undefined,
  }
}

function textOf(type: string, content: Fields): string {
  if (type === 'text') return textIn(content.body)
  if (type === 'template') return templateText(content)
  if (type === 'location') {
    const { latitude, longitude, name, address } = content
    return ['📍', name, address, `${latitude}, ${longitude}`].filter(Boolean).join('\n')
  }
  return textIn(content.caption)
}

/** The file in a template's header. */
function headerFile(template: Fields): Fields {
  const components = Array.isArray(template.components) ? template.components.map(fieldsIn) : []
  const header = components.find((one) => one.type === 'header')
  const [parameter] = Array.isArray(header?.parameters) ? header.parameters.map(fieldsIn) : []
  return fieldsIn(parameter?.[textIn(parameter?.type)])
}

/** Why WhatsApp would not take a message; undefined where it would. */
export function refusal(
  send: VendorSend,
  fields: Fields,
  line: VendorLine,
  now: number,
): VendorReply | undefined {
  const type = textIn(fields.type) || 'text'
  const content = fieldsIn(fields[type])
  if (!line.numbers.includes(send.from)) {
    return error(
      400,
      100,
      `Unsupported post request. Object with ID '${send.from}' does not exist`,
      undefined,
      33,
    )
  }
  if (fields.messaging_product !== 'whatsapp') {
    return error(400, 100, 'Invalid parameter', 'The parameter messaging_product is required.')
  }
  if (!/^\+?[1-9]\d{6,14}$|^[A-Z]{2}\.\w{1,132}$/.test(send.to)) {
    return error(400, 131009, 'Parameter value is not valid', 'Recipient is not a valid phone number')
  }
  if (type === 'template') {
    const refused = templateRefusal(content)
    if (refused) return refused
  } else if (!windowIsOpen(send, line.history ?? [], now)) {
    return error(
      400,
      131047,
      'Re-engagement message',
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    )
  }
  if (type === 'text' && textIn(content.body) === '') {
    return error(400, 131008, 'Required parameter is missing', 'The parameter text.body is required.')
  }
  if (textIn(content.body).length > 4096 || textIn(content.caption).length > 1024) {
    return error(400, 100, 'Invalid parameter', 'The text is too long.')
  }
  if (kinds.includes(type) && send.fileIds?.some((id) => !line.file?.(id))) {
    return error(
      400,
      100,
      `(#100) Param ${type}['id'] is not a valid whatsapp business account media attachment ID`,
    )
  }
  return pairIsTooFast(send, line.history ?? [], now) ? sendErrors['pair rate limit'] : undefined
}

/** Anything but a template wants a message of the customer in the last 24 hours. */
export function windowIsOpen(
  { from, to }: VendorSend,
  history: readonly VendorRecord[],
  now: number,
): boolean {
  return history.some(
    (one) => one.direction === 'inbound' && one.from === to && one.to === from && now - one.at < 24 * hourMs,
  )
}

/** Forty-five at once to one person, then one in six seconds. */
function pairIsTooFast({ from, to }: VendorSend, history: readonly VendorRecord[], now: number): boolean {
  const sent = history.filter((one) => one.direction === 'outbound' && one.from === from && one.to === to)
  let room = 45
  let before = sent[0]?.at ?? now
  for (const at of [...sent.map((one) => one.at), now]) {
    room = Math.min(45, room + (at - before) / 6000) - 1
    before = at
  }
  return room < 0
}

/** Errors on demand, by a name of ours. */
export const sendErrors: Readonly<Record<string, VendorReply>> = {
  'outside the window': error(400, 131047, 'Re-engagement message', 'More than 24 hours have passed.'),
  'not on whatsapp': error(400, 131026, 'Message undeliverable', 'The recipient cannot be reached.'),
  'pair rate limit': error(
    400,
    131056,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Too many messages sent from the sender phone number to the same recipient phone number.',
  ),
  'throughput reached': error(
    400,
    130429,
    'Rate limit hit',
    'Cloud API message throughput has been reached.',
  ),
  'spam limit': error(400, 131048, 'Spam rate limit hit', 'Too many earlier messages were blocked.'),
  'held back by meta': error(
    400,
    131049,
    'This message was not delivered to maintain healthy ecosystem engagement.',
  ),
  'stopped marketing': error(400, 131050, 'The user has chosen to stop receiving marketing messages.'),
  'template missing': error(
    404,
    132001,
    'Template does not exist',
    'template name does not exist in the language',
  ),
  'template parameters': error(
    400,
    132000,
    'Number of parameters does not match the expected number of params',
  ),
  'template paused': error(400, 132015, 'Template is Paused'),
  'media refused': error(400, 131053, 'Media upload error', 'Unsupported media type'),
  'authentication failed': error(
    401,
    190,
    'Error validating access token: Session has expired',
    undefined,
    463,
  ),
  'no permission': error(403, 10, 'Application does not have permission for this action'),
  'payment missing': error(400, 131042, 'Business eligibility payment issue'),
  'account locked': error(403, 131031, 'Business Account locked'),
  'number not registered': error(400, 133010, 'Phone number not registered'),
  'service unavailable': error(500, 131016, 'Service unavailable'),
  'something went wrong': error(500, 131000, 'Something went wrong'),
  'unknown error code': error(400, 139_999, 'Something else'),
  'error of the graph api': error(500, 1, 'An unknown error occurred'),
  'no id in the answer': json(200, { messaging_product: 'whatsapp', contacts: [], messages: [] }),
  'a login page': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
}
