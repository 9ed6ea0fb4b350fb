import { z } from 'zod'
import {
  newSender,
  sender,
  senderCounts as senderCountsShape,
  senderPatch,
  startableSender,
} from '../../contract/api/channels.ts'
import { idParams, time } from '../../contract/api/common.ts'
import { validationProblem } from '../../contract/validation.ts'
import { senderCounts } from '../../core/channels/sender-counts.ts'
import { startableSenders } from '../../core/channels/startable.ts'
import { endpoint } from '../endpoint.ts'

const DAY_MS = 86_400_000

export const listSenders = endpoint({
  summary: "A channel's senders.",
  params: idParams,
  answer: z.object({ data: z.array(sender), next_cursor: z.null() }),
  problems: ['not_found'],
  async handler({ services, params }) {
    return { data: [...(await services.channels.senders.list(params.id))], next_cursor: null }
  },
})

export const createSender = endpoint({
  summary:
    'Adds a sender: an address of the business, where its new conversations go, and who may start some.',
  params: idParams,
  body: newSender,
  answer: sender,
  status: 201,
  problems: ['not_found', 'validation_failed', 'conflict'],
  handler: (call) => call.services.channels.senders.create(call.deed, call.params.id, call.body),
})

export const changeSender = endpoint({
  summary:
    "Changes a sender's destination, who may start conversations from it, or whether it is in service.",
  params: idParams,
  body: senderPatch,
  answer: sender,
  problems: ['not_found', 'validation_failed'],
  handler: (call) => call.services.channels.senders.patch(call.deed, call.params.id, call.body),
})

export const removeSender = endpoint({
  summary: 'Removes a sender. One that has conversations is only taken out of service.',
  params: idParams,
  problems: ['not_found'],
  handler: (call) => call.services.channels.senders.remove(call.deed, call.params.id),
})

export const listStartable = endpoint({
  summary: 'The senders from which the signed-in person may open conversations.',
  query: z.strictObject({ startable: z.literal('true') }),
  answer: z.object({ data: z.array(startableSender), next_cursor: z.null() }),
  async handler({ services, actor }) {
    const senders = await startableSenders(services.store.db, services.channels.providers, actor)
    return { data: [...senders], next_cursor: null }
  },
})

export const countSenders = endpoint({
  summary:
    'What each sender sent, delivered, failed and received between two times, counted by whole hours. The last 24 hours unless given.',
  query: z.strictObject({ from: time.optional(), to: time.optional() }),
  answer: z.object({ data: z.array(senderCountsShape), next_cursor: z.null() }),
  problems: ['validation_failed'],
  async handler({ services, query }) {
    const to = query.to === undefined ? services.now() : Date.parse(query.to)
    const from = query.from === undefined ? to - DAY_MS : Date.parse(query.from)
    if (from > to) throw validationProblem([{ path: 'query.from', message: 'is later than query.to' }])
    return { data: [...(await senderCounts(services.store.db, from, to))], next_cursor: null }
  },
})
