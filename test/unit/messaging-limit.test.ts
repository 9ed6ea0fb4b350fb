import { expect, test } from 'vitest'
import { generic } from '../../providers/generic/index.ts'
import { whatsapp } from '../../providers/whatsapp/index.ts'
import type { ChannelEntry } from '../../src/core/channels/directory.ts'
import { messagingLimitOf, messagingLimits } from '../../src/core/outbound/messaging-limit.ts'

const DAY_MS = 86_400_000

/** Channels 1, 2, … with these settings; one sender each, numbered like the channel. */
function directoryOf(...channels: (Partial<ChannelEntry> & { values?: Record<string, string> })[]) {
  const entries = channels.map(({ values = {}, ...more }, i) => ({
    id: i + 1,
    active: true,
    provider: whatsapp,
    senders: new Map([['a', { id: i + 1 }]]),
    channel: { id: i + 1, values, senders: [], webhookUrl: '' },
    ...more,
  })) as unknown as ChannelEntry[]
  return { byId: (id: number) => entries[id - 1], all: () => entries }
}
const values = (portfolio_id: string, portfolio_limit: string, waba_id = '1') => ({
  values: { portfolio_id, portfolio_limit, waba_id },
})

test('channels of one portfolio have one limit, the lowest of what active ones say', () => {
  const directory = directoryOf(values('7', '2000'), values('7', '250', '2'), values('8', '10000'), {
    ...values('7', '250'),
    active: false,
  })
  const shared = {
    account: 'whatsapp portfolio_id 7',
    people: 250,
    keptMs: DAY_MS,
    channelIds: [1, 2],
    senderIds: [1, 2],
  }
  expect(messagingLimitOf(directory, 1)).toEqual(shared)
  expect(messagingLimitOf(directory, 2)).toEqual(shared)
  expect(messagingLimitOf(directory, 3)).toMatchObject({ people: 10_000, channelIds: [3] })
  expect(messagingLimits(directory).map(({ account }) => account)).toEqual([
    'whatsapp portfolio_id 7',
    'whatsapp portfolio_id 8',
  ])
})

test('without a portfolio those of one business account are counted together, and unlimited is no figure', () => {
  const directory = directoryOf(values('', '2000'), values('', 'unlimited'), values('', 'unlimited', '2'))
  expect(messagingLimitOf(directory, 1)).toMatchObject({
    account: 'whatsapp waba_id 1',
    people: 2_000,
    channelIds: [1, 2],
  })
  expect(messagingLimitOf(directory, 3)?.people).toBe(Number.POSITIVE_INFINITY)
})

test('a channel that says nothing counts alone, and other vendors have no such limit', () => {
  const directory = directoryOf({}, {}, { provider: generic })
  expect(messagingLimitOf(directory, 1)).toMatchObject({ account: 'whatsapp channel 1', channelIds: [1] })
  expect(messagingLimitOf(directory, 3)).toBeUndefined()
  expect(messagingLimitOf(directory, 9)).toBeUndefined()
})
