import { describe, expect, test } from 'vitest'
import { loadDraft, saveDraft } from '../../web/src/inbox/composer/drafts.ts'
import { overLimits } from '../../web/src/inbox/composer/over-limits.ts'
import { countSegments, notableSegments } from '../../web/src/inbox/composer/segments.ts'
import { parseInboxPath } from '../../web/src/inbox/route.ts'
import { bytesText } from '../../web/src/lib/bytes.ts'
import { makeTimes } from '../../web/src/lib/times.ts'

function fakeStorage(full = false): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error('full')
      items.set(key, value)
    },
    removeItem: (key: string) => void items.delete(key),
    get length() {
      return items.size
    },
  } as Storage
}

describe('drafts', () => {
  test('are kept for each person and conversation, and forgotten when empty', () => {
    const storage = fakeStorage()
    saveDraft(1, 10, { text: 'hello', media: [] }, storage)
    expect(loadDraft(1, 10, storage).text).toBe('hello')
    expect(loadDraft(1, 11, storage).text).toBe('')
    expect(loadDraft(2, 10, storage).text).toBe('')
    saveDraft(1, 10, { text: '', media: [] }, storage)
    expect(storage.length).toBe(0)
  })

  test('survive storage that is full or holds rubbish', () => {
    const storage = fakeStorage()
    storage.setItem('trunkline.draft.1.10', '{"text":')
    expect(loadDraft(1, 10, storage)).toEqual({ text: '', media: [] })
    storage.setItem('trunkline.draft.1.10', '{"text":5}')
    expect(loadDraft(1, 10, storage)).toEqual({ text: '', media: [] })
    saveDraft(1, 10, { text: 'x', media: [] }, fakeStorage(true))
  })
})

describe('segments', () => {
  test.each([
    ['a'.repeat(160), 1, 'GSM-7'],
    ['a'.repeat(161), 2, 'GSM-7'],
    ['€'.repeat(80), 1, 'GSM-7'],
    ['€'.repeat(81), 2, 'GSM-7'],
    ['你'.repeat(70), 1, 'UCS-2'],
    ['你'.repeat(71), 2, 'UCS-2'],
    ['😀'.repeat(35), 1, 'UCS-2'],
    ['😀'.repeat(36), 2, 'UCS-2'],
  ] as const)('%#: %s', (text, segments, encoding) => {
    expect(countSegments(text)).toMatchObject({ segments, encoding })
  })

  test('name the characters that cost, once each', () => {
    expect(countSegments('a “quoted” word “again”').costly.sort()).toEqual(['“', '”'].sort())
  })

  test('are fewer where the channel sends plain forms, and name what is replaced', () => {
    const text = `“${'a'.repeat(80)}” – that’s all…`
    expect(countSegments(text)).toMatchObject({ segments: 2, encoding: 'UCS-2', replaced: [] })
    expect(countSegments(text, true)).toEqual({
      segments: 1,
      encoding: 'GSM-7',
      costly: [],
      replaced: ['“', '”', '–', '’', '…'],
    })
    expect(notableSegments(text, true)?.replaced).toHaveLength(5)
    // It would stay as long as it is, so nothing is replaced.
    expect(countSegments(`“${'你'.repeat(80)}”`, true)).toMatchObject({ segments: 2, replaced: [] })
  })

  test('are told only where it matters', () => {
    expect(notableSegments('Hello')).toBeNull()
    expect(notableSegments('你好')).toBeNull()
    expect(notableSegments('a'.repeat(100))).toBeNull()
    expect(notableSegments('a'.repeat(150))?.segments).toBe(1)
    expect(notableSegments('你'.repeat(65))?.encoding).toBe('UCS-2')
  })
})

test.each([
  ['/inbox', 'mine', null],
  ['/inbox/queue', 'queue', null],
  ['/inbox/all/12', 'all', 12],
  ['/inbox/nonsense/x', 'mine', null],
  ['/inbox/mine/0', 'mine', null],
  ['/inbox/mine/-1', 'mine', null],
])('the address %s is box %s, conversation %s', (address, box, id) => {
  expect(parseInboxPath(address)).toEqual({ box, id })
})

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [3_400, '3.4 KB'],
  [99_950, '100 KB'],
  [12_000_000, '12 MB'],
])('%s bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text))

test('times in lists grow coarser with age', () => {
  const times = makeTimes('en', { now: 'now', today: 'Today', yesterday: 'Yesterday' })
  const now = new Date(2026, 10, 21, 15, 0).getTime()
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
  expect(times.short(ago(0), now)).toBe('now')
  expect(times.short(ago(5), now)).toBe('5m ago')
  expect(times.short(ago(120), now)).toBe('13:00')
  expect(times.short(ago(2 * 1440), now)).toBe('Thu')
  expect(times.short(ago(30 * 1440), now)).toBe('Oct 22')
  expect(times.short(ago(400 * 1440), now)).toBe('Oct 17, 2025')
  expect(times.day(ago(60), now)).toBe('Today')
  expect(times.day(ago(1440), now)).toBe('Yesterday')
})

describe('what a channel would refuse is told before it is sent', () => {
  const limits = {
    text_characters: 10,
    files: 2,
    file_bytes: 100,
    file_bytes_of: { 'video/*': 150 },
    file_bytes_total: 160,
    file_types: ['image/*', 'video/mp4'],
  }
  const file = (bytes: number, content_type = 'image/png') => ({ name: 'a', bytes, content_type })

  test.each([
    ['a text in time', 'ten chars.', [], null],
    ['a long text', 'ten chars..', [], { kind: 'text_too_long', count: 10 }],
    ['files that fit', '', [file(80), file(80)], null],
    ['three files', '', [file(1), file(1), file(1)], { kind: 'too_many_files', count: 2 }],
    ['a large file', '', [file(101)], { kind: 'file_too_large', name: 'a', bytes: 100 }],
    ['a video, which may be larger', '', [file(150, 'video/mp4')], null],
    ['files too large together', '', [file(81), file(80)], { kind: 'files_too_large', bytes: 160 }],
    ['another type', '', [file(1, 'video/ogg')], { kind: 'file_type', name: 'a', type: 'video/ogg' }],
  ])('%s', (_what, text, files, expected) => {
    expect(overLimits(text, files, limits)).toEqual(expected)
    expect(overLimits(text, files, null)).toBeNull()
  })
})
