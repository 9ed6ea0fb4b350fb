import { z } from 'zod'
import { id, idParams } from '../../contract/api/common.ts'
import { template, templateSync } from '../../contract/api/templates.ts'
import { Problem } from '../../contract/problems.ts'
import { templatesOfChannel, templatesOfSender } from '../../core/templates/list.ts'
import { apiTime } from '../../lib/api-time.ts'
import { endpoint } from '../endpoint.ts'

export const list = endpoint({
  summary:
    'The message templates that may be sent from a sender, or, for those who may see channels, all of a channel. Those that cannot be sent now come last, with the reason. One of the two ids is given.',
  query: z
    .strictObject({
      sender_id: z.coerce.number().pipe(id).optional(),
      channel_id: z.coerce.number().pipe(id).optional(),
    })
    .refine((query) => (query.sender_id === undefined) !== (query.channel_id === undefined), {
      path: ['sender_id'],
      message: 'give either this or channel_id',
    }),
  answer: z.object({ data: z.array(template), next_cursor: z.null() }),
  problems: ['not_found', 'validation_failed'],
  async handler({ services, actor, query }) {
    const { store, channels } = services
    const { sender_id: senderId, channel_id: channelId } = query
    const data =
      senderId === undefined
        ? await templatesOfChannel(store.db, actor, channelId ?? 0)
        : await templatesOfSender(store.db, channels.providers, actor, senderId)
    return { data, next_cursor: null }
  },
})

export const sync = endpoint({
  summary: "Fetches the channel's message templates from the provider now.",
  params: idParams,
  answer: templateSync,
  problems: ['not_found'],
  async handler({ services, params }) {
    const entry = services.directory.byId(params.id)
    if (!entry?.provider.listTemplates) throw new Problem('not_found')
    const { count, problem, at } = await services.syncTemplates(entry)
    return { count, problem, synced_at: apiTime(at) }
  },
})
