import { describe, expect, test } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import { Problem } from '../../src/contract/problems.ts'
import type { Provider } from '../../src/contract/provider.ts'
import type { SettingField } from '../../src/contract/settings.ts'
import { applyFields, type GivenFields, noFields, type StoredFields } from '../../src/core/channels/fields.ts'
import { effectiveValues } from '../../src/core/channels/setting-values.ts'

const text = { en: '', zh: '' }
const extra: SettingField[] = [
  { name: 'region', type: 'choice', label: text, help: text, choices: [{ value: 'us', label: text }] },
  { name: 'quiet', type: 'boolean', label: text, help: text },
  { name: 'code', type: 'text', label: text, help: text, pattern: /a|ab/ },
]
const provider: Provider = { ...generic, fields: [...generic.fields, ...extra] }
const given = { credentials: { api_key: 'key' } }
const stored: StoredFields = { settings: { auto_close_days: 3 }, secretNames: new Set(['api_key', 'secret']) }

function errorsOf(fields: GivenFields, before: StoredFields = noFields): Record<string, string> {
  try {
    applyFields(provider, fields, before)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.code).toBe('validation_failed')
    const errors = error.extra.errors as { path: string; message: string }[]
    return Object.fromEntries(errors.map(({ path, message }) => [path, message]))
  }
  return {}
}

describe('the fields of a channel', () => {
  test('go where their mark says, whichever map they came in', () => {
    const { settings, secrets, changed } = applyFields(
      provider,
      {
        settings: { api_key: ' key ', messages_per_second: 2.5 },
        credentials: { send_url: 'https://carrier.example/send' },
      },
      noFields,
    )
    expect(settings).toEqual({ send_url: 'https://carrier.example/send', messages_per_second: 2.5 })
    expect([...secrets]).toEqual([['api_key', 'key']])
    expect(changed.toSorted()).toEqual(['api_key', 'messages_per_second', 'send_url'])
  })

  test('that are left out stay, and null or an empty text removes', () => {
    const changes = applyFields(
      provider,
      { credentials: { secret: null }, settings: { quiet: true } },
      stored,
    )
    expect(changes.settings).toEqual({ auto_close_days: 3, quiet: true })
    expect([...changes.secrets]).toEqual([['secret', null]])
    const emptied = applyFields(provider, { settings: { auto_close_days: null, send_url: '' } }, stored)
    expect(emptied.settings).toEqual({})
    expect(emptied.changed).toEqual(['auto_close_days'])
  })

  test('have a text for files that cannot be empty where the provider needs one', () => {
    const needing = { ...provider, mediaText: 'A file for you' }
    expect(effectiveValues(provider, {}).default_media_text).toBe('')
    expect(effectiveValues(needing, {}).default_media_text).toBe('A file for you')
    const own = applyFields(needing, { ...given, settings: { default_media_text: 'See this' } }, noFields)
    expect(effectiveValues(needing, own.settings).default_media_text).toBe('See this')
    for (const emptied of ['', '  ', null]) {
      const { settings } = applyFields(
        needing,
        { settings: { default_media_text: emptied } },
        { settings: own.settings, secretNames: new Set(['api_key']) },
      )
      expect(effectiveValues(needing, settings).default_media_text).toBe('A file for you')
    }
  })

  test('default to what the list says, and the rate to the limit of the provider', () => {
    expect(effectiveValues(provider, {})).toMatchObject({ auto_close_days: 7, messages_per_second: 10 })
    expect(effectiveValues(provider, { messages_per_second: 1 })).toMatchObject({ messages_per_second: 1 })
  })

  test('that are not known are refused with those that are', () => {
    const errors = errorsOf({ ...given, settings: { colour: 'red' } })
    expect(errors['body.settings.colour']).toMatch(
      /is not known; the fields are api_key, secret, .*api_base_url/,
    )
    expect(errorsOf({ ...given, settings: JSON.parse('{"__proto__": "x"}') })).not.toEqual({})
    expect(errorsOf({ ...given, settings: { constructor: 'x' } })).not.toEqual({})
  })

  test.each<[string, GivenFields, string, RegExp]>([
    ['a missing one', {}, 'body.credentials.api_key', /is required/],
    ['both maps', { ...given, settings: { api_key: 'b' } }, 'body.settings.api_key', /twice/],
    [
      'a number as text',
      { ...given, settings: { messages_per_second: '5' } },
      'body.settings.messages_per_second',
      /a number/,
    ],
    [
      'too small',
      { ...given, settings: { messages_per_second: 0 } },
      'body.settings.messages_per_second',
      /at least 0.01/,
    ],
    [
      'too large',
      { ...given, settings: { messages_per_second: 1001 } },
      'body.settings.messages_per_second',
      /at most 1000/,
    ],
    [
      'not finite',
      { ...given, settings: { auto_close_days: Number.NaN } },
      'body.settings.auto_close_days',
      /a number/,
    ],
    [
      'too long',
      { ...given, settings: { default_media_text: 'x'.repeat(161) } },
      'body.settings.default_media_text',
      /at most 160/,
    ],
    [
      'control characters',
      { ...given, settings: { default_media_text: 'a\0b' } },
      'body.settings.default_media_text',
      /control/,
    ],
    [
      'half a character',
      { ...given, settings: { default_media_text: 'a\ud83d' } },
      'body.settings.default_media_text',
      /control/,
    ],
    [
      'a scheme',
      { ...given, settings: { send_url: 'ftp://carrier.example' } },
      'body.settings.send_url',
      /http/,
    ],
    [
      'a script',
      { ...given, settings: { send_url: 'javascript:alert(1)' } },
      'body.settings.send_url',
      /http/,
    ],
    ['no host', { ...given, settings: { send_url: 'https:carrier' } }, 'body.settings.send_url', /http/],
    [
      'a password in it',
      { ...given, settings: { send_url: 'https://a:b@carrier.example' } },
      'body.settings.send_url',
      /password/,
    ],
    ['a choice', { ...given, settings: { region: 'eu' } }, 'body.settings.region', /one of us/],
    ['a flag', { ...given, settings: { quiet: 'yes' } }, 'body.settings.quiet', /true or false/],
    ['half a pattern', { ...given, settings: { code: 'abc' } }, 'body.settings.code', /form/],
    ['a pattern', { credentials: { api_key: 'with space' } }, 'body.credentials.api_key', /form/],
  ])('refuse %s', (_, fields, path, message) => {
    expect(errorsOf(fields)[path]).toMatch(message)
  })

  test('match a pattern whole, whichever alternative it takes', () => {
    expect(errorsOf({ ...given, settings: { code: 'ab' } })).toEqual({})
  })

  test('never repeat a value that is refused', () => {
    const canary = 'canary secret'
    const errors = errorsOf({
      credentials: { api_key: canary, [`${canary}!`]: 'x' },
      settings: { send_url: canary },
    })
    expect(Object.values(errors).join()).not.toContain(canary)
  })

  test('keep a required secret, and do not lose a set one to an empty form', () => {
    expect(errorsOf({ credentials: { api_key: null } }, stored)).toEqual({
      'body.credentials.api_key': 'is required',
    })
    expect(errorsOf({ credentials: { secret: '' } }, stored)['body.credentials.secret']).toMatch(/is empty/)
    expect(errorsOf({ credentials: { api_key: 'key', secret: '' } })).toEqual({})
  })
})
