import type { VendorReply } from '../../src/contract/sandbox.ts'
import { error, type Fields, fieldsIn, json, listIn, textIn } from './sandbox-graph.ts'

const variable = /\{\{\s*([^\s{}]+)\s*\}\}/g

const header = (text: string) => ({ type: 'HEADER', format: 'TEXT', text })
const file = (format: string) => ({
  type: 'HEADER',
  format,
  example: { header_handle: ['https://a.example/x'] },
})
const body = (text: string) => ({ type: 'BODY', text })
const footer = (text: string) => ({ type: 'FOOTER', text })
const buttons = (...list: object[]) => ({ type: 'BUTTONS', buttons: list })
const quick = (text: string) => ({ type: 'QUICK_REPLY', text })
const link = (text: string, url: string) => ({ type: 'URL', text, url })

interface Listed {
  readonly id: string
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string
  readonly parameter_format: string
  readonly components: readonly Fields[]
  readonly rejected_reason?: string
}

let lastId = 1387372356726600
function template(name: string, components: readonly Fields[], change: Partial<Listed> = {}): Listed {
  const id = String(++lastId)
  const usual = { language: 'en_US', status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL' }
  return { id, name, ...usual, components, ...change }
}

/** Every kind of component, and every state that a list shows. */
const templates: readonly Listed[] = [
  template('hello_world', [
    header('Hello World'),
    body('Welcome and congratulations! This message demonstrates your ability to send a template.'),
    footer('WhatsApp Business Platform sample message'),
  ]),
  template('order_update', [
    header('Order {{1}}'),
    body('Hello {{1}}, your order {{2}} is on its way and arrives {{3}}.'),
    footer('Lucky Shrub'),
    buttons(link('Track it', 'https://shop.example/orders/{{1}}'), quick('Stop updates')),
  ]),
  template('order_update', [header('订单 {{1}}'), body('{{1}}，您的订单 {{2}} 已发出，预计 {{3}} 送达。')], {
    language: 'zh_CN',
  }),
  template(
    'reservation_confirmation',
    [
      file('IMAGE'),
      body('*You are all set!*\n\nYour table for {{number_of_guests}} on {{day}} at {{time}} is confirmed.'),
      footer('Lucky Shrub Eatery'),
      buttons(
        link('Change reservation', 'https://eatery.example/reservations'),
        { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+12025550123' },
        quick('Cancel reservation'),
      ),
    ],
    { parameter_format: 'NAMED' },
  ),
  template('invoice', [file('DOCUMENT'), body('Here is your invoice {{1}}. Thank you!')]),
  template('product_tour', [file('VIDEO'), body('See how it works.')], { category: 'MARKETING' }),
  template('driver_here', [{ type: 'HEADER', format: 'LOCATION' }, body('Your driver {{1}} waits here.')]),
  template(
    'autumn_coupon',
    [
      header('Our autumn sale is on!'),
      body('Use code {{1}} to get {{2}} off.'),
      buttons(quick('Unsubscribe'), { type: 'COPY_CODE', text: 'Copy offer code', example: '25OFF' }),
    ],
    { category: 'MARKETING' },
  ),
  template('catalogue', [body('See what is new.'), buttons({ type: 'CATALOG', text: 'View catalogue' })], {
    category: 'MARKETING',
  }),
  template('survey', [body('How did we do, {{1}}?')], { status: 'PAUSED' }),
  template('cheap_pills', [body('Buy now! {{1}}{{2}}')], {
    status: 'REJECTED',
    category: 'MARKETING',
    rejected_reason: 'INVALID_FORMAT',
  }),
  template('new_opening_hours', [body('From Monday we open at {{1}}.')], { status: 'PENDING' }),
]

/** One page. A cursor is the place of its last entry. */
export function listedTemplates(query: URLSearchParams): VendorReply {
  const size = Math.min(Math.max(Number(query.get('limit') ?? 25) || 25, 1), 100)
  const after = query.get('after')
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64').toString()) + 1
  if (!Number.isInteger(from) || from < 0) return error(400, 131059, 'Invalid cursor')
  const status = query.get('status')
  const name = query.get('name')
  const found = templates.filter(
    (one) => (!status || one.status === status) && (!name || one.name.includes(name)),
  )
  const data = found.slice(from, from + size)
  const cursor = (place: number) => Buffer.from(String(place)).toString('base64')
  const more = from + size < found.length
  return json(200, {
    data,
    paging: {
      cursors: { before: cursor(from), after: cursor(from + data.length - 1) },
      ...(more ? { next: 'https://graph.facebook.com/…' } : {}),
    },
  })
}

const find = (sent: Fields) =>
  templates.find((one) => one.name === sent.name && one.language === textIn(fieldsIn(sent.language).code))

const definition = (one: Listed, type: string) => one.components.find((part) => part.type === type)
const sentPart = (sent: Fields, type: string) =>
  listIn(sent.components).find((part) => textIn(part.type).toLowerCase() === type)
const variablesOf = (text: string) => [...new Set(Array.from(text.matchAll(variable), ([, name]) => name!))]

/** What a template is charged as. */
export const templateCategory = (sent: Fields): string | undefined => find(sent)?.category.toLowerCase()

/** Why a template cannot be sent as it is; undefined where it can. */
export function templateRefusal(sent: Fields): VendorReply | undefined {
  const one = find(sent)
  if (one?.status === 'PAUSED') return error(400, 132015, 'Template is Paused')
  if (one?.status !== 'APPROVED') {
    const details = `template name (${textIn(sent.name)}) does not exist in ${textIn(fieldsIn(sent.language).code)}`
    return error(404, 132001, 'Template name does not exist in the translation', details)
  }
  for (const type of ['HEADER', 'BODY']) {
    const wanted = variablesOf(textIn(definition(one, type)?.text))
    const given = listIn(sentPart(sent, type.toLowerCase())?.parameters).filter(
      (part) => part.type === 'text',
    )
    const named = one.parameter_format === 'NAMED'
    const right = named
      ? wanted.every((name) => given.some((part) => part.parameter_name === name))
      : wanted.length === given.length
    if (!right || given.some((part) => textIn(part.text) === '')) {
      const details = `${type.toLowerCase()}: number of localizable_params (${given.length}) does not match the expected number of params (${wanted.length})`
      return error(400, 132000, 'Number of parameters does not match the expected number of params', details)
    }
  }
  return headerRefusal(one, sent) ?? buttonRefusal(one, sent)
}

function headerRefusal(one: Listed, sent: Fields): VendorReply | undefined {
  const format = textIn(definition(one, 'HEADER')?.format).toLowerCase()
  if (format === '' || format === 'text') return undefined
  const [given] = listIn(sentPart(sent, 'header')?.parameters)
  if (given?.type === format && given[format]) return undefined
  const details = `header: Format mismatch, expected ${format.toUpperCase()}, received ${textIn(given?.type).toUpperCase() || 'UNKNOWN'}`
  return error(400, 132012, 'Parameter format does not match format in the created template', details)
}

function buttonRefusal(one: Listed, sent: Fields): VendorReply | undefined {
  for (const [i, button] of listIn(definition(one, 'BUTTONS')?.buttons).entries()) {
    const open = button.type === 'COPY_CODE' || variablesOf(textIn(button.url)).length > 0
    const given = listIn(sent.components).find((part) => part.type === 'button' && Number(part.index) === i)
    const [parameter] = listIn(given?.parameters)
    if (open && !(textIn(parameter?.text) || textIn(parameter?.coupon_code))) {
      const details = `buttons: Button at index ${i} of type ${textIn(button.type)} requires a parameter`
      return error(400, 131008, 'Required parameter is missing', details)
    }
  }
  return undefined
}

/** What the handset shows of a template. */
export function templateText(sent: Fields): string {
  const one = find(sent)
  if (!one) return `Template ${textIn(sent.name)}`
  const part = (type: string) => {
    const given = listIn(sentPart(sent, type.toLowerCase())?.parameters)
    let n = 0
    const text = textIn(definition(one, type)?.text)
    const names = variablesOf(text)
    const values = new Map(
      names.map((name) => [name, given.find((p) => p.parameter_name === name) ?? given[n++]]),
    )
    return text.replace(variable, (_, name: string) => textIn(values.get(name)?.text) || `{{${name}}}`)
  }
  const [place] = listIn(sentPart(sent, 'header')?.parameters)
  const location = fieldsIn(place?.location)
  const shown = listIn(definition(one, 'BUTTONS')?.buttons).map((button) => `[ ${textIn(button.text)} ]`)
  return [
    location.latitude === undefined ? part('HEADER') : `📍 ${location.latitude}, ${location.longitude}`,
    part('BODY'),
    part('FOOTER'),
    shown.join(' '),
  ]
    .filter(Boolean)
    .join('\n\n')
}
