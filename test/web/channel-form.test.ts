import { describe, expect, it, test } from 'vitest'
import { providers } from '../../providers/index.ts'
import type { ApiChannel, ApiSettingField } from '../../src/contract/api/channels.ts'
import { badWords } from '../../src/core/channels/field-value.ts'
import { presentProvider } from '../../src/core/channels/present-channel.ts'
import { channelFields } from '../../src/core/channels/setting-values.ts'
import { fieldFault } from '../../web/src/admin/fields/field-fault.ts'
import { fieldBody, initialValues, isEmptyBody } from '../../web/src/admin/fields/field-values.ts'

const text = { en: 'x', zh: 'x' }
const field = (name: string, more: Partial<ApiSettingField> = {}): ApiSettingField => ({
  name,
  type: 'text',
  label: text,
  help: text,
  where: null,
  secret: false,
  required: false,
  default: null,
  pattern: null,
  form: null,
  max_length: null,
  min: null,
  max: null,
  unit: null,
  group: 'sending',
  choices: null,
  ...more,
})

const fields = [
  field('api_key', { secret: true, required: true }),
  field('secret', { secret: true }),
  field('send_url', { type: 'url' }),
  field('rate', { type: 'number', default: 10, min: 0.5, max: 100 }),
  field('plain', { type: 'boolean', default: true }),
]

const stored = {
  settings: { send_url: 'https://a.example/send', rate: 5, plain: false },
  credentials: { api_key: { set: true, ends_with: '1234', former_until: null } },
} as unknown as ApiChannel

describe('the values of a form', () => {
  it('are the defaults for a new channel', () => {
    expect(initialValues(fields)).toEqual({ api_key: '', secret: '', send_url: '', rate: '10', plain: true })
  })

  it('are what is stored for one there is, and never a secret', () => {
    expect(initialValues(fields, stored)).toEqual({
      api_key: '',
      secret: '',
      send_url: 'https://a.example/send',
      rate: '5',
      plain: false,
    })
  })
})

describe('the body that a form sends', () => {
  const before = initialValues(fields, stored)
  it.each([
    ['nothing, when nothing changed', {}, { credentials: {}, settings: {} }],
    ['nothing for blanks around a text', { rate: ' 5 ' }, { credentials: {}, settings: {} }],
    ['a number as a number', { rate: '0.5' }, { credentials: {}, settings: { rate: 0.5 } }],
    ['null for an emptied setting', { rate: ' ' }, { credentials: {}, settings: { rate: null } }],
    ['a switch as a boolean', { plain: true }, { credentials: {}, settings: { plain: true } }],
    ['a typed secret, trimmed', { api_key: ' k2 ' }, { credentials: { api_key: 'k2' }, settings: {} }],
  ])('is %s', (_what, change, body) => {
    expect(fieldBody(fields, before, { ...before, ...change })).toEqual(body)
  })

  it('takes a secret away only when told to', () => {
    const body = fieldBody(fields, before, before, new Set(['secret']))
    expect(body).toEqual({ credentials: { secret: null }, settings: {} })
    expect(isEmptyBody(body)).toBe(false)
    expect(isEmptyBody(fieldBody(fields, before, before))).toBe(true)
  })
})

test('a required secret may stay empty where one is stored', () => {
  const [apiKey] = fields
  expect(fieldFault(apiKey!, '', true)).toBeUndefined()
  expect(fieldFault(apiKey!, ' ')).toEqual({ key: 'required' })
})

test('a mistake in an id of Meta’s says what it must be', () => {
  const shown = presentProvider(providers.whatsapp!)
  const account = shown.fields.find(({ name }) => name === 'waba_id')!
  expect(fieldFault(account, 'abc')).toMatchObject({ key: 'form', form: { en: '5 to 25 digits' } })
  expect(shown.sender_help?.en).toContain('phone number ID')
})

const values = [
  'x',
  'a b',
  'ключ',
  '5',
  '-1',
  '0',
  '1e9',
  'NaN',
  'http://a.example',
  'ftp://a.example',
  'https://',
]

describe.each(Object.values(providers))('the form of $name', (provider) => {
  const shown = presentProvider(provider)
  const asStored = channelFields(provider)

  it.each([...shown.fields, ...shown.channel_settings])('judges $name as the gateway does', (each) => {
    if (each.type === 'boolean' || each.type === 'choice') return
    const judge = asStored.get(each.name)!
    for (const value of [...values, 'y'.repeat((each.max_length ?? 50) + 1)]) {
      const theirs = badWords(judge, each.type === 'number' ? Number(value) : value)
      // The page may let pass what the gateway refuses; never the other way round.
      if (theirs === undefined) expect(fieldFault(each, value), value).toBeUndefined()
      else if (each.type !== 'url') expect(fieldFault(each, value), value).toBeDefined()
    }
  })
})
