import { z } from 'zod'
import {
  channel,
  channelCheck,
  channelPatch,
  dismissNotice,
  findMissed,
  missed,
  newChannel,
  providerInfo,
} from '../../contract/api/channels.ts'
import { idParams } from '../../contract/api/common.ts'
import { presentFacts, presentProvider } from '../../core/channels/present-channel.ts'
import { apiTime } from '../../lib/api-time.ts'
import { endpoint } from '../endpoint.ts'

const DAY_MS = 86_400_000

export const listProviders = endpoint({
  summary: 'The providers there are, each with the fields of its settings form and its limits.',
  answer: z.object({ data: z.array(providerInfo) }),
  async handler({ services }) {
    return { data: Object.values(services.channels.providers).map(presentProvider) }
  },
})

export const listChannels = endpoint({
  summary: 'All channels, with their state, lane and senders. There are few, so they come on one page.',
  answer: z.object({ data: z.array(channel), next_cursor: z.null() }),
  async handler({ services }) {
    return { data: [...(await services.channels.channels.list())], next_cursor: null }
  },
})

export const createChannel = endpoint({
  summary: 'Adds a channel. Its answer holds the webhook address to enter at the provider.',
  body: newChannel,
  answer: channel,
  status: 201,
  problems: ['validation_failed'],
  handler: (call) => call.services.channels.channels.create(call.deed, call.body),
})

export const showChannel = endpoint({
  summary: 'One channel.',
  params: idParams,
  answer: channel,
  problems: ['not_found'],
  handler: ({ services, params }) => services.channels.channels.get(params.id),
})

export const changeChannel = endpoint({
  summary: 'Changes a channel at once. Fields that are left out stay; null removes a value.',
  params: idParams,
  body: channelPatch,
  answer: channel,
  problems: ['not_found', 'validation_failed', 'conflict'],
  handler: (call) => call.services.channels.channels.patch(call.deed, call.params.id, call.body),
})

export const removeChannel = endpoint({
  summary:
    'Removes a channel: its webhook address is gone, its queued messages fail, its conversations stay readable.',
  params: idParams,
  problems: ['not_found'],
  handler: (call) => call.services.channels.channels.remove(call.deed, call.params.id),
})

export const dismissChannelNotice = endpoint({
  summary:
    'Takes away what the provider last told of the account, once it was read. A notice that came after `at` stays.',
  params: idParams,
  body: dismissNotice,
  answer: channel,
  problems: ['not_found', 'validation_failed'],
  handler: ({ services, deed, params, body }) =>
    services.channels.channels.dismissNotice(deed, params.id, Date.parse(body.at)),
})

export const checkChannel = endpoint({
  summary: "Asks the provider now whether the channel's credentials are good.",
  params: idParams,
  answer: channelCheck,
  problems: ['not_found'],
  async handler({ services, params }) {
    const { status, detail, facts, checkedAt } = await services.channels.check(params.id)
    return { status, detail, facts: presentFacts(facts), checked_at: apiTime(checkedAt) }
  },
})

export const findMissedMessages = endpoint({
  summary:
    'Asks the provider for messages that it took in and no webhook brought, and stores them. What is here already stays one message.',
  params: idParams,
  body: findMissed,
  answer: missed,
  problems: ['not_found', 'validation_failed', 'channel_off', 'conflict'],
  async handler({ services, params, body }) {
    const since = body.since === undefined ? services.now() - DAY_MS : Date.parse(body.since)
    const { checkedAt, found, fresh, error } = await services.channels.findMissed(params.id, since)
    return { checked_at: apiTime(checkedAt), found, new: fresh, error }
  },
})
