import { describe, expect, test } from 'vitest'
import { apidaze } from '../../providers/apidaze/index.ts'
import { readPythonDict } from '../../providers/apidaze/python-dict.ts'
import { channelWith } from './samples.ts'

const channel = channelWith({ repeat_window_seconds: 120 })

describe('a dictionary as Python prints it', () => {
  test.each([
    ['{}', []],
    [" { 'a' : 'b' } ", [['a', 'b']]],
    [
      `{'a': 'b', "c": "d",}`,
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      `{"it's": b'x', b"q": 'y'}`,
      [
        ["it's", 'x'],
        ['q', 'y'],
      ],
    ],
    ["{'a': None, 'b': ''}", [['b', '']]],
    [
      "{'a': 'b', 'a': 'c'}",
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
    [String.raw`{'\'\\\n\t\x41\u00e9\U0001f600\q': 'v'}`, [["'\\\n\tAé😀\\q", 'v']]],
    [String.raw`{"\ud83d\ude00\/": "v"}`, [['😀/', 'v']]],
    [
      "{'{': '}', ':': ','}",
      [
        ['{', '}'],
        [':', ','],
      ],
    ],
  ])('%s is read', (text, pairs) => {
    expect(readPythonDict(text)).toEqual(pairs)
  })

  test.each([
    '',
    '{',
    "{'a'",
    "{'a':",
    "{'a': 'b'",
    "{'a': 'b'} x",
    "{'a' 'b'}",
    "{'a': 'b' 'c': 'd'}",
    '{a: b}',
    "{'a': 1}",
    "['a']",
    String.raw`{'a': 'b\'}`,
    "{'a': 'b'",
    '{,}',
    "{'a': {'b': 'c'}}",
  ])('%s is not', (text) => {
    expect(readPythonDict(text)).toBeUndefined()
  })

  test('of several megabytes is read in time, whatever stands in it', () => {
    const start = performance.now()
    const lines = `${'A'.repeat(76)}\\n`.repeat(50_000)
    expect(readPythonDict(`{'a': '${lines}'}`)?.[0]?.[1]).toHaveLength(50_000 * 77)
    expect(readPythonDict(`{'a': '${"\\'".repeat(1_000_000)}'}`)?.[0]?.[1]).toHaveLength(1_000_000)
    for (const hostile of ["{'a':'b',", "{'a':", "'", '\\', ' ', "{'a': '\\"]) {
      expect(readPythonDict(`{'x': 'y', ${hostile.repeat(500_000)}`)).toBeUndefined()
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

/** The ids of a message as it would come at this moment. */
function idsAt(seconds: number, change: object = {}) {
  const files = "{'a.png': 'aGVsbG8='}"
  const body = {
    caller_id_number: '13055550101',
    destination_number: '13055550100',
    text: 'Hi',
    files,
    ...change,
  }
  const bytes = Buffer.from(JSON.stringify({ type: 'incomingWebhookMMS', ...body }))
  const request = {
    method: 'POST',
    url: channel.webhookUrl,
    headers: {},
    body: bytes,
    receivedAt: seconds * 1000,
  }
  const parsed = apidaze.parse(request, channel)
  if (!parsed.ok || parsed.events[0]?.kind !== 'message') throw new Error('Not a message.')
  const { providerMessageId, otherIds = [] } = parsed.events[0]
  return [providerMessageId, ...otherIds]
}
const related = (a: readonly string[], b: readonly string[]) => a.some((id) => b.includes(id))

test('a message is known again for two minutes by its numbers, text and files', () => {
  const first = idsAt(1000)
  for (const seconds of [1000, 1001, 1060, 1120]) expect(related(first, idsAt(seconds))).toBe(true)
  expect(related(first, idsAt(1180))).toBe(false)
  for (const change of [
    { text: 'Hi!' },
    { caller_id_number: '13055550102' },
    { destination_number: '13055550102' },
    { files: "{'a.png': 'aGVsbG8h'}" },
    { files: null },
  ]) {
    expect(related(first, idsAt(1001, change))).toBe(false)
  }
})

test('key and secret stand encoded in the address, whatever they hold', async () => {
  const asked: string[] = []
  const io = {
    request: async ({ url }: { url: string }) => {
      asked.push(url)
      return { kind: 'unsent', reason: 'a/b?c&d#e went wrong, a%2Fb%3Fc%26d%23e too' } as const
    },
    now: () => 0,
    nonce: () => '',
    cached: async () => {
      throw new Error('Nothing is kept.')
    },
    uploaded: async () => ({ failed: { kind: 'rejected', failure: { code: 'send_failed' } } }) as const,
  }
  const odd = channelWith({ api_key: 'k', api_secret: 'a/b?c&d#e', platform: 'voip_innovations' })
  const { detail } = await apidaze.check!(odd, io)
  expect(asked).toEqual(['https://cpaas-api.voipinnovations.com/k/validates?api_secret=a%2Fb%3Fc%26d%23e'])
  expect(detail).toContain('•••')
  expect(detail).not.toMatch(/a.b.c.d.e/)
})
