import type { TFunction } from 'i18next'
import { describe, expect, test } from 'vitest'
import type { Message, TimelineEntry } from '../../src/contract/api/conversations.ts'
import { deliveryOf } from '../../web/src/inbox/thread/delivery.ts'
import { firstUnread, groupThread } from '../../web/src/inbox/thread/group.ts'
import { pricingWords } from '../../web/src/inbox/thread/pricing-words.ts'

const minute = (count: number) => new Date(Date.UTC(2026, 10, 20, 12, count)).toISOString()

function message(id: number, direction: 'in' | 'out', at: string, authorId = 1): Message {
  const author = { type: direction === 'in' ? 'contact' : 'extension', id: authorId, name: 'x' } as const
  return { id, direction, author, created_at: at } as Message
}
const entry = (id: number, type: string, at: string) => ({ id, type, at }) as TimelineEntry
const shape = (items: ReturnType<typeof groupThread>) =>
  items.map((item) => (item.kind === 'group' ? item.messages.map(({ id }) => id).join('+') : item.kind))

describe('groupThread', () => {
  test('puts messages of one author together that came close together', () => {
    const thread = [
      message(1, 'in', minute(0)),
      message(2, 'in', minute(3)),
      message(3, 'in', minute(30)),
      message(4, 'out', minute(31)),
      message(5, 'out', minute(32), 2),
    ]
    expect(shape(groupThread(thread, null))).toEqual(['day', '1+2', '3', '4', '5'])
  })

  test('separates days, and what is new', () => {
    const thread = [
      message(1, 'in', minute(0)),
      message(2, 'in', minute(1)),
      message(3, 'in', minute(60 * 48)),
    ]
    expect(shape(groupThread(thread, 2))).toEqual(['day', '1', 'new', '2', 'day', '3'])
  })

  test('tells what else happened in its place, and the opening and a profile never', () => {
    const thread = [message(1, 'in', minute(10)), message(2, 'in', minute(12))]
    const entries = [
      entry(1, 'conversation.opened', minute(10)),
      entry(2, 'conversation.changed', minute(11)),
      { ...entry(4, 'contact.changed', minute(11)), reason: 'profile' },
      entry(3, 'conversation.closed', minute(20)),
    ]
    expect(shape(groupThread(thread, null, entries))).toEqual(['day', '1', 'note', '2', 'note'])
  })

  test('puts what a message brought about after it, and before the answer of the same moment', () => {
    const thread = [message(1, 'in', minute(9)), message(2, 'in', minute(10)), message(3, 'out', minute(10))]
    expect(shape(groupThread(thread, null, [entry(1, 'consent.changed', minute(10))]))).toEqual([
      'day',
      '1+2',
      'note',
      '3',
    ])
  })
})

test('the first unread message is counted from the end, among inbound ones', () => {
  const thread = [message(1, 'in', minute(0)), message(2, 'in', minute(1)), message(3, 'out', minute(2))]
  expect(firstUnread(thread, 0)).toBeNull()
  expect(firstUnread(thread, 1)).toBe(2)
  expect(firstUnread(thread, 9)).toBe(1)
  expect(firstUnread([], 1)).toBeNull()
})

describe('deliveryOf', () => {
  const at = minute(0)
  const state = (change: Partial<Message>) =>
    deliveryOf({ status: 'sent', waiting: null, next_attempt_at: null, attempts: 0, ...change })

  test.each<[Partial<Message>, string, string, boolean]>([
    [{ status: 'queued' }, 'delivery.queued', 'quiet', true],
    [
      { status: 'queued', waiting: { reason: 'rate', ahead: 0, expected_at: at } },
      'delivery.queued_next',
      'quiet',
      true,
    ],
    [
      { status: 'queued', waiting: { reason: 'rate', ahead: 3, expected_at: at } },
      'delivery.queued_behind',
      'quiet',
      true,
    ],
    [
      { status: 'queued', waiting: { reason: 'messaging_limit', ahead: 3, expected_at: at } },
      'delivery.waiting_limit',
      'warning',
      true,
    ],
    [{ status: 'queued', attempts: 2, next_attempt_at: at }, 'delivery.waiting_retry', 'warning', true],
    [{ status: 'sending' }, 'delivery.sending', 'quiet', false],
    [{ status: 'sent' }, 'delivery.sent', 'quiet', false],
    [{ status: 'delivered' }, 'delivery.delivered', 'quiet', false],
    [{ status: 'read' }, 'delivery.read', 'good', false],
    [{ status: 'failed' }, 'delivery.failed', 'bad', true],
    [{ status: 'unconfirmed' }, 'delivery.unconfirmed', 'warning', true],
  ])('%j', (change, words, tone, notable) => {
    expect(state(change)).toMatchObject({ words, tone, notable })
  })

  test('tells the place and the time', () => {
    expect(state({ status: 'queued', waiting: { reason: 'rate', ahead: 3, expected_at: at } })).toMatchObject(
      {
        count: 3,
        expectedAt: at,
      },
    )
  })
})

test.each([
  [{ category: 'utility', billable: true }, '<pricing.utility> · <pricing.billable>'],
  [{ category: 'service', billable: false }, '<pricing.service> · <pricing.free>'],
  [{ category: 'group_marketing', billable: null }, 'group marketing'],
  [{ category: null, billable: true }, '<pricing.billable>'],
])('what a message costs, as people read it: %j', (told, words) => {
  const t = ((key: string) => `<${key}>`) as unknown as TFunction
  expect(pricingWords({ model: null, type: null, conversation: null, ...told }, t)).toBe(words)
})
